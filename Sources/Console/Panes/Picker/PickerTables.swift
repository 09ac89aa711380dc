import AppsAndBooks
import FoundationEssentials
import LocationStore
import Operations
import Screen

/// The rows of a picker as a list.
struct PickerTables {
  let page: PickerPage
  let list: ListState
  /// The width of the list in cells.
  let width: Int

  init(_ page: PickerPage, width: Int) {
    self.page = page
    list = page.list
    self.width = width
  }

  private var snapshot: LocationSnapshot { list.shown.snapshot }

  /// The visible part for a number of lines.
  func table(lines: Int) -> Table {
    let columns: [TableColumn]
    switch page.tab {
    case .devices: columns = holderColumns(head: "Serial number", second: nil)
    case .users: columns = holderColumns(head: "User", second: "E-mail")
    case .assets: columns = assetColumns
    case .assignments, .allAssignments: columns = assignmentColumns
    }
    let rows = list.visible(lines).compactMap { place -> TableRow? in
      guard let row = list.shown.row(at: place), let id = list.shown.id(at: place) else {
        return nil
      }
      let isMarked = list.marks.contains(id)
      return TableRow(
        cells: cells(row, id), role: isMarked ? .rowMarked : .row,
        isCursor: place == list.cursor, isMarked: isMarked)
    }
    return Table(columns: columns, rows: rows, isFocused: !page.isReading)
  }

  private func cells(_ row: Int, _ id: RowID) -> [TableCell] {
    switch page.tab {
    case .devices: deviceCells(row)
    case .users: userCells(row)
    case .assets: assetCells(row)
    case .assignments, .allAssignments: assignmentCells(row)
    }
  }

  // MARK: - Holders for chosen assets

  private var assets: [AssetID] { page.task.given ?? [] }

  /// Cells of the widest id, or of the head.
  private func idWidth(_ head: Shown) -> Int { max(head.width, list.shown.idWidth) }

  private var hasSecond: Bool { page.tab == .users || (page.hasLabels && width >= 70) }

  /// A column for each asset, if all find room; else one that counts.
  private func assetHeads(idWidth: Int) -> [Shown] {
    let names = assets.map {
      Shown(snapshot.assets.index(of: $0).map(snapshot.assets.displayName) ?? $0.adamID.rawValue)
    }
    let second = hasSecond ? 14 : 0
    let room = width - Table.gutter - 1 - idWidth - second
    let wanted = names.reduce(0) { $0 + $1.width + 4 }
    if wanted <= room { return names }
    let each = names.isEmpty ? 0 : room / names.count - 4
    return each >= 8 ? names.map { $0.cut(to: each) } : []
  }

  private func holderColumns(head: Shown, second: Shown?) -> [TableColumn] {
    let id = idWidth(head)
    let heads = assetHeads(idWidth: id)
    var columns = [TableColumn(head, width: id)]
    if hasSecond {
      columns.append(TableColumn(second ?? "", width: 12, grows: 1, gap: 2, leaves: 2))
    }
    if heads.isEmpty {
      columns.append(TableColumn("Has", width: 8, align: .right, gap: 2, leaves: 1))
    } else {
      columns += heads.map { TableColumn($0, width: $0.width, gap: 4, leaves: 1) }
    }
    return columns
  }

  private func deviceCells(_ row: Int) -> [TableCell] {
    var cells = [list.cell(snapshot.devices.serial(row), .serial)]
    if hasSecond { cells.append(list.cell(snapshot.devices.label(row) ?? "", .label, .textDim)) }
    return cells + hasCells(.device(row))
  }

  private func userCells(_ row: Int) -> [TableCell] {
    let email = snapshot.users.email(row) ?? ""
    return [
      list.cell(snapshot.users.id(row).rawValue, .user), list.cell(email, .email, .textDim),
    ] + hasCells(.user(row))
  }

  private func hasCells(_ holder: HolderRef) -> [TableCell] {
    let has = assets.map { asset in
      snapshot.assets.index(of: asset).map { snapshot.assignments.contains($0, holder) } ?? false
    }
    if assetHeads(idWidth: idWidth(page.tab == .users ? "User" : "Serial number")).isEmpty {
      let count = has.count { $0 }
      return [TableCell(count == 0 ? "" : "\(count) of \(has.count)", .rowHeld)]
    }
    return has.map { TableCell($0 ? "has" : "", .rowHeld) }
  }

  // MARK: - Assets for chosen holders

  private var holders: [Holder] {
    if case .assets(let holders) = page.task { holders } else { [] }
  }

  private var assetColumns: [TableColumn] {
    [
      TableColumn("Name", width: 16, grows: 1),
      TableColumn("Type", width: 4, gap: 2, leaves: 1),
      TableColumn("Left", width: 6, align: .right, gap: 2),
      TableColumn(holders.count == 1 ? "" : "Has", width: 12, gap: 4),
    ]
  }

  private func assetCells(_ row: Int) -> [TableCell] {
    let record = snapshot.assets.record(row)
    let asset = record.asset
    let held = holders.prefix(2000).count { holder in
      snapshot.contains(Assignment(asset: asset.id, holder: holder))
    }
    let has: Shown =
      switch (held, holders.count) {
      case (0, _): ""
      case (_, 1): "has"
      default: "\(Numbers.count(held)) of \(Numbers.count(holders.count))"
      }
    return [
      list.cell(record.displayName, .name),
      TableCell(Shown(ChangeWords.type(asset.productType)), .textDim),
      leftCell(asset), TableCell(has, .rowHeld),
    ]
  }

  private func leftCell(_ asset: Asset) -> TableCell {
    if asset.isUnlimited { return TableCell("∞", .numberUnlimited) }
    guard let left = asset.availableCount else { return TableCell("–", .textDim) }
    let isLow = left < 10 || left * 20 < asset.totalCount ?? 0
    return TableCell(
      Shown(Numbers.count(left)), left == 0 ? .numberNone : isLow ? .numberLow : .number)
  }

  // MARK: - Assignments to take back

  private var showsAsset: Bool {
    if case .asset = page.task.subject { false } else { true }
  }

  private var showsHolder: Bool { !page.task.subject.isHolder }

  private var assignmentColumns: [TableColumn] {
    var columns: [TableColumn] = []
    if showsHolder {
      columns.append(TableColumn("Held by", width: max(12, list.shown.idWidth)))
      columns.append(TableColumn("", width: 8, grows: 1, gap: 1, leaves: 2))
    }
    if showsAsset {
      columns.append(TableColumn("Asset", width: 16, grows: 1, gap: showsHolder ? 2 : 0))
      columns.append(TableColumn("Type", width: 4, gap: 2, leaves: 1))
    }
    columns.append(TableColumn("", width: 20, gap: 2, leaves: 3))
    return columns
  }

  private func assignmentCells(_ row: Int) -> [TableCell] {
    let asset = snapshot.assets.record(snapshot.assignments.assetIndex(row))
    var cells: [TableCell] = []
    if showsHolder {
      let holder = snapshot.assignments.holder(row)
      cells.append(list.cell(snapshot.holder(holder).text, .holder))
      let mail: Shown =
        switch holder {
        case .device: "device"
        case .user(let row): Shown(snapshot.users.email(row) ?? "user")
        }
      cells.append(TableCell(mail, .textDim))
    }
    if showsAsset {
      cells.append(list.cell(asset.displayName, .asset))
      cells.append(TableCell(Shown(ChangeWords.type(asset.asset.productType)), .textDim))
    }
    cells.append(TableCell(asset.asset.canBeReclaimed ? "" : "can't be reclaimed", .planDropped))
    return cells
  }
}
