/// An assignment as one number: the row of the asset in the upper half, the code of the holder in the lower.
typealias AssignmentKey = UInt64

extension AssignmentTable {
  /// The key of an asset and a holder.
  static func key(asset: Int, holder: HolderRef) -> AssignmentKey {
    AssignmentKey(asset) << 32 | AssignmentKey(holder.code)
  }

  /// Sorts keys into columns; the same key twice counts once.
  ///
  /// Two counting sorts: linear in the rows.
  convenience init(keys: [AssignmentKey]) {
    let byHolder = Self.sorted(keys) { Int($0 & 0xffff_ffff) }
    let sorted = Self.sorted(byHolder) { Int($0 >> 32) }
    var assets: [Int32] = []
    var holders: [Int32] = []
    assets.reserveCapacity(sorted.count)
    holders.reserveCapacity(sorted.count)
    var last: AssignmentKey?
    for key in sorted where key != last {
      assets.append(Int32(truncatingIfNeeded: key >> 32))
      holders.append(Int32(truncatingIfNeeded: key & 0xffff_ffff))
      last = key
    }
    self.init(sortedAssets: assets, holders: holders)
  }

  /// Takes rows that are sorted by asset and holder, each once, and builds the indexes.
  convenience init(sortedAssets assets: [Int32], holders: [Int32]) {
    let assetStarts = Self.starts(of: assets)
    let holderStarts = Self.starts(of: holders)
    var next = holderStarts
    var byHolder = [Int32](repeating: 0, count: holders.count)
    next.withUnsafeMutableBufferPointer { next in
      byHolder.withUnsafeMutableBufferPointer { byHolder in
        holders.withUnsafeBufferPointer { holders in
          for row in holders.indices {
            let code = Int(holders[row])
            byHolder[Int(next[code])] = Int32(row)
            next[code] += 1
          }
        }
      }
    }
    self.init(
      assets: assets, holders: holders, assetStarts: assetStarts, byHolder: byHolder,
      holderStarts: holderStarts)
  }

  /// Whether a key has a row.
  func contains(_ key: AssignmentKey) -> Bool {
    contains(Int(key >> 32), HolderRef(code: Int32(truncatingIfNeeded: key)))
  }

  /// The rows as keys, in their order.
  var keys: [AssignmentKey] {
    zip(assets, holders).map { AssignmentKey($0) << 32 | AssignmentKey($1) }
  }

  /// A stable counting sort by a small number taken from each key.
  private static func sorted(
    _ keys: [AssignmentKey], by number: (AssignmentKey) -> Int
  ) -> [AssignmentKey] {
    var counts: [Int32] = [0]
    for key in keys {
      let value = number(key) + 1
      while counts.count <= value { counts.append(0) }
      counts[value] += 1
    }
    for index in counts.indices.dropFirst() { counts[index] += counts[index - 1] }
    return [AssignmentKey](unsafeUninitializedCapacity: keys.count) { buffer, count in
      for key in keys {
        let value = number(key)
        buffer[Int(counts[value])] = key
        counts[value] += 1
      }
      count = keys.count
    }
  }

  /// For each value of a column where its group begins in a grouping, and at the end the number of rows.
  private static func starts(of column: [Int32]) -> [Int32] {
    var starts: [Int32] = [0]
    for value in column {
      let next = Int(value) + 1
      while starts.count <= next { starts.append(0) }
      starts[next] += 1
    }
    for index in starts.indices.dropFirst() { starts[index] += starts[index - 1] }
    return starts
  }
}
