/// An assignment as the simulated location really holds it.
package struct AssignmentTruth: Hashable, Sendable {
  package var adamId: String
  package var pricingParam: String
  /// Exactly one of the two holders is set.
  package var clientUserId: String?
  package var serialNumber: String?
}

/// An asset as the simulated location really holds it.
package struct AssetTruth: Hashable, Sendable {
  package var adamId: String
  package var pricingParam: String
  /// What the metadata lookup tells, nil for a custom app.
  package var name: String?
  package var isBook: Bool
  package var assigned: Int
  package var available: Int
  /// 2147483647 for an unlimited asset.
  package var total: Int
  package var deviceAssignable: Bool
  package var revocable: Bool
}

/// A client user as the simulated location really holds it.
package struct UserTruth: Hashable, Sendable {
  package var clientUserId: String
  package var email: String?
  /// `Registered`, `Associated`, `Retired` or `Deleted`.
  package var status: String
  package var inviteCode: String?
}

/// An event as the simulated location really knows it.
package struct EventTruth: Hashable, Sendable {
  package var eventId: String
  /// `ASSOCIATE` and so on.
  package var type: String
  /// `PENDING`, `COMPLETE` or `FAILED`.
  package var status: String
  package var requested: Int
  package var completed: Int
  package var failed: Int
}
