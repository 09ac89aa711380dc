import AppsAndBooks
import FoundationEssentials

extension LocationStore {
  /// Reads the cache: the small files at once, the assignments after them.
  ///
  /// Each of both is published. Call it once, before the first sync.
  ///
  /// - Returns: the whole snapshot; `nil` if there is nothing to show.
  package func loadCache() async -> LocationSnapshot? {
    guard let cache else { return nil }
    var small = await Self.loadSmall(cache)
    names = small.names
    versions = small.versions
    guard small.hasUsers || small.hasAssets else { return nil }
    show(&small, table: AssignmentTable(), header: nil)
    let (model, loaded) = await Self.loadAssignments(cache, small.model)
    if let (table, header) = loaded {
      small.model = model
      versions.assignments = header.versionID
      show(&small, table: table, header: header)
    }
    return current()
  }

  private func show(
    _ small: inout LocationCache.SmallLists, table: AssignmentTable, header: CacheHeader?
  ) {
    small.model.devices.setLists(labelled)
    let lists = small
    publish(&small.model, table: table) { snapshot in
      snapshot.origin = .cache
      snapshot.fetchedAt = lists.fetchedAt ?? header?.fetchedAt
      snapshot.usersCompleteness = lists.hasUsers ? .complete : .none
      snapshot.assetsCompleteness = lists.hasAssets ? .complete : .none
      snapshot.assignmentsCompleteness = header == nil ? .none : .complete
    }
  }

  @concurrent
  private static func loadSmall(_ cache: LocationCache) async -> LocationCache.SmallLists {
    cache.loadSmall()
  }

  @concurrent
  private static func loadAssignments(
    _ cache: LocationCache, _ model: LocationModel
  ) async -> (LocationModel, (AssignmentTable, CacheHeader)?) {
    var model = model
    let loaded = cache.loadAssignments(into: &model)
    return (model, loaded)
  }

  /// Keeps users and assets of an import that has just begun, so that the next start can show them.
  func keepSmallLists(of run: inout SyncRun) async {
    guard run.isFirst, let cache else { return }
    let snapshot = current()
    let version = run.versions.users
    await Self.attempt(cache) { cache in
      try cache.prepare()
      let time = cache.time()
      try cache.save(snapshot.users, version: version, at: time)
      try cache.save(snapshot.assets, at: time)
    }
  }

  /// Keeps a finished sync: what differs from the snapshot before, the large file only if rows changed.
  func save(
    _ snapshot: LocationSnapshot, before: LocationSnapshot, _ report: inout SyncReport
  ) async {
    guard let cache else { return }
    let versions = versions
    let isFull = report.kind == .full
    let isSame = !isFull && before.assignments === snapshot.assignments && before.isComplete
    let problem = await Self.attempt(cache) { cache in
      try cache.prepare()
      let time = snapshot.fetchedAt ?? cache.time()
      try cache.save(snapshot.users, version: versions.users, at: time)
      try cache.save(snapshot.assets, at: time)
      if !isSame {
        try cache.saveAssignments(of: snapshot, version: versions.assignments, at: time)
      }
      try cache.saveTimes(fetchedAt: time, fullWalkAt: versions.fullWalkAt)
    }
    if let problem { report.notes.append("The cache was not saved: \(problem)") }
  }

  /// Writes off the actor; a failure is noted, told, and ends nothing.
  @concurrent @discardableResult
  static func attempt(
    _ cache: LocationCache, _ write: @Sendable (LocationCache) throws -> Void
  ) async -> String? {
    do {
      try write(cache)
      return nil
    } catch {
      let text = String(describing: error)
      cache.note(text)
      return text
    }
  }
}

extension LocationCache {
  /// The time by the cache's clock.
  func time() -> Date { now() }
}
