/// What events do to the location as time passes.
extension SimulatedLocation {
  /// Which lists a settling changed, and so get a new version.
  struct Changes {
    var assets = false
    var users = false
    var assignments = false
  }

  private enum Outcome {
    case done
    /// The location was so already.
    case repeated(number: Int)
    case failed(number: Int)
  }

  /// Brings the location up to this moment.
  func settle() {
    settle(at: elapsed(), all: false)
  }

  /// Finishes everything that is pending, as if its time were over.
  func finishEvents() {
    settle(at: elapsed(), all: true)
  }

  private func settle(at time: Duration, all: Bool) {
    guard !openEvents.isEmpty || !lateRows.isEmpty else { return }
    var changes = Changes()
    for id in openEvents {
      guard var event = events[id] else { continue }
      let due = all && event.flaw != .stuck ? event.tasks : event.due(at: time)
      while event.decided < due {
        run(&event, at: all ? time : min(time, event.moment(ofTask: event.decided)), &changes)
        event.decided += 1
      }
      let isOver = event.flaw != .stuck && event.decided == event.tasks
      if isOver { event.finished = all ? time : min(time, event.accepted + event.duration) }
      events[id] = event
    }
    openEvents.removeAll { events[$0]?.finished != nil }
    showLateRows(at: time, all: all, &changes)
    assignments.sweep()
    bump(changes)
  }

  func bump(_ changes: Changes) {
    if changes.assets { assetsVersion.bump() }
    if changes.users { usersVersion.bump() }
    if changes.assignments { assignmentsVersion.bump() }
  }

  private func run(_ event: inout SimulatedEvent, at time: Duration, _ changes: inout Changes) {
    let task = event.decided
    if event.flaw == .phantom {
      event.completed += 1
      return
    }
    var asset: AssetKey?
    let holder: HolderName
    let outcome: Outcome
    switch event.work {
    case .pairs(let keys, let holders):
      let key = keys[task / holders.count]
      asset = key
      holder = holders[task % holders.count]
      if task % holders.count == 0 && event.kind == .associate && !switches.partialFill {
        refuse(key, holders, &event)
      }
      outcome = runPair(event, key, holder, at: time, &changes)
    case .rows(let rows, let unknown):
      guard task < rows.count else {
        event.failures.append(.init(number: 9609, holder: .user(unknown[task - rows.count])))
        return
      }
      drop(rows[task].asset, rows[task].holder, at: time, &changes)
      event.completed += 1
      return
    case .users(let list):
      holder = .user(list[task].clientUserId ?? "")
      outcome = runUser(event.kind, list[task], at: time, &changes)
    }
    note(outcome, asset, holder, &event)
  }

  private func note(
    _ outcome: Outcome, _ asset: AssetKey?, _ holder: HolderName, _ event: inout SimulatedEvent
  ) {
    switch outcome {
    case .done:
      event.completed += 1
    case .repeated(let number):
      let behaviour =
        event.kind == .associate ? switches.associateAgain : switches.disassociateMissing
      if behaviour == .fails {
        event.failures.append(.init(number: number, asset: asset, holder: holder))
      } else if switches.repeatCounts {
        event.completed += 1
      }
    case .failed(let number):
      // A user that is not known is so for every asset.
      let about = number == 9609 ? nil : asset
      event.failures.append(.init(number: number, asset: about, holder: holder))
    }
  }

  // MARK: Pairs

  private func runPair(
    _ event: SimulatedEvent, _ key: AssetKey, _ name: HolderName, at time: Duration,
    _ changes: inout Changes
  ) -> Outcome {
    let holder: Holder
    switch name {
    case .user(let text):
      guard let id = activeUser(text) else { return .failed(number: 9609) }
      holder = .user(id)
    case .serial(let text):
      // Any serial number is taken (service-api.md 13.1).
      let isTaken = switches.unknownSerialsAccepted || serials.number(of: text) != nil
      guard isTaken else { return .failed(number: 9602) }
      holder = .device(serials.intern(text))
    }
    guard let asset = assetNumbers[key] else {
      guard event.kind == .associate else { return .repeated(number: 9619) }
      return .failed(number: switches.unownedAsset == .asyncArgument ? 9602 : 9709)
    }
    let holds = isHeld(asset, holder)
    if event.kind == .associate {
      if holds { return .repeated(number: 9616) }
      let isFull = assets[Int(asset)].available <= 0 || event.refused.contains(asset)
      if isFull { return .failed(number: 9709) }
      take(asset, holder, at: time, &changes)
    } else {
      guard holds else { return .repeated(number: 9619) }
      drop(asset, holder, at: time, &changes)
    }
    return .done
  }

