import AppsAndBooks
import FoundationEssentials
import LocationStore
import Operations
package import Screen

/// What was done, what runs, what is unfinished (frames 11a, 11b).
package struct OperationsPage: PageState {
  /// How far an operation is opened.
  enum Opening: Equatable, Sendable {
    case some, all
  }

  /// The operation under the cursor; nil before the first one was there.
  private(set) var number: Int?
  /// What is opened, and how far.
  private(set) var opened: [Int: Opening] = [:]
  /// The first line shown.
  private(set) var offset = 0
  /// Every pair of the operation under the cursor, while that is shown.
  private(set) var pairs: PairList?
  private var height = 20
  /// Lines of the block under the cursor that are above the page, where the block is longer than the page.
  private var inner = 0
  /// The most of these.
  private var innerMost = 0
  /// Lines of that block that are below the page.
  private(set) var below = 0
  /// What rows say of their pairs, by number.
  private var digests: [Int: OperationDigest] = [:]

  /// Begins at the first operation.
  package init(in world: World) {
    number = Self.order(world).first?.number
    digest(world)
  }

  /// What the row of an operation says of its pairs.
  func digest(of record: OperationRecord, in world: World) -> OperationDigest {
    digests[record.number] ?? OperationDigest(record, world: world)
  }

  /// Reads the pairs of operations that are new or were open the last time.
  private mutating func digest(_ world: World) {
    for record in world.operations where digests[record.number]?.isOpen ?? true {
      digests[record.number] = OperationDigest(record, world: world)
    }
  }

  /// Opens the page; seconds count as long as it is open.
  package static func open(in world: World) -> Reply {
    Reply([.push(Page(OperationsPage(in: world)))], effects: [.timer(.second, .seconds(1))])
  }

  package var context: KeyContext { .operations }

  /// What needs a person first, then what runs, then what is over, the latest first.
  static func order(_ world: World) -> [OperationRecord] {
    func rank(_ record: OperationRecord) -> Int {
      if record.needsPerson(at: world.now, among: world.operations) {
        return record.state == .unknown ? 0 : record.state == .held ? 1 : 2
      }
      return record.isRunning ? 3 : 4
    }
    return world.operations.map { (rank($0), $0) }
      .sorted { ($0.0, -$0.1.number) < ($1.0, -$1.1.number) }.map(\.1)
  }

  /// The operation under the cursor.
  func current(in world: World) -> OperationRecord? {
    world.operations.first { $0.number == number }
  }

  // MARK: - Keys

  package mutating func perform(
    _ command: Command, _ argument: String, in world: World
  ) -> Reply? {
    if var list = pairs, list.perform(command) {
      pairs = list
      return .done
    }
    if move(command, in: world) { return .done }
    switch command {
    case .leave where pairs != nil:
      pairs = nil
      return .done
    case .leave: return Reply([.close], effects: [.stop(.second)])
    case .follow where pairs != nil:
      return .say("\(world.key(.leave)) goes back to the operations.")
    case .follow:
      turn(in: world)
      return .done
    case .detail:
      pairs = pairs == nil ? current(in: world).map { PairList($0, world: world) } : nil
      return .done
    case .sync:
      guard let record = current(in: world), record.isOpen else {
        return .say("This operation is over: there is nothing to look at.", .note)
      }
      return Reply(effects: [.look(record.number)])
    case .retry: return retry(in: world)
    case .undo: return undo(in: world)
    case .copy: return copy(in: world)
    case .export: return Reply([.askPath(.operations(Self.order(world)))])
    default: return nil
    }
  }

  package mutating func take(_ mouse: MouseEvent, in rect: Rect, world: World) -> Reply? {
    guard mouse.isClick else { return nil }
    let place = mouse.position.y - rect.y - 2 + offset
    let lines = OperationLines(OperationsViewModel(self, world: world), width: rect.width)
    guard pairs == nil, mouse.position.y >= rect.y + 2, lines.numbers.indices.contains(place) else {
      return .done
    }
    if number != lines.numbers[place] { inner = 0 }
    number = lines.numbers[place]
    if mouse.kind == .doubleClick { turn(in: world) }
    return .done
  }

  private mutating func move(_ command: Command, in world: World) -> Bool {
    let order = Self.order(world)
    let place = order.firstIndex { $0.number == number } ?? 0
    let target: Int
    // A story that is longer than the page is read before the cursor goes on.
    let step = max(1, height - 2)
    switch command {
    case .pageUp where inner > 0:
      inner = max(0, inner - step)
      return true
    case .pageDown where inner < innerMost:
      inner = min(innerMost, inner + step)
      return true
    case .up: target = place - 1
    case .down: target = place + 1
    case .pageUp: target = place - height / 2
    case .pageDown: target = place + height / 2
    case .first: target = 0
    case .last: target = order.count - 1
    default: return false
    }
    guard !order.isEmpty else { return true }
    inner = 0
    number = order[max(0, min(target, order.count - 1))].number
    return true
  }

  /// Opens, opens wholly, closes.
  private mutating func turn(in world: World) {
    guard let record = current(in: world) else { return }
    inner = 0
    let hasMore = record.state != .unknown && record.count > OperationLines.some
    switch opened[record.number] {
    case nil: opened[record.number] = .some
    case .some?: opened[record.number] = hasMore ? .all : nil
    case .all?: opened[record.number] = nil
    }
  }

  private func retry(in world: World) -> Reply {
    guard let record = current(in: world) else { return .say("There is no operation.") }
    guard let request = record.retried(at: world.now) else {
      if record.state == .unknown, let certain = record.certainAt {
        return .say(
          "Not before \(world.zone.time(certain)): the first request may be at work still.")
      }
      return .say("Nothing of operation \(record.number) is left to send.")
    }
    return ChangeStart.plan(request, in: world)
  }

  private func undo(in world: World) -> Reply {
    guard let record = current(in: world) else { return .say("There is no operation.") }
    return ChangeStart.undo(record, in: world)
  }

  /// Puts what a ticket wants to know on the clipboard.
  private func copy(in world: World) -> Reply {
    guard let record = current(in: world) else { return .say("There is no operation.") }
    let names = { (asset: AssetID) -> String? in
      world.snapshot.assets.index(of: asset).flatMap { world.snapshot.assets.record($0).name }
    }
    let receipt = Receipt(
      record, names: names, location: world.location.name,
      organization: world.location.organization, secondsEast: world.zone.offset)
    return Reply(
      [.say(Message("copied the receipt of operation \(record.number)"))],
      effects: [.copy(receipt.lines.joined(separator: "\n"))])
  }

  package func availability(of command: Command, in world: World) -> Availability {
    switch command {
    case .undo, .retry, .copy, .detail, .follow, .sync, .export:
      current(in: world) == nil ? .off("there is no operation") : .available
    default: .available
    }
  }

  // MARK: - Arrivals

  package mutating func apply(_ action: Action, in world: World) -> Reply {
    switch action {
    case .timer(.second): return Reply(effects: [.timer(.second, .seconds(1))])
    case .operations:
      digest(world)
      if current(in: world) == nil { number = Self.order(world).first?.number }
      if let record = current(in: world) { pairs?.update(PairList(record, world: world)) }
    default: break
    }
    return .done
  }

  package mutating func settle(in rect: Rect, world: World) {
    height = max(1, rect.height - 2)
    pairs?.settle(height: height)
    let lines = OperationLines(OperationsViewModel(self, world: world), width: rect.width)
    innerMost = 0
    below = 0
    guard let range = lines.range else {
      offset = 0
      return
    }
    guard range.count <= height else {
      // Its last line is shown above the one that says what is below.
      innerMost = Canvas.lastOffset(lines: range.count, height: height)
      inner = min(inner, innerMost)
      offset = range.lowerBound + inner
      below = max(0, range.count - inner - (height - 1))
      return
    }
    inner = 0
    // The block under the cursor as far as it fits, its first line in any case.
    if range.upperBound > offset + height { offset = range.upperBound - height }
    if range.lowerBound < offset { offset = range.lowerBound }
    offset = max(0, min(offset, lines.lines.count - height))
  }
}
