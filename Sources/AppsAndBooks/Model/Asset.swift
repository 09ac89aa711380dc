/// What kind of content an asset is: an open set, since the service may add words.
package struct ProductType: RawRepresentable, Hashable, Sendable {
  /// The service's word, `App` or `Book` today.
  package let rawValue: String

  /// Takes the service's word as it is.
  package init(rawValue: String) {
    self.rawValue = rawValue
  }

  /// An app.
  package static let app = ProductType(rawValue: "App")
  /// A book: for users only, and spent for good once assigned (Apple's article, «Overview»).
  package static let book = ProductType(rawValue: "Book")
}

/// An asset of the location as Get Assets describes it; everything but the identity may be missing.
///
/// Counts are licences. `retiredCount` lies outside `totalCount` (service-api.md section 5.1, C11).
package struct Asset: Hashable, Sendable {
  /// Adam ID and pricing param.
  package var id: AssetID
  /// App, book, or a word we do not know.
  package var productType: ProductType?
  /// Licences assigned now.
  package var assignedCount: Int?
  /// Licences that can be assigned.
  package var availableCount: Int?
  /// Licences bought.
  package var totalCount: Int?
  /// Licences no longer valid, outside the total.
  package var retiredCount: Int?
  /// Whether a serial number can hold it.
  package var deviceAssignable: Bool?
  /// Whether an assignment can be taken back.
  package var revocable: Bool?
  /// The platforms in the service's words, such as `iOS` or `macOS`.
  package var supportedPlatforms: [String]

  /// Describes an asset; what is not named is not known.
  package init(
    id: AssetID, productType: ProductType? = nil, assignedCount: Int? = nil,
    availableCount: Int? = nil, totalCount: Int? = nil, retiredCount: Int? = nil,
    deviceAssignable: Bool? = nil, revocable: Bool? = nil, supportedPlatforms: [String] = []
  ) {
    self.id = id
    self.productType = productType
    self.assignedCount = assignedCount
    self.availableCount = availableCount
    self.totalCount = totalCount
    self.retiredCount = retiredCount
    self.deviceAssignable = deviceAssignable
    self.revocable = revocable
    self.supportedPlatforms = supportedPlatforms
  }

  /// Whether the service means «unlimited»: a total of 2147483647 (service-api.md section 5.1).
  ///
  /// No arithmetic is done on the counts of such an asset.
  package var isUnlimited: Bool { totalCount == 2_147_483_647 }

  /// Whether the service's counts contradict each other: one is negative, or used and left do not make the total.
  ///
  /// Retired licences may stand inside the total or outside. Nothing is derived from such counts.
  package var countsDisagree: Bool {
    guard !isUnlimited else { return false }
    if [assignedCount, availableCount, totalCount, retiredCount].contains(where: { $0 ?? 0 < 0 }) {
      return true
    }
    guard let assignedCount, let availableCount, let totalCount else { return false }
    let (sum, overflow) = assignedCount.addingReportingOverflow(availableCount)
    return overflow || (sum != totalCount && totalCount - (retiredCount ?? 0) != sum)
  }

  /// Whether it is a book by the service's own word.
  package var isBook: Bool { productType == .book }

  /// Whether a serial number can hold it: the service's flag, else «not for books».
  package var canGoToDevices: Bool { deviceAssignable ?? !isBook }

  /// Whether an assignment can be taken back: the service's flag, else «not for books».
  package var canBeReclaimed: Bool { revocable ?? !isBook }
}
