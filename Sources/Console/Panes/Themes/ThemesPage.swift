package import Screen

/// The themes there are, and what each looks like (frame 21).
///
/// The whole console is painted in the theme on which the cursor rests; leaving puts the old one back.
package struct ThemesPage: PageState {
  /// What can be chosen; nil before it was listed.
  private(set) var choices: [ThemeChoice]?
  /// The theme in use when the page was opened.
  let before: Theme
  /// A theme named behind `:theme`, to be taken once the list is there.
  private var wanted: String
  /// The filter.
  private(set) var filter = LineInput()
  private(set) var isTyping = false
  private(set) var cursor = 0
  private(set) var offset = 0
  private var height = 20

  /// Begins without a list.
  init(_ theme: Theme, choosing wanted: String = "") {
    before = theme
    self.wanted = wanted
  }

  /// Opens the page; `choosing` takes a theme by its name at once, or leaves the page open where there is none.
  package static func open(in world: World, choosing name: String = "") -> Reply {
    Reply([.push(Page(ThemesPage(world.theme, choosing: name)))], effects: [.listThemes])
  }

  package var context: KeyContext { .themes }

  /// The themes that the filter leaves.
  var shown: [ThemeChoice] {
    let words = filter.text.lowercased().split(separator: " ")
    return (choices ?? []).filter { choice in
      let text = "\(choice.name) \(choice.theme?.variant.rawValue ?? "")".lowercased()
      return words.allSatisfy { text.contains($0) }
    }
  }

  /// The theme under the cursor.
  var current: ThemeChoice? {
    let shown = shown
    return shown.indices.contains(cursor) ? shown[cursor] : nil
  }

  /// Whether a line below the list is the filter.
  var hasFilter: Bool { isTyping || !filter.text.isEmpty }

  /// How long the cursor rests on a theme before everything is painted in it.
  static let rest: Duration = .milliseconds(150)

  // MARK: - Keys

  package mutating func take(_ key: KeyPress, alone: Bool, in world: World) -> Reply? {
    guard isTyping else { return nil }
    switch key.key {
    case .up, .down: return nil
    case .enter:
      isTyping = false
      return .done
    case .escape: return clearFilter()
    default:
      guard filter.take(key) else { return nil }
      return moved(to: 0)
    }
  }

  package mutating func perform(
    _ command: Command, _ argument: String, in world: World
  ) -> Reply? {
    switch command {
    case .up: return moved(to: cursor - 1)
    case .down: return moved(to: cursor + 1)
    case .pageUp: return moved(to: cursor - height)
    case .pageDown: return moved(to: cursor + height)
    case .first: return moved(to: 0)
    case .last: return moved(to: shown.count - 1)
    case .filter: isTyping = true
    case .leave:
      if hasFilter { return clearFilter() }
      return Reply([.wear(before), .close], effects: [.stop(.preview)])
    case .follow: return keep()
    case .theme where argument.isEmpty:
      return .say("These are the themes: \(world.key(.follow)) keeps one.", .note)
    case .theme:
      wanted = argument
      return takeWanted()
    case .export:
      guard let current, !current.text.isEmpty else { return .say("There is no file to write.") }
      return Reply([.askPath(.theme(current))])
    default: return nil
    }
    return .done
  }

  private mutating func clearFilter() -> Reply {
    let name = current?.name
    isTyping = false
    filter.set("")
    return moved(to: shown.firstIndex { $0.name == name } ?? 0)
  }

  /// Puts the cursor on a theme and waits until it rests there.
  private mutating func moved(to place: Int) -> Reply {
    cursor = max(0, min(place, shown.count - 1))
    return Reply(effects: [.timer(.preview, Self.rest)])
  }

  private func keep() -> Reply {
    guard let current else { return .say("No theme is listed here.") }
    guard let theme = current.theme else { return .say(Shown(current.problem)) }
    let name = Shown(current.name)
    let note = Message([
      "theme \(name) until Purser ends · theme = \"\(name)\" in config.toml keeps it",
      "theme \(name) · in config.toml: theme = \"\(name)\"", "theme \(name)",
    ])
    return Reply([.wear(theme), .close, .say(note)], effects: [.stop(.preview)])
  }

  private mutating func takeWanted() -> Reply {
    let name = wanted
    wanted = ""
    guard let place = choices?.firstIndex(where: { $0.name == name }) else {
      return .say("there is no theme «\(name)»")
    }
    filter.set("")
    cursor = place
    return keep()
  }

  package mutating func paste(_ text: String, in world: World) -> Reply {
    isTyping = true
    filter.paste(text)
    return moved(to: 0)
  }

  package mutating func take(_ mouse: MouseEvent, in rect: Rect, world: World) -> Reply? {
    let list = ThemesLayout(rect, hasFilter: hasFilter).list
    switch mouse.kind {
    case .wheelUp, .wheelDown: return nil
    case .click, .doubleClick:
      let place = offset + mouse.position.y - list.y
      guard list.contains(mouse.position), shown.indices.contains(place) else { return .done }
      let reply = moved(to: place)
      return mouse.kind == .doubleClick ? keep() : reply
    }
  }

  // MARK: - Arrivals

  package mutating func apply(_ action: Action, in world: World) -> Reply {
    switch action {
    case .themes(let list):
      let isFirst = choices == nil
      let name = current?.name ?? before.name
      choices = list
      cursor = shown.firstIndex { $0.name == name } ?? 0
      return isFirst && !wanted.isEmpty ? takeWanted() : .done
    case .timer(.preview):
      guard let theme = current?.theme, theme != world.theme else { return .done }
      return Reply([.wear(theme)])
    default: return .done
    }
  }

  package mutating func settle(in rect: Rect, world: World) {
    height = max(1, ThemesLayout(rect, hasFilter: hasFilter).list.height)
    cursor = max(0, min(cursor, shown.count - 1))
    offset = max(cursor - height + 1, min(offset, cursor))
    offset = max(0, min(offset, shown.count - height))
  }

  // MARK: - Around

  package func hints(in world: World) -> HintLine {
    if isTyping {
      return HintLine([Hint("Enter", "keep"), Hint("Esc", "clear"), Hint("↑ ↓", "move")])
    }
    let back: Shown = hasFilter ? "clears the filter" : "back to \(Shown(before.name))"
    return HintLine(
      [
        Hint(world.key(.follow), "keep it"), Hint(world.key(.leave), back),
        Hint(world.key(.filter), "filter"),
        Hint(world.key(.export), "export as a file to change", minimum: 80),
      ], help: Hint(world.key(.help), "help"))
  }

  package func dividers(in rect: Rect, world: World) -> [Int] {
    ThemesLayout(rect, hasFilter: hasFilter).divider.map { [$0] } ?? []
  }
}

/// Where list and sample stand.
struct ThemesLayout {
  /// The rows of the list.
  let list: Rect
  /// The filter line below them; empty without one.
  let filter: Rect
  /// Where the theme in use is named; empty where there is no room.
  let note: Rect
  /// Left side and sample with their title rules.
  let left: Rect
  let sample: Rect?
  /// The column of the divider.
  let divider: Int?

  init(_ rect: Rect, hasFilter: Bool) {
    if rect.width >= 66 {
      let parts = rect.split(left: rect.width >= 100 ? 30 : 27, gap: 1)
      (left, sample, divider) = (parts.left, parts.rest, parts.left.width)
    } else {
      (left, sample, divider) = (rect, nil, nil)
    }
    let (above, line) = left.rows(from: 1).split(bottom: hasFilter ? 1 : 0)
    filter = line
    let (rows, rest) = above.split(bottom: above.height > 6 ? 2 : 0)
    (list, note) = (rows, rest)
  }
}
