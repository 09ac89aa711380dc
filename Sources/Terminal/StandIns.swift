import CNcurses
import Screen

/// Signs that stand in ncurses for what it would draw wrongly.
///
/// ncurses believes the C library's widths, cuts a cluster after six scalars or at the second base,
/// and trusts every terminal to move as far as it thinks. Where the canvas knows better, ncurses gets
/// a sign that surely has as many cells, and `OutputFilter` writes the cluster in its place, with the
/// cursor addressed before and after it. Columns stay straight whatever the terminal makes of it.
struct StandIns {
  private struct Key: Hashable {
    var text: String
    var x: Int
  }

  /// A cluster and where it stands.
  struct Original: Hashable {
    var text: String
    var span: Int
    var x: Int
    /// Whether the line goes on behind it.
    var goesOn: Bool
  }

  /// Of one cell: the first of the supplementary private use areas.
  static let narrow = 0xF0000..<0xFFFFE
  /// Of two cells: Tangut, which nobody's app is named in; where it is, it gets stand-ins as well.
  static let wide = 0x17000..<0x187F8

  private var signs: [Key: UInt32] = [:]
  private var originals: [UInt32: Original] = [:]
  private var narrowCount = 0
  private var wideCount = 0

  /// Whether it is time to begin anew, before a frame that might need more than is left.
  var isCrowded: Bool { wideCount > Self.wide.count / 2 || narrowCount > Self.narrow.count / 2 }

  /// Forgets everything: what was drawn with it has to be drawn again.
  mutating func removeAll() { self = StandIns() }

  /// The sign for a cluster at a column; nil where all are taken.
  mutating func sign(for original: Original) -> UInt32? {
    let key = Key(text: original.text, x: original.x)
    // A line that got longer may go on now.
    if let known = signs[key], originals[known] == original { return known }
    let free =
      original.span == 2 ? Self.wide.dropFirst(wideCount) : Self.narrow.dropFirst(narrowCount)
    guard let first = free.first else { return nil }
    if original.span == 2 { wideCount += 1 } else { narrowCount += 1 }
    let sign = UInt32(first)
    signs[key] = sign
    originals[sign] = original
    return sign
  }

  /// What a sign stands for.
  func original(of sign: UInt32) -> Original? { originals[sign] }

  /// Whether the C library and all terminals agree that a scalar has these cells.
  static func isSure(_ scalar: UInt32, span: Int) -> Bool {
    let agreed =
      scalar < 0x2000 || span == 1 && scalar < 0x2600 || (0x3000..<0xFB00).contains(scalar)
      || scalar == 0x2713 || scalar == 0x2717
    guard agreed, scalar >= 0x7F else { return agreed }
    // Vowel signs of India take a cell of their own or none.
    let isMark = Unicode.Scalar(scalar)?.properties.generalCategory == .spacingMark
    return !isMark && purser_width(wchar_t(scalar)) == Int32(span)
  }

  /// The most cells that a cluster takes where its scalars are shown one by one: terminals have tables of
  /// their own.
  static func loosely(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { sum, scalar in
      let width = purser_width(wchar_t(scalar.value))
      return sum + max(width < 0 ? 2 : Int(width), TextWidth.of(scalar))
    }
  }
}
