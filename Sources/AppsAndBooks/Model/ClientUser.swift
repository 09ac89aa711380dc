/// The identifier a location gave a client user; any text, compared exactly.
package struct ClientUserID: RawRepresentable, Hashable, Sendable, Comparable {
  /// The text exactly as the service has it.
  package let rawValue: String

  /// Takes the text as it is.
  package init(rawValue: String) {
    self.rawValue = rawValue
  }

  /// Orders by the text.
  package static func < (a: ClientUserID, b: ClientUserID) -> Bool { a.rawValue < b.rawValue }
}

/// Where a client user stands (service-api.md section 6.1): an open set.
package struct ClientUserStatus: RawRepresentable, Hashable, Sendable {
  /// The service's word.
  package let rawValue: String

  /// Takes the service's word as it is.
  package init(rawValue: String) {
    self.rawValue = rawValue
  }

  /// Created, the invitation not taken yet.
  package static let registered = ClientUserStatus(rawValue: "Registered")
  /// An Apple Account belongs to it.
  package static let associated = ClientUserStatus(rawValue: "Associated")
  /// Gone; books stay spent.
  package static let retired = ClientUserStatus(rawValue: "Retired")
  /// Retired, and its Apple Account is used by a newer user.
  package static let deleted = ClientUserStatus(rawValue: "Deleted")

  /// Whether such a user can hold new assets; an unknown word counts as active.
  package var isActive: Bool { self != .retired && self != .deleted }
}

/// A client user of the location.
package struct ClientUser: Hashable, Sendable {
  /// The identifier; may repeat among retired users.
  package var id: ClientUserID
  /// The mail address, if the location has one.
  package var email: String?
  /// Registered, associated, retired, deleted, or a word we do not know.
  package var status: ClientUserStatus?
  /// The code of the invitation, while registered.
  package var inviteCode: String?
  /// The service's hash of the Apple Account, once associated.
  package var idHash: String?

  /// Describes a client user; what is not named is not known.
  package init(
    id: ClientUserID, email: String? = nil, status: ClientUserStatus? = nil,
    inviteCode: String? = nil, idHash: String? = nil
  ) {
    self.id = id
    self.email = email
    self.status = status
    self.inviteCode = inviteCode
    self.idHash = idHash
  }

  /// Whether it can hold new assets; a missing status counts as active.
  package var isActive: Bool { status?.isActive ?? true }
}
