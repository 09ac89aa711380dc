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
  /// Pairs as they are read: failed, unknown, pending, applied, not sent, done; else as planned.
  var ranked: [PairRecord] {
    var ranks: [[PairRecord]] = Array(repeating: [], count: 6)
    for pair in pairs { ranks[pair.state.readingRank].append(pair) }
    return Array(ranks.joined())
  }

  /// Whether a person has something to decide: the outcome is open, the rest is held, or a part failed of late.
  func needsPerson(at now: Date) -> Bool {
    switch state {
    case .unknown, .held: true
    // What failed long ago is history, not news.
    case .partial: now.timeIntervalSince(endedAt ?? startedAt) < 86_400
    case .sending, .pending, .done, .rejected, .nothing: false
    }
  }

  /// Whether requests or events are under way.
  var isRunning: Bool { state == .sending || state == .pending }

  /// Whether the list is the answer by now to what was unknown.
  func isCertain(at now: Date) -> Bool { certainAt.map { now >= $0 } ?? true }

  /// Pairs that a new plan could send again: failed, never sent, or not taken once that is certain.
  func retried(at now: Date) -> [Assignment] {
    guard kind == .assign || kind == .reclaim, !isRunning else { return [] }
    let certain = isCertain(at: now)
    return pairs.filter { pair in
      switch pair.state {
      case .failed, .notSent: true
      case .unknown: certain
      case .pending, .applied, .done: false
      }
    }.map(\.pair)
  }

  /// Pairs that the opposite plan could put back.
  var undone: [Assignment] {
    guard kind == .assign || kind == .reclaim, !isRunning else { return [] }
    return pairs.filter { $0.state == .done }.map(\.pair)
  }
}

extension PairState {
  /// Failed first, done last.
  fileprivate var readingRank: Int {
    switch self {
    case .failed: 0
    case .unknown: 1
    case .pending: 2
    case .applied: 3
    case .notSent: 4
    case .done: 5
    }
  }
}
