/// What a column of an input file may be (product.md section 3, «CSV in»; peers.md section 7).
package enum CSVMeaning: String, Sendable, CaseIterable {
  case serialNumber, clientUserId, email, managedAppleId, adamId, pricingParam, label, old, new

  /// The headers taken for it, in lower case without blanks, `_`, `-` and `.`; earlier ones win.
  package var synonyms: [String] {
    switch self {
    case .serialNumber:
      ["serialnumber", "serial", "deviceserialnumber", "deviceserial", "serialno", "sn"]
    case .clientUserId:
      ["clientuserid", "personid", "studentid", "userid", "username", "user"]
    case .email: ["email", "emailaddress", "mail"]
    case .managedAppleId:
      ["managedappleid", "managedappleaccount", "managedappleaccountemail"]
    case .adamId: ["adamid", "assetid", "itunesstoreid", "storeid", "asset"]
    case .pricingParam: ["pricingparam", "pricing", "quality"]
    case .label:
      ["label", "name", "devicename", "displayname", "room", "assettag", "grouptag", "tag"]
    case .old: ["old", "olddevice", "oldserial", "olduser", "from"]
    case .new: ["new", "newdevice", "newserial", "newuser", "to"]
    }
  }

  static func normalized(_ header: String) -> String {
    String(
      String.UnicodeScalarView(
        header.lowercased().unicodeScalars.filter {
          !($0.properties.isWhitespace || $0 == "_" || $0 == "-" || $0 == ".")
        }))
  }
}

/// A CSV file that was read whole.
package struct CSVTable: Sendable, Equatable {
  /// One cell of a column.
  package struct Cell: Sendable, Equatable {
    /// The physical line on which its record begins.
    package let line: Int
    /// The text without outer white space.
    package let text: String
  }

  /// The headers as written, trimmed; empty where the file has none.
  package let header: [String]
  /// The records below the header, each as wide as it.
  let records: [CSVRecord]

  /// The number of records.
  package var rowCount: Int { records.count }

  /// The largest file that is read, in bytes.
  package static let sizeLimit = 64 << 20

  /// Reads the bytes of a file.
  ///
  /// `onlyColumn` tells what the column of a file with a single one and no known header holds, or the cells of a single line.
  ///
  /// - Throws: `CSVProblems`; nothing of a refused file is used.
  package init(_ bytes: [UInt8], onlyColumn: CSVMeaning) throws(CSVProblems) {
    var records = try CSVParser.records(of: CSVText.decode(bytes))
    guard let first = records.first else {
      throw CSVProblems([CSVProblem(line: 1, "the file is empty.")])
    }
    let known = Set(CSVMeaning.allCases.flatMap(\.synonyms))
    if first.fields.contains(where: { known.contains(CSVMeaning.normalized($0)) }) {
      records.removeFirst()
      header = first.fields.map(\.trimmed)
      self.records = records
      self.onlyColumn = nil
    } else {
      self.records = try Self.headerless(records)
      header = []
      self.onlyColumn = onlyColumn
    }
    try requireWidth(header.isEmpty ? 1 : header.count)
  }

  private let onlyColumn: CSVMeaning?

  /// The place of the column with that meaning, from 0, or nothing.
  package func index(of meaning: CSVMeaning) -> Int? {
    if header.isEmpty { return onlyColumn == meaning ? 0 : nil }
    let names = header.map(CSVMeaning.normalized)
    for synonym in meaning.synonyms {
      if let index = names.firstIndex(of: synonym) { return index }
    }
    return nil
  }

  /// The cells of the column with that meaning, one per record, or nothing.
  package func cells(of meaning: CSVMeaning) -> [Cell]? {
    index(of: meaning).map(cells(at:))
  }

  /// The cells of a column.
  package func cells(at index: Int) -> [Cell] {
    records.map { Cell(line: $0.line, text: $0.fields[index].trimmed) }
  }

  /// What was understood of a column: «column 3 'Serial Number': 412 rows, 409 different, 2 empty, 1 malformed on line 77».
  ///
  /// `isWellFormed` judges a cell that is not empty.
  package func understood(
    _ meaning: CSVMeaning, isWellFormed: (String) -> Bool = { _ in true }
  ) -> String? {
    guard let index = index(of: meaning) else { return nil }
    let cells = cells(at: index)
    let filled = cells.filter { !$0.text.isEmpty }
    let bad = filled.filter { !isWellFormed($0.text) }
    var parts = ["\(cells.count) \(cells.count == 1 ? "row" : "rows")"]
    parts.append("\(Set(filled.map(\.text)).count) different")
    if filled.count < cells.count { parts.append("\(cells.count - filled.count) empty") }
    if !bad.isEmpty { parts.append("\(bad.count) malformed on \(Self.lines(bad))") }
    let name = header.isEmpty ? "" : " '\(header[index])'"
    return "column \(index + 1)\(name): \(parts.joined(separator: ", "))"
  }

  private static func lines(_ cells: [Cell]) -> String {
    let shown = cells.prefix(5).map { String($0.line) }.joined(separator: ", ")
    return (cells.count == 1 ? "line " : "lines ") + shown + (cells.count > 5 ? " …" : "")
  }

  private static func headerless(_ records: [CSVRecord]) throws(CSVProblems) -> [CSVRecord] {
    if records.allSatisfy({ $0.fields.count == 1 }) { return records }
    if records.count == 1, let line = records.first {
      return line.fields.map { CSVRecord(line: line.line, fields: [$0]) }
        .filter { !$0.isBlank }
    }
    let names = CSVMeaning.allCases.compactMap(\.synonyms.first).joined(separator: ", ")
    let found = records[0].fields.map { "'\($0.trimmed)'" }.joined(separator: ", ")
    throw CSVProblems([
      CSVProblem(
        line: records[0].line,
        "no column is known among \(found). The first line names the columns: \(names) "
          + "(capitals, blanks and _ do not matter).")
    ])
  }

  private func requireWidth(_ width: Int) throws(CSVProblems) {
    let problems = records.lazy.filter { $0.fields.count != width }.map { record in
      CSVProblem(
        line: record.line, column: min(record.fields.count, width) + 1,
        "the line has \(record.fields.count) fields where the header has \(width).")
    }.prefix(CSVProblems.limit)
    if !problems.isEmpty { throw CSVProblems(Array(problems)) }
  }
}

extension String {
  /// The text without white space at either end.
  package var trimmed: String {
    var scalars = unicodeScalars[...]
    while scalars.first?.properties.isWhitespace == true { scalars.removeFirst() }
    while scalars.last?.properties.isWhitespace == true { scalars.removeLast() }
    return String(scalars)
  }
}
