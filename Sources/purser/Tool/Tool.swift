import ArgumentParser
import Screen

/// Runs one command line to its exit code.
enum Tool {
  /// What the argument parser is given at most, in bytes: its search for the nearest name takes minutes for more.
  private static let longestArgument = 1 << 16

  /// Parses and runs `arguments` and prints what went wrong.
  static func run(_ arguments: [String], in context: ToolContext) async -> Int32 {
    let code = await ToolContext.$current.withValue(context) {
      await runParsed(arguments, context)
    }
    context.output.flush()
    context.errors.flush()
    return code
  }

  private static func runParsed(_ arguments: [String], _ context: ToolContext) async -> Int32 {
    if arguments.contains(where: { $0 == "--token" || $0.hasPrefix("--token=") }) {
      context.errors.line(
        "purser: a token on the command line is visible to everyone on this machine and was not "
          + "used. Keep it in a file (purser token add FILE), and get a new one if this was real.")
      return ExitStatus.usage.rawValue
    }
    if arguments.contains(where: { $0.utf8.count > longestArgument }) {
      context.errors.line(
        "purser: an argument is longer than 64 KiB and was not used. Long lists go into a file: "
          + "--from FILE.csv. Nothing was sent.")
      return ExitStatus.usage.rawValue
    }
    // The parser reflects on every command first, which takes as long as the start of the process.
    if arguments == ["--version"] {
      context.output.line(PurserVersion.text)
      return ExitStatus.done.rawValue
    }
    do {
      var command = try Purser.parseAsRoot(arguments)
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
      return ExitStatus.done.rawValue
    } catch {
      return report(error, context)
    }
  }

  private static func report(_ error: any Error, _ context: ToolContext) -> Int32 {
    let isOfParser = error is ValidationError || error is CleanExit || error is ExitCode
    let code = Purser.exitCode(for: error).rawValue
    // The parser's own errors have no public type; its codes are 0 and 64, any other error's is 1.
    if isOfParser || code != ExitCode.failure.rawValue {
      let text = Purser.fullMessage(for: error)
      if !text.isEmpty {
        // A mistake repeats what was typed, of any length and with any character.
        if code == 0 { context.output.line(text) } else { context.errors.line(Self.cut(text)) }
      }
      return code
    }
    let problem = ToolError(error)
    if !problem.message.isEmpty {
      context.errors.line("purser: " + SafeText.lines(problem.message))
    }
    return problem.code
  }

  private static func cut(_ text: String) -> String {
    SafeText.lines(text).split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.unicodeScalars.count > 1_000 ? $0.prefix(1_000) + " …" : $0 }
      .joined(separator: "\n")
  }
}

/// Makes text of others safe for a terminal, a line break of ours kept.
enum SafeText {
  /// One line of any length.
  static func line(_ text: String) -> String {
    var safe = ""
    var scalars = Substring(text).unicodeScalars
    while !scalars.isEmpty {
      let piece = scalars.prefix(Shown.limit / 2)
      scalars = scalars.dropFirst(piece.count)
      safe += Shown(String(piece)).text
    }
    return safe
  }

  /// Several lines.
  static func lines(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { line(String($0)) }.joined(separator: "\n")
  }
}
