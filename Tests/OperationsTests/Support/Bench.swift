import AppsAndBooks
import Files
import FoundationEssentials
import HTTPTransport
import LocationStore
import Operations
import SimulatedService
import Synchronization
import SystemPackage
import TestSupport

/// The simulated service over real HTTP, a disk in memory and a clock that is moved: everything an `Operations` needs.
final class Bench: Sendable {
  static let ourID = "0f5c9c62-7d2e-4a57-9d0c-3c1c0e7d2f11"

  let service: SimulatedService
  let clock: ManualClock
  /// The manual clock as the service sees it.
  let serverClock: CountedClock
  /// The manual clock as the deadlines of exchanges see it.
  let deadlineClock: CountedClock
  let wire = Wire()
  /// By how much the wall clock was set forward since the start.
  let skew: Skew
  let disk: MemoryFileSystem
  let knowledge = KnownLocation()
  let watch: OwnerWatch
  let now: @Sendable () -> Date
  let directory = FilePath("/state/purser/0123")

  /// A small location that is ours, with six apps and a book whose licences the test sets.
  static func start(
    _ change: (inout SimulatorOptions) -> Void = { _ in }
  ) async throws -> Bench {
    let clock = ManualClock()
    let skew = Skew()
    let now: @Sendable () -> Date = {
      noon.addingTimeInterval(clock.now.offset / .seconds(1) + skew.seconds.withLock { $0 })
    }
    var options = SimulatorOptions()
    options.assets = 40
    options.users = 30
    options.devices = 60
    options.assignments = 200
    options.client = (ourID, "Purser on admin-1")
    // Thousands a second are no limit, so that nothing waits for the rate on a clock that stands still.
    options.switches.announcedRate = 5_000
    change(&options)
    let serverClock = CountedClock(clock)
    let service = try await SimulatedService.start(
      options, clock: serverClock,
      now: { noon.addingTimeInterval(clock.now.offset / .seconds(1)) })
    return Bench(service, clock, serverClock, skew, now)
  }

  private init(
    _ service: SimulatedService, _ clock: ManualClock, _ serverClock: CountedClock, _ skew: Skew,
    _ now: @escaping @Sendable () -> Date
  ) {
    self.service = service
    self.clock = clock
    self.serverClock = serverClock
    deadlineClock = CountedClock(clock)
    self.skew = skew
    self.now = now
    disk = MemoryFileSystem()
    watch = OwnerWatch(ourID: Self.ourID, now: now)
  }

  /// A process of Purser on this location: a client, and operations on the bench's disk.
  func process(
    files: (any FileSystem)? = nil, readOnly: String? = nil, watch own: OwnerWatch? = nil,
    token: String? = nil, isSteady: Bool = false, seed: UInt64 = 7,
    transport: (any Transport)? = nil
  ) throws -> Operations {
    let watch = own ?? watch
    let address = try requireValue(ServiceEndpoint(service.url))
    let client = APIClient(
      service: address, token: try ContentToken(bytes: Array((token ?? service.token).utf8)),
      transport: try transport
        ?? (isSteady ? CountedTransport(clock: deadlineClock, wire: wire) : NetworkTransport()),
      clock: clock, now: now, random: Seeded(seed),
      observer: { watch.note($0) })
    let reader = ServiceReader(client)
    knowledge.use(reader)
    return Operations(
      OperationsContext(
        location: knowledge.location, service: reader,
        writer: readOnly == nil ? APIWriter(client) : nil, knowledge: knowledge, owner: watch,
        directory: directory, files: files ?? disk, clock: clock, now: now,
        person: Person(
          login: "alice", userID: 1000, host: "admin-1", tty: "pts/3", pid: 4711, bootID: "b",
          version: "1"), tokenFingerprint: "0badcafe",
        makeIdentity: { MDMInfo(id: Self.ourID, name: "Purser on admin-1", metadata: "1") },
        readOnlyReason: readOnly, random: Seeded(seed + 1)))
  }

