import AppsAndBooks
import ArgumentParser
import Files
import FoundationEssentials
import LocationStore
import Operations

/// `purser history`: our own changes, never pruned.
struct HistoryCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history",
    abstract: "List every change that was made from here, oldest first.",
    discussion: """
      One line for each pair of a finished operation, from the history and the cache alone; \
      nobody is asked. What other tools did is not in it.
      """)

  @OptionGroup var common: CommonOptions
  @OptionGroup var output: FormatOptions
  @OptionGroup var whose: WhoseOptions

  @Option(
    help: ArgumentHelp(
      "Not before this date (2026-08-24) or moment (2026-08-24T09:30, with Z or +02:00).",
      valueName: "date"))
  var since: String?

  func run() async throws {
    let context = ToolContext.current
    var filter = HistoryReader.Filter()
    filter.since = try since.map { try SinceDate.date($0, zone: LocalZone.secondsEast) }
    let session = try await LocationSession.openRecords(common, context)
    try await session.load()
    try await name(in: &filter, session)
    let reader = HistoryReader(
      directory: session.settings.places.state(of: session.key), files: context.files)
    let snapshot = session.store.current()
    let format = output.format
    var printer = RecordPrinter(
      format == .table ? Self.tableColumns : Self.columns, format: format, to: context.output)
    let result = try reader.read(filter) { line in
      printer.row(
        format == .table ? Self.shown(line, snapshot) : Self.values(line))
    }
    printer.finish()
    tell(result, reader, context)
  }

  /// Turns names into identities, from the cache alone.
  private func name(
    in filter: inout HistoryReader.Filter, _ session: LocationSession
  ) async throws {
    let naming = Naming(session)
    let snapshot = session.store.current()
    if let asset = whose.asset {
      let id = try await naming.asset(asset)
      filter.adamID = id.adamID
      // An asset that is not in the cache is meant with each of its pricing params.
      let isExact = asset.contains(":") || snapshot.assets.index(of: id) != nil
      filter.pricingParam = isExact ? id.pricingParam : nil
    }
    if let user = whose.user {
      let id = try await naming.user(user)
      // Whoever has left is looked for too.
      let named =
        id.rawValue == user && user.contains("@") ? snapshot.users(withEmail: user) : []
      filter.clientUsers = named.union([id])
    }
    if let serial = whose.serial { filter.serialNumber = try await naming.serial(serial) }
  }

  private func tell(
    _ result: HistoryReader.Result, _ reader: HistoryReader, _ context: ToolContext
  ) {
    for damage in result.damages.prefix(20) {
      context.errors.line(
        SafeText.line(
          "purser: \(reader.path), line \(damage.line) \(damage.problem) and was left out."))
    }
    if result.damageCount > 20 {
      context.errors.line("purser: \(result.damageCount - 20) more lines of it were left out.")
    }
  }
}

extension HistoryCommand {
  /// The contract's names, in its order.
  private static let columns = [
    RecordColumn("at", nil), RecordColumn("operation", nil), RecordColumn("kind", nil),
    RecordColumn("adamId", nil), RecordColumn("pricingParam", nil),
    RecordColumn("clientUserId", nil), RecordColumn("serialNumber", nil),
    RecordColumn("outcome", nil), RecordColumn("by", nil), RecordColumn("reason", nil),
  ]

  private static let tableColumns = [
    RecordColumn("at", "When"), RecordColumn("operation", "No", isRight: true),
    RecordColumn("kind", "Change"), RecordColumn("name", "Asset"),
    RecordColumn("holder", "Holder"), RecordColumn("outcome", "Outcome"),
    RecordColumn("by", "By"), RecordColumn("reason", "Reason"),
  ]

  private static func values(_ line: HistoryLine) -> [RecordValue] {
    func known(_ text: String?) -> RecordValue { text.map { .text($0) } ?? .absent }
    return [
      .text(line.at), .number(line.operation), .text(line.kind), known(line.adamID),
      known(line.pricingParam), known(line.clientUserID), known(line.serialNumber),
      .text(line.outcome), .text(line.by), .text(line.reason),
    ]
  }

  private static func shown(_ line: HistoryLine, _ snapshot: LocationSnapshot) -> [RecordValue] {
    let asset = line.adamID.map { id in
      let param = line.pricingParam.map { PricingParam(rawValue: $0) } ?? .standard
      let asset = AssetID(AdamID(rawValue: id), param)
      return snapshot.name(of: asset) ?? Naming.word(asset)
    }
    return [
      .text(line.at), .number(line.operation),
      .text(OperationKind(rawValue: line.kind)?.verb ?? line.kind), .text(asset),
      .text(line.clientUserID ?? line.serialNumber), .text(line.outcome), .text(line.by),
      .text(line.reason),
    ]
  }
}

extension LocationSnapshot {
  /// Every client user with an e-mail, retired ones too.
  fileprivate func users(withEmail email: String) -> Set<ClientUserID> {
    let wanted = email.lowercased()
    let found = (0..<users.count).filter { users.email($0)?.lowercased() == wanted }
    return Set(found.map { users.id($0) })
  }
}
