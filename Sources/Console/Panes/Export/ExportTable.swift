import AppsAndBooks
import FoundationEssentials
import LocationStore
import Operations
import Screen

/// What is exported as columns and rows; rows are made one by one.
struct ExportTable {
  let columns: [String]
  let count: Int
  let row: (Int) -> [ExportValue]

  init(_ source: ExportSource) {
    switch source {
    case .list(let answer): self.init(answer)
    case .plan(let plan): self.init(plan)
    case .operations(let records): self.init(records)
    case .tokens(let rows): self.init(rows)
    case .locations(let choices): self.init(choices)
    case .theme: self.init(columns: [], count: 0) { _ in [] }
    }
  }

  init(columns: [String], count: Int, row: @escaping (Int) -> [ExportValue]) {
    self.columns = columns
    self.count = count
    self.row = row
  }

  static let pairColumns = ["adamId", "pricingParam", "clientUserId", "serialNumber"]

  static func pair(_ pair: Assignment) -> [ExportValue] {
    let asset: [ExportValue] = [
      .text(pair.asset.adamID.rawValue), .text(pair.asset.pricingParam.rawValue),
    ]
    switch pair.holder {
    case .clientUser(let id): return asset + [.text(id.rawValue), .null]
    case .device(let serial): return asset + [.null, .text(serial.rawValue)]
    }
  }

  // MARK: - Lists

  private init(_ answer: RowsAnswer) {
    let snapshot = answer.snapshot
    switch answer.request.list {
    case .users:
      self.init(columns: ["clientUserId", "email", "status", "held"], count: answer.count) {
        place in
        guard let row = answer.row(at: place) else { return [] }
        let user = snapshot.users.user(row)
        return [
          .text(user.id.rawValue), ExportValue(user.email),
          ExportValue(user.status?.rawValue), .number(snapshot.heldCount(.user(row))),
        ]
      }
    case .devices:
      self.init(columns: ["serialNumber", "label", "held"], count: answer.count) { place in
        guard let row = answer.row(at: place) else { return [] }
        return [
          .text(snapshot.devices.serial(row)), ExportValue(snapshot.devices.label(row)),
          .number(snapshot.heldCount(.device(row))),
        ]
      }
    case .assets: self.init(assets: answer)
    case .assignments, .allAssignments:
      self.init(columns: Self.pairColumns + ["name", "email"], count: answer.count) { place in
        guard case .assignment(let pair)? = answer.id(at: place) else { return [] }
        let name = snapshot.assets.index(of: pair.asset).flatMap { snapshot.assets.record($0).name }
        var email: String?
        if case .clientUser(let id) = pair.holder {
          email = snapshot.users.index(of: id).flatMap(snapshot.users.email)
        }
        return Self.pair(pair) + [ExportValue(name), ExportValue(email)]
      }
    }
  }

  private init(assets answer: RowsAnswer) {
    let columns = [
      "adamId", "pricingParam", "productType", "name", "assignedCount", "availableCount",
      "totalCount", "retiredCount", "deviceAssignable", "revocable", "supportedPlatforms",
      "unlimited",
    ]
    self.init(columns: columns, count: answer.count) { place in
      guard let row = answer.row(at: place) else { return [] }
      let record = answer.snapshot.assets.record(row)
      let asset = record.asset
      return [
        .text(asset.id.adamID.rawValue), .text(asset.id.pricingParam.rawValue),
        ExportValue(asset.productType?.rawValue), ExportValue(record.name),
        ExportValue(asset.assignedCount), ExportValue(asset.availableCount),
        ExportValue(asset.totalCount), ExportValue(asset.retiredCount),
        ExportValue(asset.deviceAssignable), ExportValue(asset.revocable),
        .list(record.platforms), .bool(asset.isUnlimited),
      ]
    }
  }

  private init(_ choices: [LocationChoice]) {
    self.init(columns: ["location", "organization", "open"], count: choices.count) { place in
      let choice = choices[place]
      return [.text(choice.name), .text(choice.organization), .bool(choice.isOpen)]
    }
  }

  private init(_ rows: [TokenStatus]) {
    let columns = [
      "location", "organization", "token", "daysLeft", "expires", "client", "checkedAt",
      "fingerprint",
    ]
    self.init(columns: columns, count: rows.count) { place in
      let row = rows[place]
      return [
        .text(row.location), .text(row.organization), .text(row.word.rawValue),
        ExportValue(row.days), ExportValue(row.expires),
        row.owner == .unknown ? .null : .text(row.ownerText), ExportValue(row.asked),
        .text(row.fingerprint),
      ]
    }
  }
}
