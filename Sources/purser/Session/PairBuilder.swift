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
    var mistakes = Mistakes()
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
    for asset in assets { pairs += holders.map { Assignment(asset: asset, holder: $0) } }
    try requireParts(assets, holders, pairs)
    return pairs
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
    if pairs.isEmpty {
      throw ToolError(
        .usage,
        "No holder is named. Name one with --user or --serial, or a file with --from. "
          + "Nothing was sent.")
    }
  }

  /// The holders that a file names, and what was understood of it.
  func targets(of path: String) async throws -> (understood: String, holders: [Holder]) {
    let table = try InputFile.read(path, onlyColumn: .serialNumber, context)
    let meaning = try holderColumn(table, path)
    var mistakes = Mistakes()
    let rows = try await rows(of: path, &mistakes)
    if let error = mistakes.error { throw error }
    return (table.understood(meaning) ?? "", rows.map(\.holder))
  }

  private struct Row {
    var holder: Holder
    var asset: AssetID?
  }

  /// What is wrong in files, collected so that it can be told at once.
  private struct Mistakes {
    var lines: [String] = []

    mutating func add(_ path: String, _ line: Int, _ what: String) {
      if lines.count < CSVProblems.limit { lines.append("\(path), line \(line): \(what)") }
    }

    var error: ToolError? {
      lines.isEmpty
        ? nil : ToolError(.usage, lines.joined(separator: "\n") + "\nNothing of it was used.")
    }
  }

  private func rows(of path: String, _ mistakes: inout Mistakes) async throws -> [Row] {
    let onlyColumn: CSVMeaning = options.target == .users ? .clientUserId : .serialNumber
    let table = try InputFile.read(path, onlyColumn: onlyColumn, context)
    let meaning = try holderColumn(table, path)
    InputFile.tell(table, [meaning, .adamId, .pricingParam], isQuiet: isQuiet, context)
    let assets = table.cells(of: .adamId)
    let params = table.cells(of: .pricingParam)
    var rows: [Row] = []
    for (index, cell) in (table.cells(of: meaning) ?? []).enumerated() where !cell.text.isEmpty {
      do {
        var row = Row(holder: try await holder(cell.text, meaning))
        if let assets {
          guard !assets[index].text.isEmpty else {
            mistakes.add(path, cell.line, "adamId is empty.")
            continue
          }
          row.asset = try await naming.asset(
            assets[index].text, pricingParam: params?[index].text ?? "")
        }
        rows.append(row)
      } catch let error as ToolError {
        mistakes.add(path, cell.line, error.message)
      }
    }
    if rows.isEmpty, mistakes.lines.isEmpty {
      throw ToolError(.usage, "\(path) names no holder. Nothing was sent.")
    }
    return rows
  }

  private func holder(_ text: String, _ meaning: CSVMeaning) async throws -> Holder {
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
