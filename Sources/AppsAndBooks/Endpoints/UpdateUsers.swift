/// Update Users (service-api.md section 6.2).
struct UpdateUsers: PostEndpoint {
  static let name = "Update Users"
  static let urlKey = "updateUsers"
  static let path = "/users/update"

  var users: [UserChange]

  func body() throws -> [UInt8] { try UserChange.body(of: users) }

  func decode(_ body: [UInt8]) throws(BodyError) -> Reply<EventID> { try EventAnswer.decode(body) }
}
