package import Screen

extension HelpPage {
  package func render(into canvas: inout Canvas, in rect: Rect, world: World) {
    let found = shown
    let count = found.on.count + found.off.count
    canvas.put(
      TitleRule(
        showsAll ? "Help for every pane" : "Help for \(place)",
        count: "\(count) of \(entries.count)", isFocused: true), in: rect)
    var area = rect.rows(from: 1)
    if isTyping || !filter.text.isEmpty {
      let (rest, line) = area.split(bottom: 1)
      canvas.put(FilterLine(filter, isTyping: isTyping), in: line)
      area = rest
    }
    if rect.height > 14 {
      let (rest, signs) = area.split(bottom: 5)
      putSigns(into: &canvas, in: signs)
      area = rest
    }
    canvas.put("Key", x: area.x + 2, y: area.y, role: .columnHead)
    canvas.put("Command", x: area.x + 13, y: area.y, role: .columnHead)
    canvas.put("What it does", x: area.x + 31, y: area.y, role: .columnHead)
    putLines(found.on, found.off, into: &canvas, in: area.rows(from: 1))
  }

  private func putLines(
    _ on: [Entry], _ off: [Entry], into canvas: inout Canvas, in area: Rect
  ) {
    var y = area.y
    for (index, entry) in on.enumerated().dropFirst(offset) where y < area.maxY {
      put(entry, isCursor: index == cursor, into: &canvas, in: area.row(y - area.y))
      y += 1
    }
    guard !off.isEmpty, y + 2 < area.maxY else { return }
    canvas.put("Not here", x: area.x + 2, y: y + 1, role: .textDim)
    y += 2
    for entry in off where y < area.maxY {
      put(entry, isCursor: false, into: &canvas, in: area.row(y - area.y))
      y += 1
    }
  }

  private func put(_ entry: Entry, isCursor: Bool, into canvas: inout Canvas, in line: Rect) {
    let all: Role? = isCursor ? .rowSelectedFocused : nil
    let off: Role? = entry.reason == nil ? nil : .hintBlocked
    if let all {
      canvas.fill(line, all)
      canvas.put("▸", x: line.x, y: line.y, role: all)
    }
    let text = entry.reason ?? entry.text
    canvas.put(entry.key, x: line.x + 2, y: line.y, width: 10, role: all ?? off ?? .hintKey)
    canvas.put(entry.name, x: line.x + 13, y: line.y, width: 17, role: all ?? off ?? .text)
    canvas.put(
      text, x: line.x + 31, y: line.y, width: line.width - 32, role: all ?? off ?? .textDim)
  }

  private func putSigns(into canvas: inout Canvas, in rect: Rect) {
    let lines: [Shown] = [
      "Signs    ▸ cursor   * marked   • held   ◦ registered   – retired",
      "         ⋯ pending  ~ applied  ✓ done   ✗ failed   ? unknown",
    ]
    for (index, line) in lines.enumerated() {
      canvas.put(
        line, x: rect.x + 2, y: rect.y + 1 + index, width: rect.width - 2, role: .textDim)
    }
  }
}
