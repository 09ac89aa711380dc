import AppsAndBooks
import FoundationEssentials
import LocationStore
import Operations
package import Screen

/// Picks what a change is about: holders, assets or assignments (frame 8).
package struct PickerPage: PageState {
  /// What is picked, and for what.
  let task: PickerTask
  /// The list on the screen.
  var tab: ListID
  var lists: [ListID: ListState] = [:]
  /// What was pasted or loaded, by list.
  var pasted: [ListID: PastedTargets] = [:]
  /// Whether serial numbers never seen here are taken along.
  var takesUnknown = false
  /// Whether the keys scroll what was pasted.
  var isReading = false
  /// The first line shown of what was pasted.
  var readingOffset = 0
  /// The rows on the screen, to page by.
  var height = 20
  var tally = PickerTally()
  /// Whether a loaded list labels devices, which takes a column.
  let hasLabels: Bool

  /// Begins with empty lists.
  init(_ task: PickerTask, tab: ListID? = nil, in world: World) {
    self.task = task
    self.tab = tab ?? task.tabs[0]
    let devices = world.snapshot.devices
    hasLabels = (0..<devices.count).contains { devices.label($0) != nil }
    for id in task.tabs {
      var list = ListState(id, snapshot: world.snapshot)
      list.sort = ListState.naturalSort(of: id, subject: task.subject)
      lists[id] = list
    }
  }

  /// Opens the page and asks for its rows.
  package static func open(_ task: PickerTask, tab: ListID? = nil, in world: World) -> Reply {
    var page = PickerPage(task, tab: onlyTab(task, in: world) ?? tab, in: world)
    let effects = page.refresh(in: world)
    return Reply([.push(Page(page))], effects: effects)
  }

  /// Where no device can hold what is given, as with books, the users come first whatever was looked at.
  private static func onlyTab(_ task: PickerTask, in world: World) -> ListID? {
    guard case .targets(let assets) = task else { return nil }
    let table = world.snapshot.assets
    let known = assets.compactMap { table.index(of: $0).map(table.record) }
    let isForUsers = !known.isEmpty && known.allSatisfy { !$0.asset.canGoToDevices }
    return isForUsers ? .users : nil
  }

  package var context: KeyContext { .picker }

  /// The list on the screen.
  var list: ListState {
    get { lists[tab] ?? ListState(tab, snapshot: LocationSnapshot(empty: Self.nowhere)) }
    set { lists[tab] = newValue }
  }

  private static let nowhere = LocationIdentity(key: "", name: "", organization: "")

  // MARK: - Rows

  /// Asks for the rows of the list on the screen, if they would differ.
  mutating func refresh(in world: World) -> [Effect] {
    var state = list
    var request = RowsRequest(
      list: tab, snapshot: world.snapshot,
      filter: FilterQuery(state.filter.text, for: tab.kind), sort: state.sort,
      subject: task.subject, keep: state.current)
    request.isForPage = true
    guard request != state.wanted else { return [] }
    state.wanted = request
    list = state
    return [.rows(request)]
  }

  private mutating func take(_ answer: RowsAnswer) {
    guard var state = lists[answer.request.list], state.wanted == answer.request else { return }
    var answer = answer
    restrict(&answer)
    arrange(&answer)
    state.take(answer)
    lists[answer.request.list] = state
  }

  /// Of every assignment only those of the chosen subjects.
  private func restrict(_ answer: inout RowsAnswer) {
    guard answer.request.list == .allAssignments, let subjects = task.subjects else { return }
    let wanted = Self.rows(of: subjects, in: answer.snapshot)
    answer.rows.removeAll { !wanted.contains($0) }
    answer.matched = answer.rows.count
    answer.total = wanted.count
  }

  /// The assignments of several subjects, as rows.
  static func rows(of subjects: [Subject], in snapshot: LocationSnapshot) -> Set<Int32> {
    var rows: Set<Int32> = []
    for subject in subjects {
      switch subject {
      case .everything: break
      case .asset(let id):
        guard let asset = snapshot.assets.index(of: id) else { continue }
        rows.formUnion(snapshot.assignments.rows(ofAsset: asset).lazy.map(Int32.init))
      case .holder(let holder):
        guard let reference = snapshot.reference(of: holder) else { continue }
        rows.formUnion(snapshot.assignments.rows(of: reference).lazy.map(Int32.init))
      }
    }
    return rows
  }

  /// What was found in a paste comes first, so that it can be checked without scrolling.
  private func arrange(_ answer: inout RowsAnswer) {
    guard let found = pasted[answer.request.list]?.found, !found.isEmpty else { return }
    let first = found.compactMap { answer.row(of: $0).map(Int32.init) }
    let wanted = Set(first)
    let shown = Set(answer.rows.lazy.filter(wanted.contains))
    answer.rows = first.filter(shown.contains) + answer.rows.filter { !wanted.contains($0) }
    answer.position = nil
  }

  // MARK: - Marks

  /// Every marked row, in the order of the plan: as pasted, then as listed.
  var chosen: [RowID] {
    task.tabs.flatMap { id in lists[id].map { chosen(in: $0) } ?? [] }
  }

  /// Where nothing is marked the row under the cursor is meant.
  var isOnlyCursor: Bool {
    task.tabs.allSatisfy { lists[$0]?.marks.isEmpty ?? true } && !takesUnknownNow
  }

  private func chosen(in state: ListState) -> [RowID] {
    var rest = state.marks
    var result: [RowID] = []
    for entry in pasted[state.id]?.entries ?? [] {
      switch entry.meaning {
      case .found(let row): if rest.remove(row) != nil { result.append(row) }
      case .ambiguous(let rows, _):
        for row in rows where rest.remove(row) != nil { result.append(row) }
      case .unknown(let serial): if takesUnknown { result.append(.device(serial)) }
      case .unusable: break
      }
    }
    let others = rest.map { (state.shown.row(of: $0) ?? .max, $0) }
    let places = Dictionary(
      state.shown.rows.enumerated().map { (Int($1), $0) }, uniquingKeysWith: { first, _ in first })
    return result
      + others.sorted { places[$0.0] ?? .max < places[$1.0] ?? .max }.map(\.1)
  }

  /// Serial numbers that are taken along.
  var unknown: [SerialNumber] { pasted[.devices]?.unknown ?? [] }
  var takesUnknownNow: Bool { takesUnknown && !unknown.isEmpty }

  mutating func setMarks(_ marks: Set<RowID>, in world: World) {
    list.marks = marks
    countAgain(in: world)
  }

  mutating func toggle(_ row: RowID, in world: World) {
    if list.marks.remove(row) != nil {
      tally.count(row, for: task, in: world.snapshot, by: -1)
    } else {
      list.marks.insert(row)
      tally.count(row, for: task, in: world.snapshot)
    }
  }

  /// Works the sum out anew: after a paste, many marks, or a newer snapshot.
  mutating func countAgain(in world: World) {
    tally = PickerTally()
    for id in task.tabs {
      for row in lists[id]?.marks ?? [] { tally.count(row, for: task, in: world.snapshot) }
    }
    guard takesUnknown, let assets = task.given else { return }
    for serial in unknown { tally.count(unknown: serial, assets: assets) }
  }

  /// The marks, else the row under the cursor.
  var picked: [RowID] { isOnlyCursor ? list.current.map { [$0] } ?? [] : chosen }

  /// What is planned for the marks, else for the row under the cursor.
  func request() -> ChangeRequest? {
    let rows = picked
    if case .recipients(let pairs) = task {
      let moves = Pairing(pairs, rows.compactMap(\.holder)).moves
      return moves.isEmpty ? nil : ChangeRequest.reassign(moves).lenient
    }
    let pairs: [Assignment] = rows.flatMap { row -> [Assignment] in
      switch (task, row) {
      case (.reclaim, .assignment(let pair)): [pair]
      case (.targets(let assets), _):
        row.holder.map { holder in assets.map { Assignment(asset: $0, holder: holder) } } ?? []
      case (.assets(let holders), .asset(let asset)):
        holders.map { Assignment(asset: asset, holder: $0) }
      default: []
      }
    }
    guard !pairs.isEmpty else { return nil }
    return ChangeRequest(
      kind: task.kind, pairs: pairs, shortage: .takeFirst, impossible: .leaveOut)
  }

  // MARK: - Arrivals

  package mutating func apply(_ action: Action, in world: World) -> Reply {
    switch action {
    case .rows(let answer):
      take(answer)
    case .snapshot:
      countAgain(in: world)
      return Reply(effects: refresh(in: world))
    case .targets(.success(let loaded)):
      return take(loaded, in: world)
    case .targets(.failure(let failure)):
      return .say(Shown(failure.text))
    default: break
    }
    return .done
  }

  package mutating func settle(in rect: Rect, world: World) {
    let layout = PickerLayout(self, in: rect, world: world)
    height = max(1, layout.list.height - 2 - (list.hasFilter ? 1 : 0))
    list.settle(height: height)
    let last = Canvas.lastOffset(lines: layout.panelLines.count + 1, height: layout.panelRoom)
    readingOffset = max(0, min(readingOffset, last))
  }
}
