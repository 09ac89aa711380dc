package import FoundationEssentials

/// Who manages a location, as every response may tell (service-api.md section 2.1).
package struct MDMInfo: Hashable, Sendable {
  /// The identifier of the client; the only part that is compared.
  package var id: String
  /// The client's name for people.
  package var name: String
  /// Free text of the client; ours is the version.
  package var metadata: String

  /// Joins the three parts.
  package init(id: String, name: String, metadata: String) {
    self.id = id
    self.name = name
    self.metadata = metadata
  }
}

/// The fields that nearly every response carries beside its answer (service-api.md section 2.1).
package struct ResponseMeta: Hashable, Sendable {
  /// The location's identifier in the service.
  package var uID: String?
  /// Who manages the location; `nil` says nothing, an empty `id` is read as `nil` (product.md section 4).
  package var mdmInfo: MDMInfo?
  /// When the token ends, where the service says so.
  package var tokenExpirationDate: Date?
  /// How far this machine's clock is ahead of the service's, where it is more than five minutes off.
  package var clockDifference: Duration?

  /// Joins the three parts.
  package init(uID: String? = nil, mdmInfo: MDMInfo? = nil, tokenExpirationDate: Date? = nil) {
    self.uID = uID
    self.mdmInfo = mdmInfo
    self.tokenExpirationDate = tokenExpirationDate
  }
}

/// The identifier the service gives an accepted change (service-api.md section 5.5).
package struct EventID: RawRepresentable, Hashable, Sendable {
  /// The service's text.
  package let rawValue: String

  /// Takes the service's text as it is.
  package init(rawValue: String) {
    self.rawValue = rawValue
  }
}
