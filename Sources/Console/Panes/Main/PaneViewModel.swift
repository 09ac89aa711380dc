import AppsAndBooks
import LocationStore
package import Screen

/// A pane as it is drawn: title, rows or sentences, filter.
package struct PaneViewModel: Equatable, Sendable {
  /// What stands between title and filter.
  package enum Content: Equatable, Sendable {
    case table(Table)
    /// Sentences in `text.dim`, one a line from the second line on.
    case sentences([Shown])
    case importing(ImportViewModel)
  }

  /// The rule over it.
  package var rule: TitleRule
  /// What is in it.
  package var content: Content
  /// The filter line, if there is one.
  package var filter: FilterLine?
}

/// The last line of a pane while a filter is on.
package struct FilterLine: Equatable, Sendable {
  /// What was typed.
  package var text: Shown
  /// Where the cursor is, in cells; nil when it is not being typed.
  package var cursor: Int?

  /// The line of an input.
  package init(_ input: LineInput, isTyping: Bool) {
    text = Shown(stringLiteral: input.text)
    cursor = isTyping ? Shown(stringLiteral: input.beforeCursor).width : nil
  }
}

extension AppState {
  /// The view model of a pane for a number of lines, in a form of the screen.
  func viewModel(of pane: PaneID, lines: Int, form: MainLayout.Form) -> PaneViewModel {
    var list = main[main.list(in: pane)]
    // Where the prompt took lines away, the cursor stays in sight without the list being scrolled for good.
    if prompt != nil, pane == main.focus { list.settle(height: lines) }
    return PaneViewModel(
      rule: TitleRule(
        title(of: pane, form: form), short: shortTitle(of: pane, form: form),
        count: count(of: list), isFocused: pane == main.focus),
      content: content(of: list, isFocused: pane == main.focus, lines: lines),
      filter: list.hasFilter ? FilterLine(list.filter, isTyping: list.isTyping) : nil)
  }

  private func content(
    of list: ListState, isFocused: Bool, lines: Int
  ) -> PaneViewModel.Content {
    if list.id == .assignments, let importing = ImportViewModel(self) {
      return .importing(importing)
    }
    if list.shown.count == 0, list.isAnswered {
      return .sentences(EmptyText.lines(of: list, world: world))
    }
    let plain =
      switch list.id {
      case .users: usersTable(list, lines)
      case .devices: devicesTable(list, lines)
      case .assets: assetsTable(list, lines)
      case .assignments, .allAssignments: assignmentsTable(list, lines)
      }
    let table = chosen(plain, of: list, lines)
    return .table(Table(columns: table.columns, rows: table.rows, isFocused: isFocused))
  }

  private func title(of pane: PaneID, form: MainLayout.Form) -> Shown {
    switch form {
    case .one: titleAlone()
    case .two, .three:
      switch pane {
      case .holders: main.holdersTab == .users ? "1 [Users] Devices" : "1 Users [Devices]"
      case .assets: "2 Assets"
      case .assignments: assignmentsTitle
      }
    }
  }

  /// «3 Assignments of Skizze Pro», with its tabs where it has the focus.
  private var assignmentsTitle: Shown {
    let name = subjectName
    switch (main.assignmentsTab, main.focus == .assignments) {
    case (.allAssignments, true):
      return name.isEmpty ? "3 Assignments [All]" : "3 Assignments of \(name) [All]"
    case (.allAssignments, false): return "3 All assignments"
    case (_, true): return name.isEmpty ? "3 Assignments" : "3 Assignments [of \(name)] All"
    case (_, false): return name.isEmpty ? "3 Assignments" : "3 Assignments of \(name)"
    }
  }

  /// «3 [of Hörspielwerkst…] All»: the name gives way before the tabs do.
  private func shortTitle(of pane: PaneID, form: MainLayout.Form) -> Shown? {
    let name = subjectName.cut(to: 18)
    guard pane == .assignments, main.focus == .assignments, form != .one, !name.isEmpty else {
      return nil
    }
    return main.assignmentsTab == .allAssignments ? "3 of \(name) [All]" : "3 [of \(name)] All"
  }

  /// The panes as a list, brackets around the one shown (frame 4).
  private func titleAlone() -> Shown {
    let first: Shown = main.holdersTab == .users ? "1 Users" : "1 Devices"
    let third: Shown
    if main.assignmentsTab == .allAssignments {
      third = "3 All"
    } else {
      third = subjectName.isEmpty ? "3 Assignments" : "3 \(subjectName.cut(to: 24))"
    }
    let names: [(PaneID, Shown)] = [
      (.holders, first), (.assets, "2 Assets"), (.assignments, third),
    ]
    var title: Shown = ""
    for (pane, name) in names {
      if !title.isEmpty { title += "   " }
      title += pane == main.focus ? "[\(name)]" : name
    }
    return title
  }

  /// The name of what pane 3 shows, as it is on the screen.
  var subjectName: Shown {
    switch main[.assignments].shown.request.subject {
    case .everything: ""
    case .asset(let id): Shown(world.name(of: id))
    case .holder(let holder): Shown(holder.text)
    }
  }

  private func count(of list: ListState) -> Shown {
    if list.id == .assignments, ImportViewModel(self) != nil { return "importing" }
    if list.isLate { return "…" }
    let shown = list.shown
    let total = Numbers.count(shown.total)
    return shown.request.filter.isEmpty
      ? Shown(total) : "\(Numbers.count(shown.matched)) of \(total)"
  }
}

extension ListState {
  /// The places that a number of lines shows, from the offset.
  func visible(_ lines: Int) -> Range<Int> {
    let start = max(0, min(offset, shown.count))
    return start..<max(start, min(shown.count, start + lines))
  }

  /// A column head, with the arrow if the list is sorted by it.
  func head(_ text: Shown, _ column: ListColumn) -> (text: Shown, isSorted: Bool) {
    guard sort.column == column else { return (text, false) }
    return (text + (sort.descending ? " ↓" : " ↑"), true)
  }

  /// A cell whose letters the filter may have matched.
  func cell(_ text: String, _ column: ListColumn, _ role: Role? = nil) -> TableCell {
    let shown = Shown(text)
    let query = self.shown.request.filter
    guard !query.isEmpty else { return TableCell(shown, role) }
    let matches = query.highlights(in: shown.text, column: column)
    return TableCell(
      shown, role, match: shown.isPlain ? matches : matches.map { shown.cells($0) })
  }
}

extension Shown {
  /// Whether every character takes one cell.
  fileprivate var isPlain: Bool { width == text.utf8.count }

  /// The cells that a range of characters takes.
  fileprivate func cells(_ range: Range<Int>) -> Range<Int> {
    let before = Shown(stringLiteral: String(text.prefix(range.lowerBound))).width
    let until = Shown(stringLiteral: String(text.prefix(range.upperBound))).width
    return before..<max(before, until)
  }
}
