import ArgumentParser

/// What every change takes (product.md section 3).
struct ChangeOptions: ParsableArguments {
  @Flag(help: "Show the plan and send nothing.")
  var dryRun = false

  @Flag(help: "Confirm without asking.")
  var yes = false

  @Flag(help: "Do not wait for the outcome; ends in 4.")
  var noWait = false

  @Option(help: ArgumentHelp("Wait at most so long for the outcome.", valueName: "seconds"))
  var wait: Int?

  @Option(help: ArgumentHelp("Kept with the operation.", valueName: "text"))
  var reason: String?

  @Flag(help: "Where licences are short, take the first ones.")
  var upToAvailable = false

  @Flag(help: "Leave out what can't be.")
  var skipImpossible = false

  func validate() throws {
    if noWait, wait != nil { throw ValidationError("--no-wait and --wait do not go together.") }
    if let wait, !(0...86_400).contains(wait) {
      throw ValidationError("--wait takes 0 to 86400 seconds.")
    }
  }
}

/// Whom a CSV file with both kinds of holders is about.
enum TargetKind: String, ExpressibleByArgument, CaseIterable, Sendable {
  case users, serials
}

/// Assets and holders of a change.
struct PairOptions: ParsableArguments {
  @Option(
    name: .customLong("asset"), help: ArgumentHelp("Adam ID, ID:PLUS or name.", valueName: "a"))
  var assets: [String] = []

  @Option(
    name: .customLong("user"), help: ArgumentHelp("Client user ID or e-mail.", valueName: "u"))
  var users: [String] = []

  @Option(name: .customLong("serial"), help: ArgumentHelp("Serial number.", valueName: "sn"))
  var serials: [String] = []

  @Option(
    help: ArgumentHelp(
      "Holders from a CSV file, with adamId pairs; - is standard input.", valueName: "file.csv"))
  var from: [String] = []

  @Option(help: "Whom a file with both kinds of holders is about.")
  var target: TargetKind?
}
