import AppsAndBooks
import Files

/// Makes the pairs of a change out of options and CSV files, in the person's order.
struct PairBuilder {
  private let options: PairOptions
  private let naming: Naming
  private let context: ToolContext
  private let isQuiet: Bool

  init(_ options: PairOptions, _ naming: Naming, isQuiet: Bool, _ context: ToolContext) {
    self.options = options
    self.naming = naming
    self.isQuiet = isQuiet
    self.context = context
  }

  /// Every asset with every holder, asset by asset; rows of a file with an `adamId` are pairs already.
  ///
  /// `extra` are assets that come from elsewhere (`--like`).
  func pairs(and extra: [AssetID] = []) async throws -> [Assignment] {
    var assets = extra
    for text in options.assets { assets.append(try await naming.asset(text)) }
    var holders: [Holder] = []
    for text in options.users { holders.append(.clientUser(try await naming.user(text))) }
    for text in options.serials { holders.append(.device(try await naming.serial(text))) }
    var pairs: [Assignment] = []
    var mistakes = InputMistakes()
    for path in options.from {
      let rows = try await rows(of: path, &mistakes)
      if rows.contains(where: { $0.asset != nil }) {
        guard assets.isEmpty else {
          throw ToolError(
            .usage,
            "\(path) names the assets in its column adamId, so --asset does not go with it. "
              + "Nothing was sent.")
        }
        pairs += rows.compactMap { row in
          row.asset.map { Assignment(asset: $0, holder: row.holder) }
        }
      } else {
        holders += rows.map(\.holder)
      }
    }
    if let error = mistakes.error { throw error }
    if !isQuiet { await naming.warn(ofLookAlikesOf: Self.users(holders + pairs.map(\.holder))) }
    for asset in assets { pairs += holders.map { Assignment(asset: asset, holder: $0) } }
    try requireParts(assets, holders, pairs)
    return pairs
  }

  static func users(_ holders: [Holder]) -> [ClientUserID] {
    var met: Set<ClientUserID> = []
    return holders.compactMap { holder in
      guard case .clientUser(let id) = holder, met.insert(id).inserted else { return nil }
      return id
    }
  }

  /// The holders alone, each once, for a change that takes everything they have.
  func holders() async throws -> [Holder] {
    var holders: [Holder] = []
    for text in options.users { holders.append(.clientUser(try await naming.user(text))) }
    for text in options.serials { holders.append(.device(try await naming.serial(text))) }
    var mistakes = InputMistakes()
    for path in options.from {
      let rows = try await rows(of: path, &mistakes)
      guard rows.allSatisfy({ $0.asset == nil }) else {
        throw ToolError(
          .usage,
          "\(path) names assets in its column adamId, and --all takes everything. "
            + "Nothing was sent.")
      }
      holders += rows.map(\.holder)
    }
    if let error = mistakes.error { throw error }
    guard !holders.isEmpty else { throw Self.noHolder }
    if !isQuiet { await naming.warn(ofLookAlikesOf: Self.users(holders)) }
    return holders
  }

  private func requireParts(
    _ assets: [AssetID], _ holders: [Holder], _ pairs: [Assignment]
  ) throws {
    if !holders.isEmpty, assets.isEmpty {
      throw ToolError(
        .usage,
        "No asset is named. Name one with --asset, or in a column adamId of the file. "
          + "Nothing was sent.")
    }
    if pairs.isEmpty { throw Self.noHolder }
  }

  private static let noHolder = ToolError(
    .usage,
    "No holder is named. Name one with --user or --serial, or a file with --from. "
      + "Nothing was sent.")

  /// The holders that a file names, and what was understood of it.
  func targets(of path: String) async throws -> (understood: String, holders: [Holder]) {
    var mistakes = InputMistakes()
    let read = try await read(path, &mistakes)
    if let error = mistakes.error { throw error }
    return (read.table.understood(read.meaning) ?? "", read.rows.map(\.holder))
  }

  private struct Row {
    var holder: Holder
    var asset: AssetID?
  }

  private func rows(of path: String, _ mistakes: inout InputMistakes) async throws -> [Row] {
    let read = try await read(path, &mistakes)
    let table = read.table
    let hasAssets = table.index(of: .adamId) != nil
    InputFile.tell(table, [read.meaning], isKey: !hasAssets, isQuiet: isQuiet, context)
    InputFile.tell(table, [.adamId, .pricingParam], isKey: false, isQuiet: isQuiet, context)
    if hasAssets {
      let pairs = Set(
        read.rows.compactMap { row in row.asset.map { Assignment(asset: $0, holder: row.holder) } })
      InputFile.tellRepeated(read.rows.count - pairs.count, isQuiet: isQuiet, context)
    }
    return read.rows
  }

  private func read(
    _ path: String, _ mistakes: inout InputMistakes
  ) async throws -> (table: CSVTable, meaning: CSVMeaning, rows: [Row]) {
    let unnamed: CSVMeaning = options.target == .users ? .clientUserId : .serialNumber
    let table = try InputFile.read(
      path, unnamed: [unnamed],
      wanted: [.clientUserId, .email, .serialNumber, .adamId, .pricingParam], context)
    let meaning = try holderColumn(table, path)
    let assets = table.cells(of: .adamId)
    let params = table.cells(of: .pricingParam)
    var rows: [Row] = []
    for (index, cell) in (table.cells(of: meaning) ?? []).enumerated() {
      guard !cell.text.isEmpty else {
        if let asset = assets?[index], !asset.text.isEmpty {
          mistakes.add(path, cell.problem("The asset has no holder."))
        }
        continue
      }
      let holder = try await mistakes.reading(path, cell) { try await named(cell.text, meaning) }
      guard let assets else {
        if let holder { rows.append(Row(holder: holder)) }
        continue
      }
      let asset = try await mistakes.reading(path, assets[index]) {
        guard !assets[index].text.isEmpty else {
          throw ToolError(.usage, "The adam ID is missing.")
        }
        return try await naming.asset(
          assets[index].text, pricingParam: params?[index].text ?? "")
      }
      if let holder, let asset { rows.append(Row(holder: holder, asset: asset)) }
    }
    if rows.isEmpty, mistakes.isEmpty {
      throw ToolError(.usage, "\(path) names no holder. Nothing was sent.")
    }
    return (table, meaning, rows)
  }

  private func named(_ text: String, _ meaning: CSVMeaning) async throws -> Holder {
    meaning == .serialNumber
      ? .device(try await naming.serial(text)) : .clientUser(try await naming.user(text))
  }

  /// The column of the holders; both kinds with values need `--target`.
  private func holderColumn(_ table: CSVTable, _ path: String) throws -> CSVMeaning {
    func hasValues(_ meaning: CSVMeaning) -> Bool {
      table.cells(of: meaning)?.contains { !$0.text.isEmpty } ?? false
    }
    let user: CSVMeaning = table.index(of: .clientUserId) == nil ? .email : .clientUserId
    switch options.target {
    case .users where table.index(of: user) != nil: return user
    case .serials where table.index(of: .serialNumber) != nil: return .serialNumber
    case .users, .serials:
      throw ToolError(.usage, "\(path) has no such column for --target. Nothing was sent.")
    case nil: break
    }
    switch (hasValues(user), hasValues(.serialNumber)) {
    case (true, true):
      throw ToolError(
        .usage,
        "\(path) has users and serial numbers. Say which with --target users or --target serials. "
          + "Nothing was sent.")
    case (true, false): return user
    case (false, true): return .serialNumber
    case (false, false):
      throw ToolError(
        .usage, "\(path) has no users and no serial numbers. Nothing was sent.")
    }
  }
}
