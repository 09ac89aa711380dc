import AppsAndBooks

extension LocationStore {
  /// Walks every asset whose rows disagree with its count, in an increment only where the difference is a new one.
  ///
  /// An increment can't express a removal; this is how removals are found (product.md section 4).
  func repair(_ run: inout SyncRun) async throws {
    if run.report.kind == .full {
      // The counts are older than the rows: what was assigned meanwhile is no difference.
      try await readAssets(&run)
      noteSuspects(in: &run)
    }
    let wrong = disagreeing(in: &run)
    let adamIDs = Set(wrong.map { run.model.assets[$0].asset.id.adamID }).sorted()
    run.note(.repair) { $0.totalPages = adamIDs.count }
    tell(&run, always: !adamIDs.isEmpty)
    try await walk(adamIDs, in: &run)
    noteDifferences(of: adamIDs, in: &run)
    run.note(.repair) { $0.isDone = true }
  }

  /// Suspects every asset whose count is another one than when the walk began.
  ///
  /// A row that is removed behind the reader lets a later row slip to a page that was read already: one too many and one too
  /// few, which no count shows.
  private func noteSuspects(in run: inout SyncRun) {
    for record in run.model.assets where record.isListed {
      let id = record.asset.id
      if run.countsBefore[id] != record.asset.assignedCount { run.suspects.insert(id) }
    }
  }

  /// The assets to walk, by row.
  private func disagreeing(in run: inout SyncRun) -> [Int] {
    let table = run.model.table()
    return run.model.assets.indices.filter { row in
      let record = run.model.assets[row]
      if run.report.kind == .full, run.suspects.contains(record.asset.id) { return true }
      guard let difference = record.difference(rows: table.range(ofAsset: row).count) else {
        return false
      }
      return difference != 0 && (run.report.kind == .full || difference != record.difference)
    }
  }

  /// Reads the assignments of assets, several at a time, in place of the rows at hand.
  private func walk(_ adamIDs: [AdamID], in run: inout SyncRun) async throws {
    let client = try reader()
    let wanted = Set(adamIDs)
    var rows: [Assignment] = []
    try await withThrowingTaskGroup(of: [AssignmentsPage].self) { group in
      var rest = adamIDs[...]
      func addNext() {
        guard let next = rest.popFirst() else { return }
        group.addTask { try await client.allPages(GetAssignments(adamID: next)) }
      }
      for _ in 0..<RateLimit.maxInFlight { addNext() }
      for try await pages in group {
        for page in pages {
          try check(page.meta)
          rows.append(contentsOf: page.assignments.filter { wanted.contains($0.asset.adamID) })
        }
        run.note(.repair) {
          $0.pages += 1
          $0.rows = rows.count
        }
        tell(&run)
        addNext()
      }
    }
    enter(.read(holders: [], adamIDs: adamIDs, assignments: rows), into: &run.model)
  }

  /// Keeps what the walk confirmed; forgets a difference that is gone.
  private func noteDifferences(of walked: [AdamID], in run: inout SyncRun) {
    let table = run.model.table()
    let walked = Set(walked)
    for row in run.model.assets.indices {
      let record = run.model.assets[row]
      let difference = record.difference(rows: table.range(ofAsset: row).count) ?? 0
      if difference == 0 {
        if record.difference != nil { run.model.updateAsset(row) { $0.difference = nil } }
      } else if walked.contains(record.asset.id.adamID) {
        run.model.updateAsset(row) { $0.difference = difference }
      }
    }
  }
}

extension AssetRecord {
  /// Rows minus assigned licences; `nil` where Get Assets tells no count.
  ///
  /// An asset that it does not list counts as none.
  func difference(rows: Int) -> Int? {
    isListed ? asset.assignedCount.map { rows - $0 } : rows
  }
}

extension APIClient {
  /// All pages of a list at once: for the assignments of one asset or holder.
  func allPages(_ request: GetAssignments) async throws -> [AssignmentsPage] {
    var pages: [AssignmentsPage] = []
    _ = try await self.pages(request) { pages.append($0.page) }
    return pages
  }
}
