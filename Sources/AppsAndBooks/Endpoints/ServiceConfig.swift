/// The service's current limits and addresses (service-api.md section 3).
package struct ServiceConfig: Hashable, Sendable {
  /// The limits.
  package var limits: Limits
  /// The addresses by their keys, as the service wrote them; untrusted.
  package var urls: [String: String]

  /// Joins both.
  package init(limits: Limits = Limits(), urls: [String: String] = [:]) {
    self.limits = limits
    self.urls = urls
  }
}

/// How much one request may carry; what the service leaves out has the value of its documentation.
package struct Limits: Hashable, Sendable {
  /// Assets per associate and disassociate.
  package var maxAssets = 25
  /// Client users per associate and disassociate.
  package var maxClientUserIDs = 1000
  /// Serial numbers per associate and disassociate.
  package var maxSerialNumbers = 1000
  /// Client users per revoke.
  package var maxRevokeClientUserIDs = 100
  /// Serial numbers per revoke.
  package var maxRevokeSerialNumbers = 100
  /// Client users per create, update and retire.
  package var maxUsers = 100
  /// Requests per second of the whole location; `nil` when not said.
  package var maxRequestPerSecond: Int?
  /// Characters of a client's id.
  package var maxMDMIDLength = 100
  /// Characters of a client's name.
  package var maxMDMNameLength = 100
  /// Characters of a client's metadata.
  package var maxMDMMetadataLength = 255

  /// The documented values.
  package init() {}

  /// Reads the service's open map; a value below one is not believed.
  init(wire: [String: Int]) {
    func read(_ key: String, _ limit: inout Int) {
      if let value = wire[key], value > 0 { limit = value }
    }
    read("maxAssets", &maxAssets)
    read("maxClientUserIds", &maxClientUserIDs)
    read("maxSerialNumbers", &maxSerialNumbers)
    read("maxRevokeClientUserIds", &maxRevokeClientUserIDs)
    read("maxRevokeSerialNumbers", &maxRevokeSerialNumbers)
    read("maxUsers", &maxUsers)
    read("maxMdmIdLength", &maxMDMIDLength)
    read("maxMdmNameLength", &maxMDMNameLength)
    read("maxMdmMetadataLength", &maxMDMMetadataLength)
    maxRequestPerSecond = wire["maxRequestPerSecond"].flatMap { $0 > 0 ? $0 : nil }
  }
}

/// Service Config: asked without the token.
struct GetServiceConfig: Endpoint {
  static let name = "Service Config"
  static let urlKey = "serviceConfig"
  static let path = "/service/config"
  static let policy = RetryPolicy.config
  static let needsToken = false

  struct Wire: Decodable {
    var limits: [String: Int?]?
    var urls: [String: String?]?
  }

  func decode(_ body: [UInt8]) throws(BodyError) -> Reply<ServiceConfig> {
    try JSONBody.read(body, as: Wire.self) { wire, _ in
      ServiceConfig(
        limits: Limits(wire: (wire.limits ?? [:]).compactMapValues { $0 }),
        urls: (wire.urls ?? [:]).compactMapValues { $0 })
    }
  }
}
