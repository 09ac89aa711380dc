package import AppsAndBooks

/// Where one pair of an operation stands; the words of screens.md.
package enum PairState: Sendable, Hashable {
  /// Sent, or about to be.
  case pending
  /// The list has it as wanted, the event is not over.
  case applied
  /// As wanted, and over.
  case done
  /// Not as wanted, and over.
  case failed(PairFailure)
  /// Nobody knows yet, or nobody will.
  case unknown
  /// Never sent.
  case notSent

  /// The one word of rows, filters and messages.
  package var word: String {
    switch self {
    case .pending: "pending"
    case .applied: "applied"
    case .done: "done"
    case .failed: "failed"
    case .unknown: "unknown"
    case .notSent: "not sent"
    }
  }

  /// Why it failed, if it did.
  package var failure: PairFailure? {
    if case .failed(let failure) = self { failure } else { nil }
  }
}

/// Why a pair failed.
package struct PairFailure: Sendable, Hashable, Codable {
  /// Apple's number; `nil` where Purser concluded it.
  package var number: Int?
  /// Plain words.
  package var message: String

  /// Joins the two.
  package init(number: Int?, message: String) {
    self.number = number
    self.message = message
  }
}

/// One pair of an operation and where it stands.
package struct PairRecord: Sendable, Hashable {
  /// The asset and the holder.
  package var pair: Assignment
  /// Given or taken back.
  package var action: PairAction
  /// Where it stands.
  package var state: PairState

  /// Joins the three.
  package init(pair: Assignment, action: PairAction, state: PairState) {
    self.pair = pair
    self.action = action
    self.state = state
  }
}
