import AppsAndBooks

extension LocationStore {
  /// Enters something into the snapshot, and once more into the sync that runs, whose rows may be older.
  ///
  /// - Returns: whether assignments changed.
  @discardableResult
  func enter(_ entry: Entry) async -> Bool {
    if syncsRunning > 0 { enteredMeanwhile.append(entry) }
    guard current().assignmentsCompleteness == .complete else { return false }
    var model = LocationModel(current())
    let before = model.table()
    enter(entry, into: &model)
    let isSame = model.table() === before
    if isSame, case .read = entry { return false }
    publishEntered(&model)
    return !isSame
  }

  /// Publishes a model that differs from the current snapshot by something entered.
  func publishEntered(_ model: inout LocationModel) {
    let known = current()
    let table = model.table()
    publish(&model, table: table) { snapshot in
      snapshot.origin = known.origin
      snapshot.fetchedAt = known.fetchedAt
      snapshot.changing = known.changing
      snapshot.usersCompleteness = known.usersCompleteness
      snapshot.assetsCompleteness = known.assetsCompleteness
      snapshot.assignmentsCompleteness = known.assignmentsCompleteness
    }
  }

  /// Enters something into a model.
  func enter(_ entry: Entry, into model: inout LocationModel) {
    switch entry {
    case .read(let holders, let adamIDs, let assignments):
      enterRead(holders, adamIDs, assignments, into: &model)
    case .verified(let added, let removed):
      enterVerified(added, removed, into: &model)
    case .assets(let assets):
      for asset in assets { model.take(asset) }
    case .users(let users):
      for user in users where !user.isActive { model.users.take(user, from: .increment) }
      for user in users where user.isActive { model.users.take(user, from: .increment) }
    }
  }

  /// Moves the rows, and the counts with those rows that were not moved already.
  private func enterVerified(
    _ added: [Assignment], _ removed: [Assignment], into model: inout LocationModel
  ) {
    let table = model.table()
    let gone = Set(removed.map { model.key(of: $0) }).filter { table.contains($0) }
    let new = Set(added.map { model.key(of: $0) }).filter { !table.contains($0) }
    if gone.isEmpty && new.isEmpty { return }
    model.replace(where: { gone.contains($0) }, with: new)
    for (keys, step) in [(gone, -1), (new, 1)] {
      for key in keys {
        model.updateAsset(Int(key >> 32)) { record in
          record.asset.assignedCount? += step
          if !record.asset.isUnlimited { record.asset.availableCount? -= step }
        }
      }
    }
  }

  private func enterRead(
    _ holders: [Holder], _ adamIDs: [AdamID], _ assignments: [Assignment],
    into model: inout LocationModel
  ) {
    let new = Set(assignments.map { model.key(of: $0) })
    let codes = Set(holders.map { model.reference(of: $0).code })
    let ids = Set(adamIDs)
    let assets = Set(model.assets.indices.filter { ids.contains(model.assets[$0].asset.id.adamID) })
    let isConcerned: (AssignmentKey) -> Bool = {
      assets.contains(Int($0 >> 32)) || codes.contains(Int32(truncatingIfNeeded: $0))
    }
    let table = model.table()
    var known = 0
    var isGone = false
    for row in table.rows(concerning: codes, assets) {
      if new.contains(table.key(row)) { known += 1 } else { isGone = true }
    }
    guard isGone || known < new.count else { return }
    model.replace(where: isConcerned, with: new)
  }
}

extension AssignmentTable {
  /// The key of a row.
  func key(_ row: Int) -> AssignmentKey {
    AssignmentKey(assets[row]) << 32 | AssignmentKey(holders[row])
  }

  /// The rows of some holders and some assets, each once.
  func rows(concerning codes: Set<Int32>, _ assets: Set<Int>) -> [Int] {
    var found: [Int] = []
    for asset in assets { found.append(contentsOf: range(ofAsset: asset)) }
    for code in codes {
      found.append(
        contentsOf: rows(of: HolderRef(code: code)).filter { !assets.contains(assetIndex($0)) })
    }
    return found
  }
}
