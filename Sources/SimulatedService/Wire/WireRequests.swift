/// An asset as requests name it; without `pricingParam` it is the standard quality.
struct AssetKey: Decodable, Hashable, Sendable {
  var adamId: String
  var pricingParam: String

  enum CodingKeys: String, CodingKey {
    case adamId, pricingParam
  }

  init(adamId: String, pricingParam: String = "STDQ") {
    self.adamId = adamId
    self.pricingParam = pricingParam
  }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    adamId = try values.decode(String.self, forKey: .adamId)
    pricingParam = try values.decodeIfPresent(String.self, forKey: .pricingParam) ?? "STDQ"
  }
}

/// ManageAssetsRequest and RevokeAssetsRequest.
struct ManageAssetsBody: Decodable {
  var assets: [AssetKey]?
  var clientUserIds: [String]?
  var serialNumbers: [String]?
}

/// ManageUsersRequest.
struct ManageUsersBody: Decodable {
  struct User: Decodable, Sendable {
    var clientUserId: String?
    var email: String?
    var managedAppleId: String?
  }
  var users: [User]?
}

/// ClientConfigRequest.
struct ClientConfigBody: Decodable {
  struct Client: Decodable {
    var id: String?
    var name: String?
    var metadata: String?
  }
  var mdmInfo: Client?
  var notificationUrl: String?
  var notificationAuthToken: String?
  var notificationTypes: [String]?
}
