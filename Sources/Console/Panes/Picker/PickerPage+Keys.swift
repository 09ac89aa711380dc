import AppsAndBooks
import FoundationEssentials
import LocationStore
import Operations
package import Screen

extension PickerPage {
  package mutating func take(_ key: KeyPress, alone: Bool, in world: World) -> Reply? {
    guard list.isTyping else { return nil }
    switch key.key {
    case .enter: list.isTyping = false
    case .escape:
      list.isTyping = false
      list.filter.set("")
      return Reply(effects: refresh(in: world))
    case .up: list.move(to: list.cursor - 1)
    case .down: list.move(to: list.cursor + 1)
    default:
      guard list.filter.take(key) else { return nil }
      return Reply(effects: refresh(in: world))
    }
    return .done
  }

  package mutating func perform(
    _ command: Command, _ argument: String, in world: World
  ) -> Reply? {
    if move(command) { return .done }
    if mark(command, in: world) { return .done }
    switch command {
    case .unmark: return clearMarks(in: world)
    case .filter:
      list.isTyping = true
      return .done
    case .leave:
      guard list.hasFilter else { return Reply([.close]) }
      list.filter.set("")
      return Reply(effects: refresh(in: world))
    case .previousTab, .nextTab: return turn(in: world)
    case .nextPane, .previousPane:
      isReading.toggle()
      return .done
    case .confirm: return takeUnknown(in: world)
    case .follow: return plan(in: world)
    case .from:
      return argument.isEmpty
        ? .say("from needs a file: from FILE.csv") : Reply(effects: [.load(path: argument)])
    case .like: return like(argument, in: world)
    case .export: return Reply([.askPath(.list(list.shown))])
    default: return nil
    }
  }

  package func availability(of command: Command, in world: World) -> Availability {
    switch command {
    case .mark, .markAll, .invertMarks, .export:
      list.shown.count == 0 ? .off("nothing is shown") : .available
    case .nextMarked, .previousMarked:
      list.marks.isEmpty ? .off("nothing is marked") : .available
    case .unmark:
      list.marks.isEmpty && pasted[tab] == nil ? .off("nothing is marked") : .available
    case .previousTab, .nextTab:
      task.tabs.count > 1 ? .available : .off("there is one list to pick from")
    case .nextPane, .previousPane:
      hasPanel ? .available : .off("nothing stands beside the list")
    default: .available
    }
  }

  /// A click selects, a second one marks: there is no link to follow here, and a plan is asked for by key.
  package mutating func take(_ mouse: MouseEvent, in rect: Rect, world: World) -> Reply? {
    let layout = PickerLayout(self, in: rect, world: world)
    if let panel = layout.panel, panel.contains(mouse.position) {
      isReading = isReading || mouse.isClick
      readingOffset = max(0, readingOffset + mouse.steps)
      return .done
    }
    guard mouse.isClick else {
      list.move(to: list.cursor + mouse.steps)
      return .done
    }
    let line = mouse.position.y - layout.list.y - 2
    let place = list.offset + line
    guard layout.list.contains(mouse.position), (0..<height).contains(line),
      place < list.shown.count
    else { return .done }
    isReading = false
    list.move(to: place)
    if mouse.kind == .doubleClick, let row = list.current { toggle(row, in: world) }
    return .done
  }

  private mutating func move(_ command: Command) -> Bool {
    let target: Int
    switch command {
    case .up: target = -1
    case .down: target = 1
    case .pageUp: target = -height
    case .pageDown: target = height
    case .first: target = -.max / 2
    case .last: target = .max / 2
    default: return false
    }
    if isReading {
      readingOffset = max(0, min(readingOffset + target, .max / 4))
    } else {
      list.move(to: list.cursor + target)
    }
    return true
  }

  private mutating func mark(_ command: Command, in world: World) -> Bool {
    switch command {
    case .mark:
      guard let row = list.current else { return true }
      toggle(row, in: world)
      list.move(to: list.cursor + 1)
    case .markAll: setMarks(list.marks.union(shownRows), in: world)
    case .invertMarks: setMarks(list.marks.symmetricDifference(shownRows), in: world)
    case .nextMarked: moveToMark(by: 1)
    case .previousMarked: moveToMark(by: -1)
    default: return false
    }
    return true
  }

  private var shownRows: [RowID] {
    let shown = list.shown
    return (0..<shown.count).compactMap(shown.id(at:))
  }

  private mutating func moveToMark(by step: Int) {
    let state = list
    guard !state.marks.isEmpty, state.shown.count > 0 else { return }
    for distance in 1...state.shown.count {
      let place = (state.cursor + step * distance + state.shown.count * 2) % state.shown.count
      if let id = state.shown.id(at: place), state.marks.contains(id) {
        return list.move(to: place)
      }
    }
  }

  /// Clears the marks of this list, and with them what was pasted into it: a panel that counts marks which are
  /// gone would lie.
  private mutating func clearMarks(in world: World) -> Reply {
    let hadPaste = pasted.removeValue(forKey: tab) != nil
    if tab == .devices { takesUnknown = false }
    isReading = isReading && hasPanel
    readingOffset = 0
    setMarks([], in: world)
    return hadPaste ? Reply(effects: arrangeAnew(in: world)) : .done
  }

