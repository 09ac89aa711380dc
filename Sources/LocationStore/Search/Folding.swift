/// Lower-cases and strips diacritics, so that «Ärzte» is found by `arzte`.
enum Folding {
  /// The folded bytes of a text.
  static func folded(_ text: String) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(text.utf8.count)
    var isASCII = true
    for byte in text.utf8 {
      if byte >= 0x80 {
        isASCII = false
        break
      }
      out.append(lowercased(byte))
    }
    if isASCII { return out }
    out.removeAll(keepingCapacity: true)
    for scalar in text.unicodeScalars { append(scalar, to: &out) }
    return out
  }

  /// The folded form of an ASCII byte.
  static func lowercased(_ byte: UInt8) -> UInt8 {
    byte &- 65 < 26 ? byte | 0x20 : byte
  }

  /// Appends the folded form of a scalar; combining marks vanish.
  static func append(_ scalar: Unicode.Scalar, to out: inout [UInt8]) {
    if scalar.isASCII {
      out.append(lowercased(UInt8(scalar.value)))
    } else if (0x300...0x36f).contains(scalar.value) {
      return
    } else if let base = singles[scalar] {
      out.append(contentsOf: Unicode.UTF8.encode(base) ?? .init())
    } else if let pair = FoldingTable.pairs[scalar] {
      out.append(contentsOf: pair.utf8)
    } else {
      out.append(contentsOf: scalar.properties.lowercaseMapping.utf8)
    }
  }

  private static let singles: [Unicode.Scalar: Unicode.Scalar] = {
    var table: [Unicode.Scalar: Unicode.Scalar] = [:]
    for group in FoldingTable.groups.split(separator: " ") {
      guard let base = group.unicodeScalars.first else { continue }
      for letter in group.unicodeScalars.dropFirst() { table[letter] = base }
    }
    return table
  }()
}
