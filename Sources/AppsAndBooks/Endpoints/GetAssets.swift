/// Get Assets: the whole list or one asset; it knows no `sinceVersionId` (service-api.md section 5.1).
package struct GetAssets: Endpoint, PagedEndpoint {
  package static let name = "Get Assets"
  package static let urlKey = "getAssets"
  package static let path = "/assets"
  package static let policy = RetryPolicy.page
  package static let maxBodyBytes = 16 << 20

  /// The page asked for; the first one if `nil`.
  package var pageIndex: Int?
  /// Only the variants of this adam ID.
  package var adamID: AdamID?

  /// Asks for a page.
  package init(adamID: AdamID? = nil, pageIndex: Int? = nil) {
    self.adamID = adamID
    self.pageIndex = pageIndex
  }

  package var query: [QueryItem] {
    var items: [QueryItem] = []
    if let adamID { items.append(QueryItem("adamId", adamID.rawValue)) }
    if let pageIndex { items.append(QueryItem("pageIndex", String(pageIndex))) }
    return items
  }

  package func decode(_ body: [UInt8]) throws(BodyError) -> Reply<Page<Asset>> {
    try ListBody.assets(body)
  }
}
