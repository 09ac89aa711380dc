import AppsAndBooks
import FoundationEssentials
import LocationStore
import Operations
package import Screen

extension PickerPage {
  package func render(into canvas: inout Canvas, in rect: Rect, world: World) {
    let layout = PickerLayout(self, in: rect, world: world)
    draw(into: &canvas, in: layout.list, world: world)
    if !layout.summary.isEmpty {
      let line = rect.row(-1)
      canvas.put(layout.summary, x: line.x + 3, y: line.y, width: line.width - 4, role: .textDim)
    }
    guard let panel = layout.panel else { return }
    if let divider = layout.divider {
      canvas.vline(x: rect.x + divider, y: rect.y + 1, height: rect.height - 1)
      canvas.joint(.down, x: rect.x + divider, y: rect.y)
    }
    canvas.put(
      TitleRule(layout.title.text, count: layout.title.size, isFocused: isReading),
      in: panel.row(0))
    canvas.put(
      scrolling: [PageLine()] + layout.panelLines, offset: readingOffset, in: panel.rows(from: 1))
  }

  private func draw(into canvas: inout Canvas, in rect: Rect, world: World) {
    guard rect.height > 2 else { return }
    let model = PickerViewModel(self, world: world)
    canvas.put(
      TitleRule(model.title, count: model.count, isFocused: !isReading), in: rect.row(0))
    var body = rect.rows(from: 1)
    if list.hasFilter {
      let parts = body.split(bottom: 1)
      body = parts.rest
      canvas.put(FilterLine(list.filter, isTyping: list.isTyping), in: parts.bottom)
    }
    if list.shown.count == 0 {
      for (index, line) in EmptyText.lines(of: list, world: world).enumerated() {
        canvas.put(
          line, x: body.x + Table.gutter, y: body.y + 1 + index, width: body.width - 5,
          role: .textDim)
      }
    } else {
      let tables = PickerTables(self, width: rect.width)
      canvas.put(tables.table(lines: body.height - 1), in: body)
    }
  }

  package func dividers(in rect: Rect, world: World) -> [Int] {
    PickerLayout(self, in: rect, world: world).divider.map { [$0] } ?? []
  }

  package func note(in world: World) -> Message? {
    let sums = PickerViewModel(self, world: world).sums
    return sums.isEmpty ? nil : Message(sums)
  }

  package func hints(in world: World) -> HintLine {
    let help = Hint(world.key(.help), "help")
    if list.isTyping {
      return HintLine([
        Hint("Enter", "keep"), Hint("Esc", "clear"), Hint("↑ ↓", "move"),
        Hint("column:word", ""), Hint("!word", "excludes"),
      ])
    }
    let count = isOnlyCursor ? min(1, list.shown.count) : tally.rows
    // Where hints fall away from the right, the unknown and the panel stand with what matters most.
    let isNarrow = world.size.width < PickerLayout.besides
    var hints = [
      Hint("Enter", enter(count)),
      Hint(world.key(.mark), "mark"), Hint(world.key(.filter), "filter"),
    ]
    if task.tabs.count > 1 {
      hints.append(tab == .devices ? Hint("[", "users") : Hint("]", "devices"))
    }
    if hasPanel, isNarrow {
      let isPairing = if case .recipients = task { true } else { false }
      let what: Shown = isPairing ? "old → new" : "pasted"
      hints.insert(Hint(world.key(.nextPane), isReading ? "list" : what), at: 1)
    }
    if !unknown.isEmpty, tab == .devices {
      let what = unknown.count == 1 ? "the unknown one" : "the \(unknown.count) unknown"
      let text: Shown = takesUnknown ? "leave \(Shown(what)) out" : "take \(Shown(what))"
      let short: Shown = takesUnknown ? "leave unknown out" : "take unknown"
      hints.insert(
        Hint(world.key(.confirm), text, short: short), at: isNarrow ? 1 : hints.count)
    }
    hints.append(Hint("Esc", list.hasFilter ? "clear the filter" : "leave"))
    return HintLine(hints, help: help)
  }

  /// What Enter does with so many rows: a plan, or the question for the new holders.
  private func enter(_ count: Int) -> Shown {
    if case .moving = task {
      return count == 0 ? "new holder" : "new holder for \(Shown(Numbers.count(count)))"
    }
    return count == 0 ? "plan" : "plan for \(Shown(Numbers.count(count)))"
  }
}
