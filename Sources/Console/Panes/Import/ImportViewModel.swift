import LocationStore
package import Screen

/// The first import as pane 3 shows it (frame 17).
package struct ImportViewModel: Equatable, Sendable {
  /// A list with its pages and rows; the first line holds the heads.
  package struct Line: Equatable, Sendable {
    package var name: Shown
    package var pages: Shown
    package var rows: Shown
  }

  /// The heads, then each list.
  package var lines: [Line]
  /// The done part of the bar, from 0 to 1.
  package var done: Double
  /// Below the bar.
  package var after: [Shown]

  /// The import of a state; nil while none runs or assignments are complete.
  package init?(_ state: AppState) {
    guard case .importing(let figures) = state.world.sync,
      state.world.snapshot.assignmentsCompleteness != .complete, !Self.showsRows(state)
    else { return nil }
    lines = [
      Line(name: "First import", pages: "Pages", rows: "Rows"),
      Self.line("users", figures.users), Self.line("assets", figures.assets),
      Self.line("assignments", figures.assignments),
    ]
    done = Double(figures.percent) / 100
    after = [Self.estimate(figures), ""] + Self.text(state)
  }

  /// Whether the person followed a link into pane 3 and rows of it have come.
  private static func showsRows(_ state: AppState) -> Bool {
    state.main.focus == .assignments && state.main[.assignments].shown.count > 0
  }

  private static func line(_ name: Shown, _ list: ImportFigures.List) -> Line {
    let total = list.total.map { Numbers.count($0) } ?? "…"
    return Line(
      name: name, pages: Shown("\(Numbers.count(list.done))/\(total)"),
      rows: Shown(Numbers.count(list.rows)))
  }

  private static func estimate(_ figures: ImportFigures) -> Shown {
    let pages = figures.users.done + figures.assets.done + figures.assignments.done
    guard let left = figures.left, figures.elapsed > 0 else { return "the first pages are read" }
    let rate = pages / figures.elapsed
    let speed: Shown =
      rate < 1 ? "less than a page a second" : "\(rate) to \(rate + 1) pages a second"
    return "about \(left) s left, \(speed)"
  }

  private static func text(_ state: AppState) -> [Shown] {
    var lines: [Shown] = []
    let snapshot = state.world.snapshot
    if snapshot.usersCompleteness == .complete, snapshot.assetsCompleteness == .complete {
      lines.append("Users and assets are complete.")
    }
    lines += [
      "Browsing, filters, assign and reclaim work now: a plan reads its targets afresh.",
      "Counts with + are still growing.", "",
    ]
    let name = state.subjectName
    let whose: Shown =
      main(state).isHolder ? "What \(name) holds appears" : "Holders of \(name) appear"
    lines.append("\(whose) here as they come in; \(state.world.key(.follow)) fetches them next.")
    return lines
  }

  private static func main(_ state: AppState) -> Subject {
    state.main[.assignments].shown.request.subject
  }
}

extension Canvas {
  /// Draws the import into a pane, its text wrapped.
  package mutating func put(_ model: ImportViewModel, in rect: Rect) {
    let area = rect.inset(left: 2, right: 1)
    var y = rect.y + 1
    // Name, pages, rows: as far apart as there is room.
    let ends = area.width >= 44 ? (29, 44) : (23, 34)
    for (index, line) in model.lines.enumerated() {
      let role: Role? = index == 0 ? .columnHead : nil
      put(line.name, x: area.x, y: y, width: area.width, role: role ?? .text)
      for (text, start, end) in [(line.pages, 12, ends.0), (line.rows, ends.0, ends.1)] {
        put(
          text, x: area.x + start, y: y, width: end - start, role: role ?? .number, align: .right)
      }
      y += 1
    }
    y += 1
    let width = min(42, area.width)
    put(bar: model.done, x: area.x, y: y, width: width)
    y += 1
    for sentence in model.after {
      for line in sentence.wrapped(to: max(1, area.width)) where y < rect.maxY {
        put(line, x: area.x, y: y, width: area.width, role: .text)
        y += 1
      }
    }
  }

  /// Draws a bar of which a part is done.
  package mutating func put(bar done: Double, x: Int, y: Int, width: Int) {
    let cells = min(width, max(0, Int(Double(width) * done)))
    hline(x: x, y: y, width: cells, weight: .heavy, role: .progressDone)
    hline(x: x + cells, y: y, width: width - cells, role: .progressRest)
  }
}
