import ArgumentParser
import Files
import SystemPackage

/// `purser config …`: what is set and what is wrong.
struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config",
    abstract: "Check config.toml and the own themes, or show what is in force.",
    subcommands: [ConfigCheckCommand.self, ConfigShowCommand.self])
}

/// `purser config check`: every mistake at once.
struct ConfigCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Name every mistake in config.toml and in the own themes.",
    discussion: "Ends in 64 where there is one.")

  @OptionGroup var output: FormatOptions

  private static let columns = [
    RecordColumn("file", nil), RecordColumn("line", nil), RecordColumn("key", nil),
    RecordColumn("problem", nil),
  ]

  func run() throws {
    let context = ToolContext.current
    let places = try Places(environment: context.environment)
    let check = try ConfigurationCheck.run(places: places, on: context.files)
    let review = ConfigReview(check: check, places: places, files: context.files)
    let mistakes = review.mistakes
    if output.format == .table {
      for mistake in mistakes { context.output.line(SafeText.line(mistake.description)) }
      if mistakes.isEmpty { context.output.line(SafeText.line(praise(review))) }
    } else {
      var printer = RecordPrinter(Self.columns, format: output.format, to: context.output)
      for mistake in mistakes {
        printer.row([
          .text(mistake.file.string), .number(mistake.line), .text(mistake.key),
          .text(mistake.sentence),
        ])
      }
      printer.finish()
    }
    for note in review.notes { context.errors.line("purser: " + SafeText.line(note)) }
    guard !mistakes.isEmpty else { return }
    let count = mistakes.count
    throw ToolError(.usage, count == 1 ? "1 mistake was found." : "\(count) mistakes were found.")
  }

  private func praise(_ review: ConfigReview) -> String {
    let themes = review.ownThemes
    let own = themes == 0 ? "" : themes == 1 ? ", 1 own theme" : ", \(themes) own themes"
    guard review.check.text != nil else {
      return "\(review.check.file) does not exist; every setting is the built-in one\(own)."
    }
    let set = ConfigurationCheck.keys.count { review.check.line(of: $0) != nil }
    return "\(review.check.file): \(set) \(set == 1 ? "setting" : "settings")\(own), no mistake."
  }
}

/// `purser config show`: what is in force and where it comes from.
struct ConfigShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show every setting in force and where it comes from; never a token.")

  @OptionGroup var common: CommonOptions
  @OptionGroup var output: FormatOptions

  func run() throws {
    let context = ToolContext.current
    let settings = try ToolSettings(context, serviceURL: common.serviceUrl)
    let check = try ConfigurationCheck.run(places: settings.places, on: context.files)
    var printer = RecordPrinter(
      [
        RecordColumn("setting", "Setting"), RecordColumn("value", "Value"),
        RecordColumn("from", "From"),
      ], format: output.format, to: context.output)
    for row in try EffectiveSettings(settings: settings, check: check, options: common).rows() {
      printer.row([.text(row.name), row.value, .text(row.origin)])
    }
    printer.finish()
  }
}
