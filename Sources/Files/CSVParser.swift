/// One record with the physical line on which it begins.
struct CSVRecord: Equatable {
  var line: Int
  var fields: [String]

  /// A record of a blank line, or of separators alone.
  var isBlank: Bool {
    fields.allSatisfy { $0.unicodeScalars.allSatisfy(\.properties.isWhitespace) }
  }
}

/// Splits CSV text into records.
///
/// The separator is the one of comma, semicolon and tab that the first line has most of outside quotes. A backslash before a quote,
/// a separator or another backslash takes its meaning away, as in the lists of School Manager.
struct CSVParser {
  private let scalars: [Unicode.Scalar]
  private let separator: Unicode.Scalar
  private var index = 0
  private var line = 1

  private init(_ scalars: [Unicode.Scalar]) {
    self.scalars = scalars
    separator = Self.separator(of: scalars)
  }

  static func records(of scalars: [Unicode.Scalar]) throws(CSVProblems) -> [CSVRecord] {
    var parser = CSVParser(scalars)
    var records: [CSVRecord] = []
    while parser.index < scalars.count {
      let record = try parser.nextRecord()
      if !record.isBlank { records.append(record) }
    }
    return records
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
      if !isQuoted && (scalar == "," || scalar == ";" || scalar == "\t") {
        counts[scalar, default: 0] += 1
      }
    }
    return counts.max { ($0.value, $1.key.value) < ($1.value, $0.key.value) }?.key ?? ","
  }

  private mutating func nextRecord() throws(CSVProblems) -> CSVRecord {
    var record = CSVRecord(line: line, fields: [])
    while true {
      record.fields.append(try nextField())
      guard index < scalars.count else { return record }
      let end = scalars[index]
      index += 1
      if end == separator {
        if index == scalars.count { record.fields.append("") }
        if index < scalars.count { continue }
        return record
      }
      if end == "\r", index < scalars.count, scalars[index] == "\n" { index += 1 }
      line += 1
      return record
    }
  }

  private mutating func nextField() throws(CSVProblems) -> String {
    let start = index
    while index < scalars.count, scalars[index] == " " { index += 1 }
    if index < scalars.count, scalars[index] == "\"" { return try quotedField() }
    index = start
    var field = String.UnicodeScalarView()
    while index < scalars.count, !isEnd(scalars[index]) {
      field.append(takeScalar())
    }
    return String(field)
  }

  private mutating func quotedField() throws(CSVProblems) -> String {
    let opened = line
    index += 1
    var field = String.UnicodeScalarView()
    while index < scalars.count {
      let scalar = scalars[index]
      if scalar == "\"" {
        index += 1
        guard index < scalars.count, scalars[index] == "\"" else {
          try skipToEnd()
          return String(field)
        }
        field.append(scalar)
        index += 1
      } else {
        if scalar == "\n" { line += 1 }
        field.append(takeScalar())
      }
    }
    throw CSVProblems([CSVProblem(line: opened, "a quote is opened and never closed.")])
  }

  /// The next scalar, or the one that a backslash protects.
  private mutating func takeScalar() -> Unicode.Scalar {
    defer { index += 1 }
    guard scalars[index] == "\\", index + 1 < scalars.count else { return scalars[index] }
    let next = scalars[index + 1]
    guard next == "\\" || next == "\"" || next == separator else { return scalars[index] }
    index += 1
    return next
  }

  private mutating func skipToEnd() throws(CSVProblems) {
    while index < scalars.count, scalars[index] == " " { index += 1 }
    guard index == scalars.count || isEnd(scalars[index]) else {
      throw CSVProblems([CSVProblem(line: line, "text follows a closing quote.")])
    }
  }

  private func isEnd(_ scalar: Unicode.Scalar) -> Bool {
    scalar == separator || scalar == "\n" || scalar == "\r"
  }
}
