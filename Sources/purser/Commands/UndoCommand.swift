import ArgumentParser
import Operations

/// `purser undo OPERATION`: the opposite plan of a finished operation.
struct UndoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "undo", abstract: "Put a finished operation back.",
    discussion: """
      Plans the opposite of what the journal says was done against the present. What can be is \
      done; the rest is named with its reason, and the exit code is 1.
      """)

  @Argument(help: "The number of the operation.")
  var operation: Int

  @OptionGroup var common: CommonOptions
  @OptionGroup var output: FormatOptions
  @OptionGroup var change: ChangeOptions

  func run() async throws {
    let context = ToolContext.current
    try ChangeRunner.requireAnswerer(change, context)
    let session = try await LocationSession.open(common, .changing, context)
    try await session.load()
    await session.operations.recover(following: false)
    let request = try await session.operations.undo(of: operation, reason: change.reason)
    try await ChangeRunner(
      session: session, options: change, format: output.format, isQuiet: common.quiet
    ).run(request)
  }
}
