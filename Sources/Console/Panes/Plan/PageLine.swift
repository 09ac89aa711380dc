import AppsAndBooks
import FoundationEssentials
import LocationStore
import Operations
import Screen

/// A line of a page that reads like a receipt: texts at fixed columns.
struct PageLine: Equatable, Sendable {
  /// A text at a column.
  struct Item: Equatable, Sendable {
    var text: Shown
    var role: Role
    /// The first column, or the last one where it stands at its right edge.
    var x: Int
    var align: Alignment
  }

  private(set) var items: [Item] = []

  /// A blank line.
  init() {}

  /// A line with one text.
  init(_ text: Shown, _ role: Role = .text, at x: Int) {
    put(text, role, at: x)
  }

  /// Adds a text that begins at a column; an empty one adds nothing.
  mutating func put(_ text: Shown, _ role: Role = .text, at x: Int) {
    guard !text.isEmpty else { return }
    items.append(Item(text: text, role: role, x: x, align: .left))
  }

  /// Adds a text whose last cell is a column.
  mutating func put(_ text: Shown, _ role: Role = .text, endingAt x: Int) {
    guard !text.isEmpty else { return }
    items.append(Item(text: text, role: role, x: x, align: .right))
  }

  /// The line with one more text.
  func with(_ text: Shown, _ role: Role = .text, at x: Int) -> PageLine {
    var line = self
    line.put(text, role, at: x)
    return line
  }

  /// The line with one more text that ends at a column.
  func with(_ text: Shown, _ role: Role = .text, endingAt x: Int) -> PageLine {
    var line = self
    line.put(text, role, endingAt: x)
    return line
  }
}

extension [PageLine] {
  /// Adds a text at a column, wrapped at words to a width; `first` continues the line begun by the caller.
  mutating func append(
    wrapped text: String, _ role: Role = .text, at x: Int, width: Int, first: PageLine = PageLine()
  ) {
    let pieces = WordWrap.lines(text, width: width)
    guard !pieces.isEmpty else { return append(first) }
    for (index, piece) in pieces.enumerated() {
      append((index == 0 ? first : PageLine()).with(piece, role, at: x))
    }
  }

  /// The lines without blank ones at the end.
  var trimmed: [PageLine] {
    var lines = self
    while lines.last?.items.isEmpty == true { lines.removeLast() }
    return lines
  }
}

extension Canvas {
  /// Draws lines from the top of a rectangle, as many as fit; columns count from its left edge.
  mutating func put(_ lines: some Sequence<PageLine>, in rect: Rect) {
    for (index, line) in lines.enumerated() {
      guard index < rect.height else { return }
      for item in line.items {
        if item.align == .left {
          put(
            item.text, x: rect.x + item.x, y: rect.y + index, width: rect.width - item.x,
            role: item.role)
        } else {
          let width = Swift.min(item.text.width, item.x + 1)
          put(
            item.text, x: rect.x + item.x + 1 - width, y: rect.y + index, width: width,
            role: item.role, align: .right)
        }
      }
    }
  }
}

extension Canvas {
  /// Draws lines from an offset on; where not all have room, the last row tells how many are above and below.
  mutating func put(scrolling lines: [PageLine], offset: Int, more key: Shown = "", in rect: Rect) {
    guard lines.count > rect.height, rect.height > 1 else { return put(lines, in: rect) }
    let room = rect.height - 1
    let first = Swift.max(0, Swift.min(offset, lines.count - room))
    put(lines[first..<(first + room)], in: rect)
    put(above: first, below: lines.count - first - room, key, in: rect.row(-1))
  }

  /// Draws «↑ 3 more  ↓ 9 more» at the right edge of a row.
  mutating func put(above: Int, below: Int, _ key: Shown = "", in row: Rect) {
    let parts = [above > 0 ? "↑ \(above) more" : "", below > 0 ? "↓ \(below) more" : ""]
    var text = Shown(parts.filter { !$0.isEmpty }.joined(separator: "  "))
    if !key.isEmpty, below > 0 { text += ": " + key }
    put(text, x: row.maxX - text.width - 1, y: row.y, role: .textDim)
  }

  /// The offset at which the last of so many lines is shown.
  static func lastOffset(lines: Int, height: Int) -> Int {
    lines > height ? lines - Swift.max(1, height - 1) : 0
  }
}

/// Breaks sentences at words (screens.md: «Sentences on pages wrap at words»).
enum WordWrap {
  /// The lines of a text for a width in cells; a word wider than the width stands alone and is cut.
  ///
  /// A command line to be copied, from `purser` to the end of the sentence, counts as one word where it fits.
  static func lines(_ text: String, width: Int) -> [Shown] {
    guard width > 0 else { return [] }
    var lines: [Shown] = []
    var line: Shown = ""
    for word in words(text, width: width) {
      let shown = Shown(word)
      if line.isEmpty {
        line = shown
      } else if line.width + 1 + shown.width <= width {
        line = line + " " + shown
      } else {
        lines.append(line.cut(to: width))
        line = shown
      }
    }
    if !line.isEmpty { lines.append(line.cut(to: width)) }
    return lines
  }

  private static func words(_ text: String, width: Int) -> [String] {
    var words = text.split(separator: " ").map(String.init)
    guard let start = words.firstIndex(of: "purser") else { return words }
    let end = words[start...].firstIndex { $0.hasSuffix(".") || $0.hasSuffix(";") }
    let range = start...(end ?? words.count - 1)
    let command = words[range].joined(separator: " ")
    if Shown(command).width <= width { words.replaceSubrange(range, with: [command]) }
    return words
  }
}
