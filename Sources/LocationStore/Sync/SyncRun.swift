import AppsAndBooks

/// What a running sync has gathered so far.
struct SyncRun {
  var model: LocationModel
  var report: SyncReport
  var progress: SyncProgress
  var versions: ListVersions
  /// What was known completely before; `nil` in a first import.
  let before: LocationSnapshot?
  /// Whether nobody has seen these lists yet, so that they are shown while they grow.
  var isFirst: Bool { before == nil }
  let startedAt: Duration
  let requestsBefore: Int
  var usersCompleteness = Completeness.none
  var assetsCompleteness = Completeness.none
  var assignmentsCompleteness = Completeness.none
  /// Assets that Get Assets named in this sync.
  var listed: Set<AssetID> = []
  /// Assets whose rows the last round of topping up named.
  var touched: Set<Int> = []
  /// Assets that moved during a full walk: their pages may have lost a row while another one went stale.
  var suspects: Set<AssetID> = []
  /// The assigned licences when the walk began.
  var countsBefore: [AssetID: Int] = [:]
  /// When a growing list was last shown, and how long making that took.
  var shownAt = Duration.zero
  var showing = Duration.zero

  /// Begins a sync.
  init(
    kind: SyncReport.Kind, on known: LocationSnapshot, versions: ListVersions,
    at start: Duration, requestsBefore: Int
  ) {
    before = known.assignmentsCompleteness == .complete ? known : nil
    model = kind == .full ? LocationModel() : LocationModel(known)
    self.versions = kind == .full ? ListVersions() : versions
    self.requestsBefore = requestsBefore
    startedAt = start
    report = SyncReport(kind: kind)
    let lists: [SyncProgress.List] =
      kind == .full
      ? [.clientUsers, .assets, .assignments, .repair, .retiredUsers]
      : [.clientUsers, .assignments, .assets, .repair]
    progress = SyncProgress(kind: kind, parts: lists.map(SyncProgress.Part.init))
  }

  /// Changes the part of a list.
  mutating func note(_ list: SyncProgress.List, _ change: (inout SyncProgress.Part) -> Void) {
    guard let index = progress.parts.firstIndex(where: { $0.list == list }) else { return }
    change(&progress.parts[index])
  }
}
