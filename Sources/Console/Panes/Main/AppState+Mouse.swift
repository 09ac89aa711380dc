import Screen

extension AppState {
  /// A click focuses and selects, the wheel scrolls, a double-click follows.
  mutating func take(_ mouse: MouseEvent) -> [Effect] {
    guard world.settings.mouse, prompt == nil, !isTooSmall else { return [] }
    let layout = layout
    if let index = pages.indices.last {
      if let reply = pages[index].state.take(mouse, in: layout.body, world: world) {
        return obey(reply, from: index)
      }
      return scrollPage(mouse.kind)
    }
    guard let pane = layout.pane(at: mouse.position), let rect = layout.panes[pane] else {
      return []
    }
    switch mouse.kind {
    case .wheelUp: return scroll(pane, by: -3)
    case .wheelDown: return scroll(pane, by: 3)
    case .click, .doubleClick:
      var effects = focus(pane)
      let line = mouse.position.y - rect.y - 2
      guard line >= 0, line < layout.rows(of: pane) else { return effects }
      let place = main[focusedList].offset + line
      guard place < main[focusedList].shown.count else { return effects }
      effects += move(to: place)
      if mouse.kind == .doubleClick { effects += perform(.follow) }
      return effects
    }
  }

  /// On a page that has no list the wheel moves three lines; a click does nothing, least of all answer a
  /// question.
  private mutating func scrollPage(_ kind: MouseEvent.Kind) -> [Effect] {
    switch kind {
    case .wheelUp: (0..<3).flatMap { _ in perform(.up) }
    case .wheelDown: (0..<3).flatMap { _ in perform(.down) }
    case .click, .doubleClick: []
    }
  }

  private mutating func scroll(_ pane: PaneID, by lines: Int) -> [Effect] {
    let list = main.list(in: pane)
    if pane == main.focus { return move(to: main[list].cursor + lines) }
    main[list].move(to: main[list].cursor + lines)
    return []
  }
}

extension MouseEvent {
  /// Whether something was clicked, once or twice.
  var isClick: Bool { kind == .click || kind == .doubleClick }

  /// The lines that one step of the wheel moves: less than 0 for up, 0 for a click.
  var steps: Int {
    switch kind {
    case .wheelUp: -3
    case .wheelDown: 3
    case .click, .doubleClick: 0
    }
  }
}
