/// Why a file of the cache is not used; it is set aside and read anew from the service.
enum CacheProblem: Error, Hashable, Sendable {
  /// There is none.
  case missing
  /// It can't be read: what is wrong, and at which byte.
  case damaged(String)
  /// It is of another location, or not a file of this kind.
  case foreign
  /// A newer Purser wrote it.
  case newer
  /// The system refused, or the file is not ours alone.
  case unreadable(String)

  /// What happened, for the person.
  func text(_ name: String) -> String {
    switch self {
    case .missing: "\(name) is not there"
    case .damaged(let reason): "\(name) is damaged (\(reason)); it is set aside and read anew"
    case .foreign: "\(name) belongs to something else; it is set aside and read anew"
    case .newer: "\(name) was written by a newer Purser; it is set aside and read anew"
    case .unreadable(let reason): reason
    }
  }
}
