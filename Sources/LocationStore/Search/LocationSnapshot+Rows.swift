import AppsAndBooks

extension LocationSnapshot {
  /// The rows of a list that pass a filter, in an order; runs off the caller's actor and can be cancelled.
  ///
  /// The distinct strings are searched once and the rows mapped; a filter that only grew searches the result
  /// before it. Retired and unlisted users are left out unless the filter names `status`.
  ///
  /// - Throws: `CancellationError` only.
  @concurrent
  package func rows(
    of kind: ListKind, filter: FilterQuery, sort: SortOrder, scope: ListScope = .all,
    states: RowStates = RowStates()
  ) async throws -> RowList {
    try search(kind, filter, sort, scope, states)
  }
}

extension FilterQuery {
  /// Whether every row this filter passes is passed by an earlier one.
  func narrows(_ earlier: FilterQuery) -> Bool {
    earlier.terms.allSatisfy { old in terms.contains { $0.implies(old) } }
  }

  /// Whether a condition on the status of users is part of it.
  var namesStatus: Bool {
    terms.contains { term in
      if case .text(_, let columns) = term.test { columns == [.status] } else { false }
    }
  }
}

extension FilterTerm {
  /// Whether every row that passes this condition passes another one.
  func implies(_ other: FilterTerm) -> Bool {
    if self == other { return true }
    guard excludes == other.excludes, case .text(let mine, let columns) = test,
      case .text(let theirs, let others) = other.test, columns == others
    else { return false }
    return excludes
      ? theirs.contains(sequence: mine) : mine.contains(sequence: theirs)
  }
}

extension [UInt8] {
  /// Whether another row of bytes occurs in this one.
  func contains(sequence other: [UInt8]) -> Bool {
    if other.isEmpty { return true }
    guard other.count <= count else { return false }
    return (0...(count - other.count)).contains { start in
      self[start..<(start + other.count)].elementsEqual(other)
    }
  }
}
