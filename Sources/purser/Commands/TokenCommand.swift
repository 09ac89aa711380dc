import AppsAndBooks
import ArgumentParser
import Files
import FoundationEssentials
import Operations
import Screen

/// `purser token …`: the kept content tokens.
struct TokenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "token", abstract: "Keep content tokens of locations.",
    subcommands: [
      TokenAddCommand.self, TokenListCommand.self, TokenShowCommand.self, TokenRemoveCommand.self,
    ])
}

/// `purser token list`.
struct TokenListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the kept tokens; nobody is asked.")

  @OptionGroup var output: FormatOptions

  func run() throws {
    let context = ToolContext.current
    let settings = try ToolSettings(context)
    var printer = RecordPrinter(KeptToken.columns, format: output.format, to: context.output)
    for name in try settings.store.names() {
      printer.row(settings.kept(name).values(isDefault: name == settings.configuration.location))
    }
    printer.finish()
  }
}

/// `purser token show NAME`: never the token itself.
struct TokenShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show organization, expiry and fingerprint of a kept token, never the token.")

  @Argument(help: "The name of the kept token.")
  var name: String

  @OptionGroup var output: FormatOptions

  func run() throws {
    let context = ToolContext.current
    let settings = try ToolSettings(context)
    let name = try settings.keptName(name)
    let kept = settings.kept(name)
    let values = kept.values(isDefault: name == settings.configuration.location)
    if output.format == .table {
      for (column, value) in zip(KeptToken.columns, values) {
        guard let title = column.title, !value.shown.isEmpty else { continue }
        let gap = String(repeating: " ", count: max(1, 14 - title.count))
        context.output.line(title + gap + value.shown.text)
      }
    } else {
      var printer = RecordPrinter(KeptToken.columns, format: output.format, to: context.output)
      printer.row(values)
      printer.finish()
    }
    if let problem = kept.problem { throw ToolError(.token, problem) }
  }
}

/// `purser token remove NAME`.
struct TokenRemoveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove",
    abstract: "Remove a kept token; cache and journal of its location stay.")

  @Argument(help: "The name of the kept token.")
  var name: String

  func run() async throws {
    let context = ToolContext.current
    let settings = try ToolSettings(context)
    let name = try settings.keptName(name)
    let fingerprint = (try? settings.store.token(named: name))?.fingerprint
    if let fingerprint, let known = try? settings.locations.read()[fingerprint] {
      try await settings.audit(
        .removeToken(name: name.rawValue), at: known.key, fingerprint: fingerprint,
        orElse: "The token \(name) was not removed.")
    }
    try settings.store.remove(name)
    if let fingerprint { try? settings.locations.forget(fingerprint: fingerprint) }
    context.output.line(
      "Removed the token \(name). Cache and journal of the location stay; the token itself is "
        + "valid until it ends or a newer one is downloaded.")
    if settings.configuration.location == name {
      context.errors.line(
        "purser: config.toml still names \(name) as the default location. Change 'location' there.")
    }
  }
}

/// What can be told of a kept token without asking the service.
struct KeptToken {
  static let columns = [
    RecordColumn("location", "Location"), RecordColumn("organization", "Organization"),
    RecordColumn("expires", "Expires"), RecordColumn("daysLeft", "Days left", isRight: true),
    RecordColumn("fingerprint", "Fingerprint"), RecordColumn("default", "Default"),
    RecordColumn("problem", "Problem"),
  ]

  var name: LocationName
  var organization: String?
  var expires: Date?
  var daysLeft: Int?
  var fingerprint: String?
  /// Why the file can't be used.
  var problem: String?

  func values(isDefault: Bool) -> [RecordValue] {
    [
      .text(name.rawValue), .text(organization), .date(expires), .number(daysLeft),
      .text(fingerprint), .flag(isDefault), .text(problem),
    ]
  }
}

extension ToolSettings {
  /// What the file of a kept token tells.
  func kept(_ name: LocationName) -> KeptToken {
    var kept = KeptToken(name: name)
    do {
      let source = try source(name: name)
      kept.organization = source.token.organizationName
      kept.expires = source.token.expirationDate
      kept.daysLeft = kept.expires.map {
        Int(($0.timeIntervalSince(context.now()) / 86_400).rounded(.down))
      }
      kept.fingerprint = source.fingerprint
    } catch {
      kept.problem = ToolError(error).message
    }
    return kept
  }
}
