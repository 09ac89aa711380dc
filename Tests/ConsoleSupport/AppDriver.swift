import AppsAndBooks
package import Console
import Files
import Foundation
import HTTPTransport
import LocationStore
package import Operations
package import Screen
package import SimulatedService
import Synchronization
import SystemPackage
import TestSupport
package import Testing

/// The whole console on a simulated location: keys in, screens out, real HTTP between.
///
/// Store, operations and service run on a clock that jumps from deadline to deadline while a test waits for a
/// screen; the console's own short pauses end at once, its long ones never.
@MainActor
package final class AppDriver {
  /// The simulated service, to look behind the screen.
  package let service: SimulatedService
  /// The console.
  package let app: ConsoleApp
  /// The operations.
  package let operations: Operations
  /// What was put on the clipboard.
  package var copied: [String] { clipboard.withLock { $0 } }
  private let clock: ManualClock
  private let now: @Sendable () -> Date
  private let disk: MemoryFileSystem
  private let naps: Naps
  private let keys: AsyncStream<ScreenEvent>.Continuation
  private let loop: Task<ConsoleApp.Exit, Never>
  private let shown: Shelf
  private let clipboard: SharedList

  /// The client id of this console.
  package nonisolated static let ourID = "0f5c9c62-7d2e-4a57-9d0c-3c1c0e7d2f11"

  /// Starts a service and a console on it; without a change a small location that is ours.
  package static func start(
    width: Int = 100, height: Int = 30, _ change: (inout SimulatorOptions) -> Void = { _ in }
  ) async throws -> AppDriver {
    let clock = ManualClock()
    let now: @Sendable () -> Date = {
      SampleLocation.now.addingTimeInterval(clock.now.offset / .seconds(1))
    }
    var options = SimulatorOptions()
    options.assets = 40
    options.users = 30
    options.devices = 60
    options.assignments = 200
    options.client = (ourID, "Purser on admin-1")
    options.switches.announcedRate = 5_000
    change(&options)
    let service = try await SimulatedService.start(options, clock: clock, now: now)
    let parts = try Parts(service, MemoryFileSystem(), clock: clock, now: now)
    return AppDriver(service, parts, clock: clock, now: now, Size(width: width, height: height))
  }

  /// The line drops, the console ends as the tool ends it, and a new one is opened on the same disk and service.
  ///
  /// The request in flight is answered, the rest of its operation held; time passes meanwhile.
  package func dropLine() async throws -> AppDriver {
    keys.yield(.hangUp)
    _ = await loop.value
    let (operations, ending) = (operations, Flag())
    let quitting = Task {
      await operations.prepareToQuit()
      ending.set()
    }
    let end = ContinuousClock.now + .seconds(20)
    while !ending.isSet, ContinuousClock.now < end { await passTime() }
    quitting.cancel()
    let parts = try Parts(service, disk.copy(), pid: 4712, clock: clock, now: now)
    return AppDriver(
      service, parts, clock: clock, now: now, app.state.world.size, recovers: true)
  }

  private init(
    _ service: SimulatedService, _ parts: Parts, clock: ManualClock,
    now: @escaping @Sendable () -> Date, _ size: Size, recovers: Bool = false
  ) {
    self.service = service
    (self.clock, self.now, disk) = (clock, now, parts.disk)
    operations = parts.operations
    let naps = Naps()
    let clipboard = SharedList()
    let shown = Shelf()
    var services = Services(
      Connection(
        store: parts.store, operations: parts.operations, host: "127.0.0.1", serviceLabel: "demo"),
      now: { (now(), LocalTime()) }, sleep: { try await naps.sleep(for: $0) })
    if recovers { services.openCache = { await parts.operations.recover() } }
    services.copy = { text in clipboard.withLock { $0.append(text) } }
    let world = World(
      settings: ConsoleSettings(clientName: "Purser on admin-1"), size: size, now: now(),
      snapshot: parts.store.current())
    app = ConsoleApp(state: AppState(world: world), services: services) { canvas, _ in
      shown.canvas = canvas
    }
    let (events, keys) = AsyncStream.makeStream(of: ScreenEvent.self)
    let app = app
    loop = Task { @MainActor in await app.run(events: events) }
    (self.naps, self.keys, self.shown, self.clipboard) = (naps, keys, shown, clipboard)
  }

  /// The last frame that was painted.
  package var screen: Canvas { shown.canvas ?? Canvas(size: Size(width: 0, height: 0)) }
  /// The lines of the last frame.
  package var lines: [String] { screen.text }

  /// Presses keys one after the other, each alone in its read, and waits until what follows is done.
  package func press(_ chords: String...) async {
    for chord in chords {
      guard let key = KeyPress(chord) else { continue }
      await send(.keys([key]))
    }
  }

  /// Types a text, one character a read.
  package func type(_ text: String) async {
    for character in text { await send(.keys([.character(character)])) }
  }

  /// Tells the console an event and waits until nothing of its own is under way.
  package func send(_ event: ScreenEvent) async {
    // Not through the stream: the hop from there to the queue is nothing that a test could see.
    app.post(.event(event))
    await settle()
  }

  /// Waits until the console itself is idle; the service may still be at work.
  ///
  /// What the console waits for may wait for the clock itself, such as a read that the service's rate holds back: where nothing
  /// has moved for a while, time passes. What does not end within 20 seconds is an issue, instead of a test that never ends.
  package func settle(
    sourceLocation: SourceLocation = #_sourceLocation
  ) async {
    let end = ContinuousClock.now + .seconds(20)
    var quiet = 0
    var busySince = ContinuousClock.now
    while quiet < 20 {
      guard ContinuousClock.now < end else {
        complain("never idle", sourceLocation)
        return
      }
      if app.isIdle && app.spans <= naps.long {
        quiet += 1
        busySince = .now
      } else {
        quiet = 0
        if ContinuousClock.now - busySince > .milliseconds(100), let next = clock.nextDeadline {
          clock.advance(by: max(next, .zero))
          busySince = .now
        }
      }
      await Task.yield()
    }
  }

  /// Waits until a screen is as wanted, letting time pass from deadline to deadline.
  ///
  /// What does not come within 20 seconds is an issue with the screen as it is, instead of a test that never ends.
  package func wait(
    until isWanted: ([String]) -> Bool,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async {
    let end = ContinuousClock.now + .seconds(20)
    while !isWanted(lines) {
      guard ContinuousClock.now < end else {
        complain("never seen", sourceLocation)
        return
      }
      await passTime()
    }
    await settle()
  }

  private func complain(_ what: String, _ place: SourceLocation) {
    let screen = lines.joined(separator: "\n")
    Issue.record("\(what); the screen is:\n\(screen)", sourceLocation: place)
  }

  private func passTime() async {
    if let next = clock.nextDeadline { clock.advance(by: max(next, .zero)) }
    await Task.yield()
  }

  /// Waits until the service is as wanted while the clock stands still, so that nothing of it is over by itself.
  package func waitStill(
    _ isWanted: (SimulatedService) async -> Bool,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async {
    let end = ContinuousClock.now + .seconds(20)
    while await !isWanted(service) {
      guard ContinuousClock.now < end else {
        complain("the service never came there", sourceLocation)
        return
      }
      await settle()
    }
  }

  /// Waits until a text is on the screen.
  package func wait(
    for text: String, sourceLocation: SourceLocation = #_sourceLocation
  ) async {
    await wait(
      until: { lines in lines.contains { $0.contains(text) } }, sourceLocation: sourceLocation)
  }

  /// Waits until the console has ended.
  package func end() async -> ConsoleApp.Exit {
    let exit = await loop.value
    await service.stop()
    return exit
  }
}

/// The newest canvas.
@MainActor
private final class Shelf {
  var canvas: Canvas?
}

/// Something that happened once.
private final class Flag: Sendable {
  private let value = Mutex(false)
  var isSet: Bool { value.withLock { $0 } }
  func set() { value.withLock { $0 = true } }
}

/// Texts gathered from any task.
private final class SharedList: Sendable {
  private let texts = Mutex<[String]>([])
  func withLock<Value: Sendable>(_ body: (inout sending [String]) -> sending Value) -> Value {
    texts.withLock(body)
  }
}

/// The pauses of the console itself: up to half a second none at all, longer ones without an end.
private final class Naps: Sendable {
  private let asleep = Mutex(0)

  /// The long ones under way.
  var long: Int { asleep.withLock { $0 } }

  func sleep(for duration: Duration) async throws {
    guard duration > .milliseconds(500) else { return try Task.checkCancellation() }
    asleep.withLock { $0 += 1 }
    defer { asleep.withLock { $0 -= 1 } }
    try await untilCancelled()
  }
}

/// Store and operations of one location on the simulated service, nothing on a disk.
private struct Parts {
  let store: LocationStore
  let operations: Operations
  let disk: MemoryFileSystem

  init(
    _ service: SimulatedService, _ disk: MemoryFileSystem, pid: Int32 = 4711, clock: ManualClock,
    now: @escaping @Sendable () -> Date
  ) throws {
    self.disk = disk
    guard let endpoint = ServiceEndpoint(service.url) else { throw Failure(service.url) }
    let board = StatusBoard(clientID: AppDriver.ourID, now: now)
    let watch = OwnerWatch(ourID: AppDriver.ourID, now: now)
    let client = APIClient(
      service: endpoint, token: try ContentToken(bytes: Array(service.token.utf8)),
      transport: try NetworkTransport(), clock: clock, now: now, random: SeededGenerator(7),
      observer: {
        watch.note($0)
        board.observe($0)
      })
    let location = LocationIdentity(
      uID: service.uID, name: "campus-nord", organization: "Lindenhof Schools")
    store = LocationStore(
      location: location, client: client, cache: nil, board: board, clock: clock, now: now)
    let person = Person(
      login: "anna", userID: 1000, host: "admin-1", tty: "pts/3", pid: pid, bootID: "b",
      version: "1")
    operations = Operations(
      OperationsContext(
        location: location, service: ServiceReader(client), writer: APIWriter(client),
        knowledge: store, owner: watch, directory: FilePath("/state/purser/0123"),
        files: disk, clock: clock, now: now, person: person,
        tokenFingerprint: "0badcafe",
        makeIdentity: {
          MDMInfo(id: AppDriver.ourID, name: "Purser on admin-1", metadata: "1")
        }, random: SeededGenerator(8)))
  }
}
