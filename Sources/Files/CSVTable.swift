/// A CSV file that was read whole.
package struct CSVTable: Sendable, Equatable {
  /// One cell of a column.
  package struct Cell: Sendable, Equatable {
    /// The physical line on which its record begins.
    package let line: Int
    /// The field within the record, from 1.
    package let column: Int
    /// The text without outer white space.
    package let text: String

    /// What is wrong with this cell.
    package func problem(_ sentence: String) -> CSVProblem {
      CSVProblem(line: line, column: column, sentence)
    }
  }

  /// The headers as written, trimmed; empty where the file has none.
  package let header: [String]
  /// The records below the header, each as wide as it.
  let records: [CSVRecord]
  /// What the columns of a file without headers hold, in their order.
  private let unnamed: [CSVMeaning]

  /// The number of records.
  package var rowCount: Int { records.count }

  /// The largest file that is read, in bytes.
  package static let sizeLimit = 64 << 20

  /// Reads the bytes of a file.
  ///
  /// `unnamed` tells what the columns of a file without a known header hold: one column, a single line of values, or as many columns as it
  /// names.
  ///
  /// - Throws: `CSVProblems`; nothing of a refused file is used.
  package init(_ bytes: [UInt8], unnamed: [CSVMeaning]) throws(CSVProblems) {
    let scalars = try CSVText.decode(bytes)
    var reading = CSVReading(scalars, .doubled, unnamed)
    // The two ways to escape can't be told apart beforehand: the one that fits the file is meant.
    if !reading.problems.isEmpty, scalars.contains("\\") {
      let other = CSVReading(scalars, .backslash, unnamed)
      if other.problems.count < reading.problems.count { reading = other }
    }
    guard reading.problems.isEmpty else { throw reading.problems }
    header = reading.header
    records = reading.records
    self.unnamed = unnamed
  }

  /// The place of the column with that meaning, from 0, or nothing.
  package func index(of meaning: CSVMeaning) -> Int? {
    if header.isEmpty { return unnamed.firstIndex(of: meaning) }
    let names = header.map(CSVMeaning.normalized)
    for synonym in meaning.synonyms {
      if let index = names.firstIndex(of: synonym) { return index }
    }
    return nil
  }

  /// Why the column with that meaning can't be told: a later one bears the same name.
  package func ambiguity(of meaning: CSVMeaning) -> CSVProblem? {
    guard !header.isEmpty, let index = index(of: meaning) else { return nil }
    let names = header.map(CSVMeaning.normalized)
    guard let twin = names.lastIndex(of: names[index]), twin != index else { return nil }
    return CSVProblem(
      line: 1, column: twin + 1,
      "columns \(index + 1) and \(twin + 1) are both called \(header[index].quoted). Rename one.")
  }

  /// The cells of the column with that meaning, one per record, or nothing.
  package func cells(of meaning: CSVMeaning) -> [Cell]? {
    index(of: meaning).map(cells(at:))
  }

  /// The cells of a column.
  package func cells(at index: Int) -> [Cell] {
    records.map {
      Cell(
        line: $0.line, column: index + 1, text: CSVWriter.unguarded($0.fields[index]).trimmed)
    }
  }

  /// What was understood of a column: «column 3 'Serial Number': 412 rows, 409 different, 2 empty, 1 malformed on line 77».
  ///
  /// `isKey` also tells how many rows repeat an earlier one; `isWellFormed` judges a cell that is not empty.
  package func understood(
    _ meaning: CSVMeaning, isKey: Bool = true, isWellFormed: (String) -> Bool = { _ in true }
  ) -> String? {
    index(of: meaning).map {
      understood(
        at: $0, isKey: isKey, ignoringCase: meaning == .serialNumber, isWellFormed: isWellFormed)
    }
  }

  /// The same of the column at a place, from 0.
  package func understood(
    at index: Int, isKey: Bool, ignoringCase: Bool, isWellFormed: (String) -> Bool
  ) -> String {
    let cells = cells(at: index)
    let filled = cells.filter { !$0.text.isEmpty }
    let bad = filled.filter { !isWellFormed($0.text) }
    let good = filled.lazy.map(\.text).filter(isWellFormed)
    let different = Set(good.map { ignoringCase ? $0.uppercased() : $0 }).count
    var parts = ["\(cells.count) \(cells.count == 1 ? "row" : "rows")", "\(different) different"]
    let repeated = filled.count - bad.count - different
    if isKey, repeated > 0 { parts.append("\(repeated) repeated") }
    if filled.count < cells.count { parts.append("\(cells.count - filled.count) empty") }
    if !bad.isEmpty { parts.append("\(bad.count) malformed on \(Self.lines(bad))") }
    let name = header.isEmpty ? "" : " \(header[index].quoted)"
    return "column \(index + 1)\(name): \(parts.joined(separator: ", "))"
  }

  private static func lines(_ cells: [Cell]) -> String {
    let shown = cells.prefix(5).map { String($0.line) }.joined(separator: ", ")
    return (cells.count == 1 ? "line " : "lines ") + shown + (cells.count > 5 ? " …" : "")
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

  /// Whether there is nothing but white space.
  var isBlank: Bool { unicodeScalars.allSatisfy(\.properties.isWhitespace) }
}
