/// Retire Users (service-api.md section 6.2).
struct RetireUsers: PostEndpoint {
  static let name = "Retire Users"
  static let urlKey = "retireUsers"
  static let path = "/users/retire"

  var users: [UserChange]

  func body() throws -> [UInt8] { try UserChange.body(of: users) }

  func decode(_ body: [UInt8]) throws(BodyError) -> Reply<EventID> { try EventAnswer.decode(body) }
}
