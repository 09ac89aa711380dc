import AppsAndBooks
import FoundationEssentials
import LocationStore
import Operations
package import Screen

extension DetailPage {
  package func render(into canvas: inout Canvas, in rect: Rect, world: World) {
    let places = DetailLayout(rect)
    let detail = places.detail
    let content = DetailLines(self, world: world, width: detail.width)
    canvas.put(
      TitleRule(content.title, count: content.count, isFocused: places.list == nil),
      in: detail.row(0))
    canvas.put(
      scrolling: [PageLine()] + content.lines, offset: offset, more: world.key(.pageDown),
      in: detail.rows(from: 1))
    guard let list = places.list else { return }
    canvas.vline(x: list.maxX, y: rect.y + 1, height: rect.height - 1)
    canvas.joint(.down, x: list.maxX, y: rect.y)
    canvas.put(TitleRule(title, count: count, isFocused: true), in: list.row(0))
    canvas.put(table(lines: list.height - 2), in: list.rows(from: 1))
  }

  private var title: Shown {
    switch list.id {
    case .users: "1 [Users] Devices"
    case .devices: "1 Users [Devices]"
    case .assets: "2 Assets"
    case .assignments, .allAssignments: "3 Assignments"
    }
  }

  private var count: Shown {
    let total = Numbers.count(list.shown.total)
    return list.shown.request.filter.isEmpty
      ? Shown(total) : "\(Numbers.count(list.shown.matched)) of \(total)"
  }

  // MARK: - The list beside

  private func table(lines: Int) -> Table {
    let rows = list.visible(lines).compactMap { place -> TableRow? in
      guard let id = list.shown.id(at: place) else { return nil }
      let row = list.shown.row(at: place)
      let (sign, role) = sign(id, row)
      return TableRow(
        cells: cells(id, row), role: role == .rowRetired ? role : .row, sign: sign, signRole: role,
        isCursor: place == list.cursor)
    }
    return Table(columns: columns, rows: rows, isFocused: true)
  }

  /// The sign of a user, as in the pane.
  private func sign(_ id: RowID, _ row: Int?) -> (text: Shown, role: Role) {
    guard case .user = id, let row else { return ("", .row) }
    let users = list.shown.snapshot.users
    if !users.isActive(row) { return ("–", .rowRetired) }
    return users.status(row) == .registered ? ("◦", .textDim) : ("", .row)
  }

  private var columns: [TableColumn] {
    let id = list.shown.idWidth
    switch list.id {
    case .users:
      let user = list.head("User", .user)
      return [
        TableColumn(user.text, width: max(8, id), isSorted: user.isSorted),
        TableColumn("E-mail", width: 8, grows: 1, gap: 2, leaves: 1),
        TableColumn("Held", width: 5, align: .right, gap: 1),
      ]
    case .devices:
      let serial = list.head("Serial number", .serial)
      return [
        TableColumn(serial.text, width: max(15, id), isSorted: serial.isSorted),
        TableColumn("", width: 6, grows: 1, gap: 1, leaves: 1),
        TableColumn("Held", width: 5, align: .right, gap: 1),
      ]
    case .assets:
      let name = list.head("Name", .name)
      return [
        TableColumn(name.text, width: 12, grows: 1, isSorted: name.isSorted),
        TableColumn("Type", width: 4, gap: 1), TableColumn("Left", width: 6, align: .right),
      ]
    case .assignments, .allAssignments:
      return [
        TableColumn("Held by", width: max(12, id)),
        TableColumn("Asset", width: 8, grows: 1, gap: 1),
      ]
    }
  }

  private func cells(_ id: RowID, _ row: Int?) -> [TableCell] {
    let snapshot = list.shown.snapshot
    switch (id, row) {
    case (.user, let row?):
      return [
        list.cell(id.copied, .user), list.cell(snapshot.users.email(row) ?? "", .email, .textDim),
        TableCell(Shown(Numbers.count(snapshot.heldCount(.user(row)))), .number),
      ]
    case (.device, let row?):
      let note =
        snapshot.devices.label(row) ?? (snapshot.devices.isListedOnly(row) ? "listed" : "")
      return [
        list.cell(id.copied, .serial), list.cell(note, .label, .textDim),
        TableCell(Shown(Numbers.count(snapshot.heldCount(.device(row)))), .number),
      ]
    case (.asset, let row?):
      let record = snapshot.assets.record(row)
      return [
        list.cell(record.displayName, .name),
        TableCell(Shown(ChangeWords.type(record.asset.productType)), .textDim),
        left(record.asset),
      ]
    case (.assignment(let pair), _):
      let name =
        snapshot.assets.index(of: pair.asset).map(snapshot.assets.displayName)
        ?? pair.asset.adamID.rawValue
      return [list.cell(pair.holder.text, .holder), list.cell(name, .asset)]
    default: return [TableCell(Shown(id.copied))]
    }
  }

  private func left(_ asset: Asset) -> TableCell {
    if asset.isUnlimited { return TableCell("∞", .numberUnlimited) }
    guard let left = asset.availableCount else { return TableCell("–", .textDim) }
    let isLow = left < 10 || left * 20 < asset.totalCount ?? 0
    return TableCell(
      Shown(Numbers.count(left)), left == 0 ? .numberNone : isLow ? .numberLow : .number)
  }

  // MARK: - Around

  package func dividers(in rect: Rect, world: World) -> [Int] {
    DetailLayout(rect).list.map { [$0.width] } ?? []
  }

  private func noneLeft(in world: World) -> Asset? {
    guard case .asset(let id)? = row, let index = world.snapshot.assets.index(of: id) else {
      return nil
    }
    let asset = world.snapshot.assets.record(index).asset
    return !asset.isUnlimited && asset.availableCount == 0 ? asset : nil
  }

  package func note(in world: World) -> Message? {
    guard let asset = noneLeft(in: world), asset.canBeReclaimed else { return nil }
    let count = Numbers.count(asset.assignedCount ?? 0, "assignment")
    return Message([
      "none left: r picks among its \(count), or buy more in School Manager",
      "none left: r picks among its \(count)",
    ])
  }

  package func availability(of command: Command, in world: World) -> Availability {
    switch command {
    case .assign where noneLeft(in: world) != nil: .off("none left")
    case .reclaimAll where row?.holder == nil: .off("needs a user or device")
    case .assign, .reclaim, .reassign, .follow, .copy, .export:
      row == nil ? .off("nothing is here") : .available
    default: .available
    }
  }

  package func hints(in world: World) -> HintLine {
    var hints: [Hint] = []
    if noneLeft(in: world) == nil { hints.append(Hint(world.key(.assign), "assign")) }
    hints.append(Hint(world.key(.reclaim), "reclaim"))
    if row?.holder != nil { hints.append(Hint(world.key(.reclaimAll), "reclaim all")) }
    let copied: Shown =
      switch row {
      case .user?: "copy user ID"
      case .device?: "copy serial"
      case .asset?: "copy Adam ID"
      case .assignment?, nil: "copy id"
      }
    if case .asset? = row {
      hints.append(Hint("Enter", "holders"))
    } else {
      hints.append(Hint("Enter", "follow"))
    }
    hints.append(Hint(world.key(.copy), copied))
    hints.append(Hint("Backspace", "back"))
    return HintLine(hints, help: Hint(world.key(.help), "help"))
  }
}
