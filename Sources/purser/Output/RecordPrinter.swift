import Files
import FoundationEssentials
import Screen

/// One value of a record.
enum RecordValue: Sendable, Equatable {
  /// Text of any origin; `null` where there is none.
  case text(String?)
  case number(Int?)
  /// A measured number, to milliseconds.
  case decimal(Double)
  case flag(Bool?)
  case list([String])
  /// An object within the record; JSON only.
  indirect case object([RecordField])
  /// Not part of the JSON object at all; empty elsewhere.
  case absent
}

extension RecordValue {
  /// A moment in UTC to the second.
  static func date(_ date: Date?) -> RecordValue { .text(date?.ISO8601Format()) }
}

/// A member of an object within a record.
struct RecordField: Sendable, Equatable {
  let name: String
  let value: RecordValue

  init(_ name: String, _ value: RecordValue) {
    self.name = name
    self.value = value
  }
}

/// A column of a list: the service's wire name, and how a table heads it.
struct RecordColumn: Sendable {
  let name: String
  /// The table's head; nothing leaves the column out of tables.
  let title: String?
  var isRight = false

  init(_ name: String, _ title: String?, isRight: Bool = false) {
    self.name = name
    self.title = title
    self.isRight = isRight
  }
}

/// Prints records in one of the four formats, one after the other, without holding them all.
struct RecordPrinter {
  private let columns: [RecordColumn]
  private let format: OutputFormat
  private let output: Output
  /// Each column's name as JSON has it, colon included: a million rows write it.
  private let keys: [String]
  private var json = JSONText()
  private var csv: CSVWriter?
  private var table: TablePrinter?
  private var count = 0

  init(_ columns: [RecordColumn], format: OutputFormat, to output: Output) {
    self.columns = columns
    self.format = format
    self.output = output
    keys = columns.map { "\"\($0.name)\":" }
    switch format {
    case .csv: csv = CSVWriter(header: columns.map(\.name))
    case .table: table = TablePrinter(columns: columns, output: output)
    case .json, .jsonl: break
    }
  }

  /// Prints one record; as many values as there are columns.
  mutating func row(_ values: [RecordValue]) {
    switch format {
    case .table: table?.row(values)
    case .csv:
      csv?.row(values.map(\.cell))
      if let bytes = csv?.drain() { output.write(bytes) }
    case .json:
      json.raw(count == 0 ? "[\n  " : ",\n  ")
      object(values)
    case .jsonl:
      object(values)
      json.raw("\n")
    }
    if !json.bytes.isEmpty { output.write(json.drain()) }
    count += 1
  }

  /// Prints what a format needs at its end; call it once.
  mutating func finish() {
    switch format {
    case .table: table?.finish()
    case .csv: if let bytes = csv?.drain() { output.write(bytes) }
    case .json: output.write(Array((count == 0 ? "[]\n" : "\n]\n").utf8))
    case .jsonl: break
    }
  }

  /// Prints a single object: JSON without an array, or a table and CSV of one row.
  static func printOne(
    _ fields: [(String, RecordValue)], format: OutputFormat, to output: Output
  ) {
    guard format == .json || format == .jsonl else {
      var printer = RecordPrinter(
        fields.map { RecordColumn($0.0, $0.0) }, format: format, to: output)
      printer.row(fields.map(\.1))
      return printer.finish()
    }
    var json = JSONText()
    json.value(.object(fields.map { RecordField($0.0, $0.1) }))
    json.raw("\n")
    output.write(json.drain())
  }

  private mutating func object(_ values: [RecordValue]) {
    var separator = "{"
    for (index, value) in values.enumerated() {
      if case .absent = value { continue }
      json.bytes(of: separator)
      json.bytes(of: keys[index])
      json.value(value)
      separator = ","
    }
    json.raw("}")
  }
}

extension JSONText {
  /// Appends a value of a record.
  mutating func value(_ value: RecordValue) {
    switch value {
    case .text(let text): string(text)
    case .number(let number?): integer(number)
    case .decimal(let number): bytes(of: RecordValue.digits(number))
    case .flag(let flag?): flag ? raw("true") : raw("false")
    case .number(nil), .flag(nil), .absent: raw("null")
    case .object(let fields):
      raw("{")
      var isFirst = true
      for field in fields where field.value != .absent {
        if !isFirst { raw(",") }
        isFirst = false
        string(field.name)
        raw(":")
        self.value(field.value)
      }
      raw("}")
    case .list(let texts):
      raw("[")
      for (index, text) in texts.enumerated() {
        if index > 0 { raw(",") }
        string(text)
      }
      raw("]")
    }
  }
}

extension RecordValue {
  fileprivate var cell: CSVWriter.Cell {
    switch self {
    case .text(let text): .optional(text)
    case .number(let number): number.map(CSVWriter.Cell.integer) ?? .empty
    case .decimal(let number): .text(Self.digits(number))
    case .flag(let flag): flag.map(CSVWriter.Cell.flag) ?? .empty
    case .list(let texts): .text(texts.joined(separator: " "))
    case .object, .absent: .empty
    }
  }

  /// A number with at most three digits behind the point.
  static func digits(_ number: Double) -> String {
    guard number.isFinite, abs(number) < 1e12 else { return "0" }
    let thousandths = Int((abs(number) * 1000).rounded())
    let fraction = String(thousandths % 1000 + 1000).dropFirst()
    return "\(number < 0 ? "-" : "")\(thousandths / 1000).\(fraction)"
  }

  /// The safe text of a table's cell.
  var shown: Shown {
    switch self {
    case .text(let text): Shown(text ?? "")
    case .number(let number): Shown(number.map(String.init) ?? "")
    case .decimal(let number): Shown(Self.digits(number))
    case .flag(let flag): Shown(flag.map { $0 ? "yes" : "no" } ?? "")
    case .list(let texts): Shown(texts.joined(separator: ", "))
    case .object, .absent: Shown("")
    }
  }
}
