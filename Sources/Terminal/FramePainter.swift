import CNcurses
import Screen

/// Lets ncurses draw a canvas: only the cells that changed go to it.
struct FramePainter {
  private let kind: TerminalKind
  private let depth: ColorDepth
  private let screen: CursesScreen
  private var filter: OutputFilter
  private var colors: ColorTable
  private var standIns = StandIns()
  private var cursorIsShown: Bool?
  private var theme: Theme?
  private var styles: [UInt32: Style] = [:]
  /// The cells that clusters before them may reach into on this terminal.
  private var spills: [(columns: Range<Int>, y: Int)] = []

  /// A style as ncurses has it.
  private struct Style {
    var attributes: UInt32
    var pair: Int32
  }

  init(kind: TerminalKind, depth: ColorDepth, screen: CursesScreen) {
    self.kind = kind
    self.depth = depth
    self.screen = screen
    filter = OutputFilter(kind: kind)
    colors = ColorTable(pairs: screen.pairs, hasDefault: screen.hasDefault)
  }

  /// Ends ncurses.
  func close() { screen.close() }

  /// Forgets what the terminal shows and how it writes.
  mutating func forget() {
    screen.distrust()
    filter.forget()
    cursorIsShown = nil
  }

  /// The bytes that turn the old frame into the new one; everything where there is no old one.
  mutating func paint(_ canvas: Canvas, over old: Canvas?, theme: Theme) -> [UInt8] {
    var old = old
    if canvas.size != screen.size {
      screen.resize(to: canvas.size)
      old = nil
    }
    if theme != self.theme {
      self.theme = theme
      styles = [:]
    }
    if colors.isCrowded || standIns.isCrowded {
      colors.removeAll()
      standIns.removeAll()
      styles = [:]
      screen.distrust()
      old = nil
    }
    for change in canvas.changes(from: old) { paint(change, of: canvas) }
    let cursor = placeCursor(canvas)
    let bytes = draw()
    let drawn =
      kind.isStandard ? filter.rewrite(bytes, colors: colors.exact, standIns: standIns) : bytes
    return cursor.before + drawn + cursor.after
  }

  /// What hides or shows the cursor, before or after the frame is drawn.
  private mutating func placeCursor(_ canvas: Canvas) -> (before: [UInt8], after: [UInt8]) {
    let place = canvas.cursor.flatMap { canvas.bounds.contains($0) ? $0 : nil }
    let corner = Point(x: canvas.size.width - 1, y: canvas.size.height - 1)
    // Where it can't be hidden, it rests where nothing is read.
    screen.setCursor(place ?? (kind.hideCursor.isEmpty ? corner : nil))
    let isShown = place != nil
    guard isShown != cursorIsShown else { return ([], []) }
    cursorIsShown = isShown
    return isShown ? ([], kind.showCursor) : (kind.hideCursor, [])
  }

  private mutating func paint(_ change: FrameChange, of canvas: Canvas) {
    var cells: [cchar_t] = []
    cells.reserveCapacity(change.columns.count)
    let line = change.y * canvas.size.width
    for x in change.columns {
      let slot = canvas.slots[line + x]
      // The second half of a wide character comes with its first.
      guard slot.span > 0 else { continue }
      let cluster = slot.flags.contains(.cluster) ? canvas.clusters[line + x] : nil
      let sign = sign(of: slot, cluster, x: x, y: change.y, canvas)
      let style = style(of: slot)
      for part in 0..<sign.count {
        var cell = cchar_t()
        let value = part == 0 ? sign.value : 0x20
        purser_cell(&cell, wchar_t(value), style.attributes | sign.flags, style.pair)
        cells.append(cell)
      }
    }
    screen.put(cells, x: change.columns.lowerBound, y: change.y)
  }

  /// Draws; what clusters may have reached into is drawn once more behind them.
  private mutating func draw() -> [UInt8] {
    let bytes = screen.update()
    guard !spills.isEmpty else { return bytes }
    for spill in spills { screen.distrust(spill.columns, y: spill.y) }
    spills = []
    return bytes + screen.update()
  }

