/// How a change ended, in the words of the JSON (product.md section 3).
package enum Outcome: String, Sendable, Hashable, CaseIterable {
  /// A dry run.
  case planned
  /// There was nothing to do.
  case nothing
  /// The plan could not be, and nothing was sent.
  case refused
  /// Everything is as wanted.
  case done
  /// Something applied, something did not.
  case partial
  /// Sent, and nothing applied.
  case rejected
  /// An outcome is not known.
  case unknown
  /// An event is not over.
  case pending
  /// Not all was sent.
  case held
}

extension OperationRecord {
  /// The outcome by precedence: pending, unknown, held, partial, rejected, done.
  package var outcome: Outcome {
    switch state {
    case .sending, .pending: .pending
    case .done: .done
    case .partial: .partial
    case .rejected: .rejected
    case .held: .held
    case .unknown: .unknown
    case .nothing: .nothing
    }
  }
}
