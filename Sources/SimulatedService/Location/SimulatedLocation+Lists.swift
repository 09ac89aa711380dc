/// Get Assets, Get Assignments and Get Users.
extension SimulatedLocation {
  // MARK: Assets

  func listAssets(_ exchange: Exchange) throws -> Reply {
    let filter = try AssetFilter(exchange.call)
    var found: [Int] = []
    for (number, asset) in assets.enumerated() where filter.matches(asset) { found.append(number) }
    let isBare = filter.unlimited == true
    return try page(
      exchange, isBare ? "unlimitedAssets" : "assets", count: found.count,
      version: assetsVersion.text(scope: scope(exchange))
    ) { position, bytes in
      write(assets[found[position]], isBare: isBare, into: &bytes)
    }
  }

  private func write(_ asset: AssetRecord, isBare: Bool, into bytes: inout [UInt8]) {
    var json = JSONText(capacity: 320)
    json.beginObject()
    json.set("adamId", asset.adamId)
    json.set("pricingParam", asset.pricingParam)
    json.set("productType", asset.isBook ? "Book" : "App")
    let reported = asset.assigned + asset.skew
    json.set("assignedCount", reported)
    if !isBare {
      let isFull = asset.isUnlimited && switches.unlimitedAvailableIsTotal
      json.set("availableCount", isFull ? asset.total : max(0, asset.total - reported))
      let inside = switches.retiredInsideTotal && !asset.isUnlimited ? asset.retired : 0
      json.set("totalCount", asset.total + inside)
      json.set("retiredCount", asset.retired)
    }
    json.set("deviceAssignable", asset.deviceAssignable)
    json.set("revocable", asset.revocable)
    json.set("supportedPlatforms", asset.platforms)
    if switches.unknownMembers { Self.writeUnknown(into: &json) }
    json.endObject()
    bytes.append(contentsOf: json.bytes)
  }

  // MARK: Assignments

  func listAssignments(_ exchange: Exchange) throws -> Reply {
    let scope = scope(exchange)
    let since = try exchange.call.query["sinceVersionId"].map { text in
      guard let number = assignmentsVersion.number(of: text, scope: scope) else {
        throw ServiceFailure(9721)
      }
      return number
    }
    let version = assignmentsVersion.text(scope: scope)
    let isFiltered = ["adamId", "clientUserId", "serialNumber"]
      .contains { exchange.call.query[$0] != nil }
    if since == nil && !isFiltered && exchange.call.query["pricingParam"] == nil {
      return try page(exchange, "assignments", count: assignments.count, version: version) {
        writeRow(assignments.assets[$0], assignments.holders[$0], into: &$1)
      }
    }
    let rows = matchingRows(exchange.call, since: since)
    return try page(exchange, "assignments", count: rows.count, version: version) {
      writeRow(rows[$0].asset, rows[$0].holder, into: &$1)
    }
  }

  private func matchingRows(_ call: Call, since: UInt32?) -> [(asset: Int32, holder: Int32)] {
    guard case .some(let filter) = assignmentFilter(call) else { return [] }
    let found = assignments.rows(asset: filter.assets, holder: filter.holder, since: since)
    var rows = found.map { (assignments.assets[Int($0)], assignments.holders[Int($0)]) }
    if let since, switches.removalsInIncrement == .listedLikeOthers {
      for row in assignments.removed where row.version > since {
        if let assets = filter.assets, !assets.contains(row.asset) { continue }
        if let holder = filter.holder, holder.code != row.holder { continue }
        rows.append((row.asset, row.holder))
      }
    }
    return rows
  }

  /// The assets and the holder that the query asks for; nil where one of them is unknown.
  private func assignmentFilter(_ call: Call) -> (assets: Set<Int32>?, holder: Holder?)? {
    var wanted: Set<Int32>?
    let quality = switches.assignmentsByPricingParam ? call.query["pricingParam"] : nil
    if call.query["adamId"] != nil || quality != nil {
      let id = call.query["adamId"]
      let matching = assets.indices.filter {
        (id == nil || assets[$0].adamId == id)
          && (quality == nil || assets[$0].pricingParam == quality)
      }
      if matching.isEmpty { return nil }
      wanted = Set(matching.map(Int32.init))
    }
    if let user = call.query["clientUserId"] {
      guard let number = userIDs.number(of: user), call.query["serialNumber"] == nil else {
        return nil
      }
      return (wanted, .user(number))
    }
    if let serial = call.query["serialNumber"] {
      guard let number = serials.number(of: spelled(serial)) else { return nil }
      return (wanted, .device(number))
    }
    return (wanted, nil)
  }

