import AppsAndBooks
import Files
import Foundation
import SimulatedService
import Synchronization
import SystemPackage
import TestSupport

@testable import purser

/// A command line in this process: its own folder, a simulated service, and what was printed.
struct ToolRig {
  /// What one command left behind.
  struct Result {
    let code: Int32
    let output: String
    let errors: String

    /// The output as JSON.
    func json() throws -> Any { try JSONSerialization.jsonObject(with: Data(output.utf8)) }
    func objects() throws -> [[String: Any]] { try json() as? [[String: Any]] ?? [] }
  }

  /// The date on which every test begins.
  static let start = Date(timeIntervalSince1970: 1_795_505_520)
  /// The date of commands: it stands still, unless something is followed.
  var now: @Sendable () -> Date = { Self.start }

  /// A date that goes on with the real clock.
  static var runningNow: @Sendable () -> Date {
    let began = ContinuousClock.now
    return { start.addingTimeInterval(began.duration(to: .now) / .seconds(1)) }
  }

  let folder: TemporaryFolder
  let places: Places
  let service: SimulatedService?
  var environment: [String: String]
  var input: [UInt8] = []
  var answers: [String] = []
  /// Whether somebody interrupts every command at once.
  var isInterrupted = false

  /// A rig without a service.
  static func alone() throws -> ToolRig {
    let folder = try TemporaryFolder()
    return ToolRig(
      folder: folder, places: Places(under: folder.path), service: nil,
      environment: environment(folder))
  }

  private init(
    folder: TemporaryFolder, places: Places, service: SimulatedService?,
    environment: [String: String]
  ) {
    self.folder = folder
    self.places = places
    self.service = service
    self.environment = environment
  }

  /// A rig whose commands ask a simulated service.
  init(
    isReal: Bool = false,
    _ change: (inout SimulatorOptions) -> Void = { _ in }
  ) async throws {
    let now: @Sendable () -> Date = { isReal ? Date() : Self.start }
    self.now = now
    folder = try TemporaryFolder()
    places = Places(under: folder.path)
    var options = SimulatorOptions()
    options.assets = 12
    options.users = 20
    options.devices = 30
    options.assignments = 60
    options.eventDelay = .milliseconds(1)
    change(&options)
    let service = try await SimulatedService.start(options, now: now)
    self.service = service
    environment = Self.environment(folder)
    environment["PURSER_SERVICE_URL"] = service.url
  }

  /// Writes a token to a file of the folder.
  @discardableResult
  func writeToken(
    _ name: String = "t.vpptoken", _ token: String? = nil, mode: UInt32 = 0o600
  ) throws -> String {
    let text = token ?? service?.token ?? ""
    return try folder.write(name, Array(text.utf8), mode: mode).string
  }

  /// Runs one command line.
  func run(_ arguments: String...) async -> Result {
    await run(arguments)
  }

  func run(_ arguments: [String]) async -> Result {
    let output = Collected()
    let errors = Collected()
    let code = await Tool.run(arguments, in: context(output, errors))
    return Result(code: code, output: output.text, errors: errors.text)
  }

  /// The outside world of a command.
  func context(_ output: Collected = Collected(), _ errors: Collected = Collected()) -> ToolContext
  {
    let input = input
    let answers = Answers(answers)
    let isInterrupted = isInterrupted
    return ToolContext(
      environment: environment, files: LinuxFileSystem(), now: now, clock: ContinuousClock(),
      output: Output(sink: output.add), errors: Output(sink: errors.add),
      isInteractive: !self.answers.isEmpty, readInput: { _ in input },
      readLine: { answers.next() },
      transport: { configuration, environment in
        try NetworkAccess.transport(
          configuration: configuration, environment: environment, clock: ContinuousClock())
      },
      interrupt: { if !isInterrupted { try? await untilCancelled() } })
  }

  private static func environment(_ folder: TemporaryFolder) -> [String: String] {
    [
      "HOME": folder.path.string, "XDG_CONFIG_HOME": folder.path.appending("config").string,
      "XDG_CACHE_HOME": folder.path.appending("cache").string,
      "XDG_STATE_HOME": folder.path.appending("state").string,
    ]
  }
}

/// Bytes that were printed.
final class Collected: Sendable {
  private let bytes = Mutex<[UInt8]>([])
  func add(_ more: [UInt8]) { bytes.withLock { $0 += more } }
  var text: String { String(decoding: bytes.withLock { $0 }, as: UTF8.self) }
}

/// What a person answers, line by line.
private final class Answers: Sendable {
  private let lines: Mutex<ArraySlice<String>>
  init(_ lines: [String]) { self.lines = Mutex(lines[...]) }
  func next() -> String? { lines.withLock { $0.popFirst() } }
}
