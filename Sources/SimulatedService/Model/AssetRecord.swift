/// An asset of the simulated location, with what the metadata lookup knows about it.
struct AssetRecord: Sendable {
  var adamId: String
  var pricingParam = "STDQ"
  var isBook = false
  var assigned = 0
  /// The licences owned; 2147483647 for an unlimited asset.
  var total = 0
  var retired = 0
  var deviceAssignable = true
  var revocable = true
  var platforms = ["iOS"]
  /// Nil for a custom app, which the lookup does not show.
  var name: String?
  var developer = ""
  var bundleId = ""
  var genre = ""
  /// Sold in the location's own storefront only.
  var isLocal = true
  /// A deviation that Get Assets reports in `assignedCount`, for tests of counts that disagree.
  var skew = 0

  /// What `totalCount` says of an asset without limit (service-api.md 5.1).
  static let unlimited = 2_147_483_647

  var isUnlimited: Bool { total == Self.unlimited }
  var available: Int { total - assigned }
}