  private func refuse(_ key: AssetKey, _ names: [HolderName], _ event: inout SimulatedEvent) {
    guard let asset = assetNumbers[key] else { return }
    let wanted = names.filter { name in
      switch name {
      case .user(let text): activeUser(text).map { !isHeld(asset, .user($0)) } ?? false
      case .serial(let text): !isHeld(asset, .device(serials.intern(text)))
      }
    }
    if wanted.count > assets[Int(asset)].available { event.refused.insert(asset) }
  }

  private func isHeld(_ asset: Int32, _ holder: Holder) -> Bool {
    // The latest change of the pair that the list does not show yet decides.
    if let late = lateRows.last(where: { $0.asset == asset && $0.holder == holder }) {
      return late.adds
    }
    return assignments.contains(asset: asset, holder: holder)
  }

  func take(_ asset: Int32, _ holder: Holder, at time: Duration, _ changes: inout Changes) {
    assets[Int(asset)].assigned += 1
    changes.assets = true
    show(LateRow(time: time + switches.listLag, adds: true, asset: asset, holder: holder), &changes)
  }

  func drop(_ asset: Int32, _ holder: Holder, at time: Duration, _ changes: inout Changes) {
    guard isHeld(asset, holder) else { return }
    assets[Int(asset)].assigned -= 1
    changes.assets = true
    show(
      LateRow(time: time + switches.listLag, adds: false, asset: asset, holder: holder), &changes)
  }

  private func show(_ row: LateRow, _ changes: inout Changes) {
    if switches.listLag > .zero { lateRows.append(row) } else { apply(row, &changes) }
  }

  private func showLateRows(at time: Duration, all: Bool, _ changes: inout Changes) {
    guard !lateRows.isEmpty else { return }
    let due = lateRows.filter { all || $0.time <= time }
    lateRows.removeAll { all || $0.time <= time }
    for row in due { apply(row, &changes) }
  }

  private func apply(_ row: LateRow, _ changes: inout Changes) {
    let version = assignmentsVersion.current + 1
    if row.adds {
      assignments.add(asset: row.asset, holder: row.holder, version: version)
    } else {
      assignments.remove(asset: row.asset, holder: row.holder, version: version)
    }
    changes.assignments = true
  }

  // MARK: Users

  private func runUser(
    _ kind: SimulatedEvent.Kind, _ wanted: ManageUsersBody.User, at time: Duration,
    _ changes: inout Changes
  ) -> Outcome {
    let id = userIDs.intern(wanted.clientUserId ?? "")
    let row = users.activeRow(id)
    if kind == .create, row != nil { return .failed(number: 9716) }
    if kind != .create, row == nil { return .failed(number: 9609) }
    if let account = wanted.managedAppleId, !account.isEmpty, kind != .retire {
      let isTaken = users.rows.contains {
        $0.managedAppleId == account && $0.isActive && $0.id != id
      }
      if isTaken { return .failed(number: 9641) }
    }
    changes.users = true
    guard let row else {
      create(id, wanted)
      return .done
    }
    if kind == .update { update(row, wanted) } else { retire(row, at: time, &changes) }
    return .done
  }

  private func create(_ id: Int32, _ wanted: ManageUsersBody.User) {
    let isManaged = !(wanted.managedAppleId ?? "").isEmpty
    users.append(
      UserRecord(
        id: id, email: wanted.email, status: isManaged ? .associated : .registered,
        inviteCode: isManaged ? nil : generator.hex(32),
        idHash: isManaged ? SeedUsers.idHash(&generator) : nil,
        managedAppleId: wanted.managedAppleId, version: usersVersion.current + 1))
  }

  private func update(_ row: Int, _ wanted: ManageUsersBody.User) {
    let version = usersVersion.current + 1
    var hash: String?
    if !(wanted.managedAppleId ?? "").isEmpty { hash = SeedUsers.idHash(&generator) }
    users.update(row) { user in
      if let email = wanted.email { user.email = email }
      if let hash {
        user.managedAppleId = wanted.managedAppleId
        user.status = .associated
        user.idHash = hash
      }
      user.version = version
    }
  }

  /// Retires a user: what can be taken back is free again, books stay spent.
  private func retire(_ row: Int, at time: Duration, _ changes: inout Changes) {
    let version = usersVersion.current + 1
    let holder = Holder.user(users.rows[row].id)
    for held in assignments.rows(asset: nil, holder: holder, since: nil) {
      let asset = assignments.assets[Int(held)]
      if assets[Int(asset)].revocable { drop(asset, holder, at: time, &changes) }
    }
    users.update(row) { user in
      user.status = .retired
      user.inviteCode = nil
      user.version = version
    }
  }
}
