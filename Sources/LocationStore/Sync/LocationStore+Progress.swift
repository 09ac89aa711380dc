import AppsAndBooks

extension LocationStore {
  /// Growing lists and progress are told this often at most.
  static let tellingInterval = Duration.milliseconds(500)

  /// Counts a page and tells how far the sync is.
  func count<Answer>(
    _ walked: WalkedPage<Answer>, of list: SyncProgress.List, in run: inout SyncRun
  ) {
    run.note(list) { part in
      part.pages += 1
      part.rows += walked.page.count
      part.totalPages = max(walked.expectedPages, part.pages)
    }
    tell(&run)
  }

  /// Tells how far the sync is, unless that was told just now.
  func tell(_ run: inout SyncRun, always: Bool = false) {
    let time = timeline.elapsed()
    if !always, let last = lastProgressAt, time - last < Self.tellingInterval { return }
    lastProgressAt = time
    run.progress.secondsLeft = Self.secondsLeft(run.progress, after: time - run.startedAt)
    progressBroadcast.send(run.progress)
  }

  /// What is left, at the speed so far; `nil` as long as the longest list has told nothing.
  static func secondsLeft(_ progress: SyncProgress, after elapsed: Duration) -> Int? {
    let parts = progress.parts
    let done = parts.reduce(0) { $0 + $1.pages }
    guard let assignments = progress[.assignments], assignments.totalPages != nil, done > 0 else {
      return nil
    }
    let left = parts.reduce(0) { $0 + ($1.isDone ? 0 : max(0, ($1.totalPages ?? 0) - $1.pages)) }
    return Int((elapsed / .seconds(1) * Double(left) / Double(done)).rounded(.up))
  }

  /// Shows what a first import has so far.
  func show(_ run: inout SyncRun) {
    guard run.isFirst else { return }
    show(&run, run.model)
  }

  /// Shows the growing assignments of a first import, so seldom that it takes a tenth of the time at most.
  func showGrowing(_ run: inout SyncRun, _ model: LocationModel) {
    guard run.isFirst else { return }
    let pause = max(Self.tellingInterval, run.showing * 10)
    guard timeline.elapsed() - run.shownAt >= pause else { return }
    show(&run, model)
  }

  private func show(_ run: inout SyncRun, _ model: LocationModel) {
    let start = timeline.elapsed()
    var model = model
    model.devices.setLists(labelled)
    let completeness = (
      run.usersCompleteness, run.assetsCompleteness, run.assignmentsCompleteness
    )
    publish(&model, table: model.growingTable()) { snapshot in
      snapshot.usersCompleteness = completeness.0
      snapshot.assetsCompleteness = completeness.1
      snapshot.assignmentsCompleteness = completeness.2
    }
    run.shownAt = timeline.elapsed()
    run.showing = run.shownAt - start
  }
}
