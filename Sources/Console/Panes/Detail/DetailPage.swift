import AppsAndBooks
import FoundationEssentials
import LocationStore
import Operations
package import Screen

/// Everything known of a row, beside its list (frames 12a, 12b).
package struct DetailPage: PageState {
  /// The list that is walked, as it was when the page was opened, with its own cursor.
  var list: ListState
  /// What journal and lists know of the row; nil until it came.
  private(set) var history: RowHistory?
  /// The first line shown of the detail.
  private(set) var offset = 0
  private var height = 20

  /// Begins at the cursor of a list.
  init(_ list: ListState) {
    self.list = list
    self.list.isTyping = false
    self.list.marks = []
  }

  /// Opens the detail of the row under the cursor of a list.
  package static func open(_ list: ListState, in world: World) -> Reply {
    guard let row = list.current else { return .say("nothing is here") }
    return Reply([.push(Page(DetailPage(list)))], effects: [.history(row)])
  }

  package var context: KeyContext { .detail }

  /// The row that is shown.
  var row: RowID? { list.current }

  // MARK: - Keys

  package mutating func perform(
    _ command: Command, _ argument: String, in world: World
  ) -> Reply? {
    if let reply = move(command) { return reply }
    guard let row else { return [.leave, .back, .detail].contains(command) ? .close : nil }
    switch command {
    case .leave, .back, .detail: return Reply([.close] + goHome(row))
    case .assign:
      return ChangeStart.assign(
        [row], markedAssets: [], markedHolders: [], master: subject, tab: .devices, in: world)
    case .reclaim: return ChangeStart.reclaim([row], in: world)
    case .reclaimAll: return ChangeStart.reclaimAll([row], in: world)
    case .reassign: return ChangeStart.reassign([row], in: world)
    case .follow: return Reply([.close] + goHome(row) + [.run(.follow, "")])
    case .copy:
      return Reply([.say(Message("copied \(row.copied)"))], effects: [.copy(row.copied)])
    case .export: return Reply([.askPath(.list(list.shown))])
    default: return nil
    }
  }

  /// Leaves the cursor of the main screen on the row that was last looked at.
  private func goHome(_ row: RowID) -> [Reply.Outcome] {
    if case .assignment = row { return [] }
    return [.go(row)]
  }

  private var subject: Subject? {
    if case .assignment(let pair)? = row { return .asset(pair.asset) }
    return row.flatMap { Subject($0) }
  }

  private mutating func move(_ command: Command) -> Reply? {
    let before = list.cursor
    switch command {
    case .up: list.move(to: list.cursor - 1)
    case .down: list.move(to: list.cursor + 1)
    case .first: list.move(to: 0)
    case .last: list.move(to: list.shown.count - 1)
    case .pageUp:
      offset = max(0, offset - height)
      return .done
    case .pageDown:
      offset += height
      return .done
    default: return nil
    }
    guard list.cursor != before, let row else { return .done }
    offset = 0
    return Reply(effects: [.history(row)])
  }

  // MARK: - Arrivals

  package mutating func apply(_ action: Action, in world: World) -> Reply {
    switch action {
    case .history(let history) where history.row == row:
      self.history = history
    case .operations:
      if let row { return Reply(effects: [.history(row)]) }
    case .snapshot:
      var request = list.shown.request
      request.snapshot = world.snapshot
      request.keep = list.current
      request.isForPage = true
      list.wanted = request
      return Reply(effects: [.rows(request)])
    case .rows(let answer) where answer.request == list.wanted && answer.request.isForPage:
      list.take(answer)
      if let row { return Reply(effects: [.history(row)]) }
    default: break
    }
    return .done
  }

  package mutating func take(_ mouse: MouseEvent, in rect: Rect, world: World) -> Reply? {
    let places = DetailLayout(rect)
    let isOnList = places.list?.contains(mouse.position) ?? false
    guard mouse.isClick else {
      if isOnList { return nil }
      // Over the detail itself the wheel scrolls what is read.
      offset = max(0, offset + mouse.steps)
      return .done
    }
    let line = mouse.position.y - rect.y - 2
    let place = list.offset + line
    guard isOnList, line >= 0, place < list.shown.count else { return .done }
    let isOther = place != list.cursor
    list.move(to: place)
    if mouse.kind == .doubleClick { return perform(.follow, "", in: world) }
    guard isOther, let row else { return .done }
    offset = 0
    return Reply(effects: [.history(row)])
  }

  package mutating func settle(in rect: Rect, world: World) {
    height = max(1, rect.height - 2)
    let places = DetailLayout(rect)
    list.settle(height: height - (list.hasFilter ? 1 : 0))
    let lines = DetailLines(self, world: world, width: places.detail.width)
    let last = Canvas.lastOffset(lines: lines.lines.count + 1, height: places.detail.height - 1)
    offset = max(0, min(offset, last))
  }

  /// What is known of the row that is shown.
  var currentHistory: RowHistory? { history?.row == row ? history : nil }
}

/// Where list and detail stand: side by side from 100 columns on, else the detail alone.
struct DetailLayout {
  let list: Rect?
  let detail: Rect

  init(_ rect: Rect) {
    guard rect.width >= 100 else {
      list = nil
      detail = rect
      return
    }
    let parts = rect.split(left: min(60, rect.width * 2 / 5), gap: 1)
    list = parts.left
    detail = parts.rest
  }
}
