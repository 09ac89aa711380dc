import ArgumentParser
import Files
import FoundationEssentials
import Operations
import SystemPackage

/// `purser audit …`: who did what from here.
struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Check the audit of what was done from here.",
    subcommands: [AuditVerifyCommand.self])
}

/// `purser audit verify`: whether the chain of lines is whole.
struct AuditVerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check that no line of the audit was edited, taken out or put in.",
    discussion: """
      Asks nobody, and needs no token where --location or --all says which. Ends in 6 where the \
      chain does not hold.
      """)

  @OptionGroup var common: CommonOptions
  @OptionGroup var output: FormatOptions

  @Flag(help: "Every location that something was done at from here.")
  var all = false

  static let columns = [
    RecordColumn("location", nil), RecordColumn("file", nil), RecordColumn("lines", nil),
    RecordColumn("first", nil), RecordColumn("last", nil), RecordColumn("state", nil),
    RecordColumn("line", nil), RecordColumn("problem", nil),
  ]

  func validate() throws {
    guard all else { return }
    if common.location != nil || common.tokenFile != nil || common.tokenCommand != nil {
      throw ValidationError("Name one location or --all, not both.")
    }
  }

  func run() throws {
    let context = ToolContext.current
    let settings = try ToolSettings(context)
    let places = all ? try settings.recordedPlaces() : [try settings.recordedPlace(common)]
    var printer = RecordPrinter(Self.columns, format: output.format, to: context.output)
    var isWhole = true
    for place in places {
      let check = try AuditCheck.run(directory: place.directory, on: context.files)
      isWhole = isWhole && check.isWhole
      if output.format == .table {
        for line in Self.lines(place, check) { context.output.line(SafeText.line(line)) }
      } else {
        printer.row(Self.values(place, check))
      }
    }
    if output.format != .table { printer.finish() }
    if places.isEmpty, output.format == .table { context.output.line(Self.nothing) }
    if !isWhole { throw ToolError(silent: ExitStatus.storage.rawValue) }
  }

  private static let nothing = "no changes were made from here yet"

  private static func lines(_ place: RecordedPlace, _ check: AuditCheck) -> [String] {
    let name = place.name ?? place.key.rawValue
    guard check.lines > 0 || !check.isWhole else { return ["\(name): \(nothing)"] }
    let count = "\(Numbers.grouped(check.lines)) line\(check.lines == 1 ? "" : "s")"
    var head = "\(name): the chain is \(check.isWhole ? "whole" : "broken"), \(count)"
    if let first = check.first, let last = check.last {
      head += ", \(first.ISO8601Format()) to \(last.ISO8601Format())"
    }
    var lines = [head, "  \(check.path)"]
    for flaw in check.flaws.prefix(20) { lines.append("  " + text(flaw)) }
    if check.flawCount > 20 { lines.append("  and \(check.flawCount - 20) more places") }
    return lines
  }

  private static func text(_ flaw: AuditCheck.Flaw) -> String {
    (flaw.line.map { "line \($0): " } ?? "") + flaw.problem
  }

  private static func values(_ place: RecordedPlace, _ check: AuditCheck) -> [RecordValue] {
    let state = !check.isWhole ? "broken" : check.lines > 0 ? "whole" : "absent"
    return [
      .text(place.name ?? place.key.rawValue), .text(check.path.string), .number(check.lines),
      .date(check.first), .date(check.last), .text(state), .number(check.flaws.first?.line),
      .text(check.flaws.first?.problem),
    ]
  }
}
