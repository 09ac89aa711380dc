/// How far a sync is; told at most about twice a second.
package struct SyncProgress: Hashable, Sendable {
  /// What is being read.
  package enum List: String, CaseIterable, Sendable {
    case clientUsers
    case assets
    case names
    case assignments
    /// Assets read one by one, because their rows disagree with their count.
    case repair
    case retiredUsers
  }

  /// How far one list is.
  package struct Part: Hashable, Sendable {
    /// Which list.
    package var list: List
    /// Pages read.
    package var pages = 0
    /// Pages in all, as far as the service told.
    package var totalPages: Int?
    /// Rows read.
    package var rows = 0
    /// Whether nothing is left to read.
    package var isDone = false

    /// Begins a list.
    package init(_ list: List) {
      self.list = list
    }
  }

  /// The lists of this sync in the order they are read.
  package var parts: [Part]
  /// Which kind of sync it is.
  package var kind: SyncReport.Kind
  /// Whether an interrupted import is continued.
  package var resumes = false
  /// Estimated seconds until the end; `nil` as long as nothing can be told.
  package var secondsLeft: Int?
  /// Whether the sync is over.
  package var isDone = false

  /// Begins the progress of a sync.
  package init(kind: SyncReport.Kind, parts: [Part]) {
    self.kind = kind
    self.parts = parts
  }

  /// The part of a list.
  package subscript(list: List) -> Part? { parts.first { $0.list == list } }
}
