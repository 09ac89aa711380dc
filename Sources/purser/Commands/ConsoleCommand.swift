import ArgumentParser
import Files

/// `purser` and `purser console`: the console on a location.
struct ConsoleCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "console", abstract: "Open the console on the default location.")

  @OptionGroup var common: CommonOptions

  func run() async throws {
    let context = ToolContext.current
    guard try hasLocation(context) else {
      // Frame 16: three lines on the plain terminal, each a way on.
      context.errors.line(Self.firstRun)
      throw ToolError(silent: ExitStatus.token.rawValue)
    }
    guard context.isInteractive, context.output.isTerminal else {
      throw ToolError(
        .usage, "The console needs a terminal. In scripts use the commands: purser --help")
    }
    try await ConsoleRunner(context: context).run(common)
  }

  private func hasLocation(_ context: ToolContext) throws -> Bool {
    if common.tokenFile != nil || common.tokenCommand != nil || common.location != nil {
      return true
    }
    if context.environment["PURSER_TOKEN_FILE"].map({ !$0.isEmpty }) == true { return true }
    return try !ToolSettings(context, serviceURL: common.serviceUrl).store.names().isEmpty
  }

  static let firstRun = """
    No location yet. Add the content token that School or Business Manager gave you:
      purser token add ~/Downloads/sToken_for_campus-nord.vpptoken
    To look around first, without a token and without a network:  purser demo
    """
}
