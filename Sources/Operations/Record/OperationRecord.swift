package import AppsAndBooks
package import FoundationEssentials

/// Where an operation stands; the words of screens.md, and `sending` while requests go out.
package enum OperationState: String, Sendable, Hashable {
  /// Requests are going out.
  case sending
  /// Everything is sent, at least one event is not over.
  case pending
  /// Everything is as wanted.
  case done
  /// Something is as wanted, something is not.
  case partial
  /// Sent, and nothing is as wanted.
  case rejected
  /// Not all was sent; the rest waits for a person.
  case held
  /// An outcome is not known.
  case unknown
  /// There was nothing to do.
  case nothing

  /// Whether something may still change by itself.
  package var isOpen: Bool { self == .sending || self == .pending || self == .unknown }
}

/// Why the unsent rest of an operation was held.
package struct HoldReason: Sendable, Hashable, Codable {
  /// The kind decides the exit code (product.md section 3: «the code of what stopped it»).
  package enum Kind: String, Sendable, Hashable, Codable {
    /// A licence is missing.
    case shortage
    /// Token or permission.
    case token
    /// The service was not reached or would not answer.
    case unreachable
    /// Another client owns the location, or none does.
    case owner
    /// Journal, audit or disk.
    case storage
    /// An answer was lost; the rest waits until it is known.
    case unknownOutcome
    /// The service refused a request.
    case rejected
    /// The person quit.
    case quit
  }

  /// What stopped it.
  package var kind: Kind
  /// A sentence for the person.
  package var text: String

  /// Joins the two.
  package init(kind: Kind, text: String) {
    self.kind = kind
    self.text = text
  }

  /// The exit code of a command that this stopped.
  package var exitCode: Int32 {
    switch kind {
    case .shortage, .rejected: 1
    case .token: 2
    case .unreachable: 3
    case .unknownOutcome, .quit: 4
    case .owner: 5
    case .storage: 6
    }
  }
}

/// One look at the list while an outcome is unknown (frame 11b).
package struct LookRecord: Sendable, Hashable, Codable {
  /// When it was read.
  package var at: Date
  /// Pairs of the operation that were as wanted then.
  package var settled: Int

  /// Joins the two.
  package init(at: Date, settled: Int) {
    self.at = at
    self.settled = settled
  }
}

/// What is known of one operation: a value, published whole with every change.
package struct OperationRecord: Sendable, Equatable, Identifiable {
  /// Counted per location from 1.
  package var number: Int
  /// What it does.
  package var kind: OperationKind
  /// Where it stands.
  package var state: OperationState
  /// Every pair that was to be sent, in the order of the plan.
  package var pairs: [PairRecord]
  /// Reassign: which two pairs make a move; the other pairs stand alone.
  package var moves: [MovePlace] = []
  /// Create, update, retire: every client user that was to be sent, in the order of the plan.
  package var users: [UserRecord] = []
  /// Pairs the plan dropped as already so.
  package var alreadySo: Int
  /// Pairs the plan left out since they cannot be, with the reason.
  package var leftOut: [ImpossiblePair]
  /// Holders the plan left out since they cannot be, with the reason.
  package var leftOutHolders: [ImpossibleHolder] = []
  /// Pairs and users the plan left out since another operation works on them.
  package var occupied: Int
  /// When it was confirmed.
  package var startedAt: Date
  /// When it was over; `nil` while open.
  package var endedAt: Date?
  /// Who confirmed it: login and host.
  package var by: String
  /// The person's reason.
  package var reason: String?
  /// The service's ids, in the order of the requests.
  package var events: [EventID]
  /// POSTs that went out, every attempt.
  package var requestsSent: Int
  /// Requests answered with acceptance.
  package var requestsAccepted: Int
  /// Requests as cut.
  package var requestsPlanned: Int
  /// Whether a POST is on the wire now.
  package var isRequestInFlight: Bool
  /// Looks at the list while the outcome was unknown, oldest first.
  package var looks: [LookRecord]
  /// When the service is asked next, if it will be.
  package var nextLook: Date?
  /// From when on the list is the answer, while unknown.
  package var certainAt: Date?
  /// When the request whose answer was lost went out.
  package var unknownSince: Date?
  /// Why the rest was held.
  package var hold: HoldReason?
  /// Sentences for the person: lost answers, counts that differ.
  package var notes: [String]
  /// The host that was asked.
  package var service: String
  /// The operation this one undoes.
  package var undoes: Int?

  /// Begins a record: nothing sent, nothing known; set the rest as it comes.
  package init(
    number: Int, kind: OperationKind, state: OperationState = .sending, pairs: [PairRecord],
    startedAt: Date, by: String, service: String
  ) {
    self.number = number
    self.kind = kind
    self.state = state
    self.pairs = pairs
    self.startedAt = startedAt
    self.by = by
    self.service = service
    alreadySo = 0
    leftOut = []
    occupied = 0
    events = []
    requestsSent = 0
    requestsAccepted = 0
    requestsPlanned = 0
    isRequestInFlight = false
    looks = []
    notes = []
  }

  /// Its number.
  package var id: Int { number }
  /// Whether something may still change by itself.
  package var isOpen: Bool { endedAt == nil && state.isOpen }

  /// Where each thing that is counted stands: a pair, a move as a whole, or a client user (product.md section 3).
  package var units: [PairState] {
    guard !moves.isEmpty else { return pairs.map(\.state) + users.map(\.state) }
    var inMoves: Set<Int> = []
    for move in moves { inMoves.formUnion([move.first, move.second]) }
    let alone = pairs.indices.filter { !inMoves.contains($0) }.map { pairs[$0].state }
    return moves.map { PairState(move: pairs[$0.first].state, pairs[$0.second].state) } + alone
  }

  /// How many pairs, moves or users it is about.
  package var count: Int { pairs.count - moves.count + users.count }
  /// How many of them are in a state, by its word.
  package func count(_ word: String) -> Int { units.count { $0.word == word } }
  /// Those as wanted: done, or applied.
  package var settledCount: Int { units.count { ["done", "applied"].contains($0.word) } }

  /// Moves of which only the first half was done, once it is over: what a person may want to put back.
  package var halfDoneMoves: [MovePlace] {
    guard !isOpen else { return [] }
    return moves.filter { pairs[$0.first].state == .done && pairs[$0.second].state != .done }
  }
}

/// The two pairs of a move, by their positions in the record's pairs.
package struct MovePlace: Sendable, Hashable {
  /// The half that goes first.
  package var first: Int
  /// The half that goes once the first is verified.
  package var second: Int

  /// Joins the two.
  package init(first: Int, second: Int) {
    self.first = first
    self.second = second
  }
}

extension PairState {
  /// Where a move stands by its two halves: failed as soon as one failed, done when both are.
  package init(move first: PairState, _ second: PairState) {
    let halves = [first, second]
    func has(_ word: String) -> PairState? { halves.first { $0.word == word } }
    // A half that is applied is still open, whether or not the other one will ever go.
    let isHalfApplied = has("applied") != nil && has("not sent") != nil
    self =
      has("failed") ?? has("unknown") ?? has("pending") ?? (isHalfApplied ? .pending : nil)
      ?? has("not sent") ?? has("applied") ?? .done
  }
}
