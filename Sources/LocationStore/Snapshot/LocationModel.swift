package import AppsAndBooks

/// The growing twin of a snapshot: what a sync, a fresh read or a test adds to.
///
/// Rows of assets, users and devices keep their place; assignments are gathered as keys and sorted when the table is made.
struct LocationModel: Sendable {
  private(set) var assets: [AssetRecord] = []
  private var assetRows: [AssetID: Int] = [:]
  var users = UserColumns()
  var devices = DeviceColumns()
  private(set) var keys: [AssignmentKey] = []

  /// Begins without rows.
  init() {}

  /// Continues a snapshot, with its assignments if they are wanted.
  init(_ snapshot: LocationSnapshot, keepingAssignments: Bool = true) {
    assets = snapshot.assets.records
    for (row, record) in assets.enumerated() { assetRows[record.asset.id] = row }
    users = UserColumns(snapshot.users)
    devices = DeviceColumns(snapshot.devices)
    keys = keepingAssignments ? snapshot.assignments.keys : []
  }

  /// Takes an asset as Get Assets describes it now; the name stays.
  mutating func take(_ asset: Asset) {
    let row = row(of: asset.id)
    var record = AssetRecord(asset: asset, name: assets[row].name, developer: assets[row].developer)
    if record.platforms.isEmpty { record.platforms = assets[row].platforms }
    record.difference = assets[row].difference
    assets[row] = record
  }

  /// Takes a whole record.
  mutating func take(_ record: AssetRecord) {
    let row = row(of: record.asset.id)
    assets[row] = record
  }

  /// Changes the record of a row.
  mutating func updateAsset(_ row: Int, _ change: (inout AssetRecord) -> Void) {
    change(&assets[row])
  }

  /// The row of an asset; adds an unlisted one where there is none.
  mutating func row(of id: AssetID) -> Int {
    if let known = assetRows[id] { return known }
    assets.append(AssetRecord(asset: Asset(id: id), isListed: false))
    assetRows[id] = assets.count - 1
    return assets.count - 1
  }

  /// The key of an assignment; adds the rows it needs.
  mutating func key(of assignment: Assignment) -> AssignmentKey {
    let asset = row(of: assignment.asset)
    var text = assignment.holder.text
    let isDevice = assignment.holder.isDevice
    let holder = text.withUTF8 { utf8 in
      isDevice ? HolderRef.device(devices.row(of: utf8)) : .user(users.row(of: utf8))
    }
    return AssignmentTable.key(asset: asset, holder: holder)
  }

  /// Adds an assignment; the same one twice counts once in the table.
  mutating func add(_ assignment: Assignment) {
    keys.append(key(of: assignment))
  }

  /// Adds assignments by their keys.
  mutating func add(keys more: [AssignmentKey]) {
    keys.append(contentsOf: more)
  }

  /// Removes assignments.
  mutating func remove(_ gone: Set<AssignmentKey>) {
    keys.removeAll { gone.contains($0) }
  }

  /// Makes a snapshot; linear in the rows.
  mutating func snapshot(
    of location: LocationIdentity, generation: Int, assignments: AssignmentTable? = nil
  ) -> LocationSnapshot {
    LocationSnapshot(
      location: location, generation: generation, assets: AssetTable(assets),
      users: users.table(), devices: devices.table(),
      assignments: assignments ?? AssignmentTable(keys: keys))
  }
}

extension LocationSnapshot {
  /// A complete snapshot of values: for tests, pictures and pages that are not backed by a store.
  package init(
    _ location: LocationIdentity, generation: Int = 1, assets: [AssetRecord] = [],
    users: [ClientUser] = [], devices: [ListedDevice] = [], assignments: [Assignment] = []
  ) {
    var model = LocationModel()
    for record in assets { model.take(record) }
    for user in users { model.users.take(user, from: .walk) }
    for assignment in assignments { model.add(assignment) }
    model.devices.setLists(devices)
    self = model.snapshot(of: location, generation: generation)
    usersCompleteness = .complete
    assetsCompleteness = .complete
    assignmentsCompleteness = .complete
  }
}
