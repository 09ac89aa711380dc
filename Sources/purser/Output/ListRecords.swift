import AppsAndBooks
import LocationStore

/// The columns and values of every list, for commands and exports alike (product.md section 3, «JSON»).
enum ListRecords {
  static let assets = [
    RecordColumn("adamId", "Adam ID"), RecordColumn("pricingParam", nil),
    RecordColumn("productType", "Type"), RecordColumn("name", "Name"),
    RecordColumn("assignedCount", "Used", isRight: true),
    RecordColumn("availableCount", "Left", isRight: true),
    RecordColumn("totalCount", "Total", isRight: true), RecordColumn("retiredCount", nil),
    RecordColumn("deviceAssignable", "Devices"), RecordColumn("revocable", nil),
    RecordColumn("supportedPlatforms", "Platforms"), RecordColumn("unlimited", nil),
  ]
  static let users = [
    RecordColumn("clientUserId", "User"), RecordColumn("email", "E-mail"),
    RecordColumn("status", "Status"), RecordColumn("held", "Held", isRight: true),
  ]
  static let devices = [
    RecordColumn("serialNumber", "Serial"), RecordColumn("label", "Label"),
    RecordColumn("held", "Held", isRight: true),
  ]
  static let assignments = [
    RecordColumn("adamId", "Adam ID"), RecordColumn("pricingParam", nil),
    RecordColumn("clientUserId", "User"), RecordColumn("serialNumber", "Serial"),
    RecordColumn("name", "Asset"), RecordColumn("email", "E-mail"),
  ]

  /// The columns of a list.
  static func columns(_ kind: ListKind) -> [RecordColumn] {
    switch kind {
    case .assets: assets
    case .clientUsers: users
    case .devices: devices
    case .assignments: assignments
    }
  }

  /// The values of a row of a snapshot.
  static func values(
    _ kind: ListKind, _ row: Int, in snapshot: LocationSnapshot, isTable: Bool = false
  ) -> [RecordValue] {
    switch kind {
    case .assets: asset(snapshot.assets.record(row), isTable: isTable)
    case .clientUsers: user(snapshot.users.user(row), held: snapshot.heldCount(.user(row)))
    case .devices:
      [
        .text(snapshot.devices.serial(row)), .text(snapshot.devices.label(row)),
        .number(snapshot.heldCount(.device(row))),
      ]
    case .assignments: assignment(row, in: snapshot)
    }
  }

  static func asset(_ record: AssetRecord, isTable: Bool) -> [RecordValue] {
    let asset = record.asset
    // The wire has numbers where the service sets no limit; a table shows the sign.
    func limited(_ count: Int?) -> RecordValue {
      isTable && asset.isUnlimited ? .text("∞") : .number(count)
    }
    return [
      .text(asset.id.adamID.rawValue), .text(asset.id.pricingParam.rawValue),
      .text(asset.productType?.rawValue), .text(record.name), .number(asset.assignedCount),
      limited(asset.availableCount), limited(asset.totalCount), .number(asset.retiredCount),
      .flag(asset.deviceAssignable), .flag(asset.revocable), .list(record.platforms),
      .flag(asset.isUnlimited),
    ]
  }

  static func user(_ user: ClientUser, held: Int?) -> [RecordValue] {
    [
      .text(user.id.rawValue), .text(user.email), .text(user.status?.rawValue), .number(held),
    ]
  }

  /// An assignment that has no row yet.
  static func assignment(_ pair: Assignment, in snapshot: LocationSnapshot) -> [RecordValue] {
    if let row = snapshot.row(of: pair) { return assignment(row, in: snapshot) }
    let name = snapshot.assets.index(of: pair.asset).flatMap { snapshot.assets.record($0).name }
    return id(pair.asset) + holder(pair.holder) + [.text(name), .text(nil)]
  }

  static func id(_ asset: AssetID) -> [RecordValue] {
    [.text(asset.adamID.rawValue), .text(asset.pricingParam.rawValue)]
  }

  static func holder(_ holder: Holder) -> [RecordValue] {
    holder.isDevice ? [.absent, .text(holder.text)] : [.text(holder.text), .absent]
  }

  private static func assignment(_ row: Int, in snapshot: LocationSnapshot) -> [RecordValue] {
    let record = snapshot.assets.record(snapshot.assignments.assetIndex(row))
    switch snapshot.assignments.holder(row) {
    case .user(let index):
      return id(record.asset.id) + [
        .text(snapshot.users.id(index).rawValue), .absent, .text(record.name),
        .text(snapshot.users.email(index)),
      ]
    case .device(let index):
      return id(record.asset.id) + [
        .absent, .text(snapshot.devices.serial(index)), .text(record.name), .text(nil),
      ]
    }
  }
}
