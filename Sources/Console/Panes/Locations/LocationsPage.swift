import AppsAndBooks
import FoundationEssentials
import LocationStore
import Operations
package import Screen

/// The locations there are, to switch to another one.
package struct LocationsPage: PageState {
  /// What is known, by name.
  private(set) var choices: [LocationChoice]?
  private(set) var cursor = 0

  /// Begins without answers.
  package init() {}

  /// Opens the page and asks which locations there are.
  package static func open() -> Reply {
    Reply([.push(Page(LocationsPage()))], effects: [.listLocations])
  }

  package var context: KeyContext { .locations }

  package mutating func perform(
    _ command: Command, _ argument: String, in world: World
  ) -> Reply? {
    let all = choices ?? []
    switch command {
    case .up: cursor -= 1
    case .down: cursor += 1
    case .pageUp, .first: cursor = 0
    case .pageDown, .last: cursor = all.count - 1
    case .leave: return .close
    case .export: return Reply([.askPath(.locations(all))])
    case .follow:
      guard all.indices.contains(cursor) else { return .done }
      return Reply([.home], effects: all[cursor].isOpen ? [] : [.open(all[cursor].name)])
    default: return nil
    }
    cursor = max(0, min(cursor, all.count - 1))
    return .done
  }

  package func availability(of command: Command, in world: World) -> Availability {
    switch command {
    case .follow, .export:
      choices?.isEmpty ?? true ? .off("no location is known yet") : .available
    default: .available
    }
  }

  package mutating func apply(_ action: Action, in world: World) -> Reply {
    if case .locations(let choices) = action {
      self.choices = choices.sorted { $0.name < $1.name }
      cursor = self.choices?.firstIndex(where: \.isOpen) ?? 0
    }
    return .done
  }

  package mutating func take(_ mouse: MouseEvent, in rect: Rect, world: World) -> Reply? {
    guard mouse.isClick else { return nil }
    let height = max(1, rect.height - 2)
    let line = mouse.position.y - rect.y - 2
    let place = max(0, cursor - height + 1) + line
    guard (0..<height).contains(line), (choices ?? []).indices.contains(place) else { return .done }
    cursor = place
    return mouse.kind == .doubleClick ? perform(.follow, "", in: world) : .done
  }

  package func hints(in world: World) -> HintLine {
    HintLine(
      [Hint("Enter", "open"), Hint("Esc", "leave")], help: Hint(world.key(.help), "help"))
  }

  package func render(into canvas: inout Canvas, in rect: Rect, world: World) {
    let count: Shown = choices.map { Shown(Numbers.count($0.count)) } ?? "…"
    canvas.put(TitleRule("Locations", count: count, isFocused: true), in: rect.row(0))
    let body = rect.rows(from: 1)
    let height = max(1, body.height - 1)
    let first = max(0, cursor - height + 1)
    let rows = (choices ?? []).enumerated().dropFirst(first).prefix(height).map { index, choice in
      TableRow(
        cells: [
          TableCell(Shown(choice.name)), TableCell(Shown(choice.organization), .textDim),
          TableCell(choice.isOpen ? "open" : "", .rowHeld),
        ], sign: choice.isOpen ? "•" : "", signRole: .rowHeld, isCursor: index == cursor)
    }
    let columns = [
      TableColumn("Location", width: 16),
      TableColumn("Organization", width: 16, grows: 1, gap: 2, leaves: 1),
      TableColumn("", width: 4, gap: 2),
    ]
    canvas.put(Table(columns: columns, rows: rows, isFocused: true), in: body)
  }
}
