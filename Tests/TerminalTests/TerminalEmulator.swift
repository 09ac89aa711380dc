import Screen

/// A terminal that knows exactly the sequences Purser may write, and refuses every other.
///
/// Test code of its own: nothing of it comes from the program, so that a mistake of the program can't
/// be hidden by the same mistake here. A sign never wraps, since a frame has no reason to.
struct TerminalEmulator {
  /// What stands in one cell.
  struct Cell: Equatable {
    var text = " "
    var style = ResolvedStyle()
    /// 2 for a wide sign, 0 for its second half.
    var span = 1
  }

  /// How the terminal counts the cells of what is more than one scalar.
  enum Widths: CaseIterable {
    /// As one sign, the way the newer ones do.
    case clusters
    /// Scalar by scalar, as xterm and tmux.
    case scalars
    /// Scalar by scalar, and pictures as narrow ones, as with an old table of widths.
    case narrowPictures
  }

  /// Bytes that are none of ours.
  struct Stranger: Error, CustomStringConvertible {
    let description: String
  }

  private(set) var size: Size
  private(set) var cells: [Cell]
  private(set) var cursor = Point(x: 0, y: 0)
  private(set) var isCursorShown = true
  var style = ResolvedStyle()
  /// Every sequence that came, by its shape: `CSI n;n H`.
  private(set) var shapes: Set<String> = []
  private let widths: Widths
  /// Whether erasing keeps the ground (terminfo's `bce`).
  private let erasesWithGround: Bool
  private var isFull = false
  /// Whether a sign in the last column lets the next one wrap.
  private var wraps = true
  /// The lines that scroll.
  private var region: Range<Int>
  private var graphics: (g0: Bool, g1: Bool, isShifted: Bool) = (false, false, false)
  private var saved: (Point, ResolvedStyle, Bool, Bool, Bool)?
  private var lastPut: Int?
  private var lastScalar: Unicode.Scalar?

  init(size: Size, widths: Widths, erasesWithGround: Bool) {
    self.size = size
    self.widths = widths
    self.erasesWithGround = erasesWithGround
    region = 0..<size.height
    cells = Array(repeating: Cell(), count: size.width * size.height)
  }

  /// Takes a new size; what stands there then is nobody's business, so it is rubbish.
  mutating func resize(to size: Size) {
    self.size = size
    region = 0..<size.height
    cells = Array(repeating: Cell(text: "#"), count: size.width * size.height)
    cursor = Point(x: min(cursor.x, size.width - 1), y: min(cursor.y, size.height - 1))
    isFull = false
    lastPut = nil
  }

  subscript(x: Int, y: Int) -> Cell { cells[y * size.width + x] }

  /// The lines as text.
  var text: [String] {
    (0..<size.height).map { y in
      (0..<size.width).map { self[$0, y] }.filter { $0.span > 0 }.map(\.text).joined()
    }
  }

  /// Takes the bytes of one write, in which nothing may be left unfinished.
  mutating func feed(_ bytes: [UInt8]) throws {
    var place = 0
    while place < bytes.count {
      switch bytes[place] {
      case 0x1B: place = try escape(bytes, at: place + 1)
      case 0..<0x20, 0x7F:
        try control(bytes[place])
        place += 1
      case let first:
        let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        let end = place + length
        guard end <= bytes.count,
          let text = String(validating: bytes[place..<end], as: UTF8.self),
          let scalar = text.unicodeScalars.first
        else { throw Stranger(description: "no UTF-8 at \(place): \(bytes[place])") }
        try put(scalar)
        place = end
      }
    }
  }

  // MARK: - Moving

  private mutating func move(x: Int, y: Int) throws {
    guard (0..<size.width).contains(x), (0..<size.height).contains(y) else {
      throw Stranger(description: "the cursor is sent to \(x), \(y) of \(size)")
    }
    cursor = Point(x: x, y: y)
    isFull = false
    lastPut = nil
  }

  private mutating func control(_ byte: UInt8) throws {
    switch byte {
    case 0x08: try move(x: max(0, cursor.x - 1), y: cursor.y)
    case 0x09: try move(x: min(size.width - 1, (cursor.x / 8 + 1) * 8), y: cursor.y)
    case 0x0A:
      if cursor.y == region.upperBound - 1 {
        scroll(region, by: 1)
      } else {
        try move(x: cursor.x, y: cursor.y + 1)
      }
    case 0x0D: try move(x: 0, y: cursor.y)
    case 0x0E: graphics.isShifted = true
    case 0x0F: graphics.isShifted = false
    default: throw Stranger(description: "control character \(byte)")
    }
    shapes.insert("C0 \(byte)")
  }

  // MARK: - Sequences

