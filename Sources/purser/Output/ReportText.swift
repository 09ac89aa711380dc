import AppsAndBooks
import FoundationEssentials
import Operations

/// The report of a change as text.
enum ReportText {
  static func lines(_ report: ChangeReport, _ record: OperationRecord) -> [String] {
    let number = report.operation.map { " \($0)" } ?? ""
    var counts = [
      "\(Numbers.grouped(report.applied)) of \(PlanText.sum(report.kind, report.requested)) applied"
    ]
    if report.alreadySo > 0 { counts.append("\(report.alreadySo) already so") }
    if !report.failed.isEmpty { counts.append("\(report.failed.count) failed or left out") }
    if report.unknown > 0 { counts.append("\(report.unknown) not known yet") }
    if report.notSent > 0 { counts.append("\(report.notSent) not sent") }
    var lines = [
      "Operation\(number) \(report.outcome.rawValue): \(counts.joined(separator: ", ")), "
        + "service \(report.service)"
    ]
    for failure in report.failed.prefix(50) {
      let apple = failure.errorNumber.map { " (Apple \($0))" } ?? ""
      lines.append(
        SafeText.line(
          "  ✗ \(PlanText.word(failure.subject)): \(failure.errorMessage)\(apple)"))
    }
    if report.failed.count > 50 { lines.append("  and \(report.failed.count - 50) more") }
    if let hold = record.hold { lines.append(SafeText.line("  held: \(hold.text)")) }
    for note in record.notes { lines.append(SafeText.line("  \(note)")) }
    if record.isOpen { lines.append("  Until it is known: purser wait \(record.number)") }
    return lines.map(SafeText.line)
  }

  /// One line while an operation runs.
  static func progress(_ record: OperationRecord) -> String {
    let requests =
      record.requestsPlanned > 1
      ? ", request \(record.requestsAccepted) of \(record.requestsPlanned)" : ""
    return
      "operation \(record.number): \(record.settledCount) of \(record.count) applied\(requests)"
  }

  /// The members of a change that a row can hold.
  static func fields(_ report: ChangeReport) -> [(String, RecordValue)] {
    [
      ("operation", .number(report.operation)), ("kind", .text(report.kind.rawValue)),
      ("outcome", .text(report.outcome.rawValue)), ("requested", .number(report.requested)),
      ("applied", .number(report.applied)), ("alreadySo", .number(report.alreadySo)),
      ("unknown", .number(report.unknown)), ("notSent", .number(report.notSent)),
      ("failed", .number(report.failed.count)), ("requests", .number(report.requests)),
      ("service", .text(report.service)), ("startedAt", .date(report.origin?.startedAt)),
      ("endedAt", .date(report.origin?.endedAt)), ("by", .text(report.origin?.by)),
      ("reason", .text(report.origin?.reason)), ("undoes", .number(report.undoes)),
    ]
  }
}
