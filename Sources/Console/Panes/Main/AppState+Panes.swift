package import AppsAndBooks
import LocationStore
import Screen

extension AppState {
  /// Does a command of the main screen.
  mutating func performInPanes(_ command: Command) -> [Effect] {
    if let place = moved(by: command) { return move(to: place) }
    if let effects = performOnPane(command) ?? performOnRow(command) { return effects }
    return sayNothingHere(command)
  }

  /// Where a command moves the cursor; nil for one that does not.
  private func moved(by command: Command) -> Int? {
    let list = main[focusedList]
    let page = max(1, layout.rows(of: main.focus) - 1)
    switch command {
    case .up: return list.cursor - 1
    case .down: return list.cursor + 1
    case .first: return 0
    case .last: return list.shown.count - 1
    case .pageUp: return list.cursor - page
    case .pageDown: return list.cursor + page
    default: return nil
    }
  }

  /// Moves the cursor of the focused list.
  mutating func move(to place: Int) -> [Effect] {
    main[focusedList].move(to: place)
    return rested()
  }

  private mutating func performOnPane(_ command: Command) -> [Effect]? {
    switch command {
    case .nextPane: return focus(PaneID(rawValue: main.focus.rawValue % 3 + 1) ?? .holders)
    case .previousPane:
      return focus(PaneID(rawValue: (main.focus.rawValue + 1) % 3 + 1) ?? .holders)
    case .paneLeft: return focus(PaneID(rawValue: main.focus.rawValue - 1) ?? main.focus)
    case .paneRight: return focus(PaneID(rawValue: main.focus.rawValue + 1) ?? main.focus)
    case .users: return focus(.holders)
    case .assets: return focus(.assets)
    case .assignments: return focus(.assignments)
    case .previousTab, .nextTab: return turnTab()
    case .zoom: main.isZoomed.toggle()
    case .filter: main[focusedList].isTyping = true
    case .sort:
      main.isSorting = true
      message = Message("sort by: \(sortLetters)")
    default: return nil
    }
    return []
  }

  private mutating func performOnRow(_ command: Command) -> [Effect]? {
    switch command {
    case .follow: return followLink()
    case .back: return goBack()
    case .mark, .markAll, .invertMarks, .unmark, .nextMarked, .previousMarked:
      return performOnMarks(command)
    case .copy:
      guard let row = main[focusedList].current else { return [] }
      let text = copied(row)
      message = Message("copied \(text)")
      return [.copy(text)]
    case .export:
      let source = ExportSource.list(main[focusedList].shown)
      prompt = .path(source, LineInput(defaultPath(for: source)))
      return []
    default: return nil
    }
  }

  /// The id that `y` copies: of an assignment the end that is not the master.
  private func copied(_ row: RowID) -> String {
    if case .assignment(let pair) = row, case .holder = main[.assignments].shown.request.subject,
      focusedList == .assignments
    {
      return pair.asset.adamID.rawValue
    }
    return row.copied
  }

  /// Gives the focus to a pane.
  mutating func focus(_ pane: PaneID) -> [Effect] {
    guard pane != main.focus else { return [] }
    let leaves = main.focus == .assignments
    main[focusedList].isTyping = false
    main.focus = pane
    if leaves { pinAnew() }
    return refreshVisible() + rested()
  }

  private mutating func turnTab() -> [Effect] {
    switch main.focus {
    case .holders: main.holdersTab = main.holdersTab == .users ? .devices : .users
    case .assignments:
      main.assignmentsTab =
        main.assignmentsTab == .assignments ? .allAssignments : .assignments
    case .assets: return []
    }
    return refresh(focusedList) + rested()
  }

  /// Follows the link of the row: from an asset or holder into pane 3, from pane 3 to the other end.
  private mutating func followLink() -> [Effect] {
    guard let row = main[focusedList].current else { return [] }
    remember()
    guard case .assignment(let pair) = row else {
      var effects: [Effect] = []
      if let subject = Subject(row) {
        effects = show(subject)
        if world.snapshot.assignmentsCompleteness != .complete { effects.append(.fetch(subject)) }
      }
      main.assignmentsTab = .assignments
      return effects + focus(.assignments)
    }
    let toAsset = main[.assignments].shown.request.subject.isHolder && focusedList == .assignments
    return go(to: toAsset ? .asset(pair.asset) : RowID(pair.holder))
  }

  private mutating func remember() {
    main.history.append(
      MainState.Place(list: focusedList, row: main[focusedList].current, master: main.master))
    if main.history.count > 100 { main.history.removeFirst() }
  }

  private mutating func goBack() -> [Effect] {
    guard let place = main.history.popLast() else { return [] }
    var effects: [Effect] = []
    let isOther = place.master != main.master
    if let master = place.master { effects = show(master) }
    if let row = place.row, place.list.pane != .assignments { return effects + go(to: row) }
    if let row = place.row {
      if isOther {
        main[place.list].goal = row
      } else if let there = main[place.list].shown.place(of: row) {
        main[place.list].move(to: there)
      }
    }
    main.assignmentsTab = place.list == .allAssignments ? .allAssignments : .assignments
    return effects + focus(.assignments)
  }

  /// Puts the cursor on a row of pane 1 or 2; a filter that hides it goes.
  mutating func go(to row: RowID) -> [Effect] {
    guard let list = row.list else { return [] }
    if list != .assets { main.holdersTab = list }
    var effects = focus(list.pane)
    if let place = main[list].shown.place(of: row) {
      main[list].move(to: place)
      effects += refreshVisible()
    } else {
      main[list].filter.set("")
      main[list].isTyping = false
      var request = request(for: list)
      request.keep = row
      main[list].wanted = request
      main[list].goal = row
      effects += [.rows(request)] + refreshVisible()
    }
    return effects + follow(row)
  }

  private mutating func follow(_ row: RowID) -> [Effect] {
    Subject(row).map { show($0) } ?? []
  }
}

extension RowID {
  /// The row of a holder.
  package init(_ holder: Holder) {
    switch holder {
    case .clientUser(let id): self = .user(id)
    case .device(let serial): self = .device(serial)
    }
  }

  /// The list of pane 1 or 2 that has it.
  var list: ListID? {
    switch self {
    case .user: .users
    case .device: .devices
    case .asset: .assets
    case .assignment: nil
    }
  }
}