  private mutating func escape(_ bytes: [UInt8], at place: Int) throws -> Int {
    guard place < bytes.count else { throw Stranger(description: "an escape byte alone") }
    switch bytes[place] {
    case UInt8(ascii: "("), UInt8(ascii: ")"):
      guard place + 1 < bytes.count, [0x30, 0x42].contains(bytes[place + 1]) else {
        throw Stranger(description: "a character set that is unknown")
      }
      let isGraphics = bytes[place + 1] == 0x30
      if bytes[place] == 0x28 { graphics.g0 = isGraphics } else { graphics.g1 = isGraphics }
      shapes.insert("ESC \(Character(Unicode.Scalar(bytes[place])))")
      return place + 2
    case UInt8(ascii: "["): return try controlSequence(bytes, from: place + 1)
    case UInt8(ascii: "7"):
      saved = (cursor, style, graphics.g0, graphics.g1, graphics.isShifted)
      shapes.insert("ESC 7")
      return place + 1
    case UInt8(ascii: "8"):
      guard let saved else { throw Stranger(description: "nothing was saved") }
      try move(x: saved.0.x, y: saved.0.y)
      style = saved.1
      graphics = (saved.2, saved.3, saved.4)
      shapes.insert("ESC 8")
      return place + 1
    case UInt8(ascii: "M"):
      if cursor.y == region.lowerBound {
        scroll(region, by: -1)
      } else {
        try move(x: cursor.x, y: cursor.y - 1)
      }
      shapes.insert("ESC M")
      return place + 1
    default: throw Stranger(description: "ESC \(bytes[place])")
    }
  }

  private mutating func controlSequence(_ bytes: [UInt8], from start: Int) throws -> Int {
    guard
      let end = bytes[start...].firstIndex(where: { !(0x30...0x3F).contains($0) }),
      end - start < 40
    else { throw Stranger(description: "a sequence without an end") }
    let text = String(decoding: bytes[start..<end], as: UTF8.self)
    let final = Character(Unicode.Scalar(bytes[end]))
    let isPrivate = text.hasPrefix("?")
    let fields = (isPrivate ? text.dropFirst() : text[...])
      .split(separator: ";", omittingEmptySubsequences: false)
    let numbers = fields.map { Int($0) ?? 0 }
    guard fields.allSatisfy({ $0.allSatisfy(\.isNumber) }) else {
      throw Stranger(description: "CSI \(text)\(final)")
    }
    shapes.insert("CSI \(isPrivate ? text : "")\(final)")
    do {
      if isPrivate { try mode(numbers, final) } else { try perform(final, numbers) }
    } catch let error as Stranger {
      throw Stranger(description: "CSI \(text)\(final): \(error)")
    }
    return end + 1
  }

  private mutating func mode(_ numbers: [Int], _ final: Character) throws {
    for number in numbers {
      switch (number, final) {
      case (25, "h"): isCursorShown = true
      case (25, "l"): isCursorShown = false
      case (12, "l"), (12, "h"): break
      case (7, "h"): wraps = true
      case (7, "l"): wraps = false
      // How the cursor of the Linux console looks.
      case (0, "c"), (1, "c"): break
      default: throw Stranger(description: "an unknown mode")
      }
    }
  }

  private mutating func perform(_ final: Character, _ numbers: [Int]) throws {
    let first = numbers.first ?? 0
    let count = max(1, first)
    guard numbers.count < 2 || "Hmr".contains(final) else {
      throw Stranger(description: "too many numbers")
    }
    switch final {
    case "H":
      guard numbers.count < 3 else { throw Stranger(description: "too many numbers") }
      try move(x: max(1, numbers.count > 1 ? numbers[1] : 1) - 1, y: count - 1)
    case "A": try move(x: cursor.x, y: max(0, cursor.y - count))
    case "B": try move(x: cursor.x, y: cursor.y + count)
    case "C": try move(x: cursor.x + count, y: cursor.y)
    case "D": try move(x: max(0, cursor.x - count), y: cursor.y)
    case "G": try move(x: count - 1, y: cursor.y)
    case "d": try move(x: cursor.x, y: count - 1)
    case "Z": try move(x: max(0, (cursor.x - 1) / 8 * 8), y: cursor.y)
    case "r": try setRegion(numbers)
    case "S": scroll(region, by: count)
    case "T": scroll(region, by: -count)
    case "L": try scrollFromCursor(by: -count)
    case "M": try scrollFromCursor(by: count)
    case "K": try erase(line: first)
    case "J": try erase(screen: first)
    case "X": erase(cursor.x..<min(size.width, cursor.x + count), y: cursor.y)
    case "@":
      let row = cursor.y * size.width
      split(cursor.x, cursor.y)
      let count = min(count, size.width - cursor.x)
      for x in ((cursor.x + count)..<size.width).reversed() {
        cells[row + x] = cells[row + x - count]
      }
      for x in cursor.x..<(cursor.x + count) { cells[row + x] = Cell(style: style) }
      lastPut = nil
    case "h" where first == 34, "l" where first == 34: break
    case "b":
      guard let scalar = lastScalar, lastPut != nil else {
        throw Stranger(description: "nothing to repeat")
      }
      for _ in 0..<count { try put(scalar) }
    case "m": try setStyle(numbers)
    default: throw Stranger(description: "an unknown sequence")
    }
  }

  // MARK: - Scrolling

