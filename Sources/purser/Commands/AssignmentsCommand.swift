import AppsAndBooks
import ArgumentParser
import LocationStore

/// `purser assignments`: who holds what.
struct AssignmentsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "assignments", abstract: "List the assignments: who holds what.",
    discussion: """
      With --asset, --user or --serial just that is read from the service; else the cache is \
      topped up first.
      """)

  @OptionGroup var common: CommonOptions
  @OptionGroup var output: FormatOptions
  @OptionGroup var filter: FilterOption
  @OptionGroup var whose: WhoseOptions

  func run() async throws {
    let context = ToolContext.current
    let query = try filter.query(.assignments)
    let session = try await LocationSession.openReading(common, context)
    let isAll = whose.isEmpty
    if session.client == nil {
      try session.requireCache(try await session.load(), isQuiet: common.quiet)
    } else if isAll {
      try await session.topUp(isQuiet: common.quiet)
    } else {
      try await session.load()
    }
    var snapshot = session.store.current()
    if !isAll { snapshot = try await narrowed(session, snapshot) }
    let rows = try await snapshot.rows(of: .assignments, filter: query, sort: SortOrder(.asset))
    print(rows, snapshot, to: context.output)
  }

  /// What --asset, --user and --serial name, read from the service where there is one.
  private func narrowed(
    _ session: LocationSession, _ cached: LocationSnapshot
  ) async throws -> LocationSnapshot {
    let naming = Naming(session)
    var wanted: AssetID?
    if let asset = whose.asset { wanted = try await naming.asset(asset) }
    var holder: Holder?
    if let user = whose.user { holder = .clientUser(try await naming.user(user)) }
    if let serial = whose.serial { holder = .device(try await naming.serial(serial)) }
    let found: [Assignment]
    if session.client == nil {
      found = Self.cached(wanted, holder, cached)
    } else if let holder {
      found = try await session.store.freshAssignments(of: holder)
    } else if let wanted {
      found = try await session.store.freshAssignments(of: wanted)
    } else {
      found = []
    }
    let rows = found.filter { wanted == nil || $0.asset == wanted }
    return Self.snapshot(of: rows, names: cached, session.location)
  }

  private static func cached(
    _ asset: AssetID?, _ holder: Holder?, _ snapshot: LocationSnapshot
  ) -> [Assignment] {
    if let holder {
      guard let reference = snapshot.reference(of: holder) else { return [] }
      return snapshot.assignments.rows(of: reference).map(snapshot.assignment)
    }
    guard let asset, let index = snapshot.assets.index(of: asset) else { return [] }
    return snapshot.assignments.rows(ofAsset: index).map(snapshot.assignment)
  }

  /// A snapshot of some rows, with names and e-mails as far as the cache knows them.
  private static func snapshot(
    of rows: [Assignment], names: LocationSnapshot, _ location: LocationIdentity
  ) -> LocationSnapshot {
    let assets = Set(rows.map(\.asset)).map { id in
      names.assets.index(of: id).map(names.assets.record) ?? AssetRecord(asset: Asset(id: id))
    }
    let users: [ClientUser] = Set(rows.map(\.holder)).compactMap { holder in
      guard case .clientUser(let id) = holder else { return nil }
      return names.users.index(of: id).map(names.users.user)
    }
    return LocationSnapshot(location, assets: assets, users: users, assignments: rows)
  }

  private func print(_ rows: RowList, _ snapshot: LocationSnapshot, to output: Output) {
    var printer = RecordPrinter(
      ListRecords.assignments, format: self.output.format, to: output)
    for row in rows.rows {
      printer.row(ListRecords.values(.assignments, Int(row), in: snapshot))
    }
    printer.finish()
  }
}
