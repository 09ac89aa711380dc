import AppsAndBooks

extension LocationSnapshot {
  /// Order, then filter; from the last result where the filter only narrows it.
  func search(
    _ kind: ListKind, _ filter: FilterQuery, _ sort: SortOrder, _ scope: ListScope,
    _ states: RowStates
  ) throws -> RowList {
    var key = SearchCache.OrderKey(kind: kind, sort: sort, scope: scope)
    if kind != .assignments { key.scope = .all }
    let all = try searches.order(key) { try order(kind, sort, key.scope, states) }
    let base = kind == .clientUsers && !filter.namesStatus ? activeRows(all) : all
    guard !filter.isEmpty else { return RowList(rows: base, total: base.count) }
    var source = base
    if let last = searches.lastResult(of: kind), last.key == key, last.states == states,
      last.total == base.count, filter.narrows(last.query)
    {
      source = last.rows
    }
    let rows = try filtered(source, filter, states)
    searches.keep(
      .init(key: key, query: filter, states: states, rows: rows, total: base.count))
    return RowList(rows: rows, total: base.count)
  }

  private func activeRows(_ rows: [Int32]) -> [Int32] {
    users.activeCount == users.count ? rows : rows.filter { users.isActive(Int($0)) }
  }

  private func filtered(
    _ source: [Int32], _ filter: FilterQuery, _ states: RowStates
  ) throws -> [Int32] {
    try RowMatcher(filter, in: self, states: states).filtered(source)
  }

  /// All rows of a list or scope in an order.
  private func order(
    _ kind: ListKind, _ sort: SortOrder, _ scope: ListScope, _ states: RowStates
  ) throws -> [Int32] {
    let ascending: [Int32]
    switch kind {
    case .assignments: ascending = assignmentOrder(sort.column, scope, states)
    default: ascending = tableOrder(kind, sort.column)
    }
    return sort.descending ? ascending.reversed() : ascending
  }

  /// The rows of a small table, by a column and then by the list's first column.
  private func tableOrder(_ kind: ListKind, _ column: ListColumn) -> [Int32] {
    var rows: [Int32] = []
    switch kind {
    case .clientUsers: rows = (0..<Int32(users.count)).filter { users.isListed(Int($0)) }
    case .devices: rows = (0..<Int32(devices.count)).filter { devices.isShown(Int($0)) }
    case .assets, .assignments: rows = (0..<Int32(assets.count)).filter { isShownAsset(Int($0)) }
    }
    let ties = texts(kind.columns[0], of: kind)?.ranks ?? []
    if column.isNumber {
      let numbers = (0..<ties.count).map { number(column, of: kind, row: $0) ?? -1 }
      rows.sort { (numbers[Int($0)], ties[Int($0)]) < (numbers[Int($1)], ties[Int($1)]) }
    } else if column == .status {
      let words = (0..<users.count).map { users.status($0)?.rawValue ?? "" }
      rows.sort { (words[Int($0)], ties[Int($0)]) < (words[Int($1)], ties[Int($1)]) }
    } else if let texts = texts(column, of: kind) {
      let ranks = column == kind.columns[0] ? ties : texts.sharedRanks
      rows.sort { (ranks[Int($0)], ties[Int($0)]) < (ranks[Int($1)], ties[Int($1)]) }
    }
    return rows
  }

  /// Whether an asset has a place in the list: it is listed, or rows name it.
  private func isShownAsset(_ row: Int) -> Bool {
    assets.records[row].isListed || !assignments.range(ofAsset: row).isEmpty
  }
}

extension StringTable {
  /// Ranks in which equal texts share one, so that a second column decides among them.
  var sharedRanks: [Int32] {
    let ranks = ranks
    var order = [Int32](repeating: 0, count: count)
    for index in 0..<count { order[Int(ranks[index])] = Int32(index) }
    var shared = [Int32](repeating: 0, count: count)
    var rank: Int32 = 0
    for position in order.indices {
      let index = Int(order[position])
      if position > 0 {
        let before = range(Int(order[position - 1]))
        if !bytes[before].elementsEqual(bytes[range(index)]) { rank += 1 }
      }
      shared[index] = rank
    }
    return shared
  }
}
