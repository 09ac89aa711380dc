package import AppsAndBooks

/// What the service answered about single holders and assets just now.
package struct FreshRead: Sendable {
  /// Everything each holder has.
  package var byHolder: [Holder: [Assignment]] = [:]
  /// Every holder of each adam ID, all variants.
  package var byAdamID: [AdamID: [Assignment]] = [:]

  /// Nothing yet.
  package init() {}

  /// All assignments that were read, each once.
  package var assignments: Set<Assignment> {
    var all: Set<Assignment> = []
    for list in byHolder.values { all.formUnion(list) }
    for list in byAdamID.values { all.formUnion(list) }
    return all
  }
}

extension LocationStore {
  /// Reads what holders have and who holds adam IDs from the service, at most five requests in flight, and enters it.
  ///
  /// One request for each holder and for each adam ID, more where the answer has several pages. The basis of every plan and verdict:
  /// nothing of it comes from the cache.
  ///
  /// `progress` is told after each target how many are read.
  ///
  /// - Throws: `APIError`, `LocationStoreError`, `CancellationError`; then nothing is entered.
  package func freshRead(
    holders: [Holder] = [], adamIDs: [AdamID] = [],
    progress: @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) async throws -> FreshRead {
    let client = try reader()
    let targets = Set(holders).map(FreshTarget.holder) + Set(adamIDs).map(FreshTarget.adamID)
    var read = FreshRead()
    try await noting {
      try await withThrowingTaskGroup(of: (FreshTarget, [Assignment]).self) { group in
        var rest = targets[...]
        func addNext() {
          guard let next = rest.popFirst() else { return }
          group.addTask { (next, try await client.allPages(next.request).flatMap(\.assignments)) }
        }
        for _ in 0..<RateLimit.maxInFlight { addNext() }
        var done = 0
        for try await (target, assignments) in group {
          target.note(assignments, in: &read)
          done += 1
          progress(done, targets.count)
          addNext()
        }
      }
    }
    await enter(
      .read(
        holders: Array(read.byHolder.keys), adamIDs: Array(read.byAdamID.keys),
        assignments: Array(read.assignments)))
    return read
  }

  /// Reads what a holder has from the service and enters it.
  package func freshAssignments(of holder: Holder) async throws -> [Assignment] {
    try await freshRead(holders: [holder]).byHolder[holder] ?? []
  }

  /// Reads who holds an asset from the service and enters it.
  package func freshAssignments(of asset: AssetID) async throws -> [Assignment] {
    let read = try await freshRead(adamIDs: [asset.adamID])
    return (read.byAdamID[asset.adamID] ?? []).filter { $0.asset == asset }
  }

  /// Reads Get Assets from the service and enters the counts.
  package func freshAssets() async throws -> [Asset] {
    let client = try reader()
    var assets: [Asset] = []
    try await noting {
      _ = try await client.pages(GetAssets()) { assets.append(contentsOf: $0.page.elements) }
    }
    await enter(.assets(assets))
    return assets
  }

  /// Reads the rows of a client user from the service, retired ones included, and enters them.
  package func freshUsers(_ id: ClientUserID) async throws -> [ClientUser] {
    let client = try reader()
    var users: [ClientUser] = []
    try await noting {
      _ = try await client.pages(GetUsers(clientUserID: id)) { walked in
        users.append(contentsOf: walked.page.elements.filter { $0.id == id })
      }
    }
    await enter(.users(users))
    return users
  }

  /// Enters what an operation verified, so that panes and cache agree before the next sync.
  package func applyVerified(added: [Assignment], removed: [Assignment]) async {
    guard await enter(.verified(added: added, removed: removed)), let cache else { return }
    let (snapshot, versions) = (current(), versions)
    await Self.attempt(cache) { cache in
      try cache.prepare()
      let time = snapshot.fetchedAt ?? cache.time()
      try cache.save(snapshot.users, version: versions.users, at: time)
      try cache.save(snapshot.assets, at: time)
      try cache.saveAssignments(of: snapshot, version: versions.assignments, at: time)
    }
  }

  /// Takes the loaded device lists, in place of those before.
  package func setDeviceLists(_ devices: [LabelledDevice]) async {
    if labelled == devices { return }
    labelled = devices
    var model = LocationModel(current())
    model.devices.setLists(devices)
    publishEntered(&model)
  }

  /// Runs reads and notes their failure on the status board.
  private func noting(_ body: () async throws -> Void) async throws {
    do {
      try await body()
    } catch let error as APIError {
      board.observe(error)
      throw error
    }
  }
}

/// One thing that a fresh read asks for.
private enum FreshTarget: Hashable, Sendable {
  case holder(Holder)
  case adamID(AdamID)

  var request: GetAssignments {
    switch self {
    case .holder(let holder): GetAssignments(holder: holder)
    case .adamID(let id): GetAssignments(adamID: id)
    }
  }

  /// Takes the answer; a service that ignores the filter does not slip other rows in.
  func note(_ assignments: [Assignment], in read: inout FreshRead) {
    switch self {
    case .holder(let holder): read.byHolder[holder] = assignments.filter { $0.holder == holder }
    case .adamID(let id): read.byAdamID[id] = assignments.filter { $0.asset.adamID == id }
    }
  }
}
