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
  /// Pairs the plan dropped as already so.
  package var alreadySo: Int
  /// Pairs the plan left out since they cannot be, with the reason.
  package var leftOut: [ImpossiblePair]
  /// Pairs the plan left out since another operation works on them.
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

  /// How many pairs are in a state, by its word.
  package func count(_ word: String) -> Int { pairs.count { $0.state.word == word } }
  /// Pairs as wanted: done, or applied.
  package var settledCount: Int { count("done") + count("applied") }
}
