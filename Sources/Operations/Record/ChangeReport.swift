package import AppsAndBooks
package import FoundationEssentials

/// The JSON of every change (product.md section 3), with its keys in the contract's order.
package struct ChangeReport: Sendable, Equatable {
  /// A pair that failed, was refused or was left out.
  package struct Failed: Sendable, Equatable {
    /// The pair, or the holder alone.
    package var subject: ChangeSubject
    /// Apple's number; `nil` where Purser refused.
    package var errorNumber: Int?
    /// Plain words.
    package var errorMessage: String
  }

  /// A line of a dry run.
  package struct PlanLine: Sendable, Equatable {
    /// The pair, or the holder alone.
    package var subject: ChangeSubject
    /// What would be done, by its word; `nil` for none.
    package var action: String?
    /// Why none; of a half of a move, whether it goes first.
    package var reason: String?
    /// Licences left when it was read; `nil` for unlimited or unknown.
    package var availableBefore: Int?
  }

  /// When, by whom and why, as `operations` lists it.
  package struct Origin: Sendable, Equatable {
    /// When it was confirmed.
    package var startedAt: Date
    /// When it was over; `nil` while open.
    package var endedAt: Date?
    /// Login and host.
    package var by: String
    /// The person's reason.
    package var reason: String?
  }

  /// The operation's number; `nil` for planned, nothing, refused.
  package var operation: Int?
  /// What it does.
  package var kind: OperationKind
  /// How it ended.
  package var outcome: Outcome
  /// Different pairs, moves or users asked for.
  package var requested: Int
  /// Pairs as wanted by this change.
  package var applied: Int
  /// Pairs that were so before.
  package var alreadySo: Int
  /// Pairs pending or unknown.
  package var unknown: Int
  /// Pairs planned, held, or in another open operation.
  package var notSent: Int
  /// Pairs that failed, were refused or were left out.
  package var failed: [Failed]
  /// Requests sent; for a dry run those that would be.
  package var requests: Int
  /// The service's ids.
  package var events: [EventID]
  /// The host.
  package var service: String
  /// The operation this one undoes.
  package var undoes: Int?
  /// The lines of a dry run.
  package var plan: [PlanLine]?
  /// Only in the list of operations.
  package var origin: Origin?
  /// What decides the exit code beside the outcome.
  package var hold: HoldReason?

  /// The exit code of a command that ends with this (product.md section 3).
  package var exitCode: Int32 {
    switch outcome {
    case .planned, .nothing, .done: 0
    case .partial, .refused: 1
    case .rejected: hold?.kind == .token ? 2 : 1
    case .unknown, .pending: 4
    case .held: hold?.exitCode ?? 4
    }
  }
}
