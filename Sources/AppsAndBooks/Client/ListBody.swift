/// Reads the bodies of the three list endpoints.
enum ListBody {
  struct PagingWire: Decodable {
    var currentPageIndex: Int?
    var nextPageIndex: Int?
    var totalPages: Int?
    var size: Int?
    var versionId: String?

    var paging: Paging {
      Paging(
        currentPageIndex: currentPageIndex, nextPageIndex: nextPageIndex, totalPages: totalPages,
        size: size, versionID: versionId)
    }
  }

  struct AssetWire: Decodable {
    var adamId: String
    var pricingParam: String?
    var productType: String?
    var assignedCount: Int?
    var availableCount: Int?
    var totalCount: Int?
    var retiredCount: Int?
    var deviceAssignable: Bool?
    var revocable: Bool?
    var supportedPlatforms: [String]?
  }
  struct AssetsWire: Decodable {
    var assets: [AssetWire]?
    var paging: Paging
    enum K: CodingKey { case assets }
    init(from d: any Decoder) throws {
      assets = try d.container(keyedBy: K.self).decodeIfPresent([AssetWire].self, forKey: .assets)
      paging = try PagingWire(from: d).paging
    }
  }
  static func assets(_ body: [UInt8]) throws(BodyError) -> Reply<Page<Asset>> {
    try JSONBody.read(body, as: AssetsWire.self) { wire, meta in
      Page(
        elements: (wire.assets ?? []).map {
          Asset(
            id: AssetID(
              AdamID(rawValue: $0.adamId),
              $0.pricingParam.map(PricingParam.init(rawValue:)) ?? .standard),
            productType: $0.productType.map(ProductType.init(rawValue:)),
            assignedCount: $0.assignedCount, availableCount: $0.availableCount,
            totalCount: $0.totalCount, retiredCount: $0.retiredCount,
            deviceAssignable: $0.deviceAssignable, revocable: $0.revocable,
            supportedPlatforms: $0.supportedPlatforms ?? [])
        }, paging: wire.paging, meta: meta)
    }
  }
  struct UserWire: Decodable {
    var clientUserId: String
    var email: String?
    var status: String?
    var inviteCode: String?
    var idHash: String?
  }
  struct UsersWire: Decodable {
    var users: [UserWire]?
    var paging: Paging
    enum K: CodingKey { case users }
    init(from d: any Decoder) throws {
      users = try d.container(keyedBy: K.self).decodeIfPresent([UserWire].self, forKey: .users)
      paging = try PagingWire(from: d).paging
    }
  }
  static func users(_ body: [UInt8]) throws(BodyError) -> Reply<Page<ClientUser>> {
    try JSONBody.read(body, as: UsersWire.self) { wire, meta in
      Page(
        elements: (wire.users ?? []).map {
          ClientUser(
            id: ClientUserID(rawValue: $0.clientUserId), email: $0.email,
            status: $0.status.map(ClientUserStatus.init(rawValue:)), inviteCode: $0.inviteCode,
            idHash: $0.idHash)
        }, paging: wire.paging, meta: meta)
    }
  }
  struct RowWire: Decodable {
    var adamId: String
    var pricingParam: String?
    var clientUserId: String?
    var serialNumber: String?
  }
  struct RowsWire: Decodable {
    var assignments: [RowWire]?
    var paging: Paging
    enum K: CodingKey { case assignments }
    init(from d: any Decoder) throws {
      assignments = try d.container(keyedBy: K.self).decodeIfPresent(
        [RowWire].self, forKey: .assignments)
      paging = try PagingWire(from: d).paging
    }
  }
  static func assignments(_ body: [UInt8]) throws(BodyError) -> Reply<AssignmentsPage> {
    try JSONBody.read(body, as: RowsWire.self) { wire, meta throws(BodyError) in
      var bytes: [UInt8] = []
      var rows: [AssignmentsPage.RowPlace] = []
      func add(_ text: String) -> AssignmentsPage.Range32 {
        let start = UInt32(bytes.count)
        bytes += text.utf8
        return .init(start: start, count: UInt32(bytes.count) - start)
      }
      for row in wire.assignments ?? [] {
        guard (row.clientUserId == nil) != (row.serialNumber == nil) else {
          throw BodyError(reason: "a row has no holder")
        }
        rows.append(
          .init(
            adamID: add(row.adamId), pricingParam: add(row.pricingParam ?? "STDQ"),
            holder: add(row.clientUserId ?? row.serialNumber ?? ""),
            holderIsDevice: row.clientUserId == nil))
      }
      return AssignmentsPage(paging: wire.paging, meta: meta, bytes: bytes, rows: rows)
    }
  }
}
