import AppsAndBooks
import FoundationEssentials
import LocationStore
import Operations
import Screen

/// The content of an exported file: CSV, or JSON where the path ends so.
///
/// Columns bear the service's wire names (product.md section 3). Linear in the rows, one buffer.
package enum ExportText {
  /// The bytes of the file.
  package static func bytes(for request: ExportRequest) -> [UInt8] {
    bytes(of: request.source, asJSON: request.path.lowercased().hasSuffix(".json"))
  }

  /// The bytes of what is exported in one of the two formats.
  package static func bytes(of source: ExportSource, asJSON: Bool) -> [UInt8] {
    if case .theme(let choice) = source { return Array(choice.text.utf8) }
    let table = ExportTable(source)
    var writer = ExportWriter()
    if asJSON {
      writer.json(table)
    } else {
      writer.csv(table)
    }
    return writer.bytes
  }

  /// How many rows are written, for the sentence that follows.
  package static func rowCount(of source: ExportSource) -> Int { ExportTable(source).count }
}

/// One value of an exported row.
enum ExportValue: Equatable, Sendable {
  case null
  case text(String)
  case number(Int)
  case bool(Bool)
  case list([String])

  init(_ text: String?) { self = text.map { .text($0) } ?? .null }
  init(_ number: Int?) { self = number.map { .number($0) } ?? .null }
  init(_ bool: Bool?) { self = bool.map { .bool($0) } ?? .null }
  /// A moment as ISO 8601 in UTC.
  init(_ date: Date?) { self = date.map { .text($0.formatted(.iso8601)) } ?? .null }
}

/// Writes tables as CSV (RFC 4180) or as a JSON array of objects.
struct ExportWriter {
  private(set) var bytes: [UInt8] = []

  /// Writes a head and rows.
  mutating func csv(_ table: ExportTable) {
    line(table.columns.map { ExportValue.text($0) })
    for place in 0..<table.count { line(table.row(place)) }
  }

  private mutating func line(_ values: [ExportValue]) {
    for (index, value) in values.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      field(value)
    }
    bytes += [13, 10]
  }

  private mutating func field(_ value: ExportValue) {
    switch value {
    case .null: break
    case .number(let number): bytes += String(number).utf8
    case .bool(let bool): bytes += (bool ? "true" : "false").utf8
    case .list(let texts): field(.text(texts.joined(separator: " ")))
    case .text(let text):
      guard text.utf8.contains(where: { $0 == 34 || $0 == 44 || $0 == 10 || $0 == 13 }) else {
        bytes += text.utf8
        return
      }
      bytes.append(34)
      for byte in text.utf8 {
        if byte == 34 { bytes.append(34) }
        bytes.append(byte)
      }
      bytes.append(34)
    }
  }

  /// Writes an array with one object a line; what has no value is left out.
  mutating func json(_ table: ExportTable) {
    bytes.append(UInt8(ascii: "["))
    for place in 0..<table.count {
      bytes += (place == 0 ? "\n" : ",\n").utf8
      bytes.append(UInt8(ascii: "{"))
      var isFirst = true
      for (name, value) in zip(table.columns, table.row(place)) where value != .null {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
        string(name)
        bytes.append(UInt8(ascii: ":"))
        element(value)
      }
      bytes.append(UInt8(ascii: "}"))
    }
    bytes += "\n]\n".utf8
  }

  private mutating func element(_ value: ExportValue) {
    switch value {
    case .null: bytes += "null".utf8
    case .number(let number): bytes += String(number).utf8
    case .bool(let bool): bytes += (bool ? "true" : "false").utf8
    case .text(let text): string(text)
    case .list(let texts):
      bytes.append(UInt8(ascii: "["))
      for (index, text) in texts.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        string(text)
      }
      bytes.append(UInt8(ascii: "]"))
    }
  }

  private mutating func string(_ text: String) {
    let hex = Array("0123456789abcdef".utf8)
    bytes.append(34)
    for byte in text.utf8 {
      switch byte {
      case 34, 92: bytes += [92, byte]
      case 10: bytes += [92, UInt8(ascii: "n")]
      case 13: bytes += [92, UInt8(ascii: "r")]
      case 9: bytes += [92, UInt8(ascii: "t")]
      case 0..<32, 127:
        bytes += Array("\\u00".utf8) + [hex[Int(byte >> 4)], hex[Int(byte & 15)]]
      default: bytes.append(byte)
      }
    }
    bytes.append(34)
  }
}
