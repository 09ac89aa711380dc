import Screen

/// Turns the difference of two frames into the bytes of one write.
struct FramePainter {
  private let kind: TerminalKind
  private let depth: ColorDepth
  private var pen: Pen
  private var out: [UInt8] = []
  /// Where the cursor of the terminal is; nil where that is not sure.
  private var cursor: Point?
  private var cursorIsShown: Bool?
  private var drawsLines = false
  private var theme: Theme?
  private var styles: [UInt32: ResolvedStyle] = [:]

  init(kind: TerminalKind, depth: ColorDepth) {
    self.kind = kind
    self.depth = depth
    pen = Pen(kind: kind)
  }

  /// Forgets what the terminal shows and how it writes.
  mutating func forget() {
    pen.forget()
    cursor = nil
    cursorIsShown = nil
    drawsLines = false
  }

  /// The bytes that turn the old frame into the new one; everything where there is no old one.
  mutating func paint(_ canvas: Canvas, over old: Canvas?, theme: Theme) -> [UInt8] {
    out.removeAll(keepingCapacity: true)
    if theme != self.theme {
      self.theme = theme
      styles = [:]
    }
    var changes = canvas.changes(from: old)
    // Begin with the line whose style the pen has already: two lines trade the cursor row.
    if let first = changes.first, let last = changes.last,
      style(at: first.columns.lowerBound, first.y, canvas) != pen.style,
      style(at: last.columns.lowerBound, last.y, canvas) == pen.style
    {
      changes.reverse()
    }
    for change in changes { paint(change, of: canvas) }
    if drawsLines { switchLines(to: false) }
    placeCursor(canvas)
    return out
  }

  private mutating func placeCursor(_ canvas: Canvas) {
    if let place = canvas.cursor, canvas.bounds.contains(place) {
      move(x: place.x, y: place.y)
      if cursorIsShown != true { out += kind.showCursor }
      cursorIsShown = true
    } else if kind.hideCursor.isEmpty {
      // It can't be hidden, so it rests where nothing is read.
      move(x: canvas.size.width - 1, y: canvas.size.height - 1)
    } else if cursorIsShown != false {
      out += kind.hideCursor
      cursorIsShown = false
    }
  }

  private mutating func style(at x: Int, _ y: Int, _ canvas: Canvas) -> ResolvedStyle {
    let slot = canvas.slots[y * canvas.size.width + x]
    let flags = slot.flags.intersection([.match, .escape])
    let key = UInt32(slot.role) | UInt32(slot.ground) << 8 | UInt32(flags.rawValue) << 16
    if let known = styles[key] { return known }
    let style = theme?.style(of: slot, depth: depth) ?? ResolvedStyle()
    styles[key] = style
    return style
  }

  private mutating func paint(_ change: FrameChange, of canvas: Canvas) {
    var x = change.columns.lowerBound
    while x < change.columns.upperBound {
      let style = style(at: x, change.y, canvas)
      let blanks = blankRun(at: x, change, canvas, style)
      if blanks > 0, erase(blanks, x: x, y: change.y, canvas, style) {
        x += blanks
        continue
      }
      x += max(1, write(x: x, y: change.y, canvas, style))
    }
  }

  /// The number of blanks from a cell on that look alike.
  private mutating func blankRun(
    at start: Int, _ change: FrameChange, _ canvas: Canvas, _ style: ResolvedStyle
  ) -> Int {
    var x = start
    let line = change.y * canvas.size.width
    while x < change.columns.upperBound {
      let slot = canvas.slots[line + x]
      guard slot.scalar == 0x20, slot.span == 1, !slot.flags.contains(.cluster),
        x == start || looksAlike(self.style(at: x, change.y, canvas), style)
      else { break }
      x += 1
    }
    return x - start
  }

  /// Whether blanks of two styles can't be told apart.
  private func looksAlike(_ left: ResolvedStyle, _ right: ResolvedStyle) -> Bool {
    left == right
      || left.background == right.background && !Self.marksBlanks(left) && !Self.marksBlanks(right)
  }

  private static func marksBlanks(_ style: ResolvedStyle) -> Bool {
    !style.attributes.isDisjoint(with: [.underline, .reverse])
  }

