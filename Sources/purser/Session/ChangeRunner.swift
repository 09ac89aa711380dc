import AppsAndBooks
import Files
import LocationStore
import Operations

/// Plans, confirms, sends, follows and reports one change.
struct ChangeRunner: Sendable {
  let session: LocationSession
  let options: ChangeOptions
  let format: OutputFormat
  let isQuiet: Bool

  private var context: ToolContext { session.settings.context }
  private var operations: Operations { session.operations }

  /// Runs a change to its report.
  ///
  /// - Throws: `ToolError` with the exit code, or what a room says.
  func run(_ request: ChangeRequest) async throws {
    await operations.recover(following: false)
    for note in await operations.journalNotes { tell(note) }
    let plan = try await plan(request)
    if options.dryRun || plan.isRefused || plan.isEmpty { return try await end(plan) }
    try requireOwner(plan)
    if !options.yes {
      for line in PlanText.lines(plan) { context.errors.line(line) }
      try confirm(plan)
    }
    let number = try await operations.confirm(plan)
    guard let record = await follow(number) else {
      throw ToolError(.storage, "Operation \(number) is not in the journal. See purser operations.")
    }
    let report = ChangeReport(record, names: plan.names)
    print(report, text: { ReportText.lines(report, record) })
    if format != .table { await session.tellUnwritten() }
    if !record.halfDoneMoves.isEmpty {
      tell(
        "The first half of some moves was done, the second was not. "
          + "To put the first half back: purser undo \(record.number)")
    }
    if report.exitCode != 0 { throw ToolError(silent: report.exitCode) }
  }

  /// A change needs `--yes` or somebody who can answer; looked at before anything is read.
  static func requireAnswerer(_ options: ChangeOptions, _ context: ToolContext) throws {
    guard options.yes || options.dryRun || context.isInteractive else {
      throw ToolError(
        .usage,
        "There is no terminal to confirm on. Add --yes to confirm, or --dry-run to see the plan. "
          + "Nothing was sent.")
    }
  }

  private func plan(_ request: ChangeRequest) async throws -> Plan {
    let line = ProgressLine(context, isQuiet: isQuiet)
    defer { line.clear() }
    return try await operations.plan(request) { progress in
      line.show("planning: \(progress.done) of \(progress.total) reads")
    }
  }

  /// A plan that is not sent: dry run, refused, nothing to do, or held back by an open operation.
  private func end(_ plan: Plan) async throws {
    var open: OperationRecord?
    if let number = plan.openOperation { open = await operations.record(number) }
    let report = ChangeReport(plan, isDryRun: options.dryRun, blockedBy: open)
    print(report, text: { PlanText.ending(plan, report, isDryRun: options.dryRun) })
    if report.outcome == .refused {
      for line in PlanText.refusals(plan) { tell(line) }
      tell("Nothing was sent.")
    }
    if report.exitCode != 0 { throw ToolError(silent: report.exitCode) }
  }

  private func requireOwner(_ plan: Plan) throws {
    switch plan.owner {
    case .foreign(let info): throw OperationsError.foreignOwner(info)
    case .unclaimed: throw OperationsError.unclaimed
    case .ours, .unknown: break
    }
  }

  /// Asks for each yes that the plan needs: for serial numbers never seen here first, as a wrong one uses up licences.
  private func confirm(_ plan: Plan) throws {
    let limit = session.settings.configuration.confirmOnKeyUpTo
    let first = PlanText.neverSeenQuestion(plan).map { (question: $0, word: "y") }
    for wanted in [first, PlanText.answer(plan, onKeyUpTo: limit)].compactMap(\.self) {
      context.errors.write(Array("\(wanted.question) ".utf8))
      context.errors.flush()
      guard context.readLine()?.trimmed == wanted.word else {
        throw ToolError(.partial, "Not confirmed. Nothing was sent.")
      }
    }
  }

  /// Waits as the options say; a wish to end lets the request in flight be answered.
  private func follow(_ number: Int) async -> OperationRecord? {
    let line = ProgressLine(context, isQuiet: isQuiet)
    let updates = await operations.updates
    let watcher = Task {
      for await records in updates {
        guard let record = records.first(where: { $0.number == number }) else { continue }
        line.show(ReportText.progress(record))
      }
    }
    let isInterrupted = await withTaskGroup(of: Bool.self) { group in
      group.addTask {
        await outcome(of: number)
        return false
      }
      group.addTask {
        await context.interrupt()
        return true
      }
      let first = await group.next() ?? false
      group.cancelAll()
      return first
    }
    if isInterrupted {
      line.clear()
      tell("No further request is sent. Waiting for the answer to the last one; again to leave.")
      context.errors.flush()
    }
    await session.finish(within: .seconds(60), isAskedTwice: isInterrupted)
    watcher.cancel()
    line.clear()
    return await operations.record(number)
  }

  private func outcome(of number: Int) async {
    _ = await operations.wait(
      for: number, atMost: .seconds(options.wait ?? Self.patience), untilSent: options.noWait)
  }

  /// Seconds that a command waits for a pending event (product.md section 3).
  private static let patience = 600

  private func print(_ report: ChangeReport, text: () -> [String]) {
    switch format {
    case .table:
      for line in text() { context.output.line(line) }
    case .json, .jsonl:
      context.output.line(report.json)
    case .csv:
      RecordPrinter.printOne(ReportText.fields(report), format: .csv, to: context.output)
    }
  }

  private func tell(_ text: String) {
    context.errors.line("purser: " + SafeText.lines(text))
  }
}
