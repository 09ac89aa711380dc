package import Screen

extension AppState {
  /// The whole screen.
  ///
  /// Pure: the same state paints the same canvas.
  package func painted() -> Canvas {
    var canvas = Canvas(size: world.size, glyphs: world.settings.glyphs)
    if isTooSmall {
      canvas.put(
        "Purser needs \(Self.least.width) × \(Self.least.height), this is \(world.size.width) × \(world.size.height).",
        x: 0, y: 0, width: world.size.width)
      return canvas
    }
    let whole = layout
    let layout = whole.shrunk(by: promptLines(whole))
    canvas.put(Header(self), in: layout.header)
    if let banner = Banner(world) { canvas.put(banner, in: layout.banner) }
    let top = pages.last?.state
    let beneath = top?.isFloating == true ? pages.dropLast().last?.state : top
    var dividers: [Int] = []
    if var page = beneath {
      if layout.body != whole.body { page.settle(in: layout.body, world: world) }
      page.render(into: &canvas, in: layout.body, world: world)
      dividers = page.dividers(in: layout.body, world: world)
    } else {
      putPanes(into: &canvas, layout: layout)
      dividers = layout.dividers
    }
    // A failure stays until it was looked at, but not over what a page has to say.
    let note = beneath?.note(in: world)
    let said = message?.kind == .failure ? note ?? message : message ?? note
    canvas.put(said, dividers: dividers, in: layout.rule)
    canvas.put(hintLine(page: top, width: world.size.width), in: layout.hints)
    if let top, top.isFloating { top.render(into: &canvas, in: layout.body, world: world) }
    if let prompt { put(prompt, dividers: dividers, into: &canvas, layout: whole) }
    return canvas
  }

  private func hintLine(page: (any PageState)?, width: Int) -> HintLine {
    page?.hints(in: world) ?? paneHints(width: width)
  }

  private func putPanes(into canvas: inout Canvas, layout: MainLayout) {
    for (pane, rect) in layout.panes.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      let model = viewModel(of: pane, lines: layout.rows(of: pane), form: layout.form)
      canvas.put(model, in: rect, isAlone: layout.form == .one)
    }
    for x in layout.dividers {
      canvas.vline(x: x, y: layout.body.y, height: layout.body.height)
      canvas.joint(.down, x: x, y: layout.body.y)
    }
    if layout.form == .two, let lower = layout.panes[.assets], let x = layout.dividers.first {
      canvas.joint(.left, x: x, y: lower.y)
    }
  }
}

extension Canvas {
  /// Draws a pane into a rectangle, its title rule first; alone on the screen it keeps two cells free at the right.
  mutating func put(_ model: PaneViewModel, in rect: Rect, isAlone: Bool = false) {
    put(model.rule, in: rect)
    var area = rect.rows(from: 1)
    if let filter = model.filter {
      let (rest, line) = area.split(bottom: 1)
      put(filter, in: line)
      area = rest
    }
    switch model.content {
    case .table(let table): put(table, in: isAlone ? area.inset(right: 2) : area)
    case .sentences(let lines):
      var y = area.y + 1
      for line in lines.flatMap({ $0.wrapped(to: max(1, area.width - 5)) }) where y < area.maxY {
        put(line, x: area.x + 4, y: y, width: area.width - 4, role: .textDim)
        y += 1
      }
    case .importing(let importing): put(importing, in: area)
    }
  }

  /// Draws the filter line: ` / f9fz plk4▏`.
  mutating func put(_ filter: FilterLine, in line: Rect) {
    put(" / ", x: line.x, y: line.y, width: line.width, role: .filterText)
    put(
      filter.text, cursor: filter.cursor, x: line.x + 3, y: line.y, width: line.width - 3,
      role: .filterText)
  }

  /// Draws text being typed: its end stays in sight, and the place of the next letter is marked.
  ///
  /// At the end of the text the mark is `▏`; within it the terminal's own cursor shows the place.
  package mutating func put(
    _ text: Shown, cursor place: Int?, x: Int, y: Int, width: Int, role: Role
  ) {
    guard width > 1 else { return }
    let room = width - 1
    let over = max(0, text.width - room)
    let shown = over == 0 ? text : "…" + text.suffix(room - 1)
    put(shown, x: x, y: y, width: room, role: role)
    guard let place else { return }
    let column = max(0, place - over)
    if place >= text.width { put("▏", x: x + shown.width, y: y, width: 1, role: role) }
    cursor = Point(x: x + min(column, room), y: y)
  }
}

extension Shown {
  /// The last cells of a text, at most `count`.
  fileprivate func suffix(_ count: Int) -> Shown {
    var part = Substring(text)
    while Shown(stringLiteral: String(part)).width > count { part = part.dropFirst() }
    return Shown(stringLiteral: String(part))
  }
}
