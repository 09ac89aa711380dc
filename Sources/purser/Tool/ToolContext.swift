import AppsAndBooks
import Files
import FoundationEssentials
import Glibc

/// The outside world of a command: made once for the process, and anew by tests.
struct ToolContext: Sendable {
  var environment: [String: String]
  var files: any FileSystem
  var now: @Sendable () -> Date
  var clock: any Clock<Duration>
  /// Standard output.
  var output: Output
  /// Standard error.
  var errors: Output
  /// Whether a person can answer: standard input and error are terminals.
  var isInteractive: Bool
  /// Reads standard input to its end, at most as many bytes as said.
  var readInput: @Sendable (Int) throws -> [UInt8]
  /// One line of an answer, without its end; nothing at the end of the input.
  var readLine: @Sendable () -> String?
  /// The way to the network.
  var transport: @Sendable (Configuration, [String: String]) throws -> any Transport
  /// Ends when the person, or the system, wants the process to end.
  var interrupt: @Sendable () async -> Void

  /// What the running command sees; set by `Tool.run`.
  @TaskLocal static var current = ToolContext.process()

  /// The process as it is.
  static func process() -> ToolContext {
    #if CUT_POINTS
      var context = plainProcess()
      CutPoints.install(in: &context)
      return context
    #else
      return plainProcess()
    #endif
  }

  private static func plainProcess() -> ToolContext {
    ToolContext(
      environment: processEnvironment(), files: LinuxFileSystem(), now: { Date() },
      clock: ContinuousClock(),
      output: Output(descriptor: 1), errors: Output(descriptor: 2),
      isInteractive: isatty(0) == 1 && isatty(2) == 1,
      readInput: { limit in try StandardInput.read(limit: limit) },
      readLine: {
        // What was typed before the question was seen is no answer to it.
        tcflush(0, TCIFLUSH)
        return Swift.readLine()
      },
      transport: { configuration, environment in
        try NetworkAccess.transport(
          configuration: configuration, environment: environment, clock: ContinuousClock())
      },
      interrupt: { await Interrupt.wait() })
  }

  private static func processEnvironment() -> [String: String] {
    var variables: [String: String] = [:]
    var entry = environ
    while let pointer = entry.pointee {
      let text = String(cString: pointer)
      if let equals = text.firstIndex(of: "=") {
        variables[String(text[..<equals])] = String(text[text.index(after: equals)...])
      }
      entry += 1
    }
    return variables
  }
}