  /// Erases cells instead of writing blanks, where that is shorter and looks the same.
  private mutating func erase(
    _ count: Int, x: Int, y: Int, _ canvas: Canvas, _ style: ResolvedStyle
  ) -> Bool {
    let toEdge = x + count == canvas.size.width
    guard kind.isStandard, !Self.marksBlanks(style),
      kind.erasesInColor || style.background == .standard,
      toEdge ? kind.erasesLine && count > 3 : kind.erasesCells && count > 9
    else { return false }
    move(x: x, y: y)
    // Of the style only the ground counts here.
    var target = pen.style ?? style
    target.background = style.background
    target.attributes.subtract([.underline, .reverse])
    set(target)
    out += toEdge ? Array("\u{1B}[K".utf8) : Array("\u{1B}[\(count)X".utf8)
    return true
  }

  /// Writes one cell; answers how many cells it takes.
  private mutating func write(
    x: Int, y: Int, _ canvas: Canvas, _ style: ResolvedStyle
  ) -> Int {
    let index = y * canvas.size.width + x
    let slot = canvas.slots[index]
    // The second half of a wide character is drawn with its first.
    guard slot.span > 0 else { return 1 }
    move(x: x, y: y)
    if !isBlankLike(slot, style) { set(style) }
    let cluster = slot.flags.contains(.cluster) ? canvas.clusters[index] : nil
    let isSure = cluster == nil && Self.isSure(slot)
    if !isSure, slot.span == 2 {
      // A terminal that thinks it narrow would leave the old second half standing.
      out += Array("  ".utf8)
      cursor = nil
      move(x: x, y: y)
    }
    if let cluster { out += Array(cluster.utf8) } else { put(slot.scalar, canvas.glyphs) }
    let next = x + Int(slot.span)
    // In the last column the cursor waits on the edge, in a place that differs among terminals.
    cursor = isSure && next < canvas.size.width ? Point(x: next, y: y) : nil
    return Int(slot.span)
  }

  /// Whether a cell is a blank that the pen would draw as well as the style does.
  private func isBlankLike(_ slot: Slot, _ style: ResolvedStyle) -> Bool {
    guard slot.scalar == 0x20, !slot.flags.contains(.cluster), let pen = pen.style else {
      return false
    }
    return looksAlike(pen, style)
  }

  /// Whether all terminals agree on the width of a cell.
  private static func isSure(_ slot: Slot) -> Bool {
    slot.scalar < 0x2000 || slot.span == 1 && slot.scalar < 0x2600
      || (0x3000..<0xFB00).contains(slot.scalar)
      || [0x2713, 0x2717].contains(slot.scalar)
  }

  private mutating func set(_ style: ResolvedStyle) {
    out += pen.change(to: style)
  }

  private mutating func move(x: Int, y: Int) {
    let target = Point(x: x, y: y)
    guard cursor != target else { return }
    defer { cursor = target }
    if kind.isStandard, let cursor {
      if cursor.y == y, cursor.x < x {
        let step = x - cursor.x
        out += Array((step == 1 ? "\u{1B}[C" : "\u{1B}[\(step)C").utf8)
        return
      }
      if x == 0, cursor.y + 1 == y {
        out += [0x0D, 0x0A]
        return
      }
    }
    out += kind.move(x: x, y: y)
  }
}

extension FramePainter {
  /// Puts out one scalar, lines in the way the terminal has them.
  private mutating func put(_ scalar: UInt32, _ glyphs: GlyphSet) {
    let letter = glyphs == .ascii ? Self.lineLetters[scalar].flatMap { kind.lines[$0] } : nil
    let lines = letter != nil && !kind.linesOn.isEmpty
    if lines != drawsLines { switchLines(to: lines) }
    if lines, let letter {
      out.append(letter)
    } else if scalar < 0x80 {
      out.append(UInt8(truncatingIfNeeded: scalar))
    } else if glyphs == .asciiSigns, Self.lineLetters[scalar] != nil || scalar == 0x2501 {
      // The poor fonts have the lines of the IBM PC, where double stands for heavy.
      let known = Unicode.Scalar(scalar == 0x2501 ? 0x2550 : scalar) ?? "-"
      out += Array(String(Character(known)).utf8)
    } else {
      out += Array(glyphs.text(of: scalar).utf8)
    }
  }

  private mutating func switchLines(to on: Bool) {
    drawsLines = on
    out += on ? kind.linesOn : kind.linesOff
  }

  /// The letters of the VT100 line drawing set: ─ │ ┬ ┴ ┤ ├ ┼ ┌ ┐ └ ┘.
  private static let lineLetters: [UInt32: UInt8] = [
    0x2500: 0x71, 0x2502: 0x78, 0x252C: 0x77, 0x2534: 0x76, 0x2524: 0x75, 0x251C: 0x74,
    0x253C: 0x6E, 0x250C: 0x6C, 0x2510: 0x6B, 0x2514: 0x6D, 0x2518: 0x6A,
  ]
}
