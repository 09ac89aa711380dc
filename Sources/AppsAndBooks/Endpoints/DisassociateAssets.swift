/// Disassociate Assets: reclaims (service-api.md section 5.3).
struct DisassociateAssets: PostEndpoint {
  static let name = "Disassociate Assets"
  static let urlKey = "disassociateAssets"
  static let path = "/assets/disassociate"

  var request: ManageAssetsRequest

  func body() throws -> [UInt8] { try request.body() }

  func decode(_ body: [UInt8]) throws(BodyError) -> Reply<EventID> { try EventAnswer.decode(body) }
}
