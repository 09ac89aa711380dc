import AppsAndBooks

/// Sorts requested pairs into do, already so, cannot and occupied, from fresh facts; pure.
///
/// (product.md section 5, «Plan».)
package struct PlanBuilder {
  private let request: ChangeRequest
  private let facts: PlanFacts
  private let action: PairAction
  private var toDo: [PlannedPair] = []
  private var alreadySo: [Assignment] = []
  private var impossible: [ImpossiblePair] = []
  private var occupied: [OccupiedPair] = []
  private var taken: [AssetID: Int] = [:]
  private var short: [AssetID: Int] = [:]

  private init(_ request: ChangeRequest, _ facts: PlanFacts) {
    self.request = request
    self.facts = facts
    action = request.kind == .assign ? .assign : .reclaim
  }

  /// The plan of a request; linear in its pairs but for sorting.
  package static func plan(_ request: ChangeRequest, facts: PlanFacts, id: Int) -> Plan {
    var builder = PlanBuilder(request, facts)
    var met: Set<Assignment> = []
    for pair in request.pairs where met.insert(pair).inserted { builder.sort(pair) }
    return builder.finished(id: id, met: met)
  }

  private mutating func sort(_ pair: Assignment) {
    if let operation = facts.open[pair] {
      occupied.append(OccupiedPair(pair: pair, operation: operation))
      return
    }
    guard let asset = facts.assets[pair.asset] else {
      impossible.append(ImpossiblePair(pair: pair, reason: .unknownAsset))
      return
    }
    switch action {
    case .assign: sortAssign(pair, asset)
    case .reclaim: sortReclaim(pair, asset)
    }
  }

  private mutating func sortAssign(_ pair: Assignment, _ asset: Asset) {
    if facts.present.contains(pair) {
      alreadySo.append(pair)
    } else if let reason = obstacle(pair.holder, asset) {
      impossible.append(ImpossiblePair(pair: pair, reason: reason))
    } else if let left = asset.plannableCount, taken[pair.asset, default: 0] >= left {
      short[pair.asset, default: 0] += 1
      impossible.append(ImpossiblePair(pair: pair, reason: .noLicenceLeft))
    } else {
      taken[pair.asset, default: 0] += 1
      plan(pair, asset)
    }
  }

  private mutating func sortReclaim(_ pair: Assignment, _ asset: Asset) {
    if !asset.canBeReclaimed {
      let reason = asset.isBook ? ImpossibleReason.bookIsSpent : .notRevocable
      impossible.append(ImpossiblePair(pair: pair, reason: reason))
    } else if facts.present.contains(pair) {
      taken[pair.asset, default: 0] += 1
      plan(pair, asset)
    } else if let reason = obstacle(toUser: pair.holder) {
      impossible.append(ImpossiblePair(pair: pair, reason: reason))
    } else {
      alreadySo.append(pair)
    }
  }

  private func obstacle(_ holder: Holder, _ asset: Asset) -> ImpossibleReason? {
    if holder.isDevice, !asset.canGoToDevices {
      return asset.isBook ? .bookToDevice : .notForDevices
    }
    return obstacle(toUser: holder)
  }

  private func obstacle(toUser holder: Holder) -> ImpossibleReason? {
    guard case .clientUser(let id) = holder else { return nil }
    switch facts.users[id] {
    case .retired: return .retiredUser
    case .unknown: return .unknownUser
    case .active, nil: return nil
    }
  }

  private mutating func plan(_ pair: Assignment, _ asset: Asset) {
    toDo.append(
      PlannedPair(pair: pair, action: action, availableBefore: asset.plannableCount))
  }

  private func finished(id: Int, met: Set<Assignment>) -> Plan {
    Plan(
      id: id, request: request, service: facts.service, location: facts.location, toDo: toDo,
      alreadySo: alreadySo, impossible: impossible, inOpenOperation: occupied,
      repeated: request.pairs.count - met.count, warnings: warnings,
      assets: Set(met.map(\.asset)).sorted().map(summary),
      requests: RequestCutter(limits: facts.limits)
        .requests(for: toDo.map(\.pair), action: action),
      readAt: facts.readAt, readRequests: facts.readRequests, owner: facts.owner)
  }

  private func summary(_ id: AssetID) -> AssetSummary {
    let asset = facts.assets[id]
    let count = taken[id, default: 0]
    let before = asset?.plannableCount
    return AssetSummary(
      id: id, name: facts.names[id], productType: asset?.productType, count: count,
      availableBefore: before,
      availableAfter: before.map { action == .assign ? $0 - count : $0 + count },
      isUnlimited: asset?.isUnlimited ?? false, shortBy: short[id, default: 0])
  }

  private var warnings: [PlanWarning] {
    guard action == .assign else { return toDo.isEmpty ? [] : [.keepsWorking] }
    var warnings: [PlanWarning] = []
    let books = toDo.count { facts.assets[$0.pair.asset]?.isBook ?? false }
    if books > 0 { warnings.append(.booksSpent(books)) }
    let serials = newSerials
    let odd = serials.filter { !(10...12).contains($0.rawValue.utf8.count) }
    if !odd.isEmpty { warnings.append(.oddLength(odd)) }
    let letters = serials.filter {
      $0.rawValue.utf8.contains { $0 | 0x20 == 0x6F || $0 | 0x20 == 0x69 }
    }
    if !letters.isEmpty { warnings.append(.letters(letters)) }
    if !serials.isEmpty { warnings.append(.neverSeen(serials)) }
    return warnings
  }

  /// Serial numbers to be given something that were never seen here, each once, in the order asked for.
  private var newSerials: [SerialNumber] {
    var met: Set<SerialNumber> = []
    return toDo.compactMap { planned in
      guard case .device(let serial) = planned.pair.holder, !facts.seen.contains(serial),
        met.insert(serial).inserted
      else { return nil }
      return serial
    }
  }
}

extension Asset {
  /// Licences that a plan may count on; `nil` where the service sets no limit or names no count.
  var plannableCount: Int? { isUnlimited ? nil : availableCount.map { max(0, $0) } }
}
