import AppsAndBooks

/// The growing twin of a snapshot: what a sync, a fresh read or a test adds to.
///
/// Rows of assets, users and devices keep their place; assignments are gathered as keys and sorted when the table is made.
struct LocationModel: Sendable {
  private(set) var assets: [AssetRecord] = []
  private var assetKeys = GrowingStrings()
  var users = UserColumns()
  var devices = DeviceColumns()
  private var keys: [AssignmentKey] = []
  private var finished: AssignmentTable?
  private var scratch: [UInt8] = []
  private var last: (key: [UInt8], row: Int)?

  /// Begins without rows.
  init() {}

  /// Continues a snapshot.
  init(_ snapshot: LocationSnapshot) {
    users = UserColumns(snapshot.users)
    devices = DeviceColumns(snapshot.devices)
    for record in snapshot.assets.records { take(record) }
    finished = snapshot.assignments
  }

  /// Takes an asset as Get Assets describes it now; name and difference stay.
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

  /// The assigned licences of each asset that Get Assets counts.
  var assignedCounts: [AssetID: Int] {
    var counts: [AssetID: Int] = [:]
    for record in assets { counts[record.asset.id] = record.asset.assignedCount }
    return counts
  }

  /// The row of an asset; adds an unlisted one where there is none.
  mutating func row(of id: AssetID) -> Int {
    var adamID = id.adamID.rawValue
    var pricingParam = id.pricingParam.rawValue
    return adamID.withUTF8 { adamID in
      pricingParam.withUTF8 { pricingParam in
        row(
          adamID: UnsafeRawBufferPointer(adamID),
          pricingParam: UnsafeRawBufferPointer(pricingParam))
      }
    }
  }

  /// The row of an asset by its texts; adds an unlisted one where there is none.
  mutating func row(
    adamID: UnsafeRawBufferPointer, pricingParam: UnsafeRawBufferPointer
  ) -> Int {
    scratch.removeAll(keepingCapacity: true)
    scratch.append(contentsOf: adamID)
    scratch.append(0)
    scratch.append(contentsOf: pricingParam)
    if let last, last.key == scratch { return last.row }
    let (row, isNew) = scratch.withUnsafeBytes { assetKeys.intern($0) }
    if isNew {
      let id = AssetID(
        AdamID(rawValue: String(decoding: adamID, as: UTF8.self)),
        PricingParam(rawValue: String(decoding: pricingParam, as: UTF8.self)))
      assets.append(AssetRecord(asset: Asset(id: id), isListed: false))
    }
    last = (scratch, row)
    return row
  }

  /// The key of an assignment; adds the rows it needs.
  mutating func key(of assignment: Assignment) -> AssignmentKey {
    let asset = row(of: assignment.asset)
    return AssignmentTable.key(asset: asset, holder: reference(of: assignment.holder))
  }

  /// The reference of a holder; adds the row it needs.
  mutating func reference(of holder: Holder) -> HolderRef {
    var text = holder.text
    return text.withUTF8 { utf8 in
      let bytes = UnsafeRawBufferPointer(utf8)
      return holder.isDevice ? .device(devices.row(of: bytes)) : .user(users.row(of: bytes))
    }
  }

  /// Adds an assignment; the same one twice counts once in the table.
  mutating func add(_ assignment: Assignment) {
    add(key: key(of: assignment))
  }

  /// Adds an assignment by its key.
  mutating func add(key: AssignmentKey) {
    reopen()
    keys.append(key)
  }

  /// Adds those of the assignments that are not there yet; where none is missing, the finished table stays.
  mutating func addMissing(_ assignments: [Assignment]) {
    let table = table()
    let new = assignments.map { key(of: $0) }.filter { !table.contains($0) }
    if !new.isEmpty { replace(where: { _ in false }, with: new) }
  }

  /// Prepares for as many rows.
  mutating func reserve(_ count: Int) {
    reopen()
    keys.reserveCapacity(count)
  }

  /// Removes the assignments that a condition names, then adds others.
  mutating func replace(
    where isGone: (AssignmentKey) -> Bool, with new: some Sequence<AssignmentKey>
  ) {
    reopen()
    keys.removeAll(where: isGone)
    keys.append(contentsOf: new)
  }

  /// Takes a finished table whose rows are this model's.
  mutating func take(table: AssignmentTable) {
    keys = []
    finished = table
  }

  /// All assignments as a table; made once, until the next change.
  mutating func table() -> AssignmentTable {
    if let finished { return finished }
    let table = AssignmentTable(keys: keys)
    keys = []
    finished = table
    return table
  }

  /// The assignments so far as a table, without closing the gathering.
  func growingTable() -> AssignmentTable {
    finished ?? AssignmentTable(keys: keys)
  }

  /// Makes a snapshot of everything but the assignments, to which `assignments` belong.
  mutating func snapshot(
    of location: LocationIdentity, generation: Int, assignments: AssignmentTable
  ) -> LocationSnapshot {
    LocationSnapshot(
      location: location, generation: generation, assets: AssetTable(assets),
      users: users.table(), devices: devices.table(), assignments: assignments)
  }

  private mutating func reopen() {
    guard let table = finished else { return }
    finished = nil
    keys = table.keys
  }
}

extension LocationModel: AssignmentSink {
  mutating func add(
    adamID: UnsafeRawBufferPointer, pricingParam: UnsafeRawBufferPointer, holderIsDevice: Bool,
    holder: UnsafeRawBufferPointer
  ) {
    let asset = row(adamID: adamID, pricingParam: pricingParam)
    let reference: HolderRef =
      holderIsDevice ? .device(devices.row(of: holder)) : .user(users.row(of: holder))
    add(key: AssignmentTable.key(asset: asset, holder: reference))
  }
}
