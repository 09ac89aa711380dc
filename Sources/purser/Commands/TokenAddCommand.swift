import AppsAndBooks
import ArgumentParser
import Files
import FoundationEssentials
import Operations
import SystemPackage

/// `purser token add [FILE|-] [--name NAME]`.
struct TokenAddCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Keep the content token of a location, or its renewal.",
    discussion: """
      The name is --name, else the file's without sToken_for_ and ending. A name is replaced only \
      by a token of the same location.
      """)

  @Argument(
    help: ArgumentHelp(
      "The downloaded *.vpptoken file, or - for standard input.", valueName: "file"))
  var path: String?

  /// Where the token is read from.
  private var file: String { path ?? "-" }

  @Option(help: "The location's name here: a-z 0-9 - _, at most 32.")
  var name: String?

  @Option(help: ArgumentHelp("Another service than Apple's.", valueName: "url"))
  var serviceUrl: String?

  @OptionGroup var output: FormatOptions

  func run() async throws {
    let context = ToolContext.current
    let settings = try ToolSettings(context, serviceURL: serviceUrl)
    guard path != nil || !context.isInteractive else {
      throw ToolError(
        .usage, "Name the downloaded *.vpptoken file, or - to read it from standard input.")
    }
    let wanted = try typedName()
    let (text, isLoose) = try read(settings)
    let source = try TokenSource(text, from: file == "-" ? "standard input" : file)
    let check = try await settings.check(source)
    guard check.code != 2 else {
      throw ToolError(
        .token, "The service refused the token, so it was not kept. " + (check.note ?? ""))
    }
    let name = try wanted ?? suggestedName(source, check, settings)
    try await TokenKeeping(settings: settings, name: name, check: check).allow()
    let names = try settings.store.names()
    let isFirst = names.isEmpty && settings.configuration.location == nil
    // A location that the service has not named yet has no audit: its first line is that of its claim.
    if let uID = check.uID {
      try await settings.audit(
        .keepToken(name: name.rawValue, replacing: names.contains(name)),
        at: LocationKey(uID: uID), fingerprint: source.fingerprint,
        orElse: "The token was not kept.")
    }
    try settings.store.keep(text, as: name)
    try remember(name, source, check, settings)
    if isFirst {
      try Configuration.write(
        .location, name.rawValue, places: settings.places, on: context.files)
    }
    report(name, source, check, isLoose: isLoose, isFirst: isFirst, context)
  }

  private func typedName() throws -> LocationName? {
    guard let name else { return nil }
    guard let typed = LocationName(name) else {
      throw ToolError(.usage, "'\(name.shortened)' can't be a name. \(LocationName.rule)")
    }
    return typed
  }

  private func read(_ settings: ToolSettings) throws -> (TokenText, isLoose: Bool) {
    try settings.tokenProblem {
      if file == "-" {
        let bytes = try settings.context.readInput(TokenFile.sizeLimit)
        return (try TokenText(trimming: bytes, from: "Standard input"), false)
      }
      let contents = try TokenFile.read(
        FilePath(file), acceptingLoose: true, on: settings.context.files)
      return (contents.token, contents.isLoose)
    }
  }

  private func suggestedName(
    _ source: TokenSource, _ check: TokenCheck, _ settings: ToolSettings
  ) throws -> LocationName {
    if file != "-", let name = LocationName(fileName: file) { return name }
    if let name = LocationName(check.location), check.location != "location" { return name }
    throw ToolError(.usage, "No name can be made for this location. Give one with --name.")
  }

  private func remember(
    _ name: LocationName, _ source: TokenSource, _ check: TokenCheck, _ settings: ToolSettings
  ) throws {
    guard let uID = check.uID else { return }
    let now = settings.context.now()
    try settings.locations.remember(
      KnownLocation(
        key: LocationKey(uID: uID), name: name.rawValue,
        organization: source.token.organizationName, lastUsed: now),
      fingerprint: source.fingerprint, now: now)
  }

  private func report(
    _ name: LocationName, _ source: TokenSource, _ check: TokenCheck, isLoose: Bool,
    isFirst: Bool, _ context: ToolContext
  ) {
    if output.format == .table {
      let days = check.daysLeft.map { ", \($0) d left" } ?? ""
      let organization = source.token.organizationName
      let whose = organization.isEmpty ? "" : " (\(organization))"
      context.output.line(SafeText.line("Kept the token as \(name)\(whose)\(days)."))
      if isFirst { context.output.line("It is the default location.") }
    } else {
      var printer = RecordPrinter(StatusRecord.columns, format: output.format, to: context.output)
      printer.row(StatusRecord.nested(check))
      printer.finish()
    }
    if check.state == .unreachable {
      context.errors.line(
        "purser: the service was not reached; the token is checked at first contact. "
          + SafeText.line(check.note ?? ""))
    }
    if case .foreign(let info) = check.client {
      context.errors.line(
        SafeText.line(
          "purser: the location is managed by «\(info.name)»; from here it can be read, not changed."
        ))
    }
    if isLoose {
      context.errors.line(
        "purser: the file itself can be read by others. Remove it: rm \(FilePath(file).shellQuoted)"
      )
    }
  }
}

/// Whether a token may be kept under a name (product.md section 2, «Location names»).
private struct TokenKeeping {
  let settings: ToolSettings
  let name: LocationName
  let check: TokenCheck

  func allow() async throws {
    let names = try settings.store.names()
    guard let uID = check.uID else {
      if names.contains(name) {
        throw ToolError(
          .unreachable,
          "The service was not reached, so the token kept as \(name) was not replaced. "
            + (check.note ?? ""))
      }
      return
    }
    let key = LocationKey(uID: uID)
    if let other = try settings.keptNames()[key], other != name {
      throw ToolError(
        .usage,
        "This location is kept as \(other) already; the token was not kept. "
          + "To renew it: purser token add FILE --name \(other)")
    }
    guard names.contains(name) else { return }
    guard try await keyOfKept() == key else {
      throw ToolError(
        .usage,
        "A token of another location is kept as \(name); it was not replaced. "
          + "Give another name with --name, or remove it: purser token remove \(name)")
    }
  }

  /// The location of the token that bears the name now, asked of the service where it was never reached with it.
  private func keyOfKept() async throws -> LocationKey? {
    guard let kept = try? settings.source(name: name) else { return nil }
    if let known = try settings.locations.read()[kept.fingerprint] { return known.key }
    return try await settings.check(kept).uID.map { LocationKey(uID: $0) }
  }
}
