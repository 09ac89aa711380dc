import AppsAndBooks
import LocationStore
import Screen

extension AppState {
  /// A list in the columns that the configuration wants; as it is shipped where it says nothing.
  func chosen(
    _ table: (columns: [TableColumn], rows: [TableRow]), of list: ListState, _ lines: Int
  ) -> (columns: [TableColumn], rows: [TableRow]) {
    guard let wanted = world.settings.columns[list.id]?.filter({ isUseful($0, in: list) }),
      !wanted.isEmpty
    else { return table }
    let places = list.visible(lines)
    guard places.count == table.rows.count else { return table }
    let rows = zip(places, table.rows).map { place, row in
      var chosen = row
      chosen.cells = wanted.map { column in
        column == .state ? row.cells.last ?? TableCell("") : cell(column, at: place, list, row)
      }
      return chosen
    }
    let columns = wanted.enumerated().map { index, column in
      let widest = rows.reduce(0) { max($0, $1.cells[index].text.width) }
      return self.column(column, of: list, place: index, widest: widest)
    }
    return (columns, rows)
  }

  /// Whether a column says something: of one asset's assignments not the asset, of one holder's not the holder.
  private func isUseful(_ column: ListColumn, in list: ListState) -> Bool {
    guard list.id == .assignments else { return true }
    let isOfHolder = list.shown.request.subject.isHolder
    switch column {
    case .asset, .id: return isOfHolder
    case .holder, .kind: return !isOfHolder
    default: return true
    }
  }

  // MARK: - Heads

  private func column(
    _ column: ListColumn, of list: ListState, place: Int, widest: Int
  ) -> TableColumn {
    let head = list.head(Self.heads[column] ?? Shown(column.rawValue), column)
    let least: Int
    var grows = 0
    switch column {
    case .user, .serial, .holder: least = max(8, list.shown.idWidth)
    case .name, .asset, .email, .label, .developer, .platform:
      (least, grows) = (column == .name || column == .asset ? 12 : 8, 1)
    case .state: least = 8
    default: least = widest
    }
    let stays: Set<ListColumn> = [.user, .serial, .holder, .name, .asset, .left, .state, .held]
    return TableColumn(
      head.text, width: grows > 0 ? least : max(least, head.text.width), grows: grows,
      align: column.isNumber ? .right : .left, gap: place == 0 ? 0 : 2,
      tightGap: place == 0 ? 0 : 1, leaves: stays.contains(column) ? 0 : place + 1,
      isSorted: head.isSorted)
  }

  private static let heads: [ListColumn: Shown] = [
    .user: "User", .email: "E-mail", .status: "Status", .held: "Held", .serial: "Serial number",
    .label: "Label", .name: "Name", .id: "Adam ID", .type: "Type", .platform: "Runs on",
    .developer: "Made by", .used: "Used", .total: "Total", .left: "Left", .asset: "Asset",
    .holder: "Held by", .kind: "Kind", .state: "State",
  ]

  // MARK: - Cells

  private func cell(
    _ column: ListColumn, at place: Int, _ list: ListState, _ row: TableRow
  ) -> TableCell {
    let isPlain = row.role == .row
    let dim: Role? = isPlain ? .textDim : nil
    switch (list.id, list.shown.row(at: place)) {
    case (.users, let index?): return userCell(column, index, list, isPlain: isPlain)
    case (.devices, let index?): return deviceCell(column, index, list, isPlain: isPlain)
    case (.assets, let index?): return assetCell(column, index, list, isPlain: isPlain)
    default:
      guard case .assignment(let pair)? = list.shown.id(at: place) else { return TableCell("") }
      switch column {
      case .holder: return list.cell(pair.holder.text, .holder)
      case .kind: return list.cell(pair.holder.isDevice ? "device" : "user", .kind, dim)
      case .id: return list.cell(pair.asset.adamID.rawValue, .id, dim)
      default:
        let assets = list.shown.snapshot.assets
        let name = assets.index(of: pair.asset).map(assets.displayName)
        return list.cell(name ?? pair.asset.adamID.rawValue, .asset)
      }
    }
  }

  private func userCell(
    _ column: ListColumn, _ index: Int, _ list: ListState, isPlain: Bool
  ) -> TableCell {
    let snapshot = list.shown.snapshot
    let user = snapshot.users.user(index)
    switch column {
    case .user: return list.cell(user.id.rawValue, .user)
    case .email: return list.cell(user.email ?? "", .email, isPlain ? .textDim : nil)
    case .status:
      return list.cell(user.status?.rawValue.lowercased() ?? "–", .status, isPlain ? .textDim : nil)
    default:
      return TableCell(
        heldText(snapshot.heldCount(.user(index)), snapshot), isPlain ? .number : nil)
    }
  }

  private func deviceCell(
    _ column: ListColumn, _ index: Int, _ list: ListState, isPlain: Bool
  ) -> TableCell {
    let snapshot = list.shown.snapshot
    switch column {
    case .serial: return list.cell(snapshot.devices.serial(index), .serial)
    case .label:
      let note = snapshot.devices.isListedOnly(index) ? "listed" : ""
      return list.cell(
        snapshot.devices.label(index) ?? note, .label, isPlain ? .textDim : nil)
    default:
      return TableCell(
        heldText(snapshot.heldCount(.device(index)), snapshot), isPlain ? .number : nil)
    }
  }

  private func assetCell(
    _ column: ListColumn, _ index: Int, _ list: ListState, isPlain: Bool
  ) -> TableCell {
    let record = list.shown.snapshot.assets.record(index)
    let dim: Role? = isPlain ? .textDim : nil
    let number: Role? = isPlain ? .number : nil
    switch column {
    case .name: return list.cell(record.displayName, .name)
    case .id: return list.cell(record.asset.id.adamID.rawValue, .id, dim)
    case .type: return list.cell(record.typeWord, .type, dim)
    case .platform: return list.cell(record.platforms.joined(separator: ", "), .platform, dim)
    case .developer: return list.cell(record.developer ?? "", .developer, dim)
    case .used: return TableCell(record.usedText, number)
    case .total: return TableCell(record.totalText, number)
    default: return TableCell(record.left.text, record.left.role)
    }
  }
}
