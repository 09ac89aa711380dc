/// Who holds an asset: a client user or a device, in one number.
///
/// Zero and above is the number of a client user id, below zero the complement of a serial's.
struct Holder: Hashable, Sendable {
  let code: Int32

  static func user(_ number: Int32) -> Holder { Holder(code: number) }
  static func device(_ number: Int32) -> Holder { Holder(code: ~number) }

  var user: Int32? { code >= 0 ? code : nil }
  var device: Int32? { code < 0 ? ~code : nil }
}

/// All assignments of the location as three integer columns, in the order of the list.
///
/// A removal keeps the order of the rest, so that pages shift as a client sees them shift; removals
/// are collected and swept in one pass by ``sweep()``.
struct AssignmentTable: Sendable {
  private(set) var assets: [Int32] = []
  private(set) var holders: [Int32] = []
  private(set) var versions: [UInt32] = []
  private(set) var removed: [RemovedRow] = []
  private var leaving: Set<UInt64> = []
  private var holdersOfAsset: [Int32: Set<Int32>] = [:]

  struct RemovedRow: Sendable {
    let asset: Int32
    let holder: Int32
    let version: UInt32
  }

  var count: Int { assets.count }

  /// Fills the table at start, in any order and without looking for repeats.
  mutating func fill(assets: [Int32], holders: [Int32]) {
    self.assets = assets
    self.holders = holders
    versions = [UInt32](repeating: 0, count: assets.count)
  }

  mutating func contains(asset: Int32, holder: Holder) -> Bool {
    load(asset)
    return holdersOfAsset[asset]?.contains(holder.code) ?? false
  }

  mutating func add(asset: Int32, holder: Holder, version: UInt32) {
    load(asset)
    // The row that leaves and the one that comes are the same pair: the sweep would take both.
    if leaving.contains(Self.key(asset, holder.code)) { sweep() }
    holdersOfAsset[asset]?.insert(holder.code)
    assets.append(asset)
    holders.append(holder.code)
    versions.append(version)
  }

  /// Marks the row as leaving; it is gone for readers only after ``sweep()``.
  mutating func remove(asset: Int32, holder: Holder, version: UInt32) {
    load(asset)
    guard holdersOfAsset[asset]?.remove(holder.code) != nil else { return }
    leaving.insert(Self.key(asset, holder.code))
    removed.append(RemovedRow(asset: asset, holder: holder.code, version: version))
  }

  /// Takes the leaving rows out: one pass over all rows, nothing where none leaves.
  mutating func sweep() {
    guard !leaving.isEmpty else { return }
    var kept = 0
    for row in 0..<assets.count where !leaving.contains(Self.key(assets[row], holders[row])) {
      assets[kept] = assets[row]
      holders[kept] = holders[row]
      versions[kept] = versions[row]
      kept += 1
    }
    assets.removeLast(assets.count - kept)
    holders.removeLast(holders.count - kept)
    versions.removeLast(versions.count - kept)
    leaving.removeAll()
  }

  /// The rows that match, in the order of the list: one pass over the columns.
  func rows(asset: Set<Int32>?, holder: Holder?, since: UInt32?) -> [Int32] {
    var found: [Int32] = []
    let only = asset?.count == 1 ? asset?.first : nil
    for row in 0..<assets.count {
      if let only, assets[row] != only { continue }
      if let holder, holders[row] != holder.code { continue }
      if let since, versions[row] <= since { continue }
      if let asset, only == nil, !asset.contains(assets[row]) { continue }
      found.append(Int32(row))
    }
    return found
  }

  private mutating func load(_ asset: Int32) {
    guard holdersOfAsset[asset] == nil else { return }
    var found: Set<Int32> = []
    for row in 0..<assets.count where assets[row] == asset { found.insert(holders[row]) }
    if !leaving.isEmpty {
      found = found.filter { !leaving.contains(Self.key(asset, $0)) }
    }
    holdersOfAsset[asset] = found
  }

  private static func key(_ asset: Int32, _ holder: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: asset)) << 32 | UInt64(UInt32(bitPattern: holder))
  }
}
