/// What revoke carries: holders of one kind, who lose every revocable asset.
package struct RevokeAssetsRequest: Hashable, Sendable {
  /// The client users, or none if `serialNumbers` has some.
  package var clientUserIDs: [ClientUserID]
  /// The serial numbers, or none if `clientUserIDs` has some.
  package var serialNumbers: [SerialNumber]

  /// Describes a request.
  package init(clientUserIDs: [ClientUserID] = [], serialNumbers: [SerialNumber] = []) {
    self.clientUserIDs = clientUserIDs
    self.serialNumbers = serialNumbers
  }
}

/// Revoke Assets: reclaims everything revocable of its holders (service-api.md section 5.4).
struct RevokeAssets: PostEndpoint {
  static let name = "Revoke Assets"
  static let urlKey = "revokeAssets"
  static let path = "/assets/revoke"

  var request: RevokeAssetsRequest

  struct Wire: Encodable {
    var clientUserIds: [String]?
    var serialNumbers: [String]?
  }

  func body() throws -> [UInt8] {
    try JSONRequest.bytes(
      of: Wire(
        clientUserIds: request.clientUserIDs.isEmpty ? nil : request.clientUserIDs.map(\.rawValue),
        serialNumbers: request.serialNumbers.isEmpty ? nil : request.serialNumbers.map(\.rawValue)))
  }

  func decode(_ body: [UInt8]) throws(BodyError) -> Reply<EventID> { try EventAnswer.decode(body) }
}
