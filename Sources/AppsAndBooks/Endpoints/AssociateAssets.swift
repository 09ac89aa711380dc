import FoundationEssentials

/// What associate and disassociate carry: the cross product of assets and holders of one kind.
package struct ManageAssetsRequest: Hashable, Sendable {
  /// The assets.
  package var assets: [AssetID]
  /// The client users, or none if `serialNumbers` has some.
  package var clientUserIDs: [ClientUserID]
  /// The serial numbers, or none if `clientUserIDs` has some.
  package var serialNumbers: [SerialNumber]

  /// Describes a request.
  package init(
    assets: [AssetID], clientUserIDs: [ClientUserID] = [], serialNumbers: [SerialNumber] = []
  ) {
    self.assets = assets
    self.clientUserIDs = clientUserIDs
    self.serialNumbers = serialNumbers
  }

  /// The number of pairs it touches.
  package var pairCount: Int { assets.count * (clientUserIDs.count + serialNumbers.count) }

  /// Every pair it touches, asset by asset.
  package var pairs: [Assignment] {
    let holders =
      clientUserIDs.map { Holder.clientUser($0) } + serialNumbers.map { Holder.device($0) }
    return assets.flatMap { asset in holders.map { Assignment(asset: asset, holder: $0) } }
  }

  struct Wire: Encodable {
    struct AssetWire: Encodable {
      var adamId: String
      var pricingParam: String
    }
    var assets: [AssetWire]
    var clientUserIds: [String]?
    var serialNumbers: [String]?
  }

  func body() throws -> [UInt8] {
    try JSONRequest.bytes(
      of: Wire(
        assets: assets.map {
          Wire.AssetWire(adamId: $0.adamID.rawValue, pricingParam: $0.pricingParam.rawValue)
        }, clientUserIds: clientUserIDs.isEmpty ? nil : clientUserIDs.map(\.rawValue),
        serialNumbers: serialNumbers.isEmpty ? nil : serialNumbers.map(\.rawValue)))
  }
}

/// Associate Assets: assigns (service-api.md section 5.3).
struct AssociateAssets: PostEndpoint {
  static let name = "Associate Assets"
  static let urlKey = "associateAssets"
  static let path = "/assets/associate"

  var request: ManageAssetsRequest

  func body() throws -> [UInt8] { try request.body() }

  func decode(_ body: [UInt8]) throws(BodyError) -> Reply<EventID> { try EventAnswer.decode(body) }
}

/// The answer to every asynchronous change: accepted, and under which event (service-api.md section 5.5).
enum EventAnswer {
  struct Wire: Decodable {
    var eventId: String
  }

  /// Whether a body names an event, whatever else it says.
  static func isNamed(in body: [UInt8]) -> Bool {
    (try? JSONDecoder().decode(Wire.self, from: Data(body)))?.eventId.isEmpty == false
  }

  static func decode(_ body: [UInt8]) throws(BodyError) -> Reply<EventID> {
    try JSONBody.read(body, as: Wire.self) { wire, _ throws(BodyError) in
      guard !wire.eventId.isEmpty else { throw BodyError(reason: "«eventId» is empty") }
      return EventID(rawValue: wire.eventId)
    }
  }
}
