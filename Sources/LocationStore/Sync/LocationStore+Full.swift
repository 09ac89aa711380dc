import AppsAndBooks
import FoundationEssentials

extension LocationStore {
  /// Reads every list from the beginning, or goes on where an interrupted import stopped.
  func runFull() async throws -> SyncReport {
    var run = try begin(.full)
    tell(&run, always: true)
    let config = try await readClientConfig()
    try await readActiveUsers(&run)
    show(&run)
    try await readAssets(&run)
    show(&run)
    await keepSmallLists(of: &run)
    let adamIDs = run.listed.map(\.adamID)
    async let naming: Void = lookUpNames(of: adamIDs, config)
    try await readAllAssignments(&run)
    await naming
    try await repair(&run)
    try await readRetiredUsers(&run)
    let report = try await finish(&run)
    cache?.dropImport()
    return report
  }

  /// Reads Client Config: who manages the location, and where its names are looked up.
  ///
  /// A token that may not read it goes on without (product.md section 3, `status`).
  func readClientConfig() async throws -> ClientConfig? {
    do {
      let config = try await reader().clientConfig()
      board.observe(clientConfig: config.meta)
      try check(config.meta)
      return config
    } catch let error as APIError where error.isPermissionProblem {
      board.setReadOnly()
      return nil
    }
  }

  /// Refuses what another location answers: the folder of the cache is bound to one `uId`.
  func check(_ meta: ResponseMeta) throws {
    guard let uID = meta.uID, uID != location.uID else { return }
    if LocationIdentity.key(uID: uID) != location.key {
      throw APIError(operation: "sync", kind: .wrongLocation)
    }
  }

  private func readActiveUsers(_ run: inout SyncRun) async throws {
    let walk = try await reader().pages(GetUsers(.active)) { walked in
      for user in walked.page.elements where user.isActive {
        run.model.users.take(user, from: .walk)
      }
      count(walked, of: .clientUsers, in: &run)
    }
    run.versions.users = walk.versionID
    try await topUpUsers(&run, moved: walk.moved)
    if run.model.users.repeatedActive > 0 {
      run.report.notes.append(
        "\(run.model.users.repeatedActive) client users came twice with different data; the later row counts"
      )
    }
    run.usersCompleteness = .complete
    run.note(.clientUsers) { $0.isDone = true }
  }

  func readRetiredUsers(_ run: inout SyncRun) async throws {
    _ = try await reader().pages(GetUsers(.retired)) { walked in
      for user in walked.page.elements where !user.isActive {
        run.model.users.take(user, from: .walk)
      }
      count(walked, of: .retiredUsers, in: &run)
    }
    run.note(.retiredUsers) { $0.isDone = true }
  }

  /// Reads Get Assets, again where a list of several pages moved meanwhile; assets that are gone lose their listing.
  func readAssets(_ run: inout SyncRun) async throws {
    for _ in 1...Self.topUpRounds {
      run.listed = []
      run.note(.assets) { $0 = SyncProgress.Part(.assets) }
      let walk = try await reader().pages(GetAssets()) { walked in
        try check(walked.page.meta)
        for asset in walked.page.elements {
          run.model.take(asset)
          run.listed.insert(asset.id)
        }
        count(walked, of: .assets, in: &run)
      }
      if !walk.moved || walk.pages < 2 { break }
    }
    for (row, record) in run.model.assets.enumerated() where !run.listed.contains(record.asset.id) {
      run.model.updateAsset(row) { $0.isListed = false }
    }
    run.assetsCompleteness = .complete
    run.note(.assets) { $0.isDone = true }
  }

  private func readAllAssignments(_ run: inout SyncRun) async throws {
    do {
      try await walkAssignments(&run, resuming: cache?.resumeImport(now: now()))
    } catch is ImportMismatch {
      cache?.dropImport()
      run.note(.assignments) { $0 = SyncProgress.Part(.assignments) }
      run.progress.resumes = false
      try await walkAssignments(&run, resuming: nil)
    }
  }

  private func walkAssignments(_ run: inout SyncRun, resuming: ResumedImport?) async throws {
    run.countsBefore = resuming?.counts ?? run.model.assignedCounts
    run.suspects = []
    var log = cache?.importLog(continuing: resuming, counts: run.countsBefore, now: now())
    defer { log?.close() }
    var model = run.model
    if let resuming {
      run.progress.resumes = true
      resuming.add(to: &model)
      run.note(.assignments) {
        $0.pages = resuming.pages.count
        $0.rows = resuming.rowCount
      }
    }
    run.assignmentsCompleteness = .partial
    let progress = resuming.map { WalkProgress(versionID: $0.versionID, pageIndexes: $0.pages) }
    let walk = try await reader().pages(GetAssignments(), resuming: progress) { walked in
      try check(walked.page.meta)
      if walked.index == 0, let resuming, resuming.firstPageCount != walked.page.count {
        throw ImportMismatch()
      }
      if run.progress[.assignments]?.pages == 0 {
        model.reserve(walked.page.count * walked.expectedPages)
      }
      walked.page.add(to: &model)
      append(walked, to: &log)
      count(walked, of: .assignments, in: &run)
      showGrowing(&run, model)
    }
    run.model = model
    run.versions.assignments = walk.versionID
    try await topUpAssignments(&run, moved: walk.moved)
    run.note(.assignments) { $0.isDone = true }
  }
}

extension LocationStore {
  /// Keeps a page of the import; where that fails, the import goes on without being kept.
  private func append(_ walked: WalkedPage<AssignmentsPage>, to log: inout ImportLog?) {
    do {
      try log?.append(walked.page, index: walked.index)
    } catch {
      cache?.note(String(describing: error))
      log?.close()
      log = nil
    }
  }
}

/// The pages of an interrupted import are cut otherwise than the service cuts them now.
struct ImportMismatch: Error {}
