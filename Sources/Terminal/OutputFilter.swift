import Screen

/// Rewrites what ncurses drew into what the terminal is sent.
///
/// Three things ncurses can't: true colours under the names that terminals go by, clusters (see
/// `StandIns`), and styles that change by what differs instead of from nothing; the last makes a move
/// of the cursor a third as long. Places, erasing and order stay as ncurses chose them.
struct OutputFilter {
  private var pen: Pen
  private var wanted = RequestedStyle()
  /// What the signs are drawn from: the sequence that was sent last, and the one asked for.
  private var sentSet: [UInt8]
  private var wantedSet: [UInt8]
  private let plainSet: [UInt8]
  private var input: [UInt8] = []
  private var output: [UInt8] = []
  /// The style asked for, in the colours the terminal gets; nil until it is needed.
  private var target: ResolvedStyle?
  private var colors: [UInt8: TerminalColor] = [:]

  init(kind: TerminalKind) {
    self.init(plainSet: kind.linesOff, endsSingly: kind.colors > 0)
  }

  init(plainSet: [UInt8], endsSingly: Bool) {
    pen = Pen(endsSingly: endsSingly)
    self.plainSet = plainSet
    sentSet = plainSet
    wantedSet = plainSet
  }

  /// Forgets how the terminal writes, after something else wrote to it.
  mutating func forget() {
    pen.forget()
    sentSet = []
  }

  /// The bytes for the terminal; `colors` are the true ones by the places ncurses has for them.
  mutating func rewrite(
    _ bytes: [UInt8], colors: [UInt8: TerminalColor], standIns: StandIns
  ) -> [UInt8] {
    (input, output, target, self.colors) = (bytes, [], nil, colors)
    output.reserveCapacity(bytes.count)
    var place = 0
    while place < input.count {
      switch input[place] {
      case 0x1B: place = escape(at: place)
      case 0x0E, 0x0F:
        wantedSet = [input[place]]
        place += 1
      case ..<0x20:
        // The line that scrolls in takes the ground of the moment.
        if input[place] == 0x0A { setGround() }
        output.append(input[place])
        place += 1
      default: place = sign(at: place, standIns)
      }
    }
    return output
  }

  private mutating func escape(at place: Int) -> Int {
    guard place + 1 < input.count else { return place + 1 }
    switch input[place + 1] {
    case 0x28:
      let end = min(place + 3, input.count)
      wantedSet = Array(input[place..<end])
      return end
    case 0x5B:
      guard let last = input[(place + 2)...].firstIndex(where: { (0x40...0x7E).contains($0) })
      else { return input.count }
      control(input[(place + 2)..<last], final: input[last])
      return last + 1
    default:
      if input[place + 1] == 0x4D { setGround() }
      output += input[place...(place + 1)]
      return place + 2
    }
  }

  private mutating func control(_ parameters: ArraySlice<UInt8>, final: UInt8) {
    let isPrivate = parameters.first.map { $0 > 0x3B } ?? false
    switch final {
    case UInt8(ascii: "m") where !isPrivate:
      let unknown = wanted.take(parameters)
      target = nil
      guard !unknown.isEmpty else { return }
      output += Array("\u{1B}[\(unknown.map(String.init).joined(separator: ";"))m".utf8)
      return
    case UInt8(ascii: "K"), UInt8(ascii: "J"), UInt8(ascii: "X"), UInt8(ascii: "S"),
      UInt8(ascii: "T"), UInt8(ascii: "L"), UInt8(ascii: "M"):
      setGround()
    case UInt8(ascii: "b"): setStyle()
    default: break
    }
    output += [0x1B, 0x5B] + parameters + [final]
  }

  private mutating func sign(at place: Int, _ standIns: StandIns) -> Int {
    let byte = input[place]
    if sentSet != wantedSet {
      output += wantedSet
      sentSet = wantedSet
    }
    if byte != 0x20 || !Self.looksAlike(pen.style, wantedStyle()) { setStyle() }
    if byte >= 0xF0, place + 3 < input.count,
      let original = standIns.original(of: Self.scalar(input[place..<(place + 4)]))
    {
      write(original)
      return place + 4
    }
    output.append(byte)
    return place + 1
  }

  private mutating func write(_ original: StandIns.Original) {
    // A terminal that thinks it narrower would leave standing what was there.
    output += [UInt8](repeating: 0x20, count: original.span) + Self.column(original.x)
    output += Array(original.text.utf8)
    if original.goesOn { output += Self.column(original.x + original.span) }
  }

  private static func column(_ x: Int) -> [UInt8] { Array("\u{1B}[\(x + 1)G".utf8) }

  private static func scalar(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    bytes.dropFirst().reduce(UInt32(bytes.first ?? 0) & 0x07) { $0 << 6 | UInt32($1 & 0x3F) }
  }

  private mutating func setStyle() {
    output += pen.change(to: wantedStyle())
  }

  /// Of the style only the ground counts while something is erased.
  private mutating func setGround() {
    var style = pen.style ?? wantedStyle()
    style.background = wantedStyle().background
    style.attributes.subtract([.underline, .reverse])
    output += pen.change(to: style)
  }

  private mutating func wantedStyle() -> ResolvedStyle {
    if let target { return target }
    var style = wanted.style
    style.foreground = exact(style.foreground)
    style.background = exact(style.background)
    target = style
    return style
  }

  private func exact(_ color: TerminalColor) -> TerminalColor {
    guard case .indexed(let index) = color else { return color }
    return colors[index] ?? color
  }

  /// Whether blanks of two styles can't be told apart.
  private static func looksAlike(_ left: ResolvedStyle?, _ right: ResolvedStyle) -> Bool {
    guard let left else { return false }
    let marks: TextAttributes = [.underline, .reverse]
    return left == right
      || left.background == right.background
        && left.attributes.isDisjoint(with: marks) && right.attributes.isDisjoint(with: marks)
  }
}
