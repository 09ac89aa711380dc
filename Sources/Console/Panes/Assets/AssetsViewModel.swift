import AppsAndBooks
package import LocationStore
package import Screen

extension AppState {
  /// The assets that are visible, with what the master holds first (frames 1, 3, 6a).
  func assetsTable(_ list: ListState, _ lines: Int) -> (columns: [TableColumn], rows: [TableRow]) {
    let rows = list.visible(lines).compactMap { assetRow(list, $0) }
    let name = list.head("Name", .name)
    let type = list.head("Type", .type)
    let used = list.head("Used", .used)
    let left = list.head("Left", .left)
    let both: (text: Shown, isSorted: Bool) =
      list.sort.column == .total
      ? list.head("Used/Total", .total)
      : (list.sort.column == .used ? used.text + "/Total" : "Used/Total", used.isSorted)
    func widest(_ column: Int, _ least: Int) -> Int {
      rows.reduce(least) { max($0, $1.cells[column].text.width) }
    }
    let columns = [
      TableColumn(name.text, width: 17, grows: 1, isSorted: name.isSorted),
      TableColumn(type.text, width: 4, gap: 2, leaves: 1, isSorted: type.isSorted),
      TableColumn(
        both.text, width: widest(2, 11), align: .right, gap: 1, leaves: 3, isSorted: both.isSorted),
      TableColumn(
        used.text, width: widest(3, 6), align: .right, gap: 1, leaves: 2, insteadOf: 2,
        isSorted: used.isSorted),
      TableColumn(
        left.text, width: widest(4, 4), align: .right, gap: 2, isSorted: left.isSorted),
    ]
    return (columns, rows)
  }

  private func assetRow(_ list: ListState, _ place: Int) -> TableRow? {
    guard let row = list.shown.row(at: place) else { return nil }
    let record = list.shown.snapshot.assets.record(row)
    let id = record.asset.id
    let isMarked = list.marks.contains(.asset(id))
    let isHeld = place < list.shown.held
    let role: Role = isMarked ? .rowMarked : isHeld ? .rowHeld : .row
    var sign: (text: Shown, role: Role) = isHeld ? ("•", .rowHeld) : ("", .row)
    if record.difference != nil || record.asset.countsDisagree { sign = ("!", .planWarning) }
    if let change = changes.assets[id] { sign = change.shown }
    let left = record.left
    return TableRow(
      cells: [
        list.cell(record.displayName, .name),
        list.cell(record.typeWord, .type, isMarked ? nil : .textDim),
        TableCell("\(record.usedText)/\(record.totalText)", isMarked ? nil : .number),
        TableCell(record.usedText, isMarked ? nil : .number),
        TableCell(left.text, left.role),
      ],
      role: role, sign: sign.text, signRole: sign.role, isCursor: place == list.cursor,
      isMarked: isMarked)
  }
}

extension AssetRecord {
  /// `app`, `book`, or the service's word in small letters.
  package var typeWord: String { asset.productType?.rawValue.lowercased() ?? "–" }

  /// Licences assigned.
  package var usedText: Shown { asset.assignedCount.map { Shown(Numbers.count($0)) } ?? "–" }

  /// Licences bought.
  package var totalText: Shown {
    if asset.isUnlimited { return "∞" }
    return asset.totalCount.map { Shown(Numbers.count($0)) } ?? "–"
  }

  /// Licences left, with the role that tells few from none.
  package var left: (text: Shown, role: Role) {
    if asset.isUnlimited { return ("∞", .numberUnlimited) }
    guard let left = asset.availableCount else { return ("–", .textDim) }
    if left <= 0 { return (Shown(Numbers.count(left)), .numberNone) }
    let isLow = left < 10 || asset.totalCount.map { left * 20 < $0 } ?? false
    return (Shown(Numbers.count(left)), isLow ? .numberLow : .number)
  }
}
