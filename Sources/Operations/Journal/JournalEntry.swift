import AppsAndBooks
import FoundationEssentials

/// One line of the journal (reliability.md 7.3): who wrote it when, about which operation and request, and what happened.
struct JournalEntry: Sendable, Equatable {
  /// The format's version.
  static let version = 1

  /// Counted in its segment from 1, without a gap.
  var sequence: Int
  /// When it was written.
  var time: Date
  /// The boot it was written in.
  var bootID: String
  /// Nanoseconds since that boot.
  var uptime: Int64
  /// The operation's number.
  var operation: Int
  /// The index of the request, where it is about one.
  var request: Int?
  /// The attempt at that request, from 1.
  var attempt: Int?
  /// The location's key.
  var location: String
  /// The token's fingerprint.
  var token: String
  /// What happened.
  var fact: JournalFact
}

/// What a journal line says happened.
enum JournalFact: Sendable, Equatable {
  /// A person confirmed a plan; nothing is sent yet.
  case intent(IntentRecord)
  /// The requests not sent yet were cut anew.
  case recut(RecutRecord)
  /// The next thing that happens is the first byte of a request.
  case sending(SendingRecord)
  /// The service took it.
  case accepted(AcceptedRecord)
  /// The service refused it by number: nothing was processed.
  case rejected(RejectedRecord)
  /// Provably no byte left.
  case notSent(CauseRecord)
  /// It may have been taken.
  case unknown(CauseRecord)
  /// The rest waits for a person.
  case held(HoldReason)
  /// The event was asked about.
  case polled(PolledRecord)
  /// The list was read for the pairs of a request.
  case observed(ObservedRecord)
  /// The operation is over.
  case resolved(ResolvedRecord)
  /// History and audit have it.
  case filed(FiledRecord)
}

struct SendingRecord: Codable, Sendable, Equatable {
  var endpoint: String
  /// SHA-256 of the pairs as they go out.
  var body: String
}

struct AcceptedRecord: Codable, Sendable, Equatable {
  var event: String
  var uID: String?

  enum CodingKeys: String, CodingKey {
    case event = "eventId"
    case uID = "uId"
  }
}

struct RejectedRecord: Codable, Sendable, Equatable {
  var status: Int?
  var number: Int?
  var message: String
  /// Whether the list is read once before its pairs are called failed (9603).
  var isVerified: Bool

  enum CodingKeys: String, CodingKey {
    case status, message
    case number = "errorNumber"
    case isVerified = "verify"
  }
}

struct CauseRecord: Codable, Sendable, Equatable {
  var cause: String
  /// From when the 15 minutes count, where that is later than the sending: the machine slept with the request on its way.
  var settlesFrom: Date?
}

struct PolledRecord: Codable, Sendable, Equatable {
  struct Failure: Codable, Sendable, Equatable {
    var number: Int
    var message: String
    var assets: [IntentRecord.AssetName]
    var clientUserIDs: [String]
    var serialNumbers: [String]
  }

  /// The service's word, or `not found` for 9708.
  var status: String
  var requested: Int?
  var completed: Int?
  var failures: [Failure]
}

struct ObservedRecord: Codable, Sendable, Equatable {
  /// When the read began: what changed later may not be in it.
  var readAt: Date
  /// Positions of the pairs in the request's cross product that are as wanted.
  var settled: [Int]
}

struct ResolvedRecord: Codable, Sendable, Equatable {
  /// `list`, or the person who chose.
  var by: String
  /// The state the operation ended in.
  var state: String
}

struct FiledRecord: Codable, Sendable, Equatable {
  /// Lines in the history.
  var lines: Int
}

struct RecutRecord: Codable, Sendable, Equatable {
  /// The first request that is replaced.
  var from: Int
  var requests: [IntentRecord.Request]
}

extension JournalFact {
  /// The word of the line's `type`.
  var type: String {
    switch self {
    case .intent: "intent"
    case .recut: "recut"
    case .sending: "sending"
    case .accepted: "accepted"
    case .rejected: "rejected"
    case .notSent: "notSent"
    case .unknown: "unknown"
    case .held: "held"
    case .polled: "polled"
    case .observed: "observed"
    case .resolved: "resolved"
    case .filed: "filed"
    }
  }

  /// Whether it has to be on the disk before anything else happens.
  var isDurable: Bool {
    switch self {
    case .polled, .observed, .filed: false
    default: true
    }
  }
}
