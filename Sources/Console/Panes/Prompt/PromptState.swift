import AppsAndBooks
import LocationStore
import Operations
package import Screen

/// What is typed on the last line.
package enum PromptState: Equatable, Sendable {
  /// A command; `chosen` is the place in the completions that `Tab` came to.
  case command(LineInput, chosen: Int?)
  /// The path of an export.
  case path(ExportSource, LineInput)
  /// Whether a file that is there is replaced.
  case replace(ExportRequest)
}

/// A command that may complete what was typed.
package struct Completion: Equatable, Sendable {
  package var command: Command
  /// Its key.
  package var key: Shown
  /// What it would do to this row, or why it can't.
  package var text: Shown
  /// Whether it can be done now.
  package var isOn: Bool
}

extension AppState {
  /// Takes a key while something is typed on the last line.
  mutating func typeIntoPrompt(_ key: KeyPress) -> [Effect] {
    guard let prompt else { return [] }
    if key.key == .escape || key == .control("c") {
      self.prompt = nil
      return []
    }
    if let command = world.settings.keys.command(for: key, in: context), !key.isTyped,
      command == .suspend || command == .redraw
    {
      return perform(command)
    }
    switch prompt {
    case .command(let input, let chosen): return typeCommand(key, input, chosen)
    case .path(let source, var input):
      if key.key == .enter {
        self.prompt = nil
        let path = input.text
        return path.isEmpty ? [] : [.export(ExportRequest(source: source, path: path))]
      }
      _ = input.take(key)
      self.prompt = .path(source, input)
    case .replace(var request):
      self.prompt = nil
      guard key == .character("y") else { return [] }
      request.replaces = true
      return [.export(request)]
    }
    return []
  }

  private mutating func typeCommand(
    _ key: KeyPress, _ input: LineInput, _ chosen: Int?
  ) -> [Effect] {
    var input = input
    let found = completions(of: input.text)
    switch key.key {
    case .tab, .down: prompt = .command(input, chosen: turn(chosen, by: 1, among: found.count))
    case .backTab, .up: prompt = .command(input, chosen: turn(chosen, by: -1, among: found.count))
    case .enter: return runPrompt(input.text, chosen, found)
    case .backspace where input.text.isEmpty: prompt = nil
    default:
      if let chosen, found.indices.contains(chosen) { input.set(found[chosen].command.name) }
      _ = input.take(key)
      prompt = .command(input, chosen: nil)
    }
    return []
  }

  private func turn(_ chosen: Int?, by step: Int, among count: Int) -> Int? {
    guard count > 0 else { return nil }
    guard let chosen else { return step > 0 ? 0 : count - 1 }
    return (chosen + step + count) % count
  }

  private mutating func runPrompt(
    _ text: String, _ chosen: Int?, _ found: [Completion]
  ) -> [Effect] {
    prompt = nil
    if let chosen, found.indices.contains(chosen) { return perform(found[chosen].command) }
    let typed = text.split(separator: " ").joined(separator: " ")
    if typed.isEmpty { return [] }
    if let (command, argument) = Self.parse(typed) {
      if isOffered(command) { return perform(command, argument) }
      // Nothing else runs under a name that exists.
      message = notOffered(command, Shown(command.name))
      return []
    }
    if found.count == 1 || found.first?.command.name.hasPrefix(typed) == true,
      let only = found.first
    {
      return perform(only.command)
    }
    message = Message("there is no command «\(Shown(typed))» here · ? lists them", .refusal)
    return []
  }

  /// The command whose name is the longest beginning of a text, and what follows it.
  static func parse(_ text: String) -> (Command, String)? {
    let words = text.split(separator: " ")
    for count in stride(from: words.count, to: 0, by: -1) {
      if let command = Command(rawValue: words.prefix(count).joined(separator: " ")) {
        return (command, words.dropFirst(count).joined(separator: " "))
      }
    }
    return nil
  }

  private func isOffered(_ command: Command) -> Bool {
    CommandTable[command].contexts.contains(context)
  }

  /// Takes a paste into the line; never into a question.
  mutating func pasteIntoPrompt(_ text: String) -> [Effect] {
    switch prompt {
    case .command(var input, _)?:
      input.paste(text)
      prompt = .command(input, chosen: nil)
    case .path(let source, var input)?:
      input.paste(text)
      prompt = .path(source, input)
    case .replace?, nil: break
    }
    return []
  }

  /// The commands that what was typed may mean: those that begin so, then those found by other words.
  package func completions(of text: String) -> [Completion] {
    let typed = text.lowercased()
    let offered = CommandTable.all.filter { $0.contexts.contains(context) }
    // Movements have keys that everybody knows: they are listed for who types their name.
    let begins = offered.filter {
      $0.command.name.hasPrefix(typed) && ($0.group != .move || !typed.isEmpty)
    }
    let words =
      typed.utf8.count < 3
      ? [] : offered.filter { !$0.command.name.hasPrefix(typed) && $0.words.contains(typed) }
    return (begins + words).map(completion)
  }

  private func completion(_ info: CommandInfo) -> Completion {
    let availability = availability(of: info.command, in: context)
    let text = availability.reason ?? promptText(info)
    return Completion(
      command: info.command, key: world.key(info.command), text: text,
      isOn: availability == .available)
  }

  /// What a command would do to this row.
  private func promptText(_ info: CommandInfo) -> Shown {
    let general = Shown(stringLiteral: info.summary(in: context))
    if info.command == .undo, pages.isEmpty, let last = world.operations.lastUndoable {
      return Shown("undo \(last.number): \(ChangeWords.operation(last, name: world.name(of:)))")
    }
    guard pages.isEmpty, main[focusedList].marks.isEmpty, let row = main[focusedList].current,
      focusedList != .assignments, focusedList != .allAssignments
    else { return general }
    let name: Shown =
      if case .asset(let id) = row { Shown(world.name(of: id)) } else { Shown(row.copied) }
    switch info.command {
    case .reclaim, .reassign: return "pick among the assignments of \(name)"
    case .reclaimAll: return row.holder.map { everything(name, $0) } ?? general
    case .retire: return "retire \(name) (location name to confirm)"
    case .update: return "change the e-mail or account of \(name)"
    case .assign:
      return row.holder == nil ? "give \(name) to users or devices" : "give licences to \(name)"
    default: return general
    }
  }

  /// «everything emp-0047 holds: 5, a book stays».
  private func everything(_ name: Shown, _ holder: Holder) -> Shown {
    let snapshot = world.snapshot
    guard let reference = snapshot.reference(of: holder) else { return "everything \(name) holds" }
    let rows = snapshot.assignments.rows(of: reference)
    let books = rows.count {
      !snapshot.assets.record(snapshot.assignments.assetIndex($0)).asset.canBeReclaimed
    }
    let stays: Shown =
      books == 0 ? "" : books == 1 ? ", a book stays" : ", \(Numbers.count(books)) books stay"
    return "everything \(name) holds: \(Numbers.count(rows.count - books))\(stays)"
  }
}
