package import Screen

extension ThemesPage {
  package func render(into canvas: inout Canvas, in rect: Rect, world: World) {
    let layout = ThemesLayout(rect, hasFilter: hasFilter)
    putList(into: &canvas, layout)
    guard let sample = layout.sample else { return }
    canvas.vline(x: layout.left.maxX, y: rect.y + 1, height: rect.height - 1)
    canvas.joint(.down, x: layout.left.maxX, y: rect.y)
    // Where the file can't be used, what is wrong with it stands in the place of the sample.
    if let current, current.theme == nil {
      canvas.put(TitleRule(Shown(current.name), isFocused: false), in: sample.row(0))
      var lines = [PageLine()]
      lines.append(wrapped: current.problem, .stateFailed, at: 2, width: sample.width - 4)
      return canvas.put(lines, in: sample.rows(from: 1))
    }
    canvas.put(
      TitleRule(
        Shown(world.theme.name), count: Shown(world.theme.variant.rawValue), isFocused: false),
      in: sample.row(0))
    ThemeSample(world).put(into: &canvas, in: sample.rows(from: 1))
  }

  private func putList(into canvas: inout Canvas, _ layout: ThemesLayout) {
    let found = shown
    let all = choices?.count ?? 0
    let count: Shown =
      choices == nil ? "…" : hasFilter ? "\(found.count) of \(all)" : "\(all)"
    canvas.put(TitleRule("Themes", count: count, isFocused: true), in: layout.left.row(0))
    for line in 0..<layout.list.height where found.indices.contains(offset + line) {
      put(
        found[offset + line], isCursor: offset + line == cursor, into: &canvas,
        in: layout.list.row(line))
    }
    if hasFilter { canvas.put(FilterLine(filter, isTyping: isTyping), in: layout.filter) }
    // Below the last theme and a blank line, or at the end of the list.
    let end = layout.list.y + min(found.count - offset, layout.list.height)
    if layout.note.height > 0 {
      canvas.put(
        "  • in use: \(Shown(before.name))", x: layout.list.x, y: end + 1, width: layout.list.width,
        role: .textDim)
    }
  }

  private func put(
    _ choice: ThemeChoice, isCursor: Bool, into canvas: inout Canvas, in line: Rect
  ) {
    let all: Role? = isCursor ? .rowSelectedFocused : nil
    if let all {
      canvas.fill(line, all)
      canvas.put("▸", x: line.x, y: line.y, role: all)
    }
    if choice.theme == nil {
      canvas.put("!", x: line.x + 2, y: line.y, role: all ?? .planWarning)
    }
    canvas.put(Shown(choice.name), x: line.x + 4, y: line.y, width: 16, role: all ?? .row)
    let variant = choice.theme.map { $0.variant == .mono ? "" : $0.variant.rawValue }
    let note: Shown =
      choice.isOwn && line.width >= 30 ? "\(variant ?? "") own" : Shown(variant ?? "")
    canvas.put(note, x: line.x + 21, y: line.y, width: line.width - 21, role: all ?? .textDim)
  }
}

/// Every state once, on the same words in every theme.
struct ThemeSample {
  let theme: Theme
  let depth: ColorDepth

  init(_ world: World) {
    theme = world.theme
    depth = world.settings.depth
  }

  func put(into canvas: inout Canvas, in rect: Rect) {
    let panes = rect.rows(from: 0, count: 7)
    let left = Rect(
      x: panes.x + 2, y: panes.y, width: min(33, panes.width - 2), height: panes.height)
    canvas.put(TitleRule("focused pane", count: "123", isFocused: true), in: left.row(0))
    canvas.put(Self.assets, in: left.rows(from: 1))
    if panes.width >= 69 {
      let right = Rect(x: panes.x + 38, y: panes.y, width: 30, height: panes.height)
      canvas.put(TitleRule("other pane", count: "37", isFocused: false), in: right.row(0))
      canvas.put(Self.holders, in: right.rows(from: 1))
    }
    putLines(into: &canvas, in: rect.rows(from: 8))
    canvas.put(figures(width: rect.width), in: rect.rows(from: 14))
  }

