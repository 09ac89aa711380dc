import AppsAndBooks
import FoundationEssentials

/// One operation, folded from its journal lines; the same code makes it while it runs and after a restart.
struct OperationModel: Sendable, Equatable {
  let number: Int
  let intent: IntentRecord
  let startedAt: Date
  var requests: [RequestModel]
  var hold: HoldReason?
  var resolved: ResolvedRecord?
  var endedAt: Date?
  /// Whether history and audit have it.
  var isFiled = false
  var looks: [LookRecord] = []
  var nextLook: Date?
  /// Whether a living process still sends its requests: only then is «sending» not a lost answer.
  var isBeingSent = true
  /// Whether that process is this one.
  var isSentHere = false
  /// Whether that process waits until the first halves of the moves are verified.
  var isBetweenHalves = false
  /// Whether a pause is on, after which a request goes out again.
  var isToBeRepeated = false
  /// POSTs of requests that were cut anew since.
  var earlierPosts = 0
  /// Different holders that are touched.
  let holderCount: Int
  private let order: [Assignment]
  /// For each pair its request and its position there; made anew when requests are cut anew.
  private var places: [PairPlace] = []
  private let users: [PlannedUser]
  private var userPlaces: [PairPlace] = []

  private struct PairPlace: Sendable, Equatable {
    var request: Int
    var position: Int
  }

  /// Begins with the intent; nothing if its positions do not fit.
  init?(number: Int, intent: IntentRecord, at time: Date) {
    self.number = number
    self.intent = intent
    startedAt = time
    let planned = intent.requests.compactMap(intent.plannedRequest)
    let pairs = intent.pairs.compactMap { intent.assignment($0.asset, $0.holder) }
    let users = intent.users ?? []
    let moves = intent.moves ?? []
    guard planned.count == intent.requests.count, pairs.count == intent.pairs.count,
      moves.allSatisfy({ pairs.indices.contains($0.first) && pairs.indices.contains($0.second) })
    else { return nil }
    requests = planned.map(RequestModel.init)
    order = pairs
    self.users = users.map(PlannedUser.init)
    holderCount = Set(intent.pairs.map(\.holder)).count + users.count
    findPlaces()
  }

  private mutating func findPlaces() {
    var known: [Assignment: PairPlace] = [:]
    var knownUsers: [ClientUserID: PairPlace] = [:]
    known.reserveCapacity(order.count)
    for (index, request) in requests.enumerated() {
      for (position, pair) in request.pairs.enumerated() {
        known[pair] = PairPlace(request: index, position: position)
      }
      for (position, user) in request.request.users.enumerated() {
        knownUsers[user.change.id] = PairPlace(request: index, position: position)
      }
    }
    let nowhere = PairPlace(request: -1, position: 0)
    places = order.map { known[$0] ?? nowhere }
    userPlaces = users.map { knownUsers[$0.change.id] ?? nowhere }
  }

  /// Takes in one line; lines after the end change nothing.
  mutating func apply(_ entry: JournalEntry) {
    switch entry.fact {
    case .intent: break
    case .held(let reason): hold = reason
    case .resolved(let body):
      guard resolved == nil else { return }
      resolved = body
      endedAt = entry.time
    case .filed: isFiled = true
    case .recut(let body):
      guard requests.indices.contains(body.from) || body.from == requests.count else { return }
      earlierPosts += requests[body.from...].reduce(0) { $0 + $1.sentCount }
      let anew = body.requests.compactMap(intent.plannedRequest).map(RequestModel.init)
      requests.replaceSubrange(body.from..., with: anew)
      findPlaces()
    default:
      guard let index = entry.request, requests.indices.contains(index) else { return }
      let before = requests[index].readAt
      requests[index].apply(entry.fact, at: entry.time)
      if case .observed(let read) = entry.fact, read.readAt != before { noteLook(at: read.readAt) }
    }
  }

  private mutating func noteLook(at time: Date) {
    guard requests.contains(where: \.isUnknown) else { return }
    let look = LookRecord(at: time, settled: settledCount)
    if looks.last?.at == time { looks[looks.count - 1] = look } else { looks.append(look) }
  }

  private var settledCount: Int {
    requests.reduce(0) { $0 + $1.settled.union($1.done).count }
  }

  /// Whether it is not over yet.
  var isOpen: Bool { resolved == nil }

  /// Whether requests are still to go out.
  var isSending: Bool {
    guard isOpen, isBeingSent else { return false }
    // Between two steps of our own sender nothing may look finished.
    if isSentHere { return true }
    return hold == nil && requests.contains { $0.phase == .waiting || $0.phase == .sending }
  }

  /// The pairs that may still change by themselves.
  var openPairs: [Assignment] {
    guard isOpen else { return [] }
    return requests.flatMap { request in
      request.pairs.indices.filter { isWorkedOn(request, $0) }.map { request.pairs[$0] }
    }
  }

  /// The client users who may still change by themselves.
  var openUsers: [ClientUserID] {
    guard isOpen else { return [] }
    return requests.flatMap { request in
      request.request.users.indices.filter { isWorkedOn(request, $0) }
        .map { request.request.users[$0].change.id }
    }
  }

  private func isWorkedOn(_ request: RequestModel, _ position: Int) -> Bool {
    if request.phase == .waiting { return isSending }
    return switch request.state(at: position) {
    case .pending, .applied, .unknown: true
    case .done, .failed, .notSent: false
    }
  }

  /// Where every pair stands, in the order of the plan.
  var pairRecords: [PairRecord] {
    order.indices.map { index in
      PairRecord(
        pair: order[index], action: intent.pairs[index].action, state: state(at: places[index]))
    }
  }

  /// Where every client user stands, in the order of the plan.
  var userRecords: [UserRecord] {
    users.indices.map { UserRecord(user: users[$0], state: state(at: userPlaces[$0])) }
  }

  /// The moves, by the positions of their halves in `pairRecords`.
  var moves: [MovePlace] {
    (intent.moves ?? []).map { MovePlace(first: $0.first, second: $0.second) }
  }

  /// Whether nothing but second halves is left to send.
  var isReadyForSecondHalves: Bool {
    let waiting = requests.filter { $0.phase == .waiting }
    return !waiting.isEmpty && waiting.allSatisfy(\.request.isSecondHalf)
      && !requests.contains { $0.request.isSecondHalf && $0.phase != .waiting }
  }

  /// The second halves whose first half is verified.
  var verifiedSecondHalves: [PlannedPair] {
    let records = pairRecords
    return moves.filter { records[$0.first].state == .done }.map { move in
      PlannedPair(pair: records[move.second].pair, action: records[move.second].action)
    }
  }

  private func state(at place: PairPlace) -> PairState {
    let isHeld = hold != nil || !isBeingSent || !isOpen
    guard requests.indices.contains(place.request) else { return .notSent }
    return state(of: requests[place.request], at: place.position, isHeld: isHeld)
  }

  private func state(of request: RequestModel, at position: Int, isHeld: Bool) -> PairState {
    if request.phase == .waiting, isHeld { return .notSent }
    if isToBeRepeated, request.mayGoAgain { return .pending }
    return request.state(at: position)
  }
}

extension RequestModel {
  /// Whether its answer was lost, or it ended in a way that leaves the list as the only witness.
  var isUnknown: Bool {
    switch phase {
    case .unknown: true
    case .accepted: event == .lost || (event.isOver && isOpen)
    default: false
    }
  }
}
