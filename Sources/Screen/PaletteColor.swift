/// A colour of a theme, for every kind of terminal.
package struct PaletteColor: Hashable, Sendable {
  /// The exact colour.
  package var rgb: RGB
  /// Its place among 256, from 16 on: the lower ones are the person's own.
  package var index256: UInt8
  /// Its place among 16; nil leaves it to the terminal.
  package var index16: UInt8?
  /// What makes up for the missing colour among 16.
  package var attributes16: TextAttributes

  /// Creates a colour of which only the exact value is known.
  package init(rgb: RGB) {
    self.rgb = rgb
    index256 = rgb.nearest256
    attributes16 = []
  }

  /// Creates a colour from the three columns of a palette; nil where a column can't be read.
  init?(hex: String, index256: Int, name16: String) {
    guard let rgb = RGB(hex: hex), let index = UInt8(exactly: index256) else { return nil }
    let parts = name16.split(separator: ",").map { Self.trimmed($0) }
    guard let name = parts.first, let place = Self.names16.firstIndex(of: name) else { return nil }
    self.rgb = rgb
    self.index256 = index
    index16 = place == 0 ? nil : UInt8(place - 1)
    attributes16 = []
    for part in parts.dropFirst() {
      guard let attribute = TextAttributes(name: part) else { return nil }
      attributes16.insert(attribute)
    }
  }

  private static func trimmed(_ text: Substring) -> String {
    String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }

  /// The names of the 16, behind the one for the terminal's own.
  static let names16 =
    ["default"] + base16 + base16.map { "bright \($0)" }
  private static let base16 = [
    "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
  ]
}

/// A colour by its red, green and blue.
package struct RGB: Hashable, Sendable {
  package var red: UInt8
  package var green: UInt8
  package var blue: UInt8

  /// Creates a colour.
  package init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// Reads `#rrggbb`.
  package init?(hex: String) {
    guard hex.first == "#", hex.utf8.count == 7, let value = UInt32(hex.dropFirst(), radix: 16),
      hex.dropFirst().allSatisfy(\.isHexDigit)
    else { return nil }
    self.init(
      UInt8(truncatingIfNeeded: value >> 16), UInt8(truncatingIfNeeded: value >> 8),
      UInt8(truncatingIfNeeded: value))
  }

  /// The colour at a place among 256.
  ///
  /// The lower 16 are the terminal's own; these are xterm's.
  package init(index256 index: UInt8) {
    if index >= 232 {
      let level = 8 + 10 * (index - 232)
      self.init(level, level, level)
    } else if index >= 16 {
      let place = Int(index) - 16
      self.init(
        Self.levels[place / 36], Self.levels[place / 6 % 6], Self.levels[place % 6])
    } else {
      self = Self.xterm16[Int(index)]
    }
  }

  private static let levels: [UInt8] = [0, 95, 135, 175, 215, 255]
  private static let xterm16 = [
    RGB(0, 0, 0), RGB(205, 0, 0), RGB(0, 205, 0), RGB(205, 205, 0), RGB(0, 0, 238),
    RGB(205, 0, 205), RGB(0, 205, 205), RGB(229, 229, 229), RGB(127, 127, 127), RGB(255, 0, 0),
    RGB(0, 255, 0), RGB(255, 255, 0), RGB(92, 92, 255), RGB(255, 0, 255), RGB(0, 255, 255),
    RGB(255, 255, 255),
  ]

  /// The place among the upper 240 of 256 that comes nearest.
  package var nearest256: UInt8 {
    (16...255).min { distance(to: RGB(index256: $0)) < distance(to: RGB(index256: $1)) } ?? 16
  }

  private func distance(to other: RGB) -> Int {
    let red = Int(red) - Int(other.red)
    let green = Int(green) - Int(other.green)
    let blue = Int(blue) - Int(other.blue)
    return 2 * red * red + 4 * green * green + 3 * blue * blue
  }
}
