import Files

/// Which location this is.
package struct LocationIdentity: Hashable, Sendable {
  /// The name of its folders: the first 32 hex digits of SHA-256 of the service's `uId` (reliability.md 13.1).
  package var key: String
  /// The service's identifier, where an answer of this process told it; never written to the cache.
  package var uID: String?
  /// Our word for it, as in `campus-nord`.
  package var name: String
  /// The organization, from the token.
  package var organization: String

  /// Names a location.
  package init(key: String, uID: String? = nil, name: String, organization: String) {
    self.key = key
    self.uID = uID
    self.name = name
    self.organization = organization
  }

  /// Names a location by the service's identifier.
  package init(uID: String, name: String, organization: String) {
    self.init(key: Self.key(uID: uID), uID: uID, name: name, organization: organization)
  }

  /// The name of the folders of a `uId`.
  package static func key(uID: String) -> String { LocationKey(uID: uID).rawValue }
}
