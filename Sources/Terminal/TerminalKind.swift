import CNcurses
import Screen

/// What terminfo knows of a terminal: the strings that make it do things.
///
/// ncurses is used by its lower half alone. Its screen half sends whatever width the C library
/// believes in, cuts clusters after six scalars and has no true colours under the names that
/// terminals go by; the canvas knows better (Docs/Decisions.md).
struct TerminalKind: Sendable {
  let name: String
  let colors: Int
  /// Whether places and styles are set by the sequences of ECMA-48, which allows shorter ones.
  let isStandard: Bool
  /// Whether blanks take the ground that is set while something is erased.
  let erasesInColor: Bool
  let erasesCells: Bool
  let erasesLine: Bool
  let hasItalic: Bool
  let hasDim: Bool
  /// Line drawing of its own, by the letter of the VT100 set.
  let lines: [UInt8: UInt8]
  let linesOn: [UInt8]
  let linesOff: [UInt8]
  let linesInit: [UInt8]
  let enter: [UInt8]
  let leave: [UInt8]
  let showCursor: [UInt8]
  let hideCursor: [UInt8]
  let reset: [UInt8]
  let bold: [UInt8]
  let underline: [UInt8]
  let reverse: [UInt8]
  private let place: [UInt8]

  /// Reads the description of a terminal that is open at a descriptor.
  init(named name: String, descriptor: Int32) throws(TerminalError) {
    var found: Int32 = 0
    guard setupterm(name, descriptor, &found) == OK else { throw .unknown(name) }
    self.name = name
    place = Self.string("cup")
    guard !place.isEmpty, tigetflag("hc") <= 0, tigetflag("gn") <= 0 else { throw .dumb(name) }
    colors = Int(max(0, tigetnum("colors")))
    isStandard = place.starts(with: [0x1B, 0x5B])
    erasesInColor = tigetflag("bce") > 0
    erasesCells = Self.string("ech").starts(with: [0x1B, 0x5B])
    erasesLine = Self.string("el").starts(with: [0x1B, 0x5B])
    hasItalic = !Self.string("sitm").isEmpty
    hasDim = !Self.string("dim").isEmpty
    linesOn = Self.string("smacs")
    linesOff = Self.string("rmacs")
    linesInit = Self.string("enacs")
    enter = Self.string("smcup")
    leave = Self.string("rmcup")
    showCursor = Self.string("cnorm")
    hideCursor = Self.string("civis")
    reset = Self.string("sgr0")
    bold = Self.string("bold")
    underline = Self.string("smul")
    reverse = Self.string("rev")
    lines = Self.pairs(Self.string("acsc"))
  }

  /// Moves the cursor to a cell.
  func move(x: Int, y: Int) -> [UInt8] {
    if isStandard { return Array("\u{1B}[\(y + 1);\(x + 1)H".utf8) }
    return Self.parametrised("cup", Int32(clamping: y), Int32(clamping: x))
  }

  /// Sets the colour of the text or of the ground by its place in the terminal's palette.
  func color(_ index: UInt8, isGround: Bool) -> [UInt8] {
    Self.parametrised(isGround ? "setab" : "setaf", Int32(index))
  }

  private static func parametrised(_ name: String, _ values: Int32...) -> [UInt8] {
    guard let capability = pointer(name) else { return [] }
    let filled =
      values.count == 1
      ? purser_tiparm1(capability, values[0]) : purser_tiparm2(capability, values[0], values[1])
    return filled.map { withoutPadding($0) } ?? []
  }

  private static func string(_ name: String) -> [UInt8] {
    pointer(name).map { withoutPadding($0) } ?? []
  }

  /// The string of a capability; terminfo answers -1 for one that is none.
  private static func pointer(_ name: String) -> UnsafeMutablePointer<CChar>? {
    guard let found = tigetstr(name), Int(bitPattern: found) != -1 else { return nil }
    return found
  }

  /// The bytes without the pauses that terminals of the 1970s needed: `$<5>`.
  private static func withoutPadding(_ text: UnsafePointer<CChar>) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = Array(String(cString: text).utf8)[...]
    while let byte = rest.first {
      if rest.starts(with: [0x24, 0x3C]), let end = rest.firstIndex(of: 0x3E) {
        rest = rest[(end + 1)...]
      } else {
        bytes.append(byte)
        rest.removeFirst()
      }
    }
    return bytes
  }

  private static func pairs(_ bytes: [UInt8]) -> [UInt8: UInt8] {
    var pairs: [UInt8: UInt8] = [:]
    for place in stride(from: 0, to: bytes.count - 1, by: 2) {
      pairs[bytes[place]] = bytes[place + 1]
    }
    return pairs
  }
}
