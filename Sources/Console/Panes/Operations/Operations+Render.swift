import AppsAndBooks
import FoundationEssentials
import LocationStore
import Operations
package import Screen

extension OperationsPage {
  package func render(into canvas: inout Canvas, in rect: Rect, world: World) {
    if let pairs {
      let title: Shown = "Operation \(number ?? 0): every pair"
      canvas.put(
        TitleRule(title, count: Shown(Numbers.count(pairs.lines.count)), isFocused: true),
        in: rect.row(0))
      canvas.put(pairs.table(height: rect.height - 2), in: rect.rows(from: 1))
      return
    }
    let model = OperationsViewModel(self, world: world)
    canvas.put(
      TitleRule("Operations", count: Shown(model.counts), isFocused: true), in: rect.row(0))
    guard !model.rows.isEmpty else {
      canvas.put(
        "Nothing was changed from here yet.", x: rect.x + 4, y: rect.y + 2, role: .textDim)
      return
    }
    let layout = OperationLines(model, width: rect.width)
    canvas.put([layout.head], in: rect.rows(from: 1, count: 1))
    var body = rect.rows(from: 2)
    if below > 0 {
      canvas.put(above: 0, below: below, world.key(.pageDown), in: body.row(-1))
      body = body.rows(from: 0, count: body.height - 1)
    }
    canvas.put(layout.lines.dropFirst(offset), in: body)
    if let line = layout.cursorLine, line >= offset, line - offset < body.height {
      let row = body.row(line - offset)
      canvas.fill(row, .rowSelectedFocused)
      canvas.put([layout.lines[line].recolored(.rowSelectedFocused)], in: row)
    }
  }

  package func note(in world: World) -> Message? {
    if let pairs { return pairs.cutReason(width: world.size.width).map { Message($0) } }
    guard let record = current(in: world) else { return nil }
    switch record.state {
    case .partial, .rejected: return retryNote(record, world)
    case .unknown:
      guard let certain = record.certainAt, !record.isCertain(at: world.now) else {
        return retryNote(record, world)
      }
      let time = world.zone.time(certain)
      return Message([
        "from \(time) on the rest can be sent again; before, it might meet the first request still at work",
        "from \(time) on the rest can be sent again", "from \(time) on again",
      ])
    case .held: return record.hold.map { Message([Shown($0.text)]) }
    case .sending, .pending, .done, .nothing: return nil
    }
  }

  /// Whether a retry would help now: not while the licence it failed for is still missing.
  private func retryNote(_ record: OperationRecord, _ world: World) -> Message? {
    guard let request = record.retried(at: world.now) else { return nil }
    let count = ChangeWords.units(request.kind, request.size)
    let short = record.pairs.first { pair in
      guard pair.action == .assign, pair.state.failure?.number == 9709,
        let row = world.snapshot.assets.index(of: pair.pair.asset)
      else { return false }
      let asset = world.snapshot.assets.record(row).asset
      return !asset.isUnlimited && asset.availableCount == 0
    }
    if let short {
      let name = world.name(of: short.pair.asset)
      return Message([
        "\(count) can be tried again once \(name) has a licence: 0 left now",
        "\(name) has no licence left for \(count)",
      ])
    }
    let key = world.key(.retry)
    return Message([
      "\(count) can be sent again: \(key) opens the plan", "\(key) sends \(count) again",
    ])
  }

  package func hints(in world: World) -> HintLine {
    let help = Hint(world.key(.help), "help")
    let leave = Hint("Esc", pairs == nil ? "leave" : "back")
    guard pairs == nil, let record = current(in: world) else {
      return HintLine([Hint("↑ ↓", "move"), leave], help: help)
    }
    var hints: [Hint] = []
    if let again = record.retried(at: world.now) {
      let word = record.state == .unknown ? "not taken" : record.state == .held ? "held" : "failed"
      hints.append(Hint(world.key(.retry), "retry the \(Numbers.count(again.size)) \(word)"))
    }
    if record.state == .unknown {
      let open = Numbers.count(record.count - record.settledCount)
      hints.append(Hint(world.key(.detail), "the \(Shown(open)) open \(Shown(record.kind.unit))s"))
    } else if let undone = record.undone, undone.size > 0 {
      hints.append(Hint(world.key(.undo), "undo the \(Numbers.count(undone.size)) done"))
    }
    if record.isOpen { hints.append(Hint("F5", "look now")) }
    if record.state != .unknown { hints.append(Hint("Enter", "open, close")) }
    hints.append(Hint(world.key(.export), "export"))
    hints.append(leave)
    return HintLine(hints, help: help)
  }
}

extension PageLine {
  /// The same line in one role: the row under the cursor.
  func recolored(_ role: Role) -> PageLine {
    var line = PageLine()
    for item in items {
      if item.align == .left {
        line.put(item.text, role, at: item.x)
      } else {
        line.put(item.text, role, endingAt: item.x)
      }
    }
    return line
  }
}
