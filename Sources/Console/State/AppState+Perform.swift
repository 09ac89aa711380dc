import Screen

extension AppState {
  /// Does a command as if its key was pressed, with what was typed after its name.
  ///
  /// One that is off says why instead.
  mutating func perform(_ command: Command, _ argument: String = "") -> [Effect] {
    if case .unavailable(_, let reason) = availability(of: command, in: context) {
      message = Message("\(offLabel(command)) is off: \(reason)", .refusal)
      return []
    }
    if let index = pages.indices.last,
      let reply = pages[index].state.perform(command, argument, in: world)
    {
      return obey(reply, from: index)
    }
    if let reply = opened(by: command, argument) { return obey(reply, from: nil) }
    if let effects = performAnywhere(command, argument) { return effects }
    if pages.isEmpty { return performInPanes(command) }
    return sayNothingHere(command)
  }

  /// A key that does nothing would be worse than one that says so.
  mutating func sayNothingHere(_ command: Command) -> [Effect] {
    message = Message("\(Shown(command.name)) does nothing here", .refusal)
    return []
  }

  /// What a command says where it is not offered: why, where that is known, else where to look.
  func notOffered(_ command: Command, _ label: Shown) -> Message {
    if pages.isEmpty, let reason = availability(of: command, in: context).reason {
      return Message("\(label) is off: \(reason)", .refusal)
    }
    let name = Shown(command.name)
    let what = name == label ? name : label + " (" + name + ")"
    let place = Shown(stringLiteral: context.title)
    return Message(
      [
        "\(what) is not offered in \(place) · \(world.key(.help)) lists what is",
        "\(what) is not offered in \(place)",
      ], .refusal)
  }

  private func offLabel(_ command: Command) -> Shown {
    let key = world.key(command)
    return key.isEmpty ? Shown(command.name) : key
  }

  /// Commands that mean the same on every page.
  private mutating func performAnywhere(_ command: Command, _ argument: String) -> [Effect]? {
    switch command {
    case .command: prompt = .command(LineInput(), chosen: nil)
    case .leave: return leave()
    case .redraw: return [.redraw]
    case .suspend: return [.suspend]
    case .quit: return [.quit]
    case .sync: return [.sync(full: argument == "full")]
    case .syncFull: return [.sync(full: true)]
    case .release: return [.release]
    case .configReload: return [.readConfiguration(asked: true)]
    default: return nil
    }
    return []
  }

  /// Leaves the filter or the page; nothing more on a bare main screen.
  private mutating func leave() -> [Effect] {
    if !pages.isEmpty {
      pages.removeLast()
      return []
    }
    return clearFilter()
  }

  /// Does what a page asked for; `index` is its place on the stack.
  mutating func obey(_ reply: Reply, from index: Int?) -> [Effect] {
    var effects = reply.effects
    for outcome in reply.outcomes { effects += obey(outcome, from: index) }
    return effects
  }

  private mutating func obey(_ outcome: Reply.Outcome, from index: Int?) -> [Effect] {
    switch outcome {
    case .close:
      if let index, pages.indices.contains(index) { pages.remove(at: index) }
    case .push(let page): pages.append(page)
    case .replace(let page):
      if let index, pages.indices.contains(index) {
        pages[index] = page
      } else {
        pages.append(page)
      }
    case .home: pages = []
    case .say(let said): message = said
    case .wear(let theme): world.theme = theme
    case .run(let command, let argument): return perform(command, argument)
    case .askPath(let source):
      prompt = .path(source, LineInput(defaultPath(for: source)))
    case .go(let row):
      pages = []
      return go(to: row)
    }
    return []
  }

  /// `./assets-2026-08-24.csv` and the like.
  func defaultPath(for source: ExportSource) -> String {
    if case .theme(let choice) = source {
      return "\(world.settings.themesFolder ?? ".")/my-\(choice.name).toml"
    }
    return "./\(source.word)-\(world.zone.day(world.now)).csv"
  }
}
