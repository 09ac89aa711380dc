import CNcurses
import Screen

/// The colours ncurses draws with: a place in its palette for each, and a pair for each two.
///
/// ncurses counts colours, it does not see them. So a true colour gets any free place from 16 on, and
/// `OutputFilter` puts the colour itself where ncurses wrote the place. The terminal's own palette is
/// never changed.
struct ColorTable {
  private struct Pair: Hashable {
    var foreground: TerminalColor
    var background: TerminalColor
  }

  /// What a place stands for, where it stands for a true colour.
  private(set) var exact: [UInt8: TerminalColor] = [:]
  private var places: [TerminalColor: UInt8] = [:]
  private var pairs: [Pair: Int32] = [:]
  private let limit: Int
  private let hasDefault: Bool

  init(pairs: Int, hasDefault: Bool) {
    limit = pairs
    self.hasDefault = hasDefault
  }

  /// Whether it is time to begin anew, before a frame that might need more than is left.
  var isCrowded: Bool { places.count > 120 || pairs.count > limit / 2 && limit > 0 }

  /// Forgets everything: what was drawn with it has to be drawn again.
  mutating func removeAll() {
    reset_color_pairs()
    (exact, places, pairs) = ([:], [:], [:])
  }

  /// The pair for a text and its ground; 0, the terminal's own, where there are none left.
  mutating func pair(of style: ResolvedStyle) -> Int32 {
    let pair = Pair(foreground: style.foreground, background: style.background)
    if pair.foreground == .standard, pair.background == .standard { return 0 }
    if let known = pairs[pair] { return known }
    guard pairs.count + 1 < limit else { return 0 }
    let number = Int32(pairs.count + 1)
    let foreground = place(of: pair.foreground, standard: 7)
    let background = place(of: pair.background, standard: 0)
    guard init_extended_pair(number, foreground, background) == OK else { return 0 }
    pairs[pair] = number
    return number
  }

  private mutating func place(of color: TerminalColor, standard: Int32) -> Int32 {
    switch color {
    case .standard: return hasDefault ? -1 : standard
    case .indexed(let index): return Int32(index)
    case .rgb(let red, let green, let blue):
      if let known = places[color] { return Int32(known) }
      // A theme of more than 240 colours gets the nearest of the fixed ones for the rest.
      guard let free = UInt8(exactly: 16 + places.count) else {
        return Int32(RGB(red, green, blue).nearest256)
      }
      places[color] = free
      exact[free] = color
      return Int32(free)
    }
  }
}