  /// The flags on which the style hangs; made once, as this is asked for every cell.
  private static let styling: Slot.Flags = [.match, .escape]

  private mutating func style(of slot: Slot) -> Style {
    let flags = slot.flags.intersection(Self.styling)
    let key = UInt32(slot.role) | UInt32(slot.ground) << 8 | UInt32(flags.rawValue) << 16
    if let known = styles[key] { return known }
    let resolved = adapted(theme?.style(of: slot, depth: depth) ?? ResolvedStyle())
    let style = Style(
      attributes: UInt32(resolved.attributes.rawValue), pair: colors.pair(of: resolved))
    styles[key] = style
    return style
  }

  /// A style that the terminal has: with 8 colours the bright ones are bold.
  private func adapted(_ style: ResolvedStyle) -> ResolvedStyle {
    var style = style
    guard screen.colors < 16 else { return style }
    if case .indexed(let index) = style.foreground, index >= 8 {
      style.foreground = .indexed(index % 8)
      style.attributes.insert(.bold)
    }
    if case .indexed(let index) = style.background { style.background = .indexed(index % 8) }
    return style
  }
}

extension FramePainter {
  /// What ncurses gets for a cell: a sign, its further attributes, and how many signs there are.
  private typealias Sign = (value: UInt32, flags: UInt32, count: Int)

  private mutating func sign(
    of slot: Slot, _ cluster: String?, x: Int, y: Int, _ canvas: Canvas
  ) -> Sign {
    let scalar = slot.scalar
    if cluster == nil, scalar < 0x7F { return (scalar, 0, 1) }
    switch canvas.glyphs {
    case .ascii:
      // ncurses has the lines of the terminal, or the ASCII twins where it has none.
      if let letter = Self.lineLetters[scalar] { return (letter, 32, 1) }
      let twin = canvas.glyphs.text(of: scalar).unicodeScalars.first?.value ?? 0x3F
      return (twin < 0x7F ? twin : 0x3F, 0, 1)
    case .asciiSigns where scalar == 0x2501:
      // The poor fonts have the lines of the IBM PC, where double stands for heavy.
      return (0x2550, 0, 1)
    default: break
    }
    let span = Int(slot.span)
    if cluster == nil, StandIns.isSure(scalar, span: span) { return (scalar, 0, 1) }
    var text = String(Character(Unicode.Scalar(scalar) ?? " "))
    // At the edge a cluster that is taken apart would go on in the next line.
    if let cluster, x + StandIns.loosely(cluster) <= canvas.size.width {
      text = cluster
      addSpill((x + span)..<max(x + span, x + StandIns.loosely(cluster)), y: y, canvas)
    }
    let original = StandIns.Original(
      text: text, span: span, x: x, goesOn: x + span < canvas.size.width)
    guard kind.isStandard, let standIn = standIns.sign(for: original) else {
      return (0x3F, 0, span)
    }
    return (standIn, 0, 1)
  }

  private mutating func addSpill(_ columns: Range<Int>, y: Int, _ canvas: Canvas) {
    guard !columns.isEmpty else { return }
    let end = columns.upperBound
    let cutsWide = end < canvas.size.width && canvas.slots[y * canvas.size.width + end].span == 0
    spills.append((columns.lowerBound..<(cutsWide ? end + 1 : end), y))
  }

  /// The letters of the VT100 line drawing set: ─ │ ┬ ┴ ┤ ├ ┼ ┌ ┐ └ ┘.
  private static let lineLetters: [UInt32: UInt32] = [
    0x2500: 0x71, 0x2502: 0x78, 0x252C: 0x77, 0x2534: 0x76, 0x2524: 0x75, 0x251C: 0x74,
    0x253C: 0x6E, 0x250C: 0x6C, 0x2510: 0x6B, 0x2514: 0x6D, 0x2518: 0x6A,
  ]
}
