import AppsAndBooks
import LocationStore
import Screen

extension AppState {
  /// The last line of the main screen: what the focused pane offers now.
  func paneHints(width: Int) -> HintLine {
    let list = main[focusedList]
    if list.isTyping { return typingHints }
    if !list.marks.isEmpty { return markHints(list) }
    let off = blockedHints(list)
    let offKeys = writingIsOff != nil
    var hints: [Hint] = []
    if case .importing = world.sync { return importHints(off) }
    switch world.standing.token {
    case .expired, .revoked, .refused:
      hints = [hint(.tokens, "tokens"), hint(.filter, "filter"), hint(.export, "export")]
      return HintLine(hints, blocked: off, help: hint(.help, "help"))
    case .ok, .unknown: break
    }
    if world.standing.unreachable != nil { hints.append(hint(.sync, "try now")) }
    if !offKeys {
      hints += [Command.assign, .reclaim].filter { isOn($0) }.map { hint($0, Shown($0.name)) }
    }
    if !offKeys, list.current != nil, list.hasFilter {
      hints.append(hint(.mark, "mark", 80))
      hints.append(hint(.markAll, "mark all \(Numbers.count(list.shown.count))"))
    }
    if let follow = followHint { hints.append(follow) }
    if world.standing.unreachable == nil, isOn(.detail) {
      hints.append(hint(.detail, "detail", 80))
    }
    if !offKeys, list.current != nil, !list.hasFilter { hints.append(hint(.mark, "mark", 80)) }
    hints.append(hint(.filter, "filter"))
    if !offKeys { hints.append(hint(.sort, "sort", 120)) }
    hints.append(hint(.export, "export", offKeys ? 0 : 120))
    if !offKeys { hints.append(hint(.operations, "operations", 100)) }
    return HintLine(
      hints, blocked: off, help: hint(.help, "help"),
      last: offKeys ? [] : [hint(.command, "command", 120)])
  }

  private func hint(_ command: Command, _ text: Shown, _ minimum: Int = 0) -> Hint {
    Hint(world.key(command), text, minimum: minimum)
  }

  private func isOn(_ command: Command) -> Bool {
    availability(of: command, in: focusedList.context) == .available
  }

  private var followHint: Hint? {
    guard main[focusedList].current != nil else { return nil }
    return switch focusedList {
    case .users, .devices: hint(.follow, "what it holds")
    case .assets: hint(.follow, "holders")
    case .assignments, .allAssignments: hint(.follow, "follow")
    }
  }

  private var typingHints: HintLine {
    HintLine([
      Hint("Enter", "keep"), Hint("Esc", "clear"), Hint("↑ ↓", "move"),
      Hint("column:word", ""), Hint("!word", "excludes"),
    ])
  }

  private func importHints(_ off: Shown) -> HintLine {
    guard case .importing(let figures) = world.sync else { return HintLine([]) }
    var hints = [Command.assign, .reclaim].filter { isOn($0) }.map { hint($0, Shown($0.name)) }
    if let follow = followHint {
      hints.append(Hint(follow.key, follow.text + " next", minimum: 0))
    }
    hints.append(hint(.filter, "filter"))
    return HintLine(
      hints, blocked: off, help: hint(.help, "help"), last: [hint(.command, "command")],
      right: Shown(Numbers.count(figures.inFlight, "request") + " at once"))
  }

  /// «3 marked: a assign   r reclaim 2, a book can't be   \ unmark».
  private func markHints(_ list: ListState) -> HintLine {
    let count = list.marks.count
    var hints: [Hint] = []
    if isOn(.assign) { hints.append(hint(.assign, "assign")) }
    if isOn(.reclaim) {
      let books = count <= 1000 ? list.marks.filter(isBook).count : 0
      let text: Shown =
        books == 0
        ? "reclaim"
        : "reclaim \(Numbers.count(count - books)), \(books == 1 ? "a book" : "\(books) books") can't be"
      hints.append(hint(.reclaim, text))
    }
    if list.id.pane == .assignments, isOn(.reassign) { hints.append(hint(.reassign, "reassign")) }
    if list.id.pane == .holders, isOn(.reclaimAll) {
      hints.append(hint(.reclaimAll, "reclaim all"))
    }
    if list.id == .users, isOn(.retire) { hints.append(hint(.retire, "retire", 80)) }
    hints.append(hint(.unmark, "unmark"))
    return HintLine(
      lead: "\(Numbers.count(count)) marked:", hints, blocked: blockedHints(list),
      help: hint(.help, "help"))
  }

  /// `a r m off: not ours`: the keys that are off, under their first reason.
  private func blockedHints(_ list: ListState) -> Shown {
    let keys: [Command]
    if case .foreign = world.standing.owner {
      keys = [.assign, .reclaim, .reassign]
    } else {
      keys = [.assign, .reclaim]
    }
    var reason: Shown = ""
    var off: Shown = ""
    for command in keys {
      guard
        case .unavailable(let short, _) = availability(of: command, in: focusedList.context),
        reason.isEmpty || reason == short
      else { continue }
      reason = short
      off += world.key(command) + " "
    }
    if off.isEmpty || list.current == nil && writingIsOff == nil { return "" }
    return off + "off: " + reason
  }
}
