import AppsAndBooks
import LocationStore
import Screen

extension AppState {
  /// The devices that are visible (frame 5b).
  func devicesTable(_ list: ListState, _ lines: Int) -> (columns: [TableColumn], rows: [TableRow]) {
    let serial = list.head("Serial number", .serial)
    let label = list.head("", .label)
    let held = list.head("Held", .held)
    let columns = [
      TableColumn(
        serial.text, width: max(15, list.shown.idWidth), isSorted: serial.isSorted),
      TableColumn(label.text, width: 6, grows: 1, gap: 1, leaves: 1, isSorted: label.isSorted),
      TableColumn(held.text, width: 4, align: .right, gap: 1, isSorted: held.isSorted),
    ]
    return (columns, list.visible(lines).compactMap { deviceRow(list, $0) })
  }

  private func deviceRow(_ list: ListState, _ place: Int) -> TableRow? {
    guard let row = list.shown.row(at: place) else { return nil }
    let snapshot = list.shown.snapshot
    let serial = SerialNumber(rawValue: snapshot.devices.serial(row))
    let label = snapshot.devices.label(row)
    let isMarked = list.marks.contains(.device(serial))
    let role: Role = isMarked ? .rowMarked : .row
    let note = label ?? (snapshot.devices.isListedOnly(row) ? "listed" : "")
    let sign = changes.holders[.device(serial)]?.shown
    return TableRow(
      cells: [
        list.cell(serial.rawValue, .serial),
        list.cell(note, .label, isMarked ? nil : .textDim),
        TableCell(heldText(snapshot.heldCount(.device(row)), snapshot), isMarked ? nil : .number),
      ],
      role: role, sign: sign?.text ?? "", signRole: sign?.role ?? .row,
      isCursor: place == list.cursor, isMarked: isMarked)
  }
}
