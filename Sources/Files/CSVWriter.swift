/// Writes CSV as RFC 4180 asks, with cells that no spreadsheet takes for a formula (reliability.md 12.3).
package struct CSVWriter: Sendable {
  /// One cell.
  package enum Cell: Sendable, Equatable {
    /// Text of any origin: guarded.
    case text(String)
    /// A number made here.
    case integer(Int)
    /// A truth value, as `true` or `false`.
    case flag(Bool)
    /// Nothing.
    case empty

    /// Text, or an empty cell.
    package static func optional(_ text: String?) -> Cell { text.map(Cell.text) ?? .empty }
  }

  /// The UTF-8 written so far.
  package private(set) var bytes: [UInt8] = []

  /// A writer that has written the header.
  package init(header: [String]) {
    row(header.map(Cell.text))
  }

  /// Appends one record.
  package mutating func row(_ cells: [Cell]) {
    for (index, cell) in cells.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      switch cell {
      case .text(let text): append(text)
      case .integer(let number): bytes.append(contentsOf: String(number).utf8)
      case .flag(let value): bytes.append(contentsOf: String(value).utf8)
      case .empty: break
      }
    }
    bytes.append(contentsOf: [0x0D, 0x0A])
  }

  /// Takes out what was written so far.
  package mutating func drain() -> [UInt8] {
    defer { bytes.removeAll(keepingCapacity: true) }
    return bytes
  }

  private mutating func append(_ text: String) {
    let isGuarded = Self.isGuarded(text)
    let isQuoted =
      isGuarded
      || text.utf8.contains { [0x22, 0x2C, 0x0D, 0x0A, 0x3B, 0x09].contains($0) }
      || text.hasPrefix(" ") || text.hasSuffix(" ")
    guard isQuoted else { return bytes.append(contentsOf: text.utf8) }
    bytes.append(0x22)
    if isGuarded { bytes.append(Self.apostrophe) }
    for byte in text.utf8 {
      if byte == 0x22 { bytes.append(0x22) }
      bytes.append(byte)
    }
    bytes.append(0x22)
  }

  /// A cell as it was before it was guarded, so that what was written here is read back as it was.
  static func unguarded(_ text: String) -> String {
    guard text.utf8.first == apostrophe else { return text }
    let rest = String(text.unicodeScalars.dropFirst())
    return isGuarded(rest) ? rest : text
  }

  /// Whether a text is written behind an apostrophe: formulas, and texts that would be taken for a guarded one.
  private static func isGuarded(_ text: String) -> Bool {
    looksLikeFormula(text.unicodeScalars.drop { $0 == "'" })
  }

  /// Whether a spreadsheet may compute the text instead of showing it, also after a `;` or a tab that it takes for a separator.
  private static func looksLikeFormula(_ text: some Sequence<Unicode.Scalar>) -> Bool {
    var isStart = true
    for scalar in text {
      if isStart && starters.contains(scalar) { return true }
      isStart = scalar == ";" || scalar == "\t"
    }
    return false
  }

  private static let apostrophe = UInt8(ascii: "'")
  private static let starters: Set<Unicode.Scalar> = [
    "=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠",
  ]
}
