import AppsAndBooks
import FoundationEssentials
import LocationStore
import Operations
import Screen

/// One thing that an operation counts, as its page tells it: a pair, a move as a whole, or a client user.
struct OperationUnit: Equatable, Sendable {
  /// Where it is in its record.
  enum Place: Equatable, Sendable {
    case pair(Int)
    case move(MovePlace)
    case user(Int)
  }

  /// «GG7F40TAQ1KX», «emp-0042 → GG7F40TAQ1KX».
  var holder: String
  /// The asset's name; for a user the e-mail, where it is changed.
  var asset: String
  /// Where it stands.
  var state: PairState
  /// Why it failed, or what is half done.
  var remark: String

  /// Reads one.
  init(_ place: Place, of record: OperationRecord, world: World) {
    switch place {
    case .pair(let index):
      let pair = record.pairs[index]
      (holder, asset) = (pair.pair.holder.text, world.name(of: pair.pair.asset))
      state = pair.state
      remark = pair.state.failure?.sentence ?? ""
    case .move(let place):
      let move = record.move(at: place)
      holder = "\(move.from.text) → \(move.to.text)"
      asset = world.name(of: move.asset)
      state = record.state(of: place)
      remark = Self.remark(on: place, of: record)
    case .user(let index):
      let user = record.users[index]
      holder = user.user.change.id.rawValue
      asset = user.user.action == .retire ? "" : user.user.change.email ?? ""
      state = user.state
      remark = user.state.failure?.sentence ?? ""
    }
  }

  /// «assigned, not reclaimed: …» tells which half of a move was done.
  private static func remark(on place: MovePlace, of record: OperationRecord) -> String {
    let (first, second) = (record.pairs[place.first], record.pairs[place.second])
    let failure = first.state.failure ?? second.state.failure
    let reason = failure.map { ": \($0.sentence)" } ?? ""
    guard first.state == .done, second.state != .done else {
      return failure?.sentence ?? ""
    }
    let words = { (pair: PairRecord) in pair.action == .assign ? "assigned" : "reclaimed" }
    return "\(words(first)), not \(words(second))\(second.state == .pending ? " yet" : "")\(reason)"
  }
}

extension OperationRecord {
  /// Where a move stands by its two halves.
  func state(of place: MovePlace) -> PairState {
    PairState(move: pairs[place.first].state, pairs[place.second].state)
  }

  /// The places of everything counted as they are read: failed, unknown, pending, applied, not sent, done; else as planned.
  var rankedUnits: [OperationUnit.Place] {
    var places = moves.map { OperationUnit.Place.move($0) }
    if moves.isEmpty {
      places = pairs.indices.map { .pair($0) }
    } else {
      let inMoves = Set(moves.flatMap { [$0.first, $0.second] })
      places += pairs.indices.filter { !inMoves.contains($0) }.map { .pair($0) }
    }
    places += users.indices.map { .user($0) }
    var ranks: [[OperationUnit.Place]] = Array(repeating: [], count: 6)
    for place in places { ranks[state(at: place).readingRank].append(place) }
    return Array(ranks.joined())
  }

  /// Where one of them stands.
  func state(at place: OperationUnit.Place) -> PairState {
    switch place {
    case .pair(let index): pairs[index].state
    case .move(let place): state(of: place)
    case .user(let index): users[index].state
    }
  }
}

extension PairState {
  /// Failed first, done last.
  var readingRank: Int {
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
