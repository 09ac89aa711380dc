import AppsAndBooks
import Files

/// One line of a list of swaps: what the old holder has goes to the new one.
struct MapRow: Sendable, Equatable {
  /// The physical line on which it begins.
  var line: Int
  var old: Holder
  var new: Holder
}

/// The file of `reassign --map`: two columns, old and new (product.md section 3; peers.md section 7).
///
/// A cell is a serial number, `user:ID` or `serial:SN`, or a client user where the header says so. Without headers the first column is the
/// old one.
struct MapFile {
  /// The rows in the order of the file, each once.
  ///
  /// - Throws: `ToolError` (64) with every mistake: nothing of the file is used then.
  static func read(
    _ path: String, _ naming: Naming, isQuiet: Bool, _ context: ToolContext
  ) async throws -> [MapRow] {
    let table = try InputFile.read(
      path, unnamed: [.old, .new], wanted: [.old, .new], context)
    let old = try Column(table, path, .old, else: [.serialNumber, .clientUserId, .email])
    let new = try Column(table, path, .new, else: [])
    for column in [old, new] {
      InputFile.tell(column.understood(table), isQuiet: isQuiet, context)
    }
    var mistakes = InputMistakes()
    var pairs = MapPairs()
    for (from, to) in zip(old.cells, new.cells) where !(from.text + to.text).isEmpty {
      if from.text.isEmpty { mistakes.add(path, from.problem("The old holder is missing.")) }
      if to.text.isEmpty { mistakes.add(path, to.problem("The new holder is missing.")) }
      guard !from.text.isEmpty, !to.text.isEmpty else { continue }
      let source = try await mistakes.reading(path, from) {
        try await old.holder(from.text, naming)
      }
      let target = try await mistakes.reading(path, to) { try await new.holder(to.text, naming) }
      guard let source, let target else { continue }
      if let problem = pairs.add(MapRow(line: from.line, old: source, new: target), from, to) {
        mistakes.add(path, problem)
      }
    }
    if let error = mistakes.error { throw error }
    guard !pairs.rows.isEmpty else {
      throw ToolError(.usage, "\(path) names no holder. Nothing was sent.")
    }
    InputFile.tellRepeated(pairs.repeated, isQuiet: isQuiet, context)
    return pairs.rows
  }

  /// The column of the old or of the new holders.
  private struct Column {
    let index: Int
    let holdsUsers: Bool
    let cells: [CSVTable.Cell]

    init(
      _ table: CSVTable, _ path: String, _ meaning: CSVMeaning, else others: [CSVMeaning]
    ) throws {
      guard
        let meaning = ([meaning] + others).first(where: { table.index(of: $0) != nil }),
        let index = table.index(of: meaning)
      else {
        let names = meaning.synonyms.prefix(5).joined(separator: ", ")
        throw ToolError(
          .usage,
          "\(path) has no column of the \(meaning.rawValue) holders. Call it \(meaning.rawValue); "
            + "known are \(names), each with device, serial or user too. Nothing was sent.")
      }
      self.index = index
      cells = table.cells(at: index)
      holdsUsers =
        meaning == .clientUserId || meaning == .email
        || (!table.header.isEmpty && CSVMeaning.namesUsers(table.header[index]))
    }

    func understood(_ table: CSVTable) -> String {
      table.understood(at: index, isKey: true, ignoringCase: !holdsUsers) { text in
        holdsUsers || text.contains(":") || Naming.serialProblem(text) == nil
      }
    }

    func holder(_ text: String, _ naming: Naming) async throws -> Holder {
      if text.hasPrefix("user:") || text.hasPrefix("serial:") {
        return try await naming.target(text)
      }
      if holdsUsers { return .clientUser(try await naming.user(text)) }
      return .device(try await naming.serial(text))
    }
  }
}

/// The rows of a list of swaps, checked against each other: a holder stands in one pair only.
private struct MapPairs {
  private(set) var rows: [MapRow] = []
  /// Rows that were there already.
  private(set) var repeated = 0
  private var met: [Holder: MapRow] = [:]

  /// Takes a row, or tells what is wrong with it.
  mutating func add(_ row: MapRow, _ old: CSVTable.Cell, _ new: CSVTable.Cell) -> CSVProblem? {
    if row.old == row.new {
      return new.problem("'\(row.new.text)' is the old holder and the new one.")
    }
    let before = (met[row.old], met[row.new])
    if let first = before.0, first.old == row.old, first.new == row.new {
      repeated += 1
      return nil
    }
    if let first = before.0 { return old.problem(Self.clash(row.old, first)) }
    if let first = before.1 { return new.problem(Self.clash(row.new, first)) }
    met[row.old] = row
    met[row.new] = row
    rows.append(row)
    return nil
  }

  private static func clash(_ holder: Holder, _ first: MapRow) -> String {
    let role = holder == first.old ? "old" : "new"
    let other = holder == first.old ? first.new : first.old
    return "'\(holder.text)' is the \(role) holder on line \(first.line) already, "
      + "with '\(other.text)'. A holder stands in one pair of a list."
  }
}
