import Synchronization

/// Orders and last results of the searches on one snapshot.
final class SearchCache: Sendable {
  /// Which order of a list is meant.
  struct OrderKey: Hashable, Sendable {
    var kind: ListKind
    var sort: SortOrder
    var scope: ListScope
  }

  /// The last result of a filter, from which a narrower one starts.
  struct LastResult: Sendable {
    var key: OrderKey
    var query: FilterQuery
    var states: RowStates
    var rows: [Int32]
    var total: Int
  }

  private struct Contents: Sendable {
    var orders: [OrderKey: [Int32]] = [:]
    var results: [ListKind: LastResult] = [:]
    var holderRanks: [Int32]?
  }

  /// Orders of whole lists are kept for as many sorts; more would hold memory that nobody looks at.
  private static let keptOrders = 6
  private let contents = Mutex(Contents())

  /// The order of a list, made where it is not known.
  ///
  /// Orders of scopes are small, those by state change with the states: neither is kept.
  func order(_ key: OrderKey, make: () throws -> [Int32]) rethrows -> [Int32] {
    guard key.scope == .all, key.sort.column != .state else { return try make() }
    if let known = contents.withLock({ $0.orders[key] }) { return known }
    let made = try make()
    contents.withLock { contents in
      if contents.orders.count >= Self.keptOrders { contents.orders.removeAll() }
      contents.orders[key] = made
    }
    return made
  }

  /// The ranks of the holders, made where they are not known.
  func holderRanks(make: () -> [Int32]) -> [Int32] {
    if let known = contents.withLock({ $0.holderRanks }) { return known }
    let made = make()
    contents.withLock { $0.holderRanks = made }
    return made
  }

  /// The last result of a list.
  func lastResult(of kind: ListKind) -> LastResult? {
    contents.withLock { $0.results[kind] }
  }

  /// Keeps a result.
  func keep(_ result: LastResult) {
    contents.withLock { $0.results[result.key.kind] = result }
  }
}
