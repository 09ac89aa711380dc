package import AppsAndBooks

/// What a person or a script asks for, before anything was read.
package struct ChangeRequest: Sendable, Equatable {
  /// What is done with more targets than licences.
  package enum Shortage: Sendable, Equatable {
    /// Nothing is sent (the command line).
    case refuse
    /// The first ones in the order given get the licences (the console, `--up-to-available`).
    case takeFirst
  }

  /// What is done with pairs that cannot be.
  package enum Impossible: Sendable, Equatable {
    /// Nothing is sent (the command line).
    case refuse
    /// They are left out with their reason (the console, `--skip-impossible`).
    case leaveOut
  }

  /// Assign or reclaim; other kinds come with their own requests.
  package var kind: OperationKind
  /// The pairs in the person's order, which decides who gets the last licences; repeated ones count once.
  package var pairs: [Assignment]
  /// The person's reason, kept with the operation.
  package var reason: String?
  /// More targets than licences.
  package var shortage: Shortage
  /// Pairs that cannot be.
  package var impossible: Impossible

  /// Describes a request; refusing is the default, as on the command line.
  package init(
    kind: OperationKind, pairs: [Assignment], reason: String? = nil,
    shortage: Shortage = .refuse, impossible: Impossible = .refuse
  ) {
    self.kind = kind
    self.pairs = pairs
    self.reason = reason
    self.shortage = shortage
    self.impossible = impossible
  }
}
