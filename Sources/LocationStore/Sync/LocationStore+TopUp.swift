import AppsAndBooks

extension LocationStore {
  /// A list that moves is topped up so many times, then said to be changing (product.md section 4).
  static let topUpRounds = 3

  /// Reads what changed since the last sync.
  func runIncrement() async throws -> SyncReport {
    var run = try begin(.increment)
    tell(&run, always: true)
    let config = try await readClientConfig()
    try await topUpUsers(&run, moved: true)
    run.note(.clientUsers) { $0.isDone = true }
    try await topUpAssignments(&run, moved: true)
    run.note(.assignments) { $0.isDone = true }
    try await readAssets(&run)
    await lookUpNames(of: run.listed.map(\.adamID), config)
    try await repair(&run)
    return try await finish(&run)
  }

  /// Reads the users that changed since the version at hand, until the list holds still, without the active filters.
  func topUpUsers(_ run: inout SyncRun, moved: Bool) async throws {
    var moved = moved
    var rounds = 0
    while moved, rounds < Self.topUpRounds, let since = run.versions.users {
      rounds += 1
      var changed: [ClientUser] = []
      let walk = try await reader().pages(GetUsers(sinceVersionID: since)) { walked in
        try check(walked.page.meta)
        changed.append(contentsOf: walked.page.elements)
        count(walked, of: .clientUsers, in: &run)
      }
      for user in changed where !user.isActive { run.model.users.take(user, from: .increment) }
      for user in changed where user.isActive { run.model.users.take(user, from: .increment) }
      run.versions.users = walk.versionID ?? since
      moved = walk.moved
    }
  }

  /// Adds the assignments that are new since the version at hand, until the list holds still.
  ///
  /// After the last round the assets that it touched are said to be changing.
  func topUpAssignments(_ run: inout SyncRun, moved: Bool) async throws {
    var moved = moved
    var rounds = 0
    while moved, rounds < Self.topUpRounds, let since = run.versions.assignments {
      rounds += 1
      var changed: [Assignment] = []
      let walk = try await reader().pages(GetAssignments(sinceVersionID: since)) { walked in
        try check(walked.page.meta)
        changed.append(contentsOf: walked.page.assignments)
        count(walked, of: .assignments, in: &run)
      }
      run.touched = Set(changed.map { run.model.row(of: $0.asset) })
      run.suspects.formUnion(changed.map(\.asset))
      run.model.addMissing(changed)
      run.versions.assignments = walk.versionID ?? since
      moved = walk.moved
    }
    if moved, rounds == Self.topUpRounds {
      run.report.changing = run.touched.map { run.model.assets[$0].asset.id }.sorted()
    }
  }
}
