/// Get Users (service-api.md section 6.1).
package struct GetUsers: Endpoint, PagedEndpoint {
  package static let name = "Get Users"
  package static let urlKey = "getUsers"
  package static let path = "/users"
  package static let policy = RetryPolicy.page
  package static let maxBodyBytes = 16 << 20

  /// Which users are asked for; the answer is to be filtered by `status` too, since the service may ignore it.
  package enum Scope: Sendable {
    /// All, active and retired.
    case all
    /// Active ones only, asked for in both documented ways (product.md section 4).
    case active
    /// Retired ones only.
    case retired
  }

  /// The page asked for; the first one if `nil`.
  package var pageIndex: Int?
  /// Which users.
  package var scope: Scope
  /// Only the rows of this identifier.
  package var clientUserID: ClientUserID?
  /// Only what changed since this version of the list.
  package var sinceVersionID: String?

  /// Asks for a page.
  package init(
    _ scope: Scope = .all, clientUserID: ClientUserID? = nil, sinceVersionID: String? = nil,
    pageIndex: Int? = nil
  ) {
    self.scope = scope
    self.clientUserID = clientUserID
    self.sinceVersionID = sinceVersionID
    self.pageIndex = pageIndex
  }

  package var query: [QueryItem] {
    var items: [QueryItem] = []
    switch scope {
    case .all: break
    case .active: items += [QueryItem("includeRetired", "0"), QueryItem("activeOnly", "true")]
    case .retired: items += [QueryItem("retiredOnly", "true")]
    }
    if let clientUserID { items.append(QueryItem("clientUserId", clientUserID.rawValue)) }
    if let sinceVersionID { items.append(QueryItem("sinceVersionId", sinceVersionID)) }
    if let pageIndex { items.append(QueryItem("pageIndex", String(pageIndex))) }
    return items
  }

  package func decode(_ body: [UInt8]) throws(BodyError) -> Reply<Page<ClientUser>> {
    try ListBody.users(body)
  }
}
