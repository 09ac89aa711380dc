import AppsAndBooks

extension RequestCutter {
  /// The requests of a plan, in the order in which they go out.
  func requests(for plan: Plan) -> [PlannedRequest] {
    switch plan.kind {
    case .reclaimAll: revokes(of: plan.toDo.map(\.pair))
    case .userCreate, .userUpdate, .userRetire: requests(for: plan.users)
    case .assign, .reclaim, .reassign: requests(for: plan.toDo, moves: plan.moves)
    }
  }

  /// First what is done at once, then the second halves of the moves; what is taken back first in each.
  private func requests(
    for planned: [PlannedPair], moves: [PlannedMove]
  ) -> [PlannedRequest] {
    let second = Set(moves.map(\.secondPair))
    return requests(for: planned.filter { !second.contains($0.pair) })
      + secondHalves(of: planned.filter { second.contains($0.pair) })
  }

  /// The requests for pairs of both directions, what is taken back first.
  func requests(for planned: [PlannedPair]) -> [PlannedRequest] {
    [PairAction.reclaim, .assign].flatMap { action in
      requests(for: planned.filter { $0.action == action }.map(\.pair), action: action)
    }
  }

  /// The requests for second halves of moves.
  func secondHalves(of planned: [PlannedPair]) -> [PlannedRequest] {
    requests(for: planned).map { request in
      var request = request
      request.isSecondHalf = true
      return request
    }
  }

  /// The revokes that empty the holders of pairs, users and devices apart, in the order of their first pairs.
  func revokes(of pairs: [Assignment]) -> [PlannedRequest] {
    var holders: [Holder] = []
    var held: [Holder: [Assignment]] = [:]
    for pair in pairs {
      if held[pair.holder] == nil { holders.append(pair.holder) }
      held[pair.holder, default: []].append(pair)
    }
    let devices = holders.filter(\.isDevice)
    let users = holders.filter { !$0.isDevice }
    let chunks =
      users.chunks(of: limits.revokeClientUsers) + devices.chunks(of: limits.revokeSerialNumbers)
    return chunks.map { chunk in
      PlannedRequest(revoking: chunk, taking: chunk.flatMap { held[$0] ?? [] })
    }
  }

  /// The requests that create, update or retire client users.
  func requests(for users: [PlannedUser]) -> [PlannedRequest] {
    guard let action = users.first?.action else { return [] }
    return users.chunks(of: limits.users).map { PlannedRequest(action, $0) }
  }

  /// The same work in requests that fit the limits of now.
  func recut(_ old: [PlannedRequest]) -> [PlannedRequest] {
    func pairs(_ verb: PlannedRequest.Verb, second: Bool = false) -> [PlannedPair] {
      old.filter { $0.verb == verb && $0.isSecondHalf == second }.flatMap { request in
        request.pairs.map { PlannedPair(pair: $0, action: request.action) }
      }
    }
    return requests(for: pairs(.disassociate) + pairs(.associate))
      + revokes(of: pairs(.revoke).map(\.pair)) + requests(for: old.flatMap(\.users))
      + secondHalves(of: pairs(.disassociate, second: true) + pairs(.associate, second: true))
  }
}

extension CutLimits {
  init(_ limits: Limits) {
    self.init(
      assets: limits.maxAssets, clientUsers: limits.maxClientUserIDs,
      serialNumbers: limits.maxSerialNumbers, revokeClientUsers: limits.maxRevokeClientUserIDs,
      revokeSerialNumbers: limits.maxRevokeSerialNumbers, users: limits.maxUsers)
  }
}

extension CutLimits {
  /// Whether a request is within them.
  func allow(_ request: PlannedRequest) -> Bool {
    let devices = request.holders.count(where: \.isDevice)
    let clients = request.holders.count - devices
    return switch request.verb {
    case .associate, .disassociate:
      request.assets.count <= assets && devices <= serialNumbers && clients <= clientUsers
    case .revoke: devices <= revokeSerialNumbers && clients <= revokeClientUsers
    case .create, .update, .retire: request.users.count <= users
    }
  }
}

extension Array {
  /// The elements in order, at most `size` together.
  fileprivate func chunks(of size: Int) -> [[Element]] {
    stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
  }
}
