/// The truth behind the wire, and changes that come from elsewhere.
extension SimulatedLocation {
  func rows() -> [AssignmentTruth] {
    settle()
    return assignments.assets.indices.map { row in
      let asset = assets[Int(assignments.assets[row])]
      let holder = Holder(code: assignments.holders[row])
      return AssignmentTruth(
        adamId: asset.adamId, pricingParam: asset.pricingParam,
        clientUserId: holder.user.map { userIDs[$0] },
        serialNumber: holder.device.map { serials[$0] })
    }
  }

  func assetTruths() -> [AssetTruth] {
    settle()
    return assets.map {
      AssetTruth(
        adamId: $0.adamId, pricingParam: $0.pricingParam, name: $0.name, isBook: $0.isBook,
        assigned: $0.assigned, available: $0.available, total: $0.total,
        deviceAssignable: $0.deviceAssignable, revocable: $0.revocable)
    }
  }

  func userTruths() -> [UserTruth] {
    settle()
    return users.rows.map {
      UserTruth(
        clientUserId: userIDs[$0.id], email: $0.email, status: $0.status.rawValue,
        inviteCode: $0.inviteCode)
    }
  }

  func eventTruths() -> [EventTruth] {
    settle()
    return events.values.sorted { ($0.accepted, $0.id) < ($1.accepted, $1.id) }.map {
      EventTruth(
        eventId: $0.id, type: $0.kind.rawValue, status: $0.status, requested: $0.requested,
        completed: $0.completed, failed: $0.failures.count)
    }
  }

  // MARK: Changes from elsewhere

  func takeOver(id: String?, name: String, metadata: String) {
    client = id.map { ClientRecord(id: $0, name: name, metadata: metadata) }
  }

  func setSwitches(_ change: @Sendable (inout Switches) -> Void) {
    change(&switches)
  }

  func makeToken(_ state: TokenState) -> String {
    tokens.make(state, organization: Self.organization, now: now())
  }

  func setTokenState(_ state: TokenState, of token: String) {
    tokens.setState(state, of: token)
  }

  func addFaults(_ added: [Fault]) {
    faults.add(added)
  }

  func clearFaults() {
    faults.clear()
  }

  /// Makes every version id handed out so far unknown (9721).
  func expireVersions() {
    assetsVersion.forget()
    usersVersion.forget()
    assignmentsVersion.forget()
  }

  /// Another manager of the location gives an asset to a holder; false where it cannot be.
  func assignElsewhere(_ key: AssetKey, _ name: HolderName) -> Bool {
    settle()
    guard let asset = assetNumbers[key], assets[Int(asset)].available > 0,
      let holder = holder(name), !assignments.contains(asset: asset, holder: holder)
    else { return false }
    var changes = Changes()
    take(asset, holder, at: elapsed(), &changes)
    bump(changes)
    return true
  }

  /// Another manager of the location takes an asset back; false where nobody holds it.
  func reclaimElsewhere(_ key: AssetKey, _ name: HolderName) -> Bool {
    settle()
    guard let asset = assetNumbers[key], let holder = holder(name),
      assignments.contains(asset: asset, holder: holder)
    else { return false }
    var changes = Changes()
    drop(asset, holder, at: elapsed(), &changes)
    assignments.sweep()
    bump(changes)
    return true
  }

  /// Licences are bought or refunded, so that so many are left.
  func setAvailable(_ key: AssetKey, _ count: Int) -> Bool {
    settle()
    guard let asset = assetNumbers[key] else { return false }
    assets[Int(asset)].total = assets[Int(asset)].assigned + count
    assetsVersion.bump()
    return true
  }

  /// Get Assets reports an `assignedCount` that the rows do not have.
  func skewAssignedCount(_ key: AssetKey, by count: Int) -> Bool {
    guard let asset = assetNumbers[key] else { return false }
    assets[Int(asset)].skew = count
    assetsVersion.bump()
    return true
  }

  /// A registered user takes the invitation.
  func acceptInvitation(_ clientUserId: String) -> Bool {
    settle()
    guard let id = activeUser(clientUserId), let row = users.activeRow(id) else { return false }
    let version = usersVersion.current + 1
    let hash = SeedUsers.idHash(&generator)
    users.update(row) { user in
      user.status = .associated
      user.inviteCode = nil
      user.idHash = hash
      user.version = version
    }
    usersVersion.bump()
    return true
  }

  func moveVersion(_ endpoint: SimulatedEndpoint) {
    switch endpoint {
    case .assets: assetsVersion.bump()
    case .users: usersVersion.bump()
    default: assignmentsVersion.bump()
    }
  }

  /// Moves the first `count` revocable assignments to other devices: pages shift, counts stay.
  func moveRows(_ count: Int) {
    var moves: [(asset: Int32, from: Holder, to: Holder)] = []
    for row in assignments.assets.indices where moves.count < count {
      let asset = assignments.assets[row]
      let isMovable = assets[Int(asset)].revocable && assets[Int(asset)].deviceAssignable
      guard isMovable, let device = freeDevice(for: asset, not: moves.map(\.to)) else { continue }
      moves.append((asset, Holder(code: assignments.holders[row]), device))
    }
    var changes = Changes()
    let time = elapsed()
    for move in moves {
      drop(move.asset, move.from, at: time, &changes)
      take(move.asset, move.to, at: time, &changes)
    }
    assignments.sweep()
    bump(changes)
  }

  private func freeDevice(for asset: Int32, not taken: [Holder]) -> Holder? {
    for _ in 0..<64 where serials.count > 0 {
      let device = Holder.device(Int32(generator.below(serials.count)))
      let isFree = !assignments.contains(asset: asset, holder: device) && !taken.contains(device)
      if isFree { return device }
    }
    return nil
  }

  private func holder(_ name: HolderName) -> Holder? {
    switch name {
    case .user(let text): activeUser(text).map(Holder.user)
    case .serial(let text): .device(serials.intern(text))
    }
  }
}
