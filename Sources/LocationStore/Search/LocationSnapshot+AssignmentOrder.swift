import AppsAndBooks

extension LocationSnapshot {
  /// Assignments by a column: within one asset by holder, within one holder by asset.
  ///
  /// Devices come before users where the kind decides, as the screens list them.
  func assignmentOrder(
    _ column: ListColumn, _ scope: ListScope, _ states: RowStates
  ) -> [Int32] {
    let rows = scopedRows(scope)
    let assetRanks = (column == .id ? assets.columns.ids : assets.columns.names).ranks
    let holderRanks = holderRanks
    let table = assignments
    switch column {
    case .holder:
      let inner = counted(rows) { assetRanks[Int(table.assets[Int($0)])] }
      return counted(inner) { holderRanks[Int(table.holders[Int($0)])] }
    case .kind:
      let inner = assignmentOrder(.holder, scope, states)
      return counted(inner) { 1 - table.holders[Int($0)] & 1 }
    case .state:
      let inner = assignmentOrder(.asset, scope, states)
      return byState(inner, states)
    default:
      let inner = counted(rows) { holderRanks[Int(table.holders[Int($0)])] }
      return counted(inner) { assetRanks[Int(table.assets[Int($0)])] }
    }
  }

  private func scopedRows(_ scope: ListScope) -> [Int32] {
    switch scope {
    case .all: (0..<Int32(assignments.count)).map { $0 }
    case .ofAsset(let row): assignments.rows(ofAsset: row).map(Int32.init)
    case .ofHolder(let holder): assignments.rows(of: holder).map(Int32.init)
    }
  }

  /// Rows with a state word first, by the word.
  private func byState(_ rows: [Int32], _ states: RowStates) -> [Int32] {
    var words: [Int32: String] = [:]
    for (assignment, word) in states.words {
      if let row = row(of: assignment) { words[Int32(row)] = word }
    }
    let marked = rows.filter { words[$0] != nil }.enumerated().sorted {
      (words[$0.element] ?? "", $0.offset) < (words[$1.element] ?? "", $1.offset)
    }
    return marked.map(\.element) + rows.filter { words[$0] == nil }
  }

  /// For each holder code its place among all holders: devices before users, as the screens list them, then by text.
  private var holderRanks: [Int32] {
    searches.holderRanks {
      let users = users.ids.ranks
      let devices = devices.serials.ranks
      var codes = [Int32](repeating: 0, count: 2 * max(users.count, devices.count))
      for (index, rank) in users.enumerated() { codes[index * 2] = Int32(devices.count) + rank }
      for (index, rank) in devices.enumerated() { codes[index * 2 + 1] = rank }
      return codes
    }
  }

  /// A stable counting sort of rows by a small number.
  private func counted(_ rows: [Int32], by number: (Int32) -> Int32) -> [Int32] {
    var counts: [Int32] = [0]
    for row in rows {
      let value = Int(number(row)) + 1
      while counts.count <= value { counts.append(0) }
      counts[value] += 1
    }
    for index in counts.indices.dropFirst() { counts[index] += counts[index - 1] }
    return [Int32](unsafeUninitializedCapacity: rows.count) { buffer, count in
      for row in rows {
        let value = Int(number(row))
        buffer[Int(counts[value])] = row
        counts[value] += 1
      }
      count = rows.count
    }
  }
}
