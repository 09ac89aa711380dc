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
  var looks: [LookRecord] = []
  var nextLook: Date?
  /// Whether a living process still sends its requests: only then is «sending» not a lost answer.
  var isBeingSent = true
  /// Whether that process is this one.
  var isSentHere = false
  /// Whether a pause is on, after which a request goes out again.
  var isToBeRepeated = false
  /// POSTs of requests that were cut anew since.
  var earlierPosts = 0
  /// Different holders that are touched.
  let holderCount: Int
  private let order: [Assignment]
  /// For each pair its request and its position there; made anew when requests are cut anew.
  private var places: [PairPlace] = []

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
    guard planned.count == intent.requests.count, pairs.count == intent.pairs.count else {
      return nil
    }
    requests = planned.map(RequestModel.init)
    order = pairs
    holderCount = Set(intent.pairs.map(\.holder)).count
    findPlaces()
  }

  private mutating func findPlaces() {
    var known: [Assignment: PairPlace] = [:]
    known.reserveCapacity(order.count)
    for (index, request) in requests.enumerated() {
      for (position, pair) in request.pairs.enumerated() {
        known[pair] = PairPlace(request: index, position: position)
      }
    }
    places = order.map { known[$0] ?? PairPlace(request: -1, position: 0) }
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
      request.pairs.indices.filter { position in
        switch request.state(at: position) {
        case .pending, .applied, .unknown: request.phase != .waiting || isSending
        case .done, .failed, .notSent: false
        }
      }.map { request.pairs[$0] }
    }
  }

  /// Where every pair stands, in the order of the plan.
  var pairRecords: [PairRecord] {
    let isHeld = hold != nil || !isBeingSent || !isOpen
    return order.indices.map { index in
      let place = places[index]
      let state =
        requests.indices.contains(place.request)
        ? state(of: requests[place.request], at: place.position, isHeld: isHeld) : .notSent
      return PairRecord(pair: order[index], action: intent.pairs[index].action, state: state)
    }
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
