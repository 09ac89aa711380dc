import Screen

extension AppState {
  /// Takes the keys of one read, in order.
  mutating func press(_ keys: [KeyPress]) -> [Effect] {
    var effects: [Effect] = []
    for key in keys { effects += press(key, alone: keys.count == 1) }
    return effects
  }

  private mutating func press(_ key: KeyPress, alone: Bool) -> [Effect] {
    ageMessage()
    lastKey = world.now
    if isTooSmall { return pressTooSmall(key) }
    if prompt != nil { return typeIntoPrompt(key) }
    if let index = pages.indices.last,
      let reply = pages[index].state.take(key, alone: alone, in: world)
    {
      return obey(reply, from: index)
    }
    if pages.isEmpty {
      if main.isSorting { return sort(by: key) }
      if main[focusedList].isTyping, let effects = typeFilter(key) { return effects }
    }
    guard let command = world.settings.keys.command(for: key, in: context) else {
      // A key of the table that is not for this place says so; a dead key teaches nothing.
      if let other = world.settings.keys.commands(for: key).first {
        message = notOffered(other, Shown(key.description))
      }
      return []
    }
    return perform(command)
  }

  private mutating func pressTooSmall(_ key: KeyPress) -> [Effect] {
    switch world.settings.keys.command(for: key, in: context) {
    case .quit: perform(.quit)
    case .suspend: perform(.suspend)
    default: []
    }
  }

  /// Takes a bracketed paste: never into a question, else where text is typed, else as marks.
  mutating func paste(_ text: String) -> [Effect] {
    ageMessage()
    if isTooSmall { return [] }
    if prompt != nil { return pasteIntoPrompt(text) }
    if let index = pages.indices.last {
      return obey(pages[index].state.paste(text, in: world), from: index)
    }
    if main[focusedList].isTyping {
      main[focusedList].filter.paste(text)
      return refresh(focusedList)
    }
    return [.markPasted(text, main[focusedList].shown)]
  }

  /// A note goes with the second key after it, a failure only when the operations were opened.
  private mutating func ageMessage() {
    guard var said = message, said.kind != .failure else { return }
    said.age += 1
    message = said.age > 1 ? nil : said
  }
}
