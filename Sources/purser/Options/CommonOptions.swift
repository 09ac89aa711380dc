import ArgumentParser
import SystemPackage

/// What every command on a location takes (product.md section 3, «Common options»).
struct CommonOptions: ParsableArguments {
  @Option(help: "The location by the name of its kept token.")
  var location: String?

  @Option(help: ArgumentHelp("A content token file of mode 0600.", valueName: "path"))
  var tokenFile: String?

  @Option(
    help: ArgumentHelp(
      "A program that prints the token; split at blanks, quotes honoured, no shell.",
      valueName: "command"))
  var tokenCommand: String?

  @Option(
    help: ArgumentHelp("Another service than Apple's; see allowedServiceHosts.", valueName: "url"))
  var serviceUrl: String?

  @Flag(help: "Change nothing, whatever the token may do.")
  var readOnly = false

  @Flag(help: "Ask nobody; answer from the cache.")
  var offline = false

  @Option(help: ArgumentHelp("The theme of the console.", valueName: "name"))
  var theme: String?

  @Flag(help: "Use no colours.")
  var noColor = false

  @Flag(help: "Say nothing beside the answer.")
  var quiet = false

  @Flag(help: "Tell every request that is repeated.")
  var verbose = false

  func validate() throws {
    let sources = [location, tokenFile, tokenCommand].count { $0 != nil }
    guard sources <= 1 else {
      throw ValidationError("Name one of --location, --token-file and --token-command.")
    }
  }
}

/// How records are printed.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable, Sendable {
  case table, json, jsonl, csv
}

/// The format options of every command that prints records.
struct FormatOptions: ParsableArguments {
  @Option(name: .customLong("format"), help: "How to print.")
  var chosen: OutputFormat?

  @Flag(help: "Short for --format json.")
  var json = false

  /// The format in force.
  var format: OutputFormat { chosen ?? (json ? .json : .table) }

  func validate() throws {
    if json, let chosen, chosen != .json {
      throw ValidationError("--json and --format \(chosen.rawValue) do not go together.")
    }
  }
}
