import AppsAndBooks
import ArgumentParser
import Files
import FoundationEssentials
import LocationStore
import Operations

/// `purser client …`: who manages the location.
struct ClientCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "client", abstract: "Tell who manages the location, claim it or give it up.",
    subcommands: [
      ClientShowCommand.self, ClientClaimCommand.self, ClientReleaseCommand.self,
    ], defaultSubcommand: ClientShowCommand.self)
}

/// `purser client`: who manages the location now.
struct ClientShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Tell who manages the location.")

  @OptionGroup var common: CommonOptions
  @OptionGroup var output: FormatOptions

  func run() async throws {
    let context = ToolContext.current
    guard !common.offline else {
      throw ToolError(.usage, "Who manages the location is asked of the service; not --offline.")
    }
    let session = try await LocationSession.openReading(common, context)
    guard let client = session.client else { return }
    let config = try await client.clientConfig()
    session.owner.note(config: config)
    OwnerText.print(
      session.owner.owner, session.location.name, text: nil, output.format, context)
  }
}

/// `purser client claim [--takeover]`.
struct ClientClaimCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "claim", abstract: "Make the location ours; needed before anything is changed.")

  @OptionGroup var common: CommonOptions
  @OptionGroup var output: FormatOptions

  @Flag(help: "Also if another client manages it.")
  var takeover = false

  @Flag(help: "Confirm without asking.")
  var yes = false

  func run() async throws {
    let context = ToolContext.current
    let session = try await OwnerChange.open(common, isConfirmed: yes, context)
    let before = try await OwnerChange.owner(session)
    if case .foreign(let info) = before, !takeover { throw OperationsError.foreignOwner(info) }
    if !yes {
      let name = session.location.name
      switch before {
      case .foreign(let info):
        try OwnerChange.confirm(
          "«\(info.name)» (\(info.metadata)) manages \(name) and loses it. "
            + "To take it over, type the location's name:", name, context)
      case .ours: break
      case .unclaimed, .unknown:
        try OwnerChange.confirm(
          "Purser will manage \(name); another client has to leave it alone. y to confirm:", "y",
          context)
      }
    }
    let result = try await session.operations.claim(takeover: takeover)
    OwnerText.print(result.after, session.location.name, text: result.text, output.format, context)
    if !result.isOurs {
      if case .foreign = result.after { throw ToolError(silent: ExitStatus.owner.rawValue) }
      throw ToolError(silent: ExitStatus.partial.rawValue)
    }
  }
}

/// `purser client release`.
struct ClientReleaseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "release", abstract: "Give the location up; licences stay where they are.")

  @OptionGroup var common: CommonOptions
  @OptionGroup var output: FormatOptions

  @Flag(help: "Confirm without asking.")
  var yes = false

  func run() async throws {
    let context = ToolContext.current
    let session = try await OwnerChange.open(common, isConfirmed: yes, context)
    if !yes {
      try OwnerChange.confirm(
        "Purser will no longer change \(session.location.name). y to confirm:", "y", context)
    }
    let result = try await session.operations.release()
    OwnerText.print(result.after, session.location.name, text: result.text, output.format, context)
    switch result.after {
    case .unclaimed: break
    case .ours, .unknown: throw ToolError(silent: ExitStatus.partial.rawValue)
    case .foreign: throw ToolError(silent: ExitStatus.owner.rawValue)
    }
  }
}

/// What claim and release begin with.
private enum OwnerChange {
  static func open(
    _ common: CommonOptions, isConfirmed: Bool, _ context: ToolContext
  ) async throws -> LocationSession {
    guard isConfirmed || context.isInteractive else {
      throw ToolError(
        .usage, "There is no terminal to confirm on. Add --yes to confirm. Nothing was sent.")
    }
    return try await LocationSession.open(common, .changing, context)
  }

  static func owner(_ session: LocationSession) async throws -> LocationOwner {
    guard let client = session.client else { return .unknown }
    session.owner.note(config: try await client.clientConfig())
    return session.owner.owner
  }

  static func confirm(_ question: String, _ word: String, _ context: ToolContext) throws {
    context.errors.write(Array((SafeText.line(question) + " ").utf8))
    context.errors.flush()
    guard context.readLine()?.trimmed == word else {
      throw ToolError(.partial, "Not confirmed. Nothing was sent.")
    }
  }
}

/// Who manages a location, as text and as a record.
enum OwnerText {
  static func print(
    _ owner: LocationOwner, _ location: String, text: String?, _ format: OutputFormat,
    _ context: ToolContext
  ) {
    let (state, info) = parts(owner)
    guard format != .table else {
      let plain =
        info.map { "\(location): \(state), «\($0.name)», id \($0.id), \($0.metadata)" }
        ?? "\(location): \(state)"
      return context.output.line(SafeText.line(text ?? plain))
    }
    RecordPrinter.printOne(
      [
        ("location", .text(location)), ("state", .text(state)), ("id", .text(info?.id)),
        ("name", .text(info?.name)), ("metadata", .text(info?.metadata)),
        ("checkedAt", .date(context.now())), ("text", text.map { .text($0) } ?? .absent),
      ], format: format, to: context.output)
  }

  private static func parts(_ owner: LocationOwner) -> (String, MDMInfo?) {
    switch owner {
    case .ours(let info): ("ours", info)
    case .foreign(let info): ("foreign", info)
    case .unclaimed: ("unclaimed", nil)
    case .unknown: ("unknown", nil)
    }
  }
}
