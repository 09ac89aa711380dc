/// One way to understand a CSV text: its header, its records, and what does not fit.
struct CSVReading {
  private(set) var header: [String] = []
  private(set) var records: [CSVRecord]
  private(set) var problems: CSVProblems

  /// Reads a text; `unnamed` is what the columns hold if none has a known header.
  init(_ scalars: [Unicode.Scalar], _ escaping: CSVParser.Escaping, _ unnamed: [CSVMeaning]) {
    (records, problems) = CSVParser.records(of: scalars, escaping)
    guard let first = records.first else {
      if problems.isEmpty { problems.add(CSVProblem(line: 1, "the file is empty.")) }
      return
    }
    if first.fields.contains(where: { Self.known.contains(CSVMeaning.normalized($0)) }) {
      records.removeFirst()
      header = first.fields.map(\.trimmed)
      fit(to: header.count, "the header has")
    } else if unnamed.count == 1, records.count == 1 {
      records = first.fields.map { CSVRecord(line: first.line, fields: [$0]) }
        .filter { !$0.isBlank }
    } else {
      readUnnamed(first, unnamed)
    }
  }

  private static let known = Set(CSVMeaning.allCases.flatMap(\.synonyms))

  private mutating func readUnnamed(_ first: CSVRecord, _ unnamed: [CSVMeaning]) {
    let filled = first.fields.count { !$0.isBlank }
    let isHeader = records.count > 1 && first.fields.contains(where: Self.looksLikeHeader)
    if filled == unnamed.count, !(isHeader && unnamed.contains(where: \.holdsSerials)) {
      fit(to: unnamed.count, "the first line has")
      return
    }
    let found = first.fields.filter { !$0.isBlank }
    let names = found.prefix(20).map(\.trimmed.quoted).joined(separator: ", ")
    let wanted = CSVMeaning.allCases.compactMap(\.synonyms.first).joined(separator: ", ")
    problems.add(
      CSVProblem(
        line: first.line,
        "no column is known among \(names). The first line names the columns: \(wanted) "
          + "(capitals, blanks and _ do not matter)."))
  }

  /// Whether a cell above serial numbers is rather the name of the column: words have no digits, serial numbers no small letters.
  private static func looksLikeHeader(_ cell: String) -> Bool {
    let text = cell.trimmed
    let hasDigits = text.utf8.contains { $0.isASCIIDigit || $0 == UInt8(ascii: ":") }
    let isPlain = text.utf8.allSatisfy { (0x41...0x5A).contains($0) }
    return !text.isEmpty && !hasDigits && !(isPlain && (8...14).contains(text.utf8.count))
  }

  /// Makes every record as wide as it should be: blank fields too many are dropped, anything else is wrong.
  private mutating func fit(to width: Int, _ reference: String) {
    let known = Set(problems.problems.map(\.line))
    var misfits = CSVProblems()
    for index in records.indices {
      let (line, count) = (records[index].line, records[index].fields.count)
      if count > width, records[index].fields[width...].allSatisfy(\.isBlank) {
        records[index].fields.removeSubrange(width...)
      } else if count != width, !known.contains(line) {
        misfits.add(
          CSVProblem(
            line: line, column: min(count, width) + 1,
            "the line has \(count) \(count == 1 ? "field" : "fields") where \(reference) \(width).")
        )
      }
    }
    problems.merge(misfits)
  }
}

extension CSVMeaning {
  /// Whether its cells are serial numbers where nothing says otherwise.
  var holdsSerials: Bool { self == .serialNumber || self == .old || self == .new }
}
