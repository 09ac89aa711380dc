import AppsAndBooks
import FoundationEssentials

extension LocationStore {
  /// A walk over everything is due after so many seconds (product.md section 4).
  static let fullWalkInterval = 86_400.0

  /// Whether the next sync reads everything.
  package var isFullWalkDue: Bool {
    guard current().isComplete, versions.assignments != nil, versions.users != nil,
      let last = versions.fullWalkAt
    else { return true }
    let age = now().timeIntervalSince(last)
    return age >= Self.fullWalkInterval || age < -Self.fullWalkInterval
  }

  /// Reads the location from the service: everything, or what changed since the last time (product.md section 4).
  ///
  /// One sync runs at a time; a second one waits for it and then tops up. Cancelling keeps what was read of an import.
  ///
  /// - Throws: `APIError`, `LocationStoreError` or `CancellationError`; the snapshot before stands then.
  package func sync(full: Bool = false) async throws -> SyncReport {
    try await inTurn { store in
      if full || store.isFullWalkDue { return try await store.runFull() }
      do {
        return try await store.runIncrement()
      } catch let error as APIError where error.number == .badVersionID {
        return try await store.runFull()
      }
    }
  }

  /// Reads what changed since the last time, never everything.
  ///
  /// - Throws: `nothingToTopUp` where there is no complete snapshot with versions; an `APIError` with 9721 where the service
  ///   has forgotten them.
  package func increment() async throws -> SyncReport {
    guard versions.assignments != nil, versions.users != nil, current().isComplete else {
      throw LocationStoreError.nothingToTopUp
    }
    return try await inTurn { try await $0.runIncrement() }
  }

  /// Waits for the turn, notes failures on the status board.
  private func inTurn(
    _ body: (isolated LocationStore) async throws -> SyncReport
  ) async throws -> SyncReport {
    _ = try reader()
    try await turns.take()
    syncsRunning += 1
    let result: Result<SyncReport, any Error>
    do {
      try Task.checkCancellation()
      result = .success(try await body(self))
    } catch {
      if let error = error as? APIError { board.observe(error) }
      result = .failure(error)
    }
    syncsRunning -= 1
    enteredMeanwhile = []
    await turns.give()
    return try result.get()
  }

  /// Begins a sync on what is known.
  func begin(_ kind: SyncReport.Kind) throws -> SyncRun {
    SyncRun(
      kind: kind, on: current(), versions: versions, at: timeline.elapsed(),
      requestsBefore: try reader().requestCount)
  }

  /// Publishes the result, keeps it, and fills the report.
  func finish(_ run: inout SyncRun) async throws -> SyncReport {
    for entry in enteredMeanwhile { enter(entry, into: &run.model) }
    run.model.devices.setLists(labelled)
    let before = run.before ?? LocationSnapshot(empty: location)
    let table = run.model.table()
    let end = now()
    if run.report.kind == .full { run.versions.fullWalkAt = end }
    versions = run.versions
    let changing = run.report.changing
    let snapshot = publish(&run.model, table: table) { snapshot in
      snapshot.fetchedAt = end
      snapshot.changing = changing
      snapshot.usersCompleteness = .complete
      snapshot.assetsCompleteness = .complete
      snapshot.assignmentsCompleteness = .complete
    }
    await save(snapshot, before: before, &run.report)
    run.report.users = snapshot.users.activeCount
    run.report.assets = snapshot.assets.records.count(where: \.isListed)
    run.report.assignments = table.count
    (run.report.added, run.report.removed) = await Self.changes(from: before, to: snapshot)
    run.report.requests = try reader().requestCount - run.requestsBefore
    run.report.seconds = (timeline.elapsed() - run.startedAt) / .seconds(1)
    run.progress.isDone = true
    progressBroadcast.send(run.progress)
    return run.report
  }

  /// How many assignments are new and gone, off the actor.
  @concurrent
  private static func changes(
    from old: LocationSnapshot, to new: LocationSnapshot
  ) async -> (added: Int, removed: Int) {
    if old.assignments === new.assignments { return (0, 0) }
    let kept = old.countKept(in: new)
    return (new.assignments.count - kept, old.assignments.count - kept)
  }
}

extension LocationSnapshot {
  /// How many of the assignments are in another snapshot too.
  func countKept(in other: LocationSnapshot) -> Int {
    let assetRows = assets.records.map { other.assets.index(of: $0.asset.id) }
    let users = (0..<users.count).map { other.users.ids.index(of: self.users.ids[$0]) }
    let devices = (0..<devices.count).map {
      other.devices.serials.index(of: self.devices.serials[$0])
    }
    var kept = 0
    for row in 0..<assignments.count {
      let holder: HolderRef? =
        switch assignments.holder(row) {
        case .user(let index): users[index].map(HolderRef.user)
        case .device(let index): devices[index].map(HolderRef.device)
        }
      guard let asset = assetRows[assignments.assetIndex(row)], let holder else { continue }
      if other.assignments.contains(asset, holder) { kept += 1 }
    }
    return kept
  }
}
