import AppsAndBooks
import LocationStore
package import Operations
package import Screen

extension AppState {
  /// The assignments that are visible: of an asset, of a holder, or all.
  func assignmentsTable(
    _ list: ListState, _ lines: Int
  ) -> (columns: [TableColumn], rows: [TableRow]) {
    let states = Dictionary(
      main.pins.map { ($0.pair, $0.state) }, uniquingKeysWith: { _, last in last })
    let rows = list.visible(lines).compactMap { assignmentRow(list, $0, states) }
    let stateWidth = rows.contains { ($0.cells.last?.text.width ?? 0) > 7 } ? 8 : 7
    let state = list.head("State", .state)
    let last = TableColumn(state.text, width: stateWidth, gap: 1, isSorted: state.isSorted)
    return (columns(list) + [last], rows)
  }

  private func columns(_ list: ListState) -> [TableColumn] {
    let asset = list.head("Asset", .asset)
    let holder = list.head("Held by", .holder)
    let held = TableColumn(
      holder.text, width: max(12, list.shown.idWidth), gap: 0, isSorted: holder.isSorted)
    switch form(of: list) {
    case .ofAsset: return [held, TableColumn("", width: 6, grows: 1, gap: 1, leaves: 1)]
    case .ofHolder:
      return [
        TableColumn(asset.text, width: 12, grows: 1, isSorted: asset.isSorted),
        TableColumn("Type", width: 4, gap: 2, leaves: 1),
      ]
    case .all:
      var held = held
      held.gap = 2
      return [
        TableColumn(asset.text, width: 12, grows: 1, isSorted: asset.isSorted), held,
        TableColumn("", width: 18, grows: 1, gap: 1, leaves: 1),
      ]
    }
  }

  private enum Form { case ofAsset, ofHolder, all }

  private func form(of list: ListState) -> Form {
    if list.id == .allAssignments { return .all }
    return list.shown.request.subject.isHolder ? .ofHolder : .ofAsset
  }

  private func assignmentRow(
    _ list: ListState, _ place: Int, _ states: [Assignment: PairState]
  ) -> TableRow? {
    guard case .assignment(let pair)? = list.shown.id(at: place) else { return nil }
    let isMarked = list.marks.contains(.assignment(pair))
    let state = states[pair]
    let stateRole = state?.role ?? .row
    let holder = list.cell(pair.holder.text, .holder)
    let note = TableCell(note(on: pair.holder, list), isMarked ? nil : .textDim)
    let word = TableCell(Shown(state?.word ?? ""), stateRole)
    let name = list.cell(name(of: pair.asset, list), .asset)
    let cells: [TableCell] =
      switch form(of: list) {
      case .ofAsset: [holder, note, word]
      case .ofHolder:
        [name, TableCell(type(of: pair.asset, list), isMarked ? nil : .textDim), word]
      case .all: [name, holder, note, word]
      }
    return TableRow(
      cells: cells, role: isMarked ? .rowMarked : .row, sign: state?.sign ?? "",
      signRole: stateRole, isCursor: place == list.cursor, isMarked: isMarked)
  }

  private func name(of asset: AssetID, _ list: ListState) -> String {
    let assets = list.shown.snapshot.assets
    return assets.index(of: asset).map(assets.displayName) ?? asset.adamID.rawValue
  }

  private func type(of asset: AssetID, _ list: ListState) -> Shown {
    let assets = list.shown.snapshot.assets
    return assets.index(of: asset).map { Shown(assets.record($0).typeWord) } ?? "–"
  }

  /// What stands beside a holder: the e-mail, the label of a device, or the word «device».
  private func note(on holder: Holder, _ list: ListState) -> Shown {
    let snapshot = list.shown.snapshot
    switch holder {
    case .clientUser(let id):
      return snapshot.users.index(of: id).flatMap(snapshot.users.email).map { Shown($0) } ?? ""
    case .device(let serial):
      let label = snapshot.devices.index(of: serial).flatMap(snapshot.devices.label)
      return label.map { Shown($0) } ?? "device"
    }
  }
}

extension PairState {
  /// The role of its word and sign.
  package var role: Role {
    switch self {
    case .pending: .statePending
    case .applied: .stateApplied
    case .done: .stateDone
    case .failed: .stateFailed
    case .unknown: .stateUnknown
    case .notSent: .textDim
    }
  }

  /// Its sign.
  package var sign: Shown {
    switch self {
    case .pending: "⋯"
    case .applied: "~"
    case .done: "✓"
    case .failed: "✗"
    case .unknown: "?"
    case .notSent: "–"
    }
  }
}
