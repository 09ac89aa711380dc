/// The cells that text takes, from one table for layout, drawing and tests.
package enum TextWidth {
  /// The cells of a text that is safe to show.
  package static func of(_ text: String) -> Int {
    var total = 0
    forEachCluster(of: text) { _, _, span in total += span }
    return total
  }

  /// The cells of one character.
  package static func of(_ character: Character) -> Int {
    if let ascii = character.asciiValue { return ascii < 0x20 || ascii == 0x7F ? 0 : 1 }
    return of(String(character))
  }

  /// The cells of one scalar on its own: 0 where it joins the one before, 2 where it is wide.
  package static func of(_ scalar: Unicode.Scalar) -> Int {
    let value = scalar.value
    if value < 0x300 {
      return value < 0x20 || value >= 0x7F && value < 0xA0 || value == 0xAD ? 0 : 1
    }
    if contains(value, in: zeroRanges) { return 0 }
    return contains(value, in: wideRanges) ? 2 : 1
  }

  /// Whether a scalar is safe to show, takes one cell, and joins nothing that is simple as well.
  ///
  /// The Latin letters and the signs and lines of the program: it saves most texts the long way.
  static func isSimple(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20..<0x7F, 0xA0..<0xAD, 0xAE..<0x300: true
    case 0x2010...0x2027, 0x2190...0x22FF, 0x2500...0x25A0, 0x2713, 0x2717: true
    default: false
    }
  }

  private static func contains(_ value: UInt32, in ranges: [ClosedRange<UInt32>]) -> Bool {
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound < value { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].contains(value)
  }

  /// Whether the end of one safe text and the start of another could become one character.
  static func mayJoin(_ left: String, _ right: String) -> Bool {
    guard let last = left.unicodeScalars.last, let first = right.unicodeScalars.first else {
      return false
    }
    return last.value >= 0x300 && first.value >= 0x300
  }
}
