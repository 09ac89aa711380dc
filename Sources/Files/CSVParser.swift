/// One record with the physical line on which it begins.
struct CSVRecord: Equatable {
  var line: Int
  var fields: [String]

  /// A record of a blank line, or of separators alone.
  var isBlank: Bool { fields.allSatisfy(\.isBlank) }
}

/// Splits CSV text into records.
///
/// The separator is the one that a first line `sep=;` names, as Excel writes it, else the one of comma, semicolon and tab that the first
/// line has most of outside quotes.
struct CSVParser {
  /// How a quote or a separator stands in a field.
  enum Escaping {
    /// A quote is doubled, and a backslash is a backslash (RFC 4180).
    case doubled
    /// A backslash before a quote, a separator or a backslash takes its meaning away, as in the lists of School Manager.
    case backslash
  }

  private let scalars: [Unicode.Scalar]
  private let escaping: Escaping
  private let separator: Unicode.Scalar
  private var index = 0
  private var line = 1
  private var column = 1
  private var problems = CSVProblems()

  private init(_ scalars: [Unicode.Scalar], _ escaping: Escaping) {
    self.scalars = scalars
    self.escaping = escaping
    if let (separator, end) = Self.hint(in: scalars) {
      self.separator = separator
      index = end
    } else {
      separator = Self.separator(of: scalars)
    }
  }

  /// The records that are not blank, and what is wrong with those that can't be read.
  static func records(
    of scalars: [Unicode.Scalar], _ escaping: Escaping
  ) -> (records: [CSVRecord], problems: CSVProblems) {
    var parser = CSVParser(scalars, escaping)
    parser.skipLineEnd()
    var records: [CSVRecord] = []
    while parser.index < scalars.count {
      let record = parser.nextRecord()
      if !record.isBlank { records.append(record) }
    }
    return (records, parser.problems)
  }

  /// The separator that a line `sep=;` names, and the end of that line.
  private static func hint(in scalars: [Unicode.Scalar]) -> (Unicode.Scalar, Int)? {
    let word = "sep=".unicodeScalars
    guard scalars.count > 5, scalars.starts(with: word), isSeparator(scalars[4]),
      scalars[5] == "\r" || scalars[5] == "\n"
    else { return nil }
    return (scalars[4], 5)
  }

  private static func separator(of scalars: [Unicode.Scalar]) -> Unicode.Scalar {
    var counts: [Unicode.Scalar: Int] = [:]
    var isQuoted = false
    var hasText = false
    for scalar in scalars {
      if scalar == "\"" { isQuoted.toggle() }
      if (scalar == "\n" || scalar == "\r") && !isQuoted {
        if hasText { break }
        continue
      }
      hasText = true
      if !isQuoted && isSeparator(scalar) { counts[scalar, default: 0] += 1 }
    }
    return counts.max { ($0.value, $1.key.value) < ($1.value, $0.key.value) }?.key ?? ","
  }

  private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "," || scalar == ";" || scalar == "\t"
  }

  private mutating func nextRecord() -> CSVRecord {
    var record = CSVRecord(line: line, fields: [])
    while true {
      column = record.fields.count + 1
      record.fields.append(nextField())
      guard index < scalars.count, scalars[index] == separator else {
        skipLineEnd()
        return record
      }
      index += 1
    }
  }

  private mutating func nextField() -> String {
    let start = index
    while index < scalars.count, scalars[index] == " " { index += 1 }
    if index < scalars.count, scalars[index] == "\"" { return quotedField() }
    index = start
    var field = String.UnicodeScalarView()
    while index < scalars.count, !isEnd(scalars[index]) {
      if escaping == .doubled, scalars[index] == "\\", isQuote(at: index + 1) {
        problems.add(CSVProblem(line: line, column: column, "a backslash stands before a quote."))
      }
      field.append(takeScalar())
    }
    return String(field)
  }

  private mutating func quotedField() -> String {
    let opened = line
    index += 1
    var field = String.UnicodeScalarView()
    while index < scalars.count {
      if scalars[index] == "\"" {
        index += 1
        guard isQuote(at: index) else {
          skipToEnd()
          return String(field)
        }
        field.append("\"")
        index += 1
      } else {
        countLine()
        field.append(takeScalar())
      }
    }
    problems.add(CSVProblem(line: opened, column: column, "a quote is opened and never closed."))
    return String(field)
  }

  /// The next scalar, or the one that a backslash protects.
  private mutating func takeScalar() -> Unicode.Scalar {
    defer { index += 1 }
    guard escaping == .backslash, scalars[index] == "\\", index + 1 < scalars.count else {
      return scalars[index]
    }
    let next = scalars[index + 1]
    guard next == "\\" || next == "\"" || next == separator else { return scalars[index] }
    index += 1
    return next
  }

  /// Goes to the end of a field behind its closing quote; anything but blanks before it is wrong.
  private mutating func skipToEnd() {
    var isWrong = false
    while index < scalars.count, !isEnd(scalars[index]) {
      if scalars[index] != " " { isWrong = true }
      index += 1
    }
    if isWrong {
      problems.add(CSVProblem(line: line, column: column, "text follows a closing quote."))
    }
  }

  private mutating func skipLineEnd() {
    guard index < scalars.count, scalars[index] == "\n" || scalars[index] == "\r" else { return }
    if scalars[index] == "\r", index + 1 < scalars.count, scalars[index + 1] == "\n" { index += 1 }
    index += 1
    line += 1
  }

  /// Counts a line end inside quotes: CR LF is one.
  private mutating func countLine() {
    let isLineFeed = scalars[index] == "\n"
    let isLoneReturn =
      scalars[index] == "\r" && !(index + 1 < scalars.count && scalars[index + 1] == "\n")
    if isLineFeed || isLoneReturn { line += 1 }
  }

  private func isQuote(at index: Int) -> Bool { index < scalars.count && scalars[index] == "\"" }

  private func isEnd(_ scalar: Unicode.Scalar) -> Bool {
    scalar == separator || scalar == "\n" || scalar == "\r"
  }
}
