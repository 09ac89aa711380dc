import AppsAndBooks
import ArgumentParser
import Files
import LocationStore
import Operations

/// `purser receipt OPERATION`: a text for the ticket.
struct ReceiptCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "receipt", abstract: "Print what an operation did, as a short text for a ticket.",
    discussion: """
      From the journal and the cache alone; nobody is asked. --json gives the change with every \
      pair, --format csv a row for each pair.
      """)

  @Argument(help: "The number of the operation.")
  var operation: Int

  @OptionGroup var common: CommonOptions
  @OptionGroup var output: FormatOptions

  static let columns = [
    RecordColumn("operation", nil), RecordColumn("kind", nil), RecordColumn("adamId", nil),
    RecordColumn("pricingParam", nil), RecordColumn("clientUserId", nil),
    RecordColumn("serialNumber", nil), RecordColumn("name", nil), RecordColumn("action", nil),
    RecordColumn("state", nil), RecordColumn("errorNumber", nil),
    RecordColumn("errorMessage", nil),
  ]

  func run() async throws {
    let context = ToolContext.current
    let session = try await LocationSession.openRecords(common, context)
    let snapshot = await session.store.loadCache() ?? session.store.current()
    guard let record = await session.operations.record(operation) else {
      throw OperationsError.noSuchOperation(operation)
    }
    let organization = session.location.organization
    let receipt = Receipt(
      record, names: { snapshot.name(of: $0) }, location: session.location.name,
      organization: organization, secondsEast: LocalZone.secondsEast(at: record.startedAt))
    switch output.format {
    case .table: for line in receipt.lines { context.output.line(SafeText.line(line)) }
    case .json, .jsonl: context.output.line(receipt.json)
    case .csv: printPairs(record, snapshot, to: context.output)
    }
  }

  private func printPairs(
    _ record: OperationRecord, _ snapshot: LocationSnapshot, to output: Output
  ) {
    var printer = RecordPrinter(Self.columns, format: .csv, to: output)
    func row(_ subject: [RecordValue], _ action: String, _ state: PairState) {
      let failure = state.failure
      printer.row(
        [.number(record.number), .text(record.kind.rawValue)] + subject + [
          .text(action), .text(state.word), .number(failure?.number), .text(failure?.message),
        ])
    }
    for pair in record.pairs {
      let (asset, holder) = (pair.pair.asset, pair.pair.holder)
      row(
        ListRecords.id(asset) + ListRecords.holder(holder) + [.text(snapshot.name(of: asset))],
        pair.action.rawValue, pair.state)
    }
    for user in record.users {
      let id = user.user.change.id.rawValue
      row(
        [.absent, .absent, .text(id), .absent, .absent], user.user.action.rawValue, user.state)
    }
    printer.finish()
  }
}

extension LocationSnapshot {
  /// The name of an asset, as far as it is known.
  func name(of asset: AssetID) -> String? {
    assets.index(of: asset).flatMap { assets.record($0).name }
  }
}