  private func putLines(into canvas: inout Canvas, in rect: Rect) {
    guard rect.height >= 6 else { return }
    canvas.put("/ tess", x: rect.x + 2, y: rect.y, role: .filterText)
    canvas.put(
      "match in Tessera Maths", x: rect.x + 16, y: rect.y, width: rect.width - 16, match: [9..<13])
    for (line, role, text) in [
      (1, Role.bannerWarning, "! warning, e.g. 12 d left on the token" as Shown),
      (2, .bannerAlert, "✗ alert, e.g. the token was revoked"),
    ] {
      canvas.fill(Rect(x: rect.x + 1, y: rect.y + line, width: rect.width - 2, height: 1), role)
      canvas.put(text, x: rect.x + 2, y: rect.y + line, width: rect.width - 3, role: role)
    }
    func pieces(_ pieces: [Piece], _ line: Int) {
      canvas.put(pieces, x: rect.x + 2, y: rect.y + line, width: rect.width - 2)
    }
    pieces(
      [
        Piece("a", .hintKey), Piece(" assign   ", .hintText),
        Piece("r off: books can't be reclaimed", .hintBlocked),
      ], 3)
    pieces(
      [
        Piece("Left "), Piece("8", .planBefore), Piece(" → "), Piece("0", .planAfter),
        Piece("     Assign 16 licences?   y", .planConfirm),
      ], 4)
    canvas.hline(x: rect.x + 2, y: rect.y + 5, width: 24, weight: .heavy, role: .progressDone)
    canvas.hline(
      x: rect.x + 26, y: rect.y + 5, width: min(15, rect.width - 26), role: .progressRest)
  }

  /// Contrast, colours and the role under the cursor, worked out.
  private func figures(width: Int) -> [PageLine] {
    var lines = [PageLine()]
    if let text = theme.contrast(of: .text, depth: depth),
      let lowest = theme.lowestContrast(depth: depth)
    {
      let isLow = lowest.ratio < 4.5
      let sentence =
        "text \(Self.ratio(text)), lowest \(Self.ratio(lowest.ratio)) (\(lowest.role.rawValue))"
      lines.append(
        wrapped: sentence, at: 14, width: width - 15,
        first: PageLine(
          isLow ? "! Contrast" : "Contrast", isLow ? .planWarning : .columnHead, at: 2))
    } else {
      lines.append(PageLine("Contrast", .columnHead, at: 2).with("that of the terminal", at: 14))
    }
    lines.append(
      wrapped: "\(Self.words(depth)), the most this terminal has", at: 14, width: width - 15,
      first: PageLine("Shown with", .columnHead, at: 2))
    let style = theme.roleStyle(of: .rowSelectedFocused).description
    lines += [
      PageLine(), PageLine("Role of the line with the cursor", .columnHead, at: 2),
      PageLine("row.selected.focused", at: 2).with(Shown(style), .textDim, at: 25),
    ]
    return lines
  }

  private static func words(_ depth: ColorDepth) -> String {
    switch depth {
    case .mono: "no colours"
    case .colors16: "16 colours"
    case .colors256: "256 colours"
    case .truecolor: "true colour"
    }
  }

  /// `14.2 : 1`.
  private static func ratio(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10) : 1"
  }

  private static let assets: Table = {
    func row(
      _ name: Shown, _ used: Shown, _ left: TableCell, sign: Shown = "", role: Role = .row,
      isCursor: Bool = false, isMarked: Bool = false
    ) -> TableRow {
      TableRow(
        cells: [TableCell(name), TableCell(used, role == .row ? .number : nil), left], role: role,
        sign: sign, signRole: role, isCursor: isCursor, isMarked: isMarked)
    }
    return Table(
      columns: [
        TableColumn("Name ↑", width: 13, isSorted: true),
        TableColumn("Used", width: 7, align: .right),
        TableColumn("Left", width: 4, align: .right, gap: 3),
      ],
      rows: [
        row("Lesepfad", "610", TableCell("90", .number)),
        row("Skizze Pro", "120", TableCell("0", .numberNone), isCursor: true),
        row(
          "Inselrechner", "499", TableCell("1", .numberLow), role: .rowMarked, isMarked: true),
        row("Pages", "8,118", TableCell("∞", .numberUnlimited), sign: "•", role: .rowHeld),
        row("emp-0039", "retired", TableCell(""), sign: "–", role: .rowRetired),
      ], isFocused: true)
  }()

  private static let holders: Table = {
    func row(_ holder: Shown, _ state: Shown, _ role: Role, isCursor: Bool = false) -> TableRow {
      TableRow(cells: [TableCell(holder), TableCell(state, role)], isCursor: isCursor)
    }
    return Table(
      columns: [
        TableColumn("Held by", width: 12), TableColumn("State", width: 7, gap: 3),
      ],
      rows: [
        row("F9FZK2Q0PLK4", "applied", .stateApplied),
        row("GG7F40TAQ1KX", "failed", .stateFailed, isCursor: true),
        row("K9LRT3WY6C", "pending", .statePending), row("emp-0042", "done", .stateDone),
        row("emp-0047", "unknown", .stateUnknown),
      ], isFocused: false)
  }()
}
