import AppsAndBooks

extension IntentRecord {
  /// The record of a confirmed plan.
  init(_ plan: Plan, by: String, limits: CutLimits, requests: [PlannedRequest]) {
    var table = IntentTable()
    let pairs = plan.toDo.map { table.enter($0) }
    let users = plan.users.map { table.enter($0) }
    let moves = plan.moves.compactMap(table.move)
    var leftOut = plan.impossible.map { left in
      LeftOut(
        asset: table.position(of: left.pair.asset), holder: table.position(of: left.pair.holder),
        reason: left.reason.rawValue)
    }
    leftOut += plan.impossibleHolders.map { left in
      LeftOut(asset: nil, holder: table.position(of: left.holder), reason: left.reason.rawValue)
    }
    self.init(
      kind: plan.kind, service: plan.service, location: plan.location, by: by,
      reason: plan.request.reason, confirmation: plan.weight.journalWord, readAt: plan.readAt,
      limits: Limits(limits), assets: table.assets.map(AssetName.init),
      holders: table.holders.map(HolderName.init), pairs: pairs,
      moves: moves.isEmpty ? nil : moves, users: users.isEmpty ? nil : users,
      alreadySo: plan.alreadySo.count + plan.usersAlreadySo.count, leftOut: leftOut,
      occupied: plan.inOpenOperation.count + plan.occupiedHolders.count,
      requests: requests.compactMap(table.request), undoes: plan.request.undoes)
  }

  /// The pair of two positions; nothing if they lie outside.
  func assignment(_ asset: Int, _ holder: Int) -> Assignment? {
    guard assets.indices.contains(asset), holders.indices.contains(holder),
      let value = holders[holder].holder
    else { return nil }
    return Assignment(asset: assets[asset].id, holder: value)
  }

  /// The pair at a position.
  func assignment(at position: Int) -> Assignment? {
    guard pairs.indices.contains(position) else { return nil }
    return assignment(pairs[position].asset, pairs[position].holder)
  }

  /// The client user at a position.
  func user(at position: Int) -> PlannedUser? {
    guard let users, users.indices.contains(position) else { return nil }
    return PlannedUser(users[position])
  }

  /// The request of positions; nothing if one lies outside.
  func plannedRequest(_ request: Request) -> PlannedRequest? {
    guard request.assets.allSatisfy(assets.indices.contains),
      request.holders.allSatisfy(holders.indices.contains)
    else { return nil }
    let holders = request.holders.compactMap { self.holders[$0].holder }
    let taken = (request.taken ?? []).compactMap { assignment(at: $0) }
    let users = (request.users ?? []).compactMap { user(at: $0) }
    guard holders.count == request.holders.count, taken.count == request.taken?.count ?? 0,
      users.count == request.users?.count ?? 0
    else { return nil }
    switch request.verb {
    case .associate, .disassociate:
      return PlannedRequest(
        action: request.verb == .associate ? .assign : .reclaim,
        assets: request.assets.map { assets[$0].id }, holders: holders,
        isSecondHalf: request.second ?? false)
    case .revoke: return PlannedRequest(revoking: holders, taking: taken)
    case .create, .update, .retire:
      return users.first.map { PlannedRequest($0.action, users) }
    }
  }
}

extension IntentRecord.Limits {
  init(_ limits: CutLimits) {
    self.init(
      assets: limits.assets, clientUsers: limits.clientUsers,
      serialNumbers: limits.serialNumbers, revokeClientUsers: limits.revokeClientUsers,
      revokeSerialNumbers: limits.revokeSerialNumbers, users: limits.users)
  }
}

extension PlannedUser {
  init(_ user: IntentRecord.User) {
    self.init(
      change: UserChange(
        id: ClientUserID(rawValue: user.clientUserID), email: user.email,
        managedAppleID: user.managedAppleID),
      action: user.action, emailBefore: user.before)
  }
}

extension ConfirmationWeight {
  var journalWord: String {
    switch self {
    case .yes: "y"
    case .typeCount: "count"
    case .typeName: "name"
    }
  }
}
