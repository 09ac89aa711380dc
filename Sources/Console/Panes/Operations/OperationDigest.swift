import AppsAndBooks
import LocationStore
import Operations

/// What the row of an operation says of its pairs, moves or users: worked out once for what is over, since a location may have
/// thousands of operations with thousands of pairs each.
struct OperationDigest: Equatable, Sendable {
  /// «assign 2 assets to 8 devices».
  var text: String
  /// Pairs, moves or users as wanted.
  var settled: Int
  /// All of them.
  var total: Int
  /// Apple's number of the first failure that has one.
  var failure: Int?
  /// Whether a book was spent.
  var isSpent: Bool
  /// Whether it may still change.
  var isOpen: Bool

  /// Reads every pair.
  init(_ record: OperationRecord, world: World) {
    text = ChangeWords.operation(record, name: world.name(of:))
    settled = record.settledCount
    total = record.count
    failure =
      record.pairs.lazy.compactMap { $0.state.failure?.number }.first
      ?? record.users.lazy.compactMap { $0.state.failure?.number }.first
    isSpent =
      record.kind == .assign
      && ChangeWords.parts(record.pairs.lazy.map(\.pair)).assets.contains { asset in
        world.snapshot.assets.index(of: asset).map {
          world.snapshot.assets.record($0).asset.isBook
        } ?? false
      }
    isOpen = record.isOpen
  }
}
