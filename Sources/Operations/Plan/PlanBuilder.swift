import AppsAndBooks

/// Sorts what was asked for into do, already so, cannot and occupied, from fresh facts; pure.
///
/// (product.md section 5, «Plan».) This file knows single pairs; moves, whole holders and users are beside it.
package struct PlanBuilder {
  let request: ChangeRequest
  let facts: PlanFacts
  var toDo: [PlannedPair] = []
  var alreadySo: [Assignment] = []
  var impossible: [ImpossiblePair] = []
  var occupied: [OccupiedPair] = []
  var moves: [PlannedMove] = []
  var staying: [ImpossiblePair] = []
  var emptyHolders: [Holder] = []
  var users: [PlannedUser] = []
  var usersAlreadySo: [ClientUserID] = []
  var impossibleHolders: [ImpossibleHolder]
  var occupiedHolders: [OccupiedHolder] = []
  /// Licences promised of each asset.
  var promised: [AssetID: Int] = [:]
  var short: [AssetID: Int] = [:]
  /// Different things asked for, and how often one was named again.
  var repeated = 0
  /// Assets that were named or found.
  var named: Set<AssetID> = []

  private init(_ request: ChangeRequest, _ facts: PlanFacts) {
    self.request = request
    self.facts = facts
    impossibleHolders = request.notInvertible
  }

  /// The plan of a request; linear in its pairs but for sorting.
  package static func plan(_ request: ChangeRequest, facts: PlanFacts, id: Int) -> Plan {
    var builder = PlanBuilder(request, facts)
    switch request.kind {
    case .assign, .reclaim: builder.sortPairs(request.kind == .assign ? .assign : .reclaim)
    case .reassign: builder.sortMoves()
    case .reclaimAll: builder.sortHolders()
    case .userCreate, .userUpdate, .userRetire: builder.sortUsers()
    }
    return builder.finished(id: id)
  }

  private mutating func sortPairs(_ action: PairAction) {
    var met: Set<Assignment> = []
    for pair in request.pairs {
      if met.insert(pair).inserted { sort(pair, action) } else { repeated += 1 }
    }
  }

  /// Sorts one pair.
  mutating func sort(_ pair: Assignment, _ action: PairAction) {
    named.insert(pair.asset)
    if let operation = facts.operation(on: pair) {
      occupied.append(OccupiedPair(pair: pair, operation: operation))
      return
    }
    guard let asset = facts.assets[pair.asset] else { return exclude(pair, .unknownAsset) }
    switch action {
    case .assign: sortAssign(pair, asset)
    case .reclaim: sortReclaim(pair, asset)
    }
  }

  private mutating func sortAssign(_ pair: Assignment, _ asset: Asset) {
    if facts.present.contains(pair) {
      alreadySo.append(pair)
    } else if let reason = obstacle(pair.holder, asset) {
      exclude(pair, reason)
    } else if let left = asset.plannableCount, promised[pair.asset, default: 0] >= left {
      short[pair.asset, default: 0] += 1
      exclude(pair, .noLicenceLeft)
    } else {
      promised[pair.asset, default: 0] += 1
      plan(pair, .assign, asset)
    }
  }

  private mutating func sortReclaim(_ pair: Assignment, _ asset: Asset) {
    if let reason = obstacle(toReclaiming: asset) {
      exclude(pair, reason)
    } else if facts.present.contains(pair) {
      plan(pair, .reclaim, asset)
    } else if let reason = obstacle(toUser: pair.holder) {
      exclude(pair, reason)
    } else {
      alreadySo.append(pair)
    }
  }

  /// Leaves a pair out.
  mutating func exclude(_ pair: Assignment, _ reason: ImpossibleReason) {
    impossible.append(ImpossiblePair(pair: pair, reason: reason))
  }

  /// Takes a pair into the plan.
  mutating func plan(_ pair: Assignment, _ action: PairAction, _ asset: Asset) {
    toDo.append(
      PlannedPair(pair: pair, action: action, availableBefore: asset.plannableCount))
  }

  /// Why an asset can't be taken back from anybody.
  func obstacle(toReclaiming asset: Asset) -> ImpossibleReason? {
    if asset.canBeReclaimed { return nil }
    return asset.isBook ? .bookIsSpent : .notRevocable
  }

  /// Why a holder can't be given an asset.
  func obstacle(_ holder: Holder, _ asset: Asset) -> ImpossibleReason? {
    if holder.isDevice, !asset.canGoToDevices {
      return asset.isBook ? .bookToDevice : .notForDevices
    }
    return obstacle(toUser: holder)
  }

  /// Why nothing can be done with a user.
  func obstacle(toUser holder: Holder) -> ImpossibleReason? {
    guard case .clientUser(let id) = holder else { return nil }
    switch facts.users[id] {
    case .retired: return .retiredUser
    case .unknown: return .unknownUser
    case .active, nil: return nil
    }
  }

  private func finished(id: Int) -> Plan {
    let counts = Counts(toDo, moves)
    var plan = Plan(
      id: id, request: request, service: facts.service, location: facts.location, toDo: toDo,
      alreadySo: alreadySo, impossible: impossible, inOpenOperation: occupied, moves: moves,
      staying: staying, emptyHolders: emptyHolders, users: users, usersAlreadySo: usersAlreadySo,
      impossibleHolders: impossibleHolders, occupiedHolders: occupiedHolders, repeated: repeated,
      warnings: warnings, assets: named.sorted().map { summary($0, counts) }, requests: [],
      readAt: facts.readAt, readRequests: facts.readRequests, owner: facts.owner)
    plan.requests = RequestCutter(limits: facts.limits).requests(for: plan)
    return plan
  }

  /// Pairs given and taken back of each asset, and moves of it.
  private struct Counts {
    var given: [AssetID: Int] = [:]
    var taken: [AssetID: Int] = [:]
    var moved: [AssetID: Int] = [:]

    init(_ toDo: [PlannedPair], _ moves: [PlannedMove]) {
      for planned in toDo {
        switch planned.action {
        case .assign: given[planned.pair.asset, default: 0] += 1
        case .reclaim: taken[planned.pair.asset, default: 0] += 1
        }
      }
      for planned in moves { moved[planned.move.asset, default: 0] += 1 }
    }
  }

  private func summary(_ id: AssetID, _ counts: Counts) -> AssetSummary {
    let asset = facts.assets[id]
    let (given, taken) = (counts.given[id, default: 0], counts.taken[id, default: 0])
    let before = asset?.plannableCount
    return AssetSummary(
      id: id, name: facts.names[id], productType: asset?.productType,
      count: given + taken - counts.moved[id, default: 0], availableBefore: before,
      availableAfter: before.map { $0 - given + taken },
      isUnlimited: asset?.isUnlimited ?? false, shortBy: short[id, default: 0])
  }
}

extension Asset {
  /// Licences that a plan may count on; `nil` where the service sets no limit or names no count.
  var plannableCount: Int? { isUnlimited ? nil : availableCount.map { max(0, $0) } }
}
