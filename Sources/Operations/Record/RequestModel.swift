import AppsAndBooks
import FoundationEssentials

/// One request of an operation: folded from journal lines, it knows where each of its pairs stands.
struct RequestModel: Sendable, Equatable {
  enum Phase: Sendable, Equatable {
    /// Not sent yet.
    case waiting
    /// On its way, or nobody knows.
    case sending
    /// The service took it.
    case accepted(EventID)
    /// The service refused it; nothing was processed.
    case rejected(PairFailure, isVerified: Bool)
    /// Provably not sent.
    case notSent(String)
    /// It may have been taken.
    case unknown(String)
  }

  /// What the service says of the event.
  enum Event: Sendable, Equatable {
    case open
    case complete
    case failed([PolledRecord.Failure])
    /// The service does not know it (9708).
    case lost

    /// Whether asking again tells nothing new.
    var isOver: Bool { self != .open }
  }

  /// Apple may work on a request for ten minutes; five more are for safety (reliability.md 7.7).
  static let settlingTime: TimeInterval = 15 * 60
  /// An exchange that took longer was slept through.
  ///
  /// Its request may have been taken just before its end, so the settling time counts from there.
  static let longestExchange: TimeInterval = 120

  var request: PlannedRequest
  /// The pairs, in the order of their positions; none for client users.
  var pairs: [Assignment]
  /// How many positions there are: pairs, or client users.
  var count: Int
  var phase = Phase.waiting
  var attempt = 0
  /// POSTs that may have gone out.
  var sentCount = 0
  /// When the last attempt was marked as sending.
  var sentAt: Date?
  /// When an exchange ended that the machine slept through.
  private var wokeAt: Date?
  /// When its outcome was known: accepted, rejected, or lost.
  var answeredAt: Date?
  var event = Event.open
  var eventOverAt: Date?
  var polledAt: Date?
  var note: String?
  /// Positions of pairs as wanted in the last read.
  var settled: Set<Int> = []
  var readAt: Date?
  /// Pairs that were done once: what others do to them later is not this operation's matter.
  var done: Set<Int> = []

  init(_ request: PlannedRequest) {
    self.request = request
    pairs = request.pairs
    count = request.count
  }

  /// Whether the list can never show what becomes of a position.
  private func isInvisible(_ position: Int) -> Bool {
    request.users.indices.contains(position) && request.users[position].isInvisible
  }

  /// From when on the list is the answer.
  var certainAt: Date? { settlesFrom?.addingTimeInterval(Self.settlingTime) }

  /// From when the settling time counts.
  var settlesFrom: Date? { wokeAt ?? sentAt }

  /// Whether the last read is the answer for every pair.
  private var isCertain: Bool {
    guard let readAt, let certainAt else { return false }
    return readAt >= certainAt
  }

  /// Whether a read that began after the event was over is at hand.
  private var isReadAfterEvent: Bool {
    guard let readAt, let eventOverAt else { return false }
    return readAt >= eventOverAt
  }

  /// Where the pair at a position stands (product.md section 5, «Verdicts»).
  func state(at position: Int) -> PairState {
    if done.contains(position) { return .done }
    switch phase {
    case .waiting, .sending: return .pending
    case .notSent: return .notSent
    case .rejected(let failure, let isVerified):
      return isVerified && readAt == nil ? .unknown : .failed(failure)
    case .unknown:
      return isCertain && !isInvisible(position) ? .failed(.notTaken) : .unknown
    case .accepted: return acceptedState(at: position)
    }
  }

  private func acceptedState(at position: Int) -> PairState {
    if settled.contains(position), !event.isOver, !isInvisible(position) { return .applied }
    if case .failed(let failures) = event, isReadAfterEvent,
      let failure = failures.first(where: { covers($0, position) })
    {
      return .failed(PairFailure(number: failure.number, message: failure.words))
    }
    if isCertain {
      return isInvisible(position) && event != .complete ? .unknown : .failed(certainFailure)
    }
    switch event {
    case .open: return .pending
    case .lost: return .unknown
    case .complete, .failed: return isReadAfterEvent ? .unknown : .pending
    }
  }

  private func covers(_ failure: PolledRecord.Failure, _ position: Int) -> Bool {
    request.users.isEmpty
      ? failure.covers(pairs[position]) : failure.covers(request.users[position].change.id)
  }

  private var certainFailure: PairFailure {
    switch event {
    case .open, .lost: return .notTaken
    case .complete: return .notInList
    case .failed(let failures):
      guard failures.count == 1, let only = failures.first, only.namesNothing else {
        return .notInList
      }
      return PairFailure(number: only.number, message: only.words)
    }
  }

  /// Whether some pair may still change by itself.
  var isOpen: Bool {
    switch phase {
    case .waiting, .notSent: false
    case .sending: true
    case .rejected(_, let isVerified): isVerified && readAt == nil
    case .unknown, .accepted: (0..<count).contains(where: isOpen(at:))
    }
  }

