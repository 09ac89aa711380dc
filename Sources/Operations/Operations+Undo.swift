import AppsAndBooks

extension Operations {
  /// What puts a finished operation back: the opposite of what its journal says was done (product.md section 5, «Undo»).
  ///
  /// Planned against the present like any request, leniently: what can be is done, the rest is named with its reason.
  ///
  /// - Throws: `OperationsError` for an unknown number or one that is still open.
  package func undo(of number: Int, reason: String? = nil) throws(OperationsError) -> ChangeRequest
  {
    try finished(number).undoing(reason: reason)
  }

  /// What of a finished operation is not as wanted: the missing pairs, moves or users alone.
  ///
  /// A revoke is never sent again as one: its rest is reclaimed pair by pair (reliability.md 7.7).
  ///
  /// - Throws: `OperationsError` for an unknown number or one that is still open.
  package func retry(of number: Int, reason: String? = nil) throws(OperationsError) -> ChangeRequest
  {
    try finished(number).retrying(reason: reason)
  }

  private func finished(_ number: Int) throws(OperationsError) -> OperationRecord {
    refresh()
    guard let record = record(number) else { throw .noSuchOperation(number) }
    guard !record.isOpen else { throw .stillOpen(number) }
    return record
  }
}

extension OperationRecord {
  /// The opposite of what was done.
  package func undoing(reason: String? = nil) -> ChangeRequest {
    let done = pairs.filter { $0.state == .done }
    var request: ChangeRequest
    switch kind {
    case .assign: request = ChangeRequest(kind: .reclaim, pairs: done.map(\.pair))
    case .reclaim, .reclaimAll: request = ChangeRequest(kind: .assign, pairs: done.map(\.pair))
    case .reassign: request = undoingMoves
    case .userCreate: request = .users(.userRetire, doneUsers.map { UserChange(id: $0.change.id) })
    case .userUpdate: request = undoingUpdates
    case .userRetire:
      request = .users(.userCreate, [])
      request.notInvertible = doneUsers.map { $0.leftAs(.staysRetired) }
    }
    request.undoes = number
    request.reason = reason
    return request.lenient
  }

  private var doneUsers: [PlannedUser] { users.filter { $0.state == .done }.map(\.user) }

  /// Whole moves go back, last first; what was done by half is put back alone.
  private var undoingMoves: ChangeRequest {
    var request = ChangeRequest(kind: .reassign)
    var inMoves: Set<Int> = []
    for place in moves.reversed() {
      inMoves.formUnion([place.first, place.second])
      let halves = [pairs[place.first], pairs[place.second]]
      if halves.allSatisfy({ $0.state == .done }) {
        request.moves.append(move(at: place).reversed)
      } else {
        request.halves += halves.filter { $0.state == .done }.map(\.opposite)
      }
    }
    request.halves += pairs.indices.filter { !inMoves.contains($0) && pairs[$0].state == .done }
      .map { pairs[$0].opposite }
    return request
  }

  private var undoingUpdates: ChangeRequest {
    var request = ChangeRequest.users(.userUpdate, [])
    for user in doneUsers {
      if user.change.managedAppleID != nil {
        request.notInvertible.append(user.leftAs(.accountUnknown))
      }
      guard user.change.email != nil, user.change.email != user.emailBefore else { continue }
      if let before = user.emailBefore {
        request.users.append(UserChange(id: user.change.id, email: before))
      } else if user.change.managedAppleID == nil {
        request.notInvertible.append(user.leftAs(.noEmailBefore))
      }
    }
    return request
  }

  /// What puts back the first halves of moves whose second half failed (product.md section 5, «Reassign»).
  ///
  /// `nil` where there is none, or while something may still change by itself.
  package func puttingBack() -> ChangeRequest? {
    let failed = halfDoneMoves.filter { pairs[$0.second].state.failure != nil }
    guard !failed.isEmpty else { return nil }
    var request = ChangeRequest(kind: .reassign)
    request.halves = failed.map { pairs[$0.first].opposite }
    request.undoes = number
    return request.lenient
  }

  /// What is missing.
  package func retrying(reason: String? = nil) -> ChangeRequest {
    let missing = pairs.filter { $0.state.isMissing }.map(\.pair)
    var request: ChangeRequest
    switch kind {
    case .assign: request = ChangeRequest(kind: .assign, pairs: missing)
    case .reclaim, .reclaimAll: request = ChangeRequest(kind: .reclaim, pairs: missing)
    case .reassign: request = retryingMoves
    case .userCreate, .userUpdate, .userRetire:
      request = .users(kind, users.filter { $0.state.isMissing }.map(\.user.change))
    }
    request.reason = reason ?? self.reason
    return request.lenient
  }

  private var retryingMoves: ChangeRequest {
    var request = ChangeRequest(kind: .reassign)
    var inMoves: Set<Int> = []
    for place in moves {
      inMoves.formUnion([place.first, place.second])
      let missing = [pairs[place.first], pairs[place.second]].filter { $0.state.isMissing }
      if missing.count == 2 {
        request.moves.append(move(at: place))
      } else {
        request.halves += missing.map { PairChange(pair: $0.pair, action: $0.action) }
      }
    }
    request.halves += pairs.indices.filter { !inMoves.contains($0) && pairs[$0].state.isMissing }
      .map { PairChange(pair: pairs[$0].pair, action: pairs[$0].action) }
    return request
  }

  /// The move of two halves.
  package func move(at place: MovePlace) -> Move {
    let (first, second) = (pairs[place.first], pairs[place.second])
    let (given, taken) = first.action == .assign ? (first, second) : (second, first)
    return Move(asset: given.pair.asset, from: taken.pair.holder, to: given.pair.holder)
  }
}

extension PairState {
  /// Whether it is over and not as wanted.
  fileprivate var isMissing: Bool {
    switch self {
    case .failed, .notSent, .unknown: true
    case .pending, .applied, .done: false
    }
  }
}

extension PairRecord {
  fileprivate var opposite: PairChange {
    PairChange(pair: pair, action: action == .assign ? .reclaim : .assign)
  }
}

extension PlannedUser {
  fileprivate func leftAs(_ reason: ImpossibleReason) -> ImpossibleHolder {
    ImpossibleHolder(holder: .clientUser(change.id), reason: reason)
  }
}
