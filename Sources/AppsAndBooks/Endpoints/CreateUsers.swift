/// One client user in a request that creates, updates or retires (service-api.md section 6.2).
package struct UserChange: Hashable, Sendable {
  /// The identifier.
  package var id: ClientUserID
  /// The mail address, where it is to be set.
  package var email: String?
  /// The Managed Apple Account, where one is to be joined; not known to us afterwards.
  package var managedAppleID: String?

  /// Describes a change.
  package init(id: ClientUserID, email: String? = nil, managedAppleID: String? = nil) {
    self.id = id
    self.email = email
    self.managedAppleID = managedAppleID
  }

  struct Wire: Encodable {
    struct UserWire: Encodable {
      var clientUserId: String
      var email: String?
      var managedAppleId: String?
    }
    var users: [UserWire]
  }

  static func body(of changes: [UserChange]) throws -> [UInt8] {
    try JSONRequest.bytes(
      of: Wire(
        users: changes.map {
          Wire.UserWire(
            clientUserId: $0.id.rawValue, email: $0.email, managedAppleId: $0.managedAppleID)
        }))
  }
}

/// Create Users.
struct CreateUsers: PostEndpoint {
  static let name = "Create Users"
  static let urlKey = "createUsers"
  static let path = "/users/create"

  var users: [UserChange]

  func body() throws -> [UInt8] { try UserChange.body(of: users) }

  func decode(_ body: [UInt8]) throws(BodyError) -> Reply<EventID> { try EventAnswer.decode(body) }
}
