import AppsAndBooks
import FoundationEssentials
import LocationStore
import Operations
package import Screen

extension TokensPage {
  private var count: Shown {
    let all = Numbers.count(rows.count, "location")
    guard isComplete else { return Shown("\(all) · asking") }
    let needing = rows.count(where: \.needsPerson)
    switch needing {
    case 0: return Shown("\(all) · all well")
    case 1: return Shown("\(all) · 1 needs you")
    default: return Shown("\(all) · \(needing) need you")
    }
  }

  package func render(into canvas: inout Canvas, in rect: Rect, world: World) {
    canvas.put(TitleRule("Token status", count: count, isFocused: true), in: rect.row(0))
    guard !rows.isEmpty else {
      canvas.put(
        isComplete ? "No location is kept." : "Asking every location.", x: rect.x + 4,
        y: rect.y + 2, role: .textDim)
      return
    }
    let body = rect.rows(from: 1)
    let shown = min(rows.count - offset, max(0, body.height - 1))
    canvas.put(table(world, lines: shown), in: body)
    let below = body.rows(from: shown + 2)
    canvas.put(remedies(world, in: below.size).lines, in: below)
  }

  private func table(_ world: World, lines: Int) -> Table {
    let columns = [
      TableColumn("Location", width: 12),
      TableColumn("Organization", width: 18, gap: 2, leaves: 3),
      TableColumn("Token", width: 11, gap: 2),
      TableColumn("Days", width: 7, align: .right),
      TableColumn("Managed by", width: 17, grows: 1, gap: 3, leaves: 1),
      TableColumn("Asked", width: 20, grows: 3, gap: 3, leaves: 2),
    ]
    let visible = rows[offset..<min(rows.count, offset + lines)]
    let rows = visible.enumerated().map { index, status in
      TableRow(
        cells: cells(status, world), sign: status.sign.text, signRole: status.sign.role,
        isCursor: offset + index == cursor)
    }
    return Table(columns: columns, rows: rows, isFocused: true)
  }

  private func cells(_ status: TokenStatus, _ world: World) -> [TableCell] {
    let days = status.days.map { Shown(Numbers.count($0)) } ?? "–"
    let isLow = status.days.map { $0 <= 30 } ?? false
    return [
      TableCell(Shown(status.location)), TableCell(Shown(status.organization), .textDim),
      TableCell(Shown(status.word.rawValue), status.word == .ok ? .row : status.sign.role),
      TableCell(days, isLow ? .numberLow : .number),
      TableCell(Shown(status.ownerText).cut(to: 24), status.isForeign ? .headerWarning : .row),
      TableCell(Shown(status.asked.map { Numbers.age(of: $0, at: world.now) } ?? "–"), .textDim),
    ]
  }

  /// One sentence and one remedy for each row that needs a person, and how many of them have no room.
  ///
  /// Where not all have room, that of the row under the cursor comes first.
  private func remedies(_ world: World, in size: Size) -> (lines: [PageLine], left: Int) {
    func block(_ status: TokenStatus) -> [PageLine] {
      let text = status.remedy(world.zone)
      guard !text.isEmpty else { return [] }
      var lines: [PageLine] = []
      lines.append(
        wrapped: text, at: 18, width: size.width - 20,
        first: PageLine(Shown(status.location).cut(to: 13), .textStrong, at: 4))
      return lines
    }
    var blocks = rows.map(block)
    if blocks.joined().count > size.height, blocks.indices.contains(cursor) {
      blocks.insert(blocks.remove(at: cursor), at: 0)
    }
    blocks.removeAll(where: \.isEmpty)
    var lines: [PageLine] = []
    var left = blocks.count
    for block in blocks where lines.count + block.count <= size.height {
      lines += block
      left -= 1
    }
    // Half a sentence is better than none where not even one has room.
    return lines.isEmpty ? (blocks.first ?? [], max(0, left - 1)) : (lines, left)
  }

  package func note(in world: World) -> Message? {
    let below = Size(width: world.size.width, height: room - 3 - min(rows.count, max(0, room - 2)))
    let left = remedies(world, in: below).left
    guard isComplete, left > 0 else { return nil }
    let what = left == 1 ? "1 more needs you" : "\(left) more need you"
    return Message("\(Shown(what)): \(Shown("↑ ↓")) brings what each needs")
  }

  package func hints(in world: World) -> HintLine {
    HintLine(
      [
        Hint("Enter", "open the location"), Hint("F5", "ask again"),
        Hint(world.key(.copy), "copy fingerprint"), Hint(world.key(.export), "export"),
        Hint("Esc", "leave"),
      ], help: Hint(world.key(.help), "help"))
  }
}