  private mutating func turn(in world: World) -> Reply {
    tab = tab == task.tabs[0] ? task.tabs[1] : task.tabs[0]
    isReading = false
    return Reply(effects: refresh(in: world))
  }

  private mutating func takeUnknown(in world: World) -> Reply {
    guard !unknown.isEmpty, task.given != nil else {
      return .say("There is nothing unknown to take along.")
    }
    takesUnknown.toggle()
    countAgain(in: world)
    return .done
  }

  /// Whether something stands beside the list.
  var hasPanel: Bool {
    if case .recipients = task { return true }
    return pasted[tab] != nil
  }

  private func plan(in world: World) -> Reply {
    switch task {
    case .moving(let subjects):
      let pairs = picked.compactMap { if case .assignment(let pair) = $0 { pair } else { nil } }
      return pairs.isEmpty
        ? .say("Nothing is marked.")
        : ChangeStart.recipients(of: Self.sorted(pairs, by: subjects), in: world)
    case .recipients(let pairs):
      let pairing = Pairing(pairs, picked.compactMap(\.holder))
      if let reason = pairing.reason { return .say(Shown(reason)) }
    case .targets, .assets, .reclaim: break
    }
    guard let request = request() else { return .say("Nothing is marked.") }
    return ChangeStart.plan(request, in: world)
  }

  /// Assignments in the order in which their holders were chosen, else as they are listed: new holders are
  /// paired with the old ones in that order.
  private static func sorted(_ pairs: [Assignment], by subjects: [Subject]) -> [Assignment] {
    var places: [Holder: Int] = [:]
    for (place, subject) in subjects.enumerated() {
      if case .holder(let holder) = subject { places[holder] = places[holder] ?? place }
    }
    let keyed = pairs.enumerated().map { (places[$1.holder] ?? .max, $0, $1) }
    return keyed.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
  }

  // MARK: - Sources of marks

  package mutating func paste(_ text: String, in world: World) -> Reply {
    if list.isTyping {
      list.filter.paste(text)
      return Reply(effects: refresh(in: world))
    }
    if task.subjects != nil { return .say("A paste marks holders and assets, not assignments.") }
    var targets = pasted[tab] ?? PastedTargets()
    targets.add(text, in: tab, of: world.snapshot)
    return mark(targets, in: world)
  }

  /// Marks what a file named: users and devices each on their tab.
  mutating func take(_ loaded: LoadedTargets, in world: World) -> Reply {
    guard task.given != nil else { return .say("from marks users and devices.") }
    let serials = loaded.holders.filter(\.isDevice).map(\.text)
    let users = loaded.holders.filter { !$0.isDevice }.map(\.text)
    tab = serials.isEmpty ? .users : .devices
    var reply = Reply()
    for (id, ids) in [(ListID.users, users), (.devices, serials)] where !ids.isEmpty {
      var targets = pasted[id] ?? PastedTargets(source: loaded.file, understood: loaded.understood)
      targets.source = loaded.file
      targets.understood = loaded.understood
      targets.add(ids.joined(separator: "\n"), in: id, of: world.snapshot)
      let current = tab
      tab = id
      reply.effects += mark(targets, in: world).effects
      tab = current
    }
    return reply
  }

  private mutating func mark(_ targets: PastedTargets, in world: World) -> Reply {
    pasted[tab] = targets
    list.marks.formUnion(targets.found)
    list.cursor = 0
    list.offset = 0
    countAgain(in: world)
    return Reply(effects: arrangeAnew(in: world))
  }

  /// Asks for the same rows again: what was found in a paste comes first, and goes back once that is cleared.
  private mutating func arrangeAnew(in world: World) -> [Effect] {
    list.wanted.keep = nil
    list.wanted.isForPage = false
    return refresh(in: world)
  }

  /// Marks the assets that another holder has.
  private mutating func like(_ argument: String, in world: World) -> Reply {
    guard case .assets = task else {
      return .say("like marks assets: choose holders first, then a.")
    }
    let parts = argument.split(separator: ":", maxSplits: 1).map(String.init)
    let holder: Holder? =
      switch (parts.first, parts.count) {
      case ("user"?, 2): .clientUser(ClientUserID(rawValue: parts[1]))
      case ("serial"?, 2): .device(SerialNumber(rawValue: parts[1].uppercased()))
      default: nil
      }
    guard let holder else { return .say("like needs user:ID or serial:SN") }
    let snapshot = world.snapshot
    guard let reference = snapshot.reference(of: holder) else {
      return .say("\(holder.text) was never seen here.")
    }
    let held = snapshot.assignments.rows(of: reference).map { row in
      RowID.asset(snapshot.assets.record(snapshot.assignments.assetIndex(row)).asset.id)
    }
    setMarks(list.marks.union(held), in: world)
    return .say("\(Numbers.count(held.count, "asset")) marked, as \(holder.text) has", .note)
  }
}