  /// Whether the state of a position may still change by itself.
  func isOpen(at position: Int) -> Bool {
    switch state(at: position) {
    case .pending, .applied: true
    // Nobody will ever know: the person looks elsewhere (product.md section 5).
    case .unknown: !(isInvisible(position) && isCertain)
    case .done, .failed, .notSent: false
    }
  }

  /// The event that still has to be asked about.
  var openEvent: EventID? {
    guard case .accepted(let id) = phase, event == .open, isOpen else { return nil }
    return id
  }
}

extension RequestModel {
  /// Whether an exchange that ends now took longer than one can that nobody slept through.
  func hasSlept(until now: Date) -> Bool {
    sentAt.map { now.timeIntervalSince($0) > Self.longestExchange } ?? false
  }

  /// Takes in one journal line about this request.
  mutating func apply(_ fact: JournalFact, at time: Date) {
    switch fact {
    case .sending:
      attempt += 1
      sentCount += 1
      sentAt = time
      wokeAt = nil
      phase = .sending
    case .accepted(let body):
      phase = .accepted(EventID(rawValue: body.event))
      answeredAt = time
      if hasSlept(until: time) { wokeAt = time }
    case .rejected(let body):
      phase = .rejected(
        PairFailure(number: body.number, message: body.message), isVerified: body.isVerified)
      answeredAt = time
    case .notSent(let body):
      sentCount -= 1
      phase = .notSent(body.cause)
    case .unknown(let body):
      if phase == .waiting || mayGoAgain {
        // The line that it was being sent was lost with a damaged journal.
        sentCount += 1
        sentAt = time
      }
      phase = .unknown(body.cause)
      answeredAt = time
      wokeAt = body.settlesFrom
    case .polled(let body): apply(body, at: time)
    case .observed(let body): apply(body)
    case .intent, .recut, .held, .resolved, .filed: break
    }
  }

  private mutating func apply(_ poll: PolledRecord, at time: Date) {
    polledAt = time
    note = nil
    switch poll.status.uppercased() {
    case "COMPLETE": event = .complete
    case "FAILED": event = .failed(poll.failures)
    case "NOT FOUND": event = .lost
    case "PENDING": event = .open
    default:
      event = .open
      note = "Apple reports the unknown state «\(poll.status)»."
    }
    eventOverAt = event.isOver ? (eventOverAt ?? time) : nil
    if event == .complete, let requested = poll.requested, let completed = poll.completed,
      requested != completed
    {
      note = "Apple reported \(completed) of \(requested) as complete; the list decides."
    }
  }

  private mutating func apply(_ read: ObservedRecord) {
    if let last = readAt, last > read.readAt { return }
    readAt = read.readAt
    settled = Set(read.settled.filter { (0..<count).contains($0) })
    let visible = settled.filter { !isInvisible($0) }
    switch phase {
    case .unknown, .rejected: done.formUnion(visible)
    case .accepted where event == .complete && isReadAfterEvent: done.formUnion(settled)
    case .accepted where event == .lost || isCertain || isReadAfterEvent: done.formUnion(visible)
    default: break
    }
  }
}

extension PairFailure {
  static let notTaken = PairFailure(number: nil, message: "not taken")
  static let notInList = PairFailure(
    number: nil, message: "Apple reported it complete, the list has it not")
}

extension PolledRecord.Failure {
  /// Whether it names neither assets nor holders.
  var namesNothing: Bool { assets.isEmpty && clientUserIDs.isEmpty && serialNumbers.isEmpty }

  /// Whether it is about a pair: what it names has to fit, what it leaves out fits any.
  func covers(_ pair: Assignment) -> Bool {
    guard !namesNothing else { return false }
    let fitsAsset =
      assets.isEmpty
      || assets.contains { name in
        name.adamID == pair.asset.adamID.rawValue
          && (name.pricingParam.isEmpty || name.pricingParam == pair.asset.pricingParam.rawValue)
      }
    if clientUserIDs.isEmpty && serialNumbers.isEmpty { return fitsAsset }
    switch pair.holder {
    case .clientUser(let id): return fitsAsset && clientUserIDs.contains(id.rawValue)
    case .device(let serial): return fitsAsset && serialNumbers.contains(serial.rawValue)
    }
  }

  /// Whether it is about a client user.
  func covers(_ id: ClientUserID) -> Bool { clientUserIDs.contains(id.rawValue) }

  /// Plain words for the number, as far as they are known.
  var words: String {
    switch ServiceErrorNumber(rawValue: number) {
    case .notEnoughAssets: "no licence left"
    case .userNotFound: "Apple knows no such user"
    case .notRevocable: "can't be reclaimed"
    case .notDeviceAssignable: "can't be held by a device"
    case .userExists: "exists already"
    case .badEmail: "not a mail address"
    default: message
    }
  }
}
