package import AppsAndBooks

/// How large a request may be (service-api.md section 3); only what cutting needs.
package struct CutLimits: Sendable, Hashable {
  /// Different assets per request.
  package var assets: Int
  /// Client users per request.
  package var clientUsers: Int
  /// Serial numbers per request.
  package var serialNumbers: Int
  /// Client users per revoke.
  package var revokeClientUsers: Int
  /// Serial numbers per revoke.
  package var revokeSerialNumbers: Int
  /// Client users per create, update and retire.
  package var users: Int

  /// Apple's own example values are the default; less than one counts as one.
  package init(
    assets: Int = 25, clientUsers: Int = 1000, serialNumbers: Int = 1000,
    revokeClientUsers: Int = 100, revokeSerialNumbers: Int = 100, users: Int = 100
  ) {
    self.assets = max(1, assets)
    self.clientUsers = max(1, clientUsers)
    self.serialNumbers = max(1, serialNumbers)
    self.revokeClientUsers = max(1, revokeClientUsers)
    self.revokeSerialNumbers = max(1, revokeSerialNumbers)
    self.users = max(1, users)
  }
}

/// Cuts pairs into requests whose cross products are exactly these pairs, never one more.
///
/// Two cuts are made, holders with the same set of assets together and assets with the same set of holders together; the one
/// with fewer requests is taken, for users and for devices each (product.md section 5). Linear in the pairs but for a sort.
package struct RequestCutter: Sendable {
  let limits: CutLimits

  /// A cutter under the limits of the moment.
  package init(limits: CutLimits) {
    self.limits = limits
  }

  /// The requests for pairs of one direction, in the order in which their first pairs come.
  package func requests(for pairs: [Assignment], action: PairAction) -> [PlannedRequest] {
    let devices = pairs.filter(\.holder.isDevice)
    let users = pairs.filter { !$0.holder.isDevice }
    return cut(users, action, maxHolders: limits.clientUsers)
      + cut(devices, action, maxHolders: limits.serialNumbers)
  }

  private func cut(
    _ pairs: [Assignment], _ action: PairAction, maxHolders: Int
  ) -> [PlannedRequest] {
    guard !pairs.isEmpty else { return [] }
    let byHolder = blocks(of: pairs, member: \.holder, value: \.asset)
      .map { Block(assets: $0.values, holders: $0.members) }
    let byAsset = blocks(of: pairs, member: \.asset, value: \.holder)
      .map { Block(assets: $0.members, holders: $0.values) }
    let cost = { (blocks: [Block]) in
      blocks.reduce(0) { $0 + $1.requestCount(limits.assets, maxHolders) }
    }
    let best = cost(byHolder) <= cost(byAsset) ? byHolder : byAsset
    return best.flatMap { $0.requests(action, limits.assets, maxHolders) }
  }

  /// Members with the same set of values together, in the order of their first pairs.
  private func blocks<Member: Hashable, Value: Hashable & Comparable>(
    of pairs: [Assignment], member: KeyPath<Assignment, Member>,
    value: KeyPath<Assignment, Value>
  ) -> [(members: [Member], values: [Value])] {
    var order: [Member] = []
    var values: [Member: Set<Value>] = [:]
    for pair in pairs {
      let key = pair[keyPath: member]
      if values[key] == nil { order.append(key) }
      values[key, default: []].insert(pair[keyPath: value])
    }
    var slots: [Set<Value>: Int] = [:]
    var result: [(members: [Member], values: [Value])] = []
    for key in order {
      guard let set = values[key] else { continue }
      if let slot = slots[set] {
        result[slot].members.append(key)
      } else {
        slots[set] = result.count
        result.append((members: [key], values: set.sorted()))
      }
    }
    return result
  }
}

/// A full cross product before it is held against the limits.
private struct Block {
  var assets: [AssetID]
  var holders: [Holder]

  func requestCount(_ maxAssets: Int, _ maxHolders: Int) -> Int {
    ((assets.count + maxAssets - 1) / maxAssets) * ((holders.count + maxHolders - 1) / maxHolders)
  }

  func requests(
    _ action: PairAction, _ maxAssets: Int, _ maxHolders: Int
  ) -> [PlannedRequest] {
    var requests: [PlannedRequest] = []
    for holder in stride(from: 0, to: holders.count, by: maxHolders) {
      for asset in stride(from: 0, to: assets.count, by: maxAssets) {
        requests.append(
          PlannedRequest(
            action: action,
            assets: Array(assets[asset..<min(asset + maxAssets, assets.count)]),
            holders: Array(holders[holder..<min(holder + maxHolders, holders.count)])))
      }
    }
    return requests
  }
}