  private func writeRow(_ asset: Int32, _ holder: Int32, into bytes: inout [UInt8]) {
    bytes.append(contentsOf: assetMembers[Int(asset)])
    let holder = Holder(code: holder)
    if let user = holder.user {
      bytes.append(contentsOf: Self.userMember)
      userIDs.write(user, into: &bytes)
    } else if let device = holder.device {
      bytes.append(contentsOf: Self.serialMember)
      serials.write(device, into: &bytes)
    }
    bytes.append(UInt8(ascii: "\""))
    if switches.nullsForMissing {
      bytes.append(contentsOf: holder.user == nil ? Self.noUser : Self.noSerial)
    }
    if switches.unknownMembers { bytes.append(contentsOf: Self.unknownMember) }
    bytes.append(UInt8(ascii: "}"))
  }

  private static let userMember = Array(#","clientUserId":""#.utf8)
  private static let serialMember = Array(#","serialNumber":""#.utf8)
  private static let noUser = Array(#","clientUserId":null"#.utf8)
  private static let noSerial = Array(#","serialNumber":null"#.utf8)
  private static let unknownMember = Array(#","xUnknown":[{"adamId":"0"},1e3,null]"#.utf8)

  // MARK: Users

  func listUsers(_ exchange: Exchange) throws -> Reply {
    let scope = scope(exchange)
    let call = exchange.call
    let since = try call.query["sinceVersionId"].map { text in
      guard let number = usersVersion.number(of: text, scope: scope) else {
        throw ServiceFailure(9721)
      }
      return number
    }
    let activeOnly = try call.flag("activeOnly") == true && !switches.ignoresActiveOnly
    let retiredOnly = try call.flag("retiredOnly") == true && !switches.ignoresActiveOnly
    let noRetired = try call.flag("includeRetired") == false && !switches.ignoresIncludeRetired
    let id = call.query["clientUserId"].map { userIDs.number(of: $0) ?? -1 }
    let found = users.rows.indices.filter { row in
      let user = users.rows[row]
      if let id, user.id != id { return false }
      if let since, user.version <= since { return false }
      if (activeOnly || noRetired) && !user.isActive { return false }
      return !retiredOnly || !user.isActive
    }
    return try page(
      exchange, "users", count: found.count, version: usersVersion.text(scope: scope)
    ) {
      write(users.rows[found[$0]], into: &$1)
    }
  }

  private func write(_ user: UserRecord, into bytes: inout [UInt8]) {
    var json = JSONText(capacity: 200)
    json.beginObject()
    json.set("clientUserId", userIDs[user.id])
    json.set("status", user.status.rawValue)
    let optional = [
      ("email", user.email), ("inviteCode", user.inviteCode), ("idHash", user.idHash),
    ]
    for (name, value) in optional {
      json.set(name, ifPresent: value)
      if value == nil && switches.nullsForMissing { json.setNull(name) }
    }
    if switches.unknownMembers { Self.writeUnknown(into: &json) }
    json.endObject()
    bytes.append(contentsOf: json.bytes)
  }

  /// A serial number as the location looks it up.
  func spelled(_ serial: String) -> String {
    switches.serialsIgnoreCase ? serial.uppercased() : serial
  }
}

/// The filters of Get Assets (service-api.md 5.1).
struct AssetFilter {
  let adamId: String?
  let productType: String?
  let pricingParam: String?
  let revocable: Bool?
  let deviceAssignable: Bool?
  let unlimited: Bool?
  let available: ClosedRange<Int>
  let assigned: ClosedRange<Int>

  init(_ call: Call) throws(ServiceFailure) {
    adamId = call.query["adamId"]
    productType = call.query["productType"]
    pricingParam = call.query["pricingParam"]
    revocable = try call.flag("revocable")
    deviceAssignable = try call.flag("deviceAssignable")
    unlimited = try call.flag("unlimited")
    available = try Self.range(call, "AvailableCount")
    assigned = try Self.range(call, "AssignedCount")
  }

  func matches(_ asset: AssetRecord) -> Bool {
    if let adamId, asset.adamId != adamId { return false }
    if let productType, productType != (asset.isBook ? "Book" : "App") { return false }
    if let pricingParam, asset.pricingParam != pricingParam { return false }
    if let revocable, asset.revocable != revocable { return false }
    if let deviceAssignable, asset.deviceAssignable != deviceAssignable { return false }
    if let unlimited, asset.isUnlimited != unlimited { return false }
    return available.contains(asset.available) && assigned.contains(asset.assigned)
  }

  private static func range(
    _ call: Call, _ name: String
  ) throws(ServiceFailure) -> ClosedRange<Int> {
    let low = try call.number("min\(name)") ?? Int.min
    let high = try call.number("max\(name)") ?? Int.max
    guard low <= high else { throw ServiceFailure(9602) }
    return low...high
  }
}
