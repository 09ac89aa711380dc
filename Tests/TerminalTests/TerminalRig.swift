import CNcurses
import Glibc
import Screen

@testable import Terminal

/// A terminal of one kind, from canvas to cells: the painter, its bytes, and the emulator that reads
/// them.
struct TerminalRig {
  /// A terminal to try.
  struct Kind: CustomStringConvertible, Sendable {
    var term: String
    var depth: ColorDepth
    var glyphs = GlyphSet.unicode
    var widths = TerminalEmulator.Widths.scalars
    var description: String { "\(term) \(depth) \(glyphs) \(widths)" }
  }

  /// A cell that is not what the canvas has.
  struct Difference: Error, CustomStringConvertible {
    let description: String
  }

  let kind: Kind
  private(set) var emulator: TerminalEmulator
  private var painter: FramePainter
  private var shown: (canvas: Canvas, theme: Theme)?
  /// Bytes written so far.
  private(set) var count = 0

  init(_ kind: Kind, size: Size) throws {
    setlocale(LC_CTYPE, kind.glyphs == .ascii ? "C" : "C.UTF-8")
    self.kind = kind
    let null = open("/dev/null", O_RDWR)
    defer { Glibc.close(null) }
    let terminal = try TerminalKind(named: kind.term, descriptor: null)
    emulator = TerminalEmulator(
      size: size, widths: kind.widths, erasesWithGround: tigetflag("bce") > 0)
    let screen = terminal.drawingNames(for: kind.depth).lazy
      .compactMap { CursesScreen(named: $0, size: size) }.first
    guard let screen else { throw TerminalError.unknown(kind.term) }
    try emulator.feed(terminal.linesInit)
    painter = FramePainter(kind: terminal, depth: kind.depth, screen: screen)
  }

  /// Ends ncurses; only one can be open at a time.
  func close() {
    painter.close()
    setlocale(LC_CTYPE, "C.UTF-8")
  }

  /// Shows a frame as `CursesTerminal.present` does and compares what the terminal shows with it.
  ///
  /// Returns the bytes.
  @discardableResult
  mutating func show(_ canvas: Canvas, theme: Theme) throws -> [UInt8] {
    if canvas.size != emulator.size { emulator.resize(to: canvas.size) }
    let old = shown?.theme == theme ? shown?.canvas : nil
    shown = (canvas, theme)
    let bytes = painter.paint(canvas, over: old, theme: theme)
    count += bytes.count
    try emulator.feed(bytes)
    try compare(canvas, theme)
    return bytes
  }

  /// Something else wrote to the terminal: everything is drawn anew.
  mutating func spoil() {
    emulator.resize(to: emulator.size)
    painter.forget()
    shown = nil
  }

  // MARK: - Comparing

  private func compare(_ canvas: Canvas, _ theme: Theme) throws {
    var styles: [Slot: ResolvedStyle] = [:]
    for y in 0..<canvas.size.height {
      for x in 0..<canvas.size.width {
        let index = y * canvas.size.width + x
        let slot = canvas.slots[index]
        let cell = emulator.cells[index]
        let wanted = text(of: slot, canvas.clusters[index], canvas.glyphs)
        let before = index > 0 ? canvas.clusters[index - 1] : nil
        // At the edge the rest of a cluster could wrap, so there only its first sign is sent.
        let isCut = x + (canvas.clusters[index].map(StandIns.loosely) ?? 1) > canvas.size.width
        guard isShown(wanted, slot, cell, half: before, isCut: isCut) else {
          throw Difference(
            description: "\(kind): \(x), \(y) is «\(cell.text)» (\(cell.span)), not «\(wanted)»")
        }
        var look = slot
        (look.scalar, look.span) = (0, 0)
        let style = styles[look] ?? self.style(of: slot, theme)
        styles[look] = style
        guard Self.looksAlike(cell, style) else {
          throw Difference(
            description: "\(kind): \(x), \(y) «\(cell.text)» is \(cell.style), not \(style)")
        }
      }
    }
    try compareCursor(canvas)
  }

  private func compareCursor(_ canvas: Canvas) throws {
    let wanted = canvas.cursor.flatMap { canvas.bounds.contains($0) ? $0 : nil }
    // The terminal without the means to hide it is not asked.
    let canHide = kind.term != "vt100"
    guard emulator.isCursorShown == (wanted != nil) || !canHide else {
      throw Difference(description: "\(kind): the cursor is shown or hidden wrongly")
    }
    if let wanted, emulator.cursor != wanted {
      throw Difference(description: "\(kind): the cursor is at \(emulator.cursor), not \(wanted)")
    }
  }

