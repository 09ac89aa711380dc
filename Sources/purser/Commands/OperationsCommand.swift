import ArgumentParser
import Files
import LocationStore
import Operations

/// `purser operations`: what was done and what is unfinished.
struct OperationsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "operations", abstract: "List what was done from here and what is unfinished.",
    discussion: """
      Open ones are read again where the service is reached; nothing is sent. Without the token \
      the journal alone tells.
      """)

  @OptionGroup var common: CommonOptions
  @OptionGroup var output: FormatOptions

  @Flag(help: "Only unfinished ones.")
  var open = false

  @Flag(help: "Set a damaged journal aside and go on with what can be read of it.")
  var newJournal = false

  static let columns = [
    RecordColumn("operation", "No", isRight: true), RecordColumn("kind", "Kind"),
    RecordColumn("outcome", "Outcome"), RecordColumn("requested", "Pairs", isRight: true),
    RecordColumn("applied", "Applied", isRight: true), RecordColumn("alreadySo", nil),
    RecordColumn("unknown", "Unknown", isRight: true), RecordColumn("notSent", nil),
    RecordColumn("failed", "Failed", isRight: true), RecordColumn("requests", nil),
    RecordColumn("service", nil), RecordColumn("startedAt", "Started"),
    RecordColumn("endedAt", nil), RecordColumn("by", "By"), RecordColumn("reason", "Reason"),
    RecordColumn("undoes", nil),
  ]

  func run() async throws {
    let context = ToolContext.current
    let session = try await LocationSession.openJournal(common, context)
    _ = await session.store.loadCache()
    let operations = session.operations
    if newJournal {
      for sentence in try await operations.startNewJournal() {
        context.output.line(SafeText.line(sentence))
      }
      return
    }
    await operations.recover(following: false)
    for note in await operations.journalNotes {
      context.errors.line("purser: " + SafeText.line(note))
    }
    if session.client != nil {
      for record in await operations.records() where record.isOpen {
        await operations.look(at: record.number)
      }
      await operations.prepareToQuit()
    }
    let records = await operations.records().filter { !open || $0.isOpen }
    Self.print(
      records.map { ChangeReport($0, withOrigin: true) }, format: output.format,
      to: context.output)
    for note in records.filter(\.isOpen).flatMap(\.notes) {
      context.errors.line("purser: " + SafeText.line(note))
    }
  }

  /// Prints reports in a format.
  static func print(_ reports: [ChangeReport], format: OutputFormat, to output: Output) {
    switch format {
    case .table, .csv:
      var printer = RecordPrinter(columns, format: format, to: output)
      for report in reports { printer.row(ReportText.fields(report).map(\.1)) }
      printer.finish()
    case .jsonl:
      for report in reports { output.line(report.json) }
    case .json:
      let objects = reports.map(\.json).joined(separator: ",\n  ")
      output.line(reports.isEmpty ? "[]" : "[\n  \(objects)\n]")
    }
  }
}

/// `purser wait OPERATION`: until it is known.
struct WaitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "wait", abstract: "Wait until the outcome of an operation is known.",
    discussion: "Reads only. An outcome that was lost is known 15 minutes after sending.")

  @Argument(help: "The number of the operation.")
  var operation: Int

  @OptionGroup var common: CommonOptions
  @OptionGroup var output: FormatOptions

  @Option(help: ArgumentHelp("Wait at most so long.", valueName: "seconds"))
  var wait: Int?

  func validate() throws {
    if let wait, wait < 0 { throw ValidationError("--wait takes a number of seconds.") }
  }

  func run() async throws {
    let context = ToolContext.current
    let session = try await LocationSession.open(common, .reading, context)
    _ = await session.store.loadCache()
    let operations = session.operations
    await operations.recover(following: session.client != nil)
    guard let known = await operations.record(operation) else {
      throw OperationsError.noSuchOperation(operation)
    }
    if known.isOpen, session.client != nil { await follow(operations, context) }
    await operations.prepareToQuit()
    guard let record = await operations.record(operation) else {
      throw OperationsError.noSuchOperation(operation)
    }
    let report = ChangeReport(record, withOrigin: true)
    switch output.format {
    case .table: for line in ReportText.lines(report, record) { context.output.line(line) }
    case .json, .jsonl: context.output.line(report.json)
    case .csv:
      RecordPrinter.printOne(ReportText.fields(report), format: .csv, to: context.output)
    }
    if report.exitCode != 0 { throw ToolError(silent: report.exitCode) }
  }

  private func follow(_ operations: Operations, _ context: ToolContext) async {
    let (number, limit) = (operation, wait.map { Duration.seconds($0) })
    await withTaskGroup(of: Void.self) { group in
      group.addTask {
        _ = await operations.wait(for: number, atMost: limit, untilKnown: true)
      }
      group.addTask { await context.interrupt() }
      await group.next()
      group.cancelAll()
    }
  }
}
