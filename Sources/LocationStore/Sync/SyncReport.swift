package import AppsAndBooks

/// What a sync did: the fields of `purser sync --json` (product.md section 3).
package struct SyncReport: Hashable, Sendable {
  /// Which kind of sync it was.
  package enum Kind: String, Sendable {
    /// Every list from the beginning.
    case full
    /// What changed since the sync before.
    case increment
  }

  /// Which kind of sync it was.
  package var kind: Kind
  /// Active client users now.
  package var users = 0
  /// Assets now.
  package var assets = 0
  /// Assignments now.
  package var assignments = 0
  /// Assignments that are new.
  package var added = 0
  /// Assignments that are gone.
  package var removed = 0
  /// Requests sent, repeats included.
  package var requests = 0
  /// How long it took, in seconds.
  package var seconds = 0.0
  /// Assets that would not hold still.
  package var changing: [AssetID] = []
  /// What the person may want to know: repeated active users and the like.
  package var notes: [String] = []

  /// Begins a report.
  package init(kind: Kind) {
    self.kind = kind
  }
}
