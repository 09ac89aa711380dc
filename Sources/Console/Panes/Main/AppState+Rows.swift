import AppsAndBooks
import LocationStore
import Operations

extension AppState {
  /// Asks for the rows of every list on the screen, where they are not what is shown.
  mutating func refreshVisible() -> [Effect] {
    visibleLists.flatMap { refresh($0) }
  }

  /// Asks for the rows of a list if what is wanted is not what was asked last.
  mutating func refresh(_ list: ListID) -> [Effect] {
    let request = request(for: list)
    if main[list].isAsked, request.isSameWish(as: main[list].wanted) { return [] }
    main[list].wanted = request
    main[list].isAsked = true
    return [.rows(request), .timer(.late(list), .milliseconds(300))]
  }

  /// What a list is to show now.
  func request(for list: ListID) -> RowsRequest {
    let state = main[list]
    let filter = FilterQuery(state.filter.text, for: list.kind)
    var request = RowsRequest(
      list: list, snapshot: world.snapshot, filter: filter, sort: state.sort,
      keep: state.current, marks: filter.isEmpty ? [] : state.marks)
    switch list {
    case .assets:
      if main.focus != .assets, case .holder? = main.master {
        request.subject = main.master ?? .everything
      }
    case .assignments:
      request.subject = main.master ?? .everything
      request.pins = main.pins.map(\.pair)
      if state.filter.text.contains("state") {
        request.states = RowStates(
          Dictionary(
            main.pins.map { ($0.pair, $0.state.word) }, uniquingKeysWith: { _, last in last }))
      }
    case .users, .devices, .allAssignments: break
    }
    return request
  }

  /// Takes the rows of a list; an answer that is not wanted any more is dropped.
  mutating func take(_ answer: RowsAnswer) -> [Effect] {
    let list = answer.request.list
    guard answer.request.isSameWish(as: main[list].wanted) else { return [] }
    let wasHeld = main[list].shown.request.subject
    main[list].take(answer)
    if list == .assets, answer.request.subject != wasHeld, answer.request.subject.isHolder {
      main[list].offset = 0
    }
    var effects: [Effect] = [.stop(.late(list))]
    if !answer.request.filter.isEmpty, !answer.hidden.isEmpty { tellHidden(answer) }
    if list == focusedList, list.pane != .assignments {
      effects += main.master == nil ? follow() : rested()
    }
    return effects
  }

  /// The cursor of a master pane moved: the linked panes follow once it rests.
  func rested() -> [Effect] {
    guard main.focus != .assignments else { return [] }
    let subject = main[focusedList].current.flatMap(Subject.init)
    return subject == main.master ? [.stop(.linked)] : [.timer(.linked, .milliseconds(60))]
  }

  /// Makes the row under the cursor the master.
  mutating func follow() -> [Effect] {
    guard main.focus != .assignments else { return [] }
    guard let subject = main[focusedList].current.flatMap(Subject.init) else { return [] }
    return show(subject)
  }

  /// Shows the assignments of something in pane 3, and marks what it holds in the others.
  mutating func show(_ subject: Subject) -> [Effect] {
    if subject != main.master {
      let wasHolder = main.master?.isHolder
      main.master = subject
      main[.assignments].marks = []
      main[.assignments].pasted = []
      if wasHolder != subject.isHolder {
        main[.assignments].sort = ListState.naturalSort(of: .assignments, subject: subject)
      }
      pinAnew()
    }
    return refresh(.assignments) + refresh(.assets)
  }

  /// Takes the operations: news in the header, signs on rows, pins in pane 3, a sentence in the rule.
  mutating func take(_ records: [OperationRecord]) -> [Effect] {
    let before = world.operations
    world.operations = records
    changes.take(records)
    updatePins()
    noteHalfDone(before: before, after: records)
    var effects = refresh(.assignments)
    if let said = news(before: before, after: records) { message = said }
    if world.settings.bell, hasLongEnd(before: before, after: records) { effects.append(.bell) }
    return effects
  }

  /// Pins what is under change, in a fresh order: the pane was opened, or the cursor left it.
  mutating func pinAnew() {
    main.pins = changes.pairs(of: main.master ?? .everything).map {
      MainState.Pin(pair: $0.pair, state: $0.state)
    }
  }

  /// Changes words only; pairs that are new come after those that are there.
  private mutating func updatePins() {
    guard let master = main.master else { return }
    let now = changes.pairs(of: master)
    let all = world.operations.suffix(20)
    var states = Dictionary(now.map { ($0.pair, $0.state) }, uniquingKeysWith: { _, b in b })
    for index in main.pins.indices {
      let pair = main.pins[index].pair
      let latest = states.removeValue(forKey: pair) ?? Self.latest(of: pair, in: all)
      if let latest { main.pins[index].state = latest }
    }
    for (pair, _) in now {
      if let state = states.removeValue(forKey: pair) {
        main.pins.append(MainState.Pin(pair: pair, state: state))
      }
    }
  }

  private static func latest(
    of pair: Assignment, in records: ArraySlice<OperationRecord>
  ) -> PairState? {
    for record in records.reversed() {
      if let found = record.pairs.first(where: { $0.pair == pair }) { return found.state }
    }
    return nil
  }
}

extension RowsRequest {
  /// Whether the same rows are wanted; where the cursor is does not matter.
  func isSameWish(as other: RowsRequest) -> Bool {
    var mine = self
    mine.keep = other.keep
    return mine == other
  }
}
