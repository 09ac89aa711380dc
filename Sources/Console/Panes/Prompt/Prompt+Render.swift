import Screen

extension AppState {
  /// Draws the prompt over the last line, and what may complete it upwards over the lower panes.
  func put(
    _ prompt: PromptState, dividers: [Int], into canvas: inout Canvas, layout: MainLayout
  ) {
    let line = layout.hints
    canvas.clear(line)
    switch prompt {
    case .command(let input, let chosen):
      let found = completions(of: input.text)
      putCompletions(found, chosen, dividers: dividers, into: &canvas, layout: layout)
      putCommand(input, found, chosen, into: &canvas, in: line)
    case .path(_, let input):
      let right = putRight([("Enter", "writes it"), ("Esc", "leaves")], into: &canvas, in: line)
      canvas.put("Export to ", x: line.x, y: line.y, role: .hintText)
      let text = Shown(stringLiteral: input.text)
      canvas.put(
        text, cursor: Shown(stringLiteral: input.beforeCursor).width, x: line.x + 10, y: line.y,
        width: right - line.x - 12, role: .promptText)
    case .replace(let request):
      let path = Shown(request.path).cut(to: max(8, line.width - 44))
      canvas.put(
        [
          Piece(" \(path) is there.   ", .planWarning), Piece("y", .hintKey),
          Piece(" replace it   ", .hintText), Piece("Esc", .hintKey),
          Piece(" leave it", .hintText),
        ], x: line.x, y: line.y, width: line.width)
    }
  }

  /// The lines of the body that the completions take, their rule among them.
  func promptLines(_ layout: MainLayout) -> Int {
    guard case .command(let input, _)? = prompt else { return 0 }
    let room = completionRoom(completions(of: input.text).count, layout)
    return room > 0 ? room + 1 : 0
  }

  private func completionRoom(_ count: Int, _ layout: MainLayout) -> Int {
    min(count, 8, layout.body.height / 2)
  }

  private func putCommand(
    _ input: LineInput, _ found: [Completion], _ chosen: Int?, into canvas: inout Canvas,
    in line: Rect
  ) {
    let right = putRight(
      [("Tab", "next"), ("Enter", "runs"), ("Esc", "leaves")], into: &canvas, in: line)
    canvas.put(":", x: line.x, y: line.y, role: .promptText)
    let room = right - line.x - 3
    if let chosen, found.indices.contains(chosen) {
      let name = Shown(stringLiteral: found[chosen].command.name)
      canvas.put(
        name, cursor: name.width, x: line.x + 1, y: line.y, width: room, role: .promptText)
      return
    }
    let text = Shown(stringLiteral: input.text)
    canvas.put(
      text, cursor: Shown(stringLiteral: input.beforeCursor).width, x: line.x + 1, y: line.y,
      width: room, role: .promptText)
    guard let first = found.first?.command.name, !input.text.isEmpty,
      first.hasPrefix(input.text.lowercased()), input.cursor == input.text.count
    else { return }
    let ghost = Shown(stringLiteral: String(first.dropFirst(input.text.count)))
    canvas.put(
      ghost, x: line.x + 2 + text.width, y: line.y, width: max(0, room - text.width - 1),
      role: .promptGhost)
  }

  /// Draws keys at the right edge; returns where they begin.
  private func putRight(
    _ hints: [(Shown, Shown)], into canvas: inout Canvas, in line: Rect
  ) -> Int {
    var pieces: [Piece] = []
    for (key, text) in hints {
      if !pieces.isEmpty { pieces.append(Piece("   ", .hintText)) }
      pieces += [Piece(key, .hintKey), Piece(" " + text, .hintText)]
    }
    let start = line.maxX - 1 - pieces.width
    canvas.put(pieces, x: start, y: line.y, width: pieces.width)
    return start
  }

  private func putCompletions(
    _ found: [Completion], _ chosen: Int?, dividers: [Int], into canvas: inout Canvas,
    layout: MainLayout
  ) {
    let room = completionRoom(found.count, layout)
    canvas.hline(x: layout.rule.x, y: layout.rule.y, width: layout.rule.width)
    guard room > 0 else { return }
    let first = max(0, min((chosen ?? 0) - room + 1, found.count - room))
    let top = layout.rule.y - room - 1
    canvas.hline(x: layout.rule.x, y: top, width: layout.rule.width)
    for x in dividers { canvas.joint(.up, x: x, y: top) }
    for index in 0..<room {
      let line = Rect(x: layout.rule.x, y: top + 1 + index, width: layout.rule.width, height: 1)
      canvas.clear(line)
      put(found[first + index], isChosen: first + index == chosen, into: &canvas, in: line)
    }
  }

  private func put(
    _ completion: Completion, isChosen: Bool, into canvas: inout Canvas, in line: Rect
  ) {
    let all: Role? = isChosen ? .rowSelectedFocused : nil
    let off: Role? = completion.isOn ? nil : .hintBlocked
    if let all {
      canvas.fill(line, all)
      canvas.put("▸", x: line.x, y: line.y, role: all)
    }
    canvas.put(
      Shown(stringLiteral: completion.command.name), x: line.x + 3, y: line.y, width: 15,
      role: all ?? off ?? .text)
    canvas.put(completion.key, x: line.x + 18, y: line.y, width: 5, role: all ?? off ?? .hintKey)
    canvas.put(
      completion.text, x: line.x + 23, y: line.y, width: line.width - 24,
      role: all ?? off ?? .textDim)
  }
}