  private func text(of slot: Slot, _ cluster: String?, _ glyphs: GlyphSet) -> String {
    if slot.span == 0 { return " " }
    let scalar = slot.scalar
    if glyphs == .asciiSigns, scalar == 0x2501 { return "═" }
    // These lines the terminal has itself.
    let own: [UInt32] = [
      0x2500, 0x2502, 0x252C, 0x2534, 0x2524, 0x251C, 0x253C, 0x250C, 0x2510, 0x2514, 0x2518,
    ]
    if glyphs != .ascii || own.contains(scalar) {
      return cluster ?? String(Character(Unicode.Scalar(scalar) ?? " "))
    }
    return cluster ?? glyphs.text(of: scalar)
  }

  private func isShown(
    _ wanted: String, _ slot: Slot, _ cell: TerminalEmulator.Cell, half before: String?,
    isCut: Bool
  ) -> Bool {
    if cell.text == wanted, cell.span == Int(slot.span) { return true }
    // A terminal that counts otherwise shows the beginning, or a narrow sign and a blank.
    guard kind.widths != .clusters || isCut, slot.scalar > 0x7F || slot.span == 0 else {
      return false
    }
    if slot.span == 0 {
      let parts = before.map { Array($0.unicodeScalars) } ?? []
      return cell.text == " " || cell.text.unicodeScalars.first.map(parts.contains) ?? false
    }
    return cell.text.unicodeScalars.first == wanted.unicodeScalars.first
  }

  private func style(of slot: Slot, _ theme: Theme) -> ResolvedStyle {
    var style = theme.style(of: slot, depth: kind.depth)
    if kind.term == "vt100" {
      style.attributes.formIntersection([.bold, .underline, .reverse])
    }
    if ["linux", "screen"].contains(kind.term) { style.attributes.subtract(.italic) }
    guard kind.depth == .colors16, !kind.term.contains("256") else { return style }
    if case .indexed(let index) = style.foreground, index >= 8 {
      style.foreground = .indexed(index % 8)
      style.attributes.insert(.bold)
    }
    if case .indexed(let index) = style.background { style.background = .indexed(index % 8) }
    if kind.term == "linux", style.foreground != .standard || style.background != .standard {
      // terminfo: these can't be had together with colours there.
      style.attributes.subtract([.dim, .underline])
    }
    return style
  }

  /// Whether a cell looks as wanted; on a blank only what can be seen of a style counts.
  private static func looksAlike(_ cell: TerminalEmulator.Cell, _ style: ResolvedStyle) -> Bool {
    if cell.style == style { return true }
    let marks: TextAttributes = [.underline, .reverse]
    return cell.text == " " && cell.style.background == style.background
      && cell.style.attributes.isDisjoint(with: marks) && style.attributes.isDisjoint(with: marks)
  }
}

extension TerminalEmulator {
  mutating func setStyle(_ numbers: [Int]) throws {
    var rest = (numbers.isEmpty ? [0] : numbers)[...]
    while let code = rest.popFirst() {
      switch code {
      case 38, 48:
        guard let color = Self.color(&rest) else { throw Stranger(description: "no colour") }
        if code == 38 { style.foreground = color } else { style.background = color }
      default: try setStyle(code)
      }
    }
  }

  private mutating func setStyle(_ code: Int) throws {
    let attributes: [Int: TextAttributes] = [
      1: .bold, 2: .dim, 3: .italic, 4: .underline, 7: .reverse,
    ]
    let ends: [Int: TextAttributes] = [
      22: [.bold, .dim], 23: .italic, 24: .underline, 27: .reverse,
    ]
    switch code {
    case 0: style = ResolvedStyle()
    case 10: break
    case 30...37: style.foreground = .indexed(UInt8(code - 30))
    case 40...47: style.background = .indexed(UInt8(code - 40))
    case 90...97: style.foreground = .indexed(UInt8(code - 82))
    case 100...107: style.background = .indexed(UInt8(code - 92))
    case 39: style.foreground = .standard
    case 49: style.background = .standard
    default:
      if let attribute = attributes[code] {
        style.attributes.formUnion(attribute)
      } else if let ended = ends[code] {
        style.attributes.subtract(ended)
      } else {
        throw Stranger(description: "an unknown style")
      }
    }
  }

  private static func color(_ rest: inout ArraySlice<Int>) -> TerminalColor? {
    let values = rest.dropFirst().prefix(3).compactMap { UInt8(exactly: $0) }
    switch (rest.first, values.count) {
    case (5, 1...):
      rest = rest.dropFirst(2)
      return .indexed(values[0])
    case (2, 3):
      rest = rest.dropFirst(4)
      return .rgb(values[0], values[1], values[2])
    default: return nil
    }
  }
}
