import AppsAndBooks
import FoundationEssentials
import LocationStore
import Operations
import Screen

/// How the state of a pair looks.
struct PairLook: Equatable, Sendable {
  var sign: Shown
  var role: Role

  init(_ state: PairState) {
    switch state {
    case .pending: (sign, role) = ("⋯", .statePending)
    case .applied: (sign, role) = ("~", .stateApplied)
    case .done: (sign, role) = ("✓", .stateDone)
    case .failed: (sign, role) = ("✗", .stateFailed)
    case .unknown: (sign, role) = ("?", .stateUnknown)
    case .notSent: (sign, role) = ("–", .textDim)
    }
  }

  /// Whether a person asks why.
  var isTrouble: Bool { role == .stateFailed || role == .stateUnknown }
}

/// How the state of an operation looks; requests on their way are pending to a person.
struct OperationLook: Equatable, Sendable {
  var sign: Shown
  var role: Role
  var word: String

  init(_ state: OperationState) {
    word = state == .sending ? OperationState.pending.rawValue : state.rawValue
    switch state {
    case .sending, .pending: (sign, role) = ("⋯", .statePending)
    case .done: (sign, role) = ("✓", .stateDone)
    case .partial: (sign, role) = ("✗", .statePartial)
    case .rejected: (sign, role) = ("✗", .stateFailed)
    case .held: (sign, role) = ("!", .statePending)
    case .unknown: (sign, role) = ("?", .stateUnknown)
    case .nothing: (sign, role) = ("–", .textDim)
    }
  }
}

extension PairFailure {
  /// Plain words, Apple's number behind them.
  var sentence: String { number.map { "\(message) (\($0))" } ?? message }
}

extension OperationRecord {
  /// Whether a person has something to decide: the outcome is open, the rest is held, or a part failed of late.
  func needsPerson(at now: Date, among records: [OperationRecord]) -> Bool {
    switch state {
    case .unknown, .held: true
    // What failed long ago is history, not news, and so is what went through when it was tried again.
    case .partial:
      now.timeIntervalSince(endedAt ?? startedAt) < 86_400 && !isMended(by: records)
    case .sending, .pending, .done, .rejected, .nothing: false
    }
  }

  /// Whether everything that failed here is done by a later operation; linear in the pairs of those.
  private func isMended(by records: [OperationRecord]) -> Bool {
    var left: [Assignment: PairAction] = [:]
    for pair in pairs where pair.state != .done { left[pair.pair] = pair.action }
    var people = Set(users.filter { $0.state != .done }.map(\.user.change.id))
    for later in records where later.number > number {
      for pair in later.pairs where pair.state == .done && left[pair.pair] == pair.action {
        left[pair.pair] = nil
      }
      guard later.kind == kind else { continue }
      for user in later.users where user.state == .done { people.remove(user.user.change.id) }
    }
    return left.isEmpty && people.isEmpty
  }

  /// Whether requests or events are under way.
  var isRunning: Bool { state == .sending || state == .pending }

  /// Whether the list is the answer by now to what was unknown.
  func isCertain(at now: Date) -> Bool { certainAt.map { now >= $0 } ?? true }

  /// What a new plan could send again: failed, never sent, or not taken once that is certain; nil for nothing.
  func retried(at now: Date) -> ChangeRequest? {
    guard !isRunning else { return nil }
    var record = self
    if !isCertain(at: now) { record.setAsideUnknown() }
    let request = record.retrying()
    return request.size == 0 ? nil : request
  }

  /// What is not known yet waits, a move as a whole.
  private mutating func setAsideUnknown() {
    for place in moves where state(of: place) == .unknown {
      for index in [place.first, place.second] where pairs[index].state != .done {
        pairs[index].state = .pending
      }
    }
    for index in pairs.indices where pairs[index].state == .unknown {
      pairs[index].state = .pending
    }
    for index in users.indices where users[index].state == .unknown {
      users[index].state = .pending
    }
  }

  /// The opposite plan; nil while it is open, and where nothing was done.
  var undone: ChangeRequest? {
    guard !isOpen else { return nil }
    let request = undoing()
    return request.size + request.notInvertible.count == 0 ? nil : request
  }
}

extension [OperationRecord] {
  /// The operation that ended last and changed something: what `u` undoes.
  var lastUndoable: OperationRecord? {
    func end(_ record: OperationRecord) -> (Date, Int) {
      (record.endedAt ?? record.startedAt, record.number)
    }
    return filter { !$0.isOpen }.sorted { end($0) > end($1) }.first { $0.undone != nil }
  }
}

extension World {
  /// Where the latest change of a client user stands, while it is news: open, or failed within a day.
  func userChange(_ id: ClientUserID) -> (state: PairState, operation: Int)? {
    for record in operations.reversed() {
      guard let found = record.users.last(where: { $0.user.change.id == id }) else { continue }
      let isNews = now.timeIntervalSince(record.endedAt ?? now) < 86_400
      let isOver = found.state == .done || found.state == .notSent
      return isOver || !isNews ? nil : (found.state, record.number)
    }
    return nil
  }
}