  /// An app without limit, one with 5 licences left, one with 2, and a book.
  func stock() async throws -> Stock {
    let assets = await service.assets()
    let apps = assets.filter {
      !$0.isBook && $0.deviceAssignable && $0.total != 2_147_483_647 && $0.pricingParam == "STDQ"
    }
    let free = try requireValue(assets.first { $0.total == 2_147_483_647 })
    let book = try requireValue(assets.first { $0.isBook })
    for (app, count) in zip(apps, [5, 2, 50, 50, 50]) {
      await service.setAvailable(count, adamId: app.adamId)
    }
    await service.setAvailable(9, adamId: book.adamId)
    return Stock(
      free: free.adamId, five: apps[0].adamId, two: apps[1].adamId,
      many: apps[2..<5].map(\.adamId), book: book.adamId)
  }

  struct Stock {
    var free: String
    var five: String
    var two: String
    var many: [String]
    var book: String
  }

  /// Runs a body while the clock jumps from deadline to deadline.
  func driving<Value: Sendable>(
    _ body: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    let isOver = Mutex(false)
    let clock = clock
    async let driver: Void = {
      while true {
        await clock.sleepers(atLeast: 1)
        if isOver.withLock({ $0 }) { return }
        if let next = clock.nextDeadline { clock.advance(by: max(next, .zero)) }
      }
    }()
    let result: Result<Value, any Error>
    do {
      result = .success(try await body())
    } catch {
      result = .failure(error)
    }
    isOver.withLock { $0 = true }
    let bell = Task { try? await clock.sleep(for: .milliseconds(1)) }
    await driver
    bell.cancel()
    return try result.get()
  }

  /// Plans, confirms and waits as a command does.
  func change(
    _ operations: Operations, _ kind: OperationKind, _ pairs: [Assignment],
    untilKnown: Bool = false
  ) async throws -> OperationRecord {
    let plan = try await operations.plan(ChangeRequest(kind: kind, pairs: pairs))
    let number = try await operations.confirm(plan)
    return try await driving {
      try requireValue(await operations.wait(for: number, untilKnown: untilKnown))
    }
  }

  /// Whether the service holds a pair.
  func holds(_ pair: Assignment) async -> Bool {
    await service.rows().contains { row in
      row.adamId == pair.asset.adamID.rawValue
        && (row.serialNumber ?? row.clientUserId) == pair.holder.text
    }
  }

  /// Changes of assignments that reached the service.
  func changePosts() async -> Int {
    await service.posts().count { $0.endpoint.isChange }
  }
}

/// A wall clock that was set.
final class Skew: Sendable {
  let seconds = Mutex(0.0)
}

/// What is known of the location: set by the test, and told what was verified.
final class KnownLocation: LocationKnowledge {
  let location = LocationIdentity(
    key: "0123", name: "campus-nord", organization: "Lindenhof Schools")

  private struct State {
    var snapshot: LocationSnapshot?
    var added: [Assignment] = []
    var removed: [Assignment] = []
    var topUps = 0
    var refreshes = 0
    var reader: ServiceReader?
  }
  private let state = Mutex(State())

  func use(_ reader: ServiceReader) { state.withLock { $0.reader = reader } }
  func set(_ snapshot: LocationSnapshot) { state.withLock { $0.snapshot = snapshot } }
  var added: [Assignment] { state.withLock { $0.added } }
  var removed: [Assignment] { state.withLock { $0.removed } }
  var refreshes: Int { state.withLock { $0.refreshes } }
  var topUps: Int { state.withLock { $0.topUps } }

  func current() -> LocationSnapshot {
    state.withLock { $0.snapshot } ?? LocationSnapshot(empty: location)
  }

  func topUp() async throws -> LocationSnapshot {
    state.withLock { $0.topUps += 1 }
    return current()
  }

  func refreshCounts() async { state.withLock { $0.refreshes += 1 } }

  func applyVerified(added: [Assignment], removed: [Assignment]) async {
    state.withLock { state in
      state.added += added
      state.removed += removed
    }
  }
}

/// A value that has to be there.
struct Missing: Error {}

func requireValue<Value>(_ value: Value?) throws -> Value {
  guard let value else { throw Missing() }
  return value
}
