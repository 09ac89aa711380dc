import CNcurses
import Screen

/// What terminfo knows of a terminal: the strings that make it do things.
///
/// For what is sent beside the frames, which `CursesScreen` draws.
struct TerminalKind: Sendable {
  let name: String
  let colors: Int
  /// Whether places and styles are set by the sequences of ECMA-48.
  let isStandard: Bool
  let linesOff: [UInt8]
  let linesInit: [UInt8]
  let enter: [UInt8]
  let leave: [UInt8]
  let showCursor: [UInt8]
  let hideCursor: [UInt8]
  let reset: [UInt8]

  /// Reads the description of a terminal that is open at a descriptor.
  init(named name: String, descriptor: Int32) throws(TerminalError) {
    var found: Int32 = 0
    guard setupterm(name, descriptor, &found) == OK else { throw .unknown(name) }
    self.name = name
    let place = Self.string("cup")
    guard !place.isEmpty, tigetflag("hc") <= 0, tigetflag("gn") <= 0 else { throw .dumb(name) }
    colors = Int(max(0, tigetnum("colors")))
    isStandard = place.starts(with: [0x1B, 0x5B])
    linesOff = Self.string("rmacs")
    linesInit = Self.string("enacs")
    enter = Self.string("smcup")
    leave = Self.string("rmcup")
    showCursor = Self.string("cnorm")
    hideCursor = Self.string("civis")
    reset = Self.string("sgr0")
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

  /// The names of descriptions to draw by, the best first.
  ///
  /// A terminal that shows more colours than its name tells, and one whose description counts in true
  /// colours, are drawn on by one that counts to 256.
  func drawingNames(for depth: ColorDepth) -> [String] {
    let wantsMore = depth == .colors256 || depth == .truecolor
    guard colors > 256 || wantsMore && colors < 256 else { return [name] }
    let family = name.prefix { $0 != "-" }
    return ["\(family)-256color", "xterm-256color", name]
  }
}