  private mutating func setRegion(_ numbers: [Int]) throws {
    guard numbers.count == 2, numbers[0] >= 1, numbers[0] < numbers[1], numbers[1] <= size.height
    else { throw Stranger(description: "no lines to scroll") }
    region = (numbers[0] - 1)..<numbers[1]
    try move(x: 0, y: 0)
  }

  /// Deletes lines at the cursor, or inserts them where the number is less than 0.
  private mutating func scrollFromCursor(by count: Int) throws {
    guard region.contains(cursor.y) else { throw Stranger(description: "lines outside the region") }
    scroll(cursor.y..<region.upperBound, by: count)
  }

  /// Moves some lines up, or down where the number is less than 0.
  private mutating func scroll(_ lines: Range<Int>, by count: Int) {
    let width = size.width
    let before = cells
    let blank = Cell(
      style: ResolvedStyle(background: erasesWithGround ? style.background : .standard))
    for y in lines {
      let source = y + count
      for x in 0..<width {
        cells[y * width + x] = lines.contains(source) ? before[source * width + x] : blank
      }
    }
    lastPut = nil
  }

  // MARK: - Erasing

  private mutating func erase(line kind: Int) throws {
    switch kind {
    case 0: erase(cursor.x..<size.width, y: cursor.y)
    case 1: erase(0..<(cursor.x + 1), y: cursor.y)
    default: throw Stranger(description: "unknown")
    }
  }

  private mutating func erase(screen kind: Int) throws {
    switch kind {
    case 0:
      erase(cursor.x..<size.width, y: cursor.y)
      for y in (cursor.y + 1)..<max(cursor.y + 1, size.height) { erase(0..<size.width, y: y) }
    case 2: for y in 0..<size.height { erase(0..<size.width, y: y) }
    case 3: break
    default: throw Stranger(description: "unknown")
    }
  }

  private mutating func erase(_ columns: Range<Int>, y: Int) {
    guard let first = columns.first, let last = columns.last else { return }
    split(first, y)
    split(last + 1, y)
    let ground = erasesWithGround ? style.background : .standard
    for x in columns {
      cells[y * size.width + x] = Cell(style: ResolvedStyle(background: ground))
    }
    lastPut = nil
  }

  // MARK: - Signs

  private mutating func put(_ scalar: Unicode.Scalar) throws {
    let scalar = isGraphics ? Self.graphic(scalar) : scalar
    lastScalar = scalar
    if joins(scalar) { return }
    let width = width(of: scalar)
    if width == 0 {
      // A mark belongs to the sign before it; where there is none, the terminal drops it.
      if let lastPut { cells[lastPut].text.unicodeScalars.append(scalar) }
      return
    }
    guard !isFull, cursor.x + width <= size.width else {
      throw Stranger(description: "U+\(String(scalar.value, radix: 16)) would wrap")
    }
    place(String(Character(scalar)), width: width)
  }

  private mutating func place(_ text: String, width: Int) {
    let start = cursor.y * size.width + cursor.x
    split(cursor.x, cursor.y)
    split(cursor.x + width, cursor.y)
    cells[start] = Cell(text: text, style: style, span: width)
    if width == 2 { cells[start + 1] = Cell(style: style, span: 0) }
    lastPut = start
    cursor.x += width
    if cursor.x == size.width {
      cursor.x -= 1
      isFull = wraps
    }
  }

  /// Whether the scalar goes on with the sign before it, which may get wider by it.
  private mutating func joins(_ scalar: Unicode.Scalar) -> Bool {
    // Two vowels of Thai and Lao stand in a cell of their own everywhere.
    guard widths == .clusters, let lastPut, ![0xE33, 0xEB3].contains(scalar.value) else {
      return false
    }
    var text = cells[lastPut].text
    text.unicodeScalars.append(scalar)
    guard text.count == 1 else { return false }
    cells[lastPut].text = text
    guard cells[lastPut].span == 1, TextWidth.of(text) == 2, !isFull else { return true }
    let style = cells[lastPut].style
    cursor.x -= 1
    self.style = style
    place(text, width: 2)
    return true
  }

  /// Blanks a wide sign that a border goes through.
  private mutating func split(_ x: Int, _ y: Int) {
    guard x > 0, x < size.width, cells[y * size.width + x].span == 0 else { return }
    for half in [x - 1, x] {
      cells[y * size.width + half].text = " "
      cells[y * size.width + half].span = 1
    }
  }

  private func width(of scalar: Unicode.Scalar) -> Int {
    let width = TextWidth.of(scalar)
    let isPicture = (0x2300..<0x3000).contains(scalar.value) || scalar.value >= 0x1F000
    return widths == .narrowPictures && isPicture ? min(1, width) : width
  }

  private var isGraphics: Bool { graphics.isShifted ? graphics.g1 : graphics.g0 }

  private static func graphic(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    let lines: [Unicode.Scalar: Unicode.Scalar] = [
      "q": "─", "x": "│", "w": "┬", "v": "┴", "u": "┤", "t": "├", "n": "┼", "l": "┌", "k": "┐",
      "m": "└", "j": "┘",
    ]
    return lines[scalar] ?? scalar
  }
}
