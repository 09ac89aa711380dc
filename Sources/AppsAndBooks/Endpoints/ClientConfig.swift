import FoundationEssentials

/// The location as the service describes it (service-api.md section 4).
///
/// The notification secret is never kept.
package struct ClientConfig: Hashable, Sendable {
  /// The storefront, `DE`.
  package var countryCode: String?
  /// `enterprisestore` or `volumestore`: for the metadata lookup.
  package var defaultPlatform: String?
  /// The location's name, untrusted.
  package var locationName: String?
  /// Apple's site for the location's people.
  package var websiteURL: String?
  /// The fields beside; without `mdmInfo` the location is unclaimed.
  package var meta: ResponseMeta

  /// Describes a location; what is not named is not known.
  package init(
    countryCode: String? = nil, defaultPlatform: String? = nil, locationName: String? = nil,
    websiteURL: String? = nil, meta: ResponseMeta = ResponseMeta()
  ) {
    self.countryCode = countryCode
    self.defaultPlatform = defaultPlatform
    self.locationName = locationName
    self.websiteURL = websiteURL
    self.meta = meta
  }

  struct Wire: Decodable {
    var countryISO2ACode: String?
    var defaultPlatform: String?
    var locationName: String?
    var websiteURL: String?
  }

  static func decode(_ body: [UInt8]) throws(BodyError) -> Reply<ClientConfig> {
    try JSONBody.read(body, as: Wire.self) { wire, meta in
      ClientConfig(
        countryCode: wire.countryISO2ACode, defaultPlatform: wire.defaultPlatform,
        locationName: wire.locationName, websiteURL: wire.websiteURL, meta: meta)
    }
  }
}

/// Client Config, reading.
struct GetClientConfig: Endpoint {
  static let name = "Client Config"
  static let urlKey = "clientConfig"
  static let path = "/client/config"
  static let policy = RetryPolicy.config

  func decode(_ body: [UInt8]) throws(BodyError) -> Reply<ClientConfig> {
    try ClientConfig.decode(body)
  }
}

/// Client Config, writing: `mdmInfo` alone, three empty strings to release the location (product.md section 4).
struct SetClientConfig: PostEndpoint {
  static let name = "Client Config"
  static let urlKey = "clientConfig"
  static let path = "/client/config"
  static let deadline = Duration.seconds(30)

  var mdmInfo: MDMInfo

  struct Wire: Encodable {
    struct Owner: Encodable {
      var id: String
      var metadata: String
      var name: String
    }
    var mdmInfo: Owner
  }

  func body() throws -> [UInt8] {
    try JSONRequest.bytes(
      of: Wire(
        mdmInfo: Wire.Owner(id: mdmInfo.id, metadata: mdmInfo.metadata, name: mdmInfo.name)))
  }

  func decode(_ body: [UInt8]) throws(BodyError) -> Reply<ClientConfig> {
    try ClientConfig.decode(body)
  }
}

/// Writes request bodies: the same value always gives the same bytes.
enum JSONRequest {
  static func bytes(of value: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(value))
  }
}
