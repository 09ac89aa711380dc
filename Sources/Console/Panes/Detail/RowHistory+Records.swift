import AppsAndBooks
import FoundationEssentials
import LocationStore
package import Operations
import Screen

extension RowHistory {
  /// What our own operations did to a row: pairs that came out as wanted, newest first.
  ///
  /// Linear in the pairs of the operations. An asset's pairs of one operation are one entry.
  package init(
    row: RowID, records: some Sequence<OperationRecord>, lists: [String] = []
  ) {
    var entries: [Entry] = []
    for record in records {
      var asked: [PairAction: Int] = [:]
      var settled: [PairAction: [Assignment]] = [:]
      for pair in record.pairs where row.names(pair.pair) {
        asked[pair.action, default: 0] += 1
        if pair.state.isSettled {
          settled[pair.action, default: []].append(pair.pair)
        }
      }
      if case .user(let id) = row, let action = record.kind.userAction,
        record.users.contains(where: { $0.user.change.id == id && $0.state.isSettled })
      {
        entries.append(
          Entry(
            at: record.startedAt, operation: record.number, user: action, holder: .clientUser(id)))
      }
      for action in [PairAction.assign, .reclaim] {
        guard let pairs = settled[action], let asked = asked[action] else { continue }
        entries += Self.entries(row, record, action, pairs, asked: asked)
      }
    }
    entries.sort { ($0.at, $0.operation) > ($1.at, $1.operation) }
    self.init(row: row, entries: entries, lists: lists)
  }

  private static func entries(
    _ row: RowID, _ record: OperationRecord, _ action: PairAction, _ pairs: [Assignment], asked: Int
  ) -> [Entry] {
    if case .asset(let asset) = row {
      return [
        Entry(
          at: record.startedAt, operation: record.number, action: action, asset: asset,
          holders: pairs.map(\.holder), asked: asked)
      ]
    }
    return pairs.map { pair in
      Entry(
        at: record.startedAt, operation: record.number, action: action, asset: pair.asset,
        holders: [pair.holder], asked: 1)
    }
  }
}

extension RowID {
  /// Whether a pair belongs to the history of the row.
  func names(_ pair: Assignment) -> Bool {
    switch self {
    case .user(let id): pair.holder == .clientUser(id)
    case .device(let serial): pair.holder == .device(serial)
    case .asset(let id): pair.asset == id
    case .assignment(let wanted): pair == wanted
    }
  }
}

extension PairState {
  /// Whether the list has it as wanted.
  fileprivate var isSettled: Bool { self == .done || self == .applied }
}

extension RowHistory.Entry {
  /// What was done, as a word: «assigned», «created».
  var word: String {
    switch (action, userAction) {
    case (.assign?, _): "assigned"
    case (.reclaim?, _): "reclaimed"
    case (nil, .create?): "created"
    case (nil, .update?): "updated"
    case (nil, .retire?): "retired"
    case (nil, nil): ""
    }
  }
}
