package import AppsAndBooks
package import LocationStore
package import Operations

/// The three panes: lists, focus, what is linked, where the person came from.
package struct MainState: Equatable, Sendable {
  /// A place to come back to.
  package struct Place: Equatable, Sendable {
    /// The list that had the focus.
    package var list: ListID
    /// The row under its cursor.
    package var row: RowID?
    /// What pane 3 showed.
    package var master: Subject?
  }

  /// A pair under change as pane 3 shows it.
  package struct Pin: Equatable, Sendable {
    package var pair: Assignment
    package var state: PairState
  }

  /// The pane with the focus.
  package var focus = PaneID.assets {
    didSet { if focus != .assignments { large = focus } }
  }
  /// Of users and assets the one that had the focus last: the larger one where they share a side.
  package private(set) var large = PaneID.assets
  /// Which list pane 1 shows.
  package var holdersTab = ListID.users
  /// Which list pane 3 shows.
  package var assignmentsTab = ListID.assignments
  /// Whether the focused pane stands alone.
  package var isZoomed = false
  /// Whether the next key is the letter of a column.
  package var isSorting = false
  /// Whose assignments are wanted; nil before the first row was there.
  package var master: Subject?
  /// Pairs under change of what pane 3 shows, in the order they keep while it is open.
  package var pins: [Pin] = []
  /// Where the person was, the latest last.
  package var history: [Place] = []
  private var lists: [ListID: ListState]

  /// Begins with empty lists.
  package init(snapshot: LocationSnapshot) {
    lists = Dictionary(
      uniqueKeysWithValues: ListID.allCases.map { ($0, ListState($0, snapshot: snapshot)) })
    spare = ListState(.users, snapshot: snapshot)
  }

  private let spare: ListState

  /// The state of a list.
  package subscript(list: ListID) -> ListState {
    get { lists[list] ?? spare }
    set { lists[list] = newValue }
  }

  /// The list that a pane shows.
  package func list(in pane: PaneID) -> ListID {
    switch pane {
    case .holders: holdersTab
    case .assets: .assets
    case .assignments: assignmentsTab
    }
  }
}

extension AppState {
  /// The list with the focus.
  package var focusedList: ListID { main.list(in: main.focus) }

  /// The lists on the screen, or a key away.
  var visibleLists: [ListID] { PaneID.allCases.map(main.list) }

  /// The list whose keys a place has; the focused one where there are two.
  func list(for context: KeyContext) -> ListID {
    if focusedList.context == context { return focusedList }
    return ListID.allCases.first { $0.context == context } ?? focusedList
  }

  /// What commands act on: the marks in the order of the list, else the row under the cursor.
  package func chosen(in list: ListID) -> [RowID] {
    let state = main[list]
    if state.marks.isEmpty { return state.current.map { [$0] } ?? [] }
    return state.marks.map { (state.shown.row(of: $0) ?? .max, $0) }
      .sorted { $0.0 < $1.0 }.map(\.1)
  }

  /// The same as pasted, then in the order of the screen, which decides who gets whose licence; linear in the rows.
  func chosenAsShown(in list: ListID) -> [RowID] {
    let chosen = chosen(in: list)
    guard chosen.count > 1 else { return chosen }
    let shown = main[list].shown
    var rest = Set(chosen)
    let pasted = main[list].pasted.filter { rest.remove($0) != nil }
    let listed = (0..<shown.count).compactMap { place in
      shown.id(at: place).flatMap { rest.remove($0) }
    }
    return pasted + listed + chosen.filter(rest.contains)
  }
}
