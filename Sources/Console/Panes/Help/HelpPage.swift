import AppsAndBooks
package import Screen

/// The help of one place: every command of it with its key, filterable, and a menu (frame 13).
package struct HelpPage: PageState {
  /// A line of the help.
  package struct Entry: Equatable, Sendable {
    package var command: Command
    package var key: Shown
    package var name: Shown
    package var text: Shown
    /// What else finds it.
    package var words: String
    /// Why it can't be done there now; nil if it can.
    package var reason: Shown?
    /// Whether the place it was opened from offers it at all.
    package var isHere: Bool
  }

  /// Where it was opened: «Help for Assets».
  package let place: Shown
  /// Every command, those of the place first.
  package let entries: [Entry]
  /// Whether every command is listed.
  package var showsAll = false
  /// The filter.
  package var filter = LineInput()
  /// Whether it is typed.
  package var isTyping = false
  /// The line under the cursor among those that can be run.
  package var cursor = 0
  /// The first line shown.
  package var offset = 0

  package var context: KeyContext { .help }

  /// The lines that the filter leaves: those that can be run, then those that can't.
  package var shown: (on: [Entry], off: [Entry]) {
    let words = filter.text.lowercased().split(separator: " ")
    let found = entries.filter { entry in
      (showsAll || entry.isHere)
        && words.allSatisfy { entry.name.text.contains($0) || entry.words.contains($0) }
    }
    return (found.filter { $0.reason == nil }, found.filter { $0.reason != nil })
  }

  package mutating func take(_ key: KeyPress, alone: Bool, in world: World) -> Reply? {
    guard isTyping else { return nil }
    switch key.key {
    case .enter, .escape, .up, .down: return nil
    default:
      guard filter.take(key) else { return nil }
      cursor = 0
      return .done
    }
  }

  package mutating func perform(
    _ command: Command, _ argument: String, in world: World
  ) -> Reply? {
    switch command {
    case .up: move(by: -1)
    case .down: move(by: 1)
    case .pageUp: move(by: -10)
    case .pageDown: move(by: 10)
    case .first: cursor = 0
    case .last: move(by: .max / 2)
    case .filter: isTyping = true
    case .nextPane:
      showsAll.toggle()
      cursor = 0
    case .leave:
      guard isTyping || !filter.text.isEmpty else { return .close }
      isTyping = false
      filter.set("")
      cursor = 0
    case .help: return .close
    case .follow:
      let on = shown.on
      guard on.indices.contains(cursor) else { return .say("No command here can be run.") }
      return Reply([.close, .run(on[cursor].command, "")])
    default: return nil
    }
    return .done
  }

  package mutating func paste(_ text: String, in world: World) -> Reply {
    isTyping = true
    filter.paste(text)
    cursor = 0
    return .done
  }

  package mutating func take(_ mouse: MouseEvent, in rect: Rect, world: World) -> Reply? {
    guard mouse.isClick else { return nil }
    let line = mouse.position.y - rect.y - 2
    let room = Self.room(in: rect, isFiltered: isTyping || !filter.text.isEmpty)
    guard (0..<max(0, room)).contains(line), shown.on.indices.contains(offset + line) else {
      return .done
    }
    cursor = offset + line
    return mouse.kind == .doubleClick ? perform(.follow, "", in: world) : .done
  }

  package mutating func settle(in rect: Rect, world: World) {
    cursor = max(0, min(cursor, shown.on.count - 1))
    let room = max(1, Self.room(in: rect, isFiltered: isTyping || !filter.text.isEmpty))
    if cursor < offset { offset = cursor }
    if cursor >= offset + room { offset = cursor - room + 1 }
    let found = shown
    // On the last line that can be run, what can't be is in sight too.
    if cursor == found.on.count - 1, !found.off.isEmpty {
      offset = max(offset, min(cursor, found.on.count + 2 + found.off.count - room))
    }
    offset = max(0, min(offset, found.on.count - 1))
  }

  /// The lines for commands: without title, heads, signs and filter.
  static func room(in rect: Rect, isFiltered: Bool) -> Int {
    rect.height - 2 - (rect.height > 14 ? 5 : 0) - (isFiltered ? 1 : 0)
  }

  private mutating func move(by lines: Int) {
    cursor = max(0, min(cursor + lines, shown.on.count - 1))
  }

  /// The words of the line under the cursor, where the list cuts them.
  package func note(in world: World) -> Message? {
    let on = shown.on
    guard on.indices.contains(cursor), on[cursor].text.width > world.size.width - 32 else {
      return nil
    }
    return Message(on[cursor].text)
  }

  package func hints(in world: World) -> HintLine {
    let clears: Shown =
      filter.text.isEmpty && !isTyping ? "leave" : "clears the filter, then leaves"
    return HintLine([
      Hint("Enter", "runs it"),
      Hint(world.key(.leave), clears, short: clears == "leave" ? clears : "clears, leaves"),
      Hint("Tab", showsAll ? "this pane" : "every pane"), Hint(world.key(.command), "command"),
    ])
  }
}

extension AppState {
  /// The help for where the focus is.
  func helpPage() -> HelpPage {
    let place = context
    let entries = CommandTable.all.map { info in
      let isHere = info.contexts.contains(place)
      let reason = availability(of: info.command, in: place).reason
      let off = isHere ? reason : reason ?? "not in this place"
      let summary = info.summary(in: place)
      let key = world.key(info.command)
      return HelpPage.Entry(
        command: info.command, key: key, name: Shown(stringLiteral: info.command.name),
        text: Shown(stringLiteral: summary),
        words: "\(summary) \(info.words) \(key)".lowercased(), reason: off,
        isHere: isHere || info.command == .reclaimAll)
    }
    return HelpPage(place: Shown(stringLiteral: place.title), entries: entries)
  }
}
