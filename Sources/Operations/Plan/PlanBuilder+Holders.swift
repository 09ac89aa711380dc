import AppsAndBooks

extension PlanBuilder {
  /// Everything revocable that holders have, as its pairs (product.md section 5, «Requests»: reclaim all).
  mutating func sortHolders() {
    var met: Set<Holder> = []
    let open = facts.openHolders
    for holder in request.holders {
      if met.insert(holder).inserted { sort(holder, open[holder]) } else { repeated += 1 }
    }
  }

  private mutating func sort(_ holder: Holder, _ operation: Int?) {
    let held = (facts.held[holder] ?? []).map { Assignment(asset: $0, holder: holder) }
    named.formUnion(held.map(\.asset))
    // A revoke takes whatever is there: a holder that somebody works on is left out whole.
    if let operation {
      if held.isEmpty {
        occupiedHolders.append(OccupiedHolder(holder: holder, operation: operation))
      }
      occupied += held.map { OccupiedPair(pair: $0, operation: operation) }
      return
    }
    if held.isEmpty, let reason = obstacle(toUser: holder), reason == .unknownUser {
      impossibleHolders.append(ImpossibleHolder(holder: holder, reason: reason))
      return
    }
    var isEmpty = true
    for pair in held {
      // What the list of assets does not name is taken all the same, if it is revocable.
      if let asset = facts.assets[pair.asset], let reason = obstacle(toReclaiming: asset) {
        staying.append(ImpossiblePair(pair: pair, reason: reason))
      } else {
        isEmpty = false
        let left = facts.assets[pair.asset]?.plannableCount
        toDo.append(PlannedPair(pair: pair, action: .reclaim, availableBefore: left))
      }
    }
    if isEmpty { emptyHolders.append(holder) }
  }

  /// Client users to create, update or retire (product.md section 5, «Verdicts»: the pair is the user).
  mutating func sortUsers() {
    guard let action = request.kind.userAction else { return }
    var met: Set<ClientUserID> = []
    let open = facts.openHolders
    for change in request.users {
      if met.insert(change.id).inserted {
        sort(change, action, open[.clientUser(change.id)])
      } else {
        repeated += 1
      }
    }
  }

  private mutating func sort(_ change: UserChange, _ action: UserAction, _ operation: Int?) {
    let holder = Holder.clientUser(change.id)
    if let operation {
      occupiedHolders.append(OccupiedHolder(holder: holder, operation: operation))
      return
    }
    let standing = facts.users[change.id] ?? .unknown
    let row = facts.userRows[change.id]
    switch (action, standing) {
    case (.create, .active):
      let isAsAsked =
        change.managedAppleID == nil && (change.email == nil || change.email == row?.email)
      if isAsAsked {
        usersAlreadySo.append(change.id)
      } else {
        impossibleHolders.append(ImpossibleHolder(holder: holder, reason: .exists))
      }
    case (.create, .retired), (.create, .unknown): plan(change, action)
    case (.update, .active):
      if change.managedAppleID == nil, change.email == row?.email {
        usersAlreadySo.append(change.id)
      } else {
        plan(change, action, emailBefore: row?.email)
      }
    case (.retire, .active): plan(change, action, emailBefore: row?.email)
    case (.retire, .retired): usersAlreadySo.append(change.id)
    case (.update, .retired):
      impossibleHolders.append(ImpossibleHolder(holder: holder, reason: .retiredUser))
    case (.update, .unknown), (.retire, .unknown):
      impossibleHolders.append(ImpossibleHolder(holder: holder, reason: .unknownUser))
    }
  }

  private mutating func plan(
    _ change: UserChange, _ action: UserAction, emailBefore: String? = nil
  ) {
    var user = PlannedUser(change: change, action: action, emailBefore: emailBefore)
    if action == .retire {
      let held = facts.held[.clientUser(change.id)] ?? []
      named.formUnion(held)
      user.spentBooks = held.filter { facts.assets[$0]?.isBook ?? false }.sorted()
      user.loses = held.filter { !(facts.assets[$0]?.isBook ?? false) }.sorted()
    }
    users.append(user)
  }
}
