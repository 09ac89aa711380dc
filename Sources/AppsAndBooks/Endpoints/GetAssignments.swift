/// Get Assignments: all of the location, of an asset, of a holder, or what changed (service-api.md section 5.2).
package struct GetAssignments: Endpoint, PagedEndpoint {
  package static let name = "Get Assignments"
  package static let urlKey = "getAssignments"
  package static let path = "/assignments"
  package static let policy = RetryPolicy.page
  package static let maxBodyBytes = 16 << 20

  /// The page asked for; the first one if `nil`.
  package var pageIndex: Int?
  /// Only of this adam ID; both its variants.
  package var adamID: AdamID?
  /// Only of this client user.
  package var clientUserID: ClientUserID?
  /// Only of this device.
  package var serialNumber: SerialNumber?
  /// Only what changed since this version of the list.
  package var sinceVersionID: String?

  /// Asks for a page.
  package init(
    adamID: AdamID? = nil, clientUserID: ClientUserID? = nil, serialNumber: SerialNumber? = nil,
    sinceVersionID: String? = nil, pageIndex: Int? = nil
  ) {
    self.adamID = adamID
    self.clientUserID = clientUserID
    self.serialNumber = serialNumber
    self.sinceVersionID = sinceVersionID
    self.pageIndex = pageIndex
  }

  /// Asks for everything one holder has.
  package init(holder: Holder) {
    switch holder {
    case .clientUser(let id): self.init(clientUserID: id)
    case .device(let serial): self.init(serialNumber: serial)
    }
  }

  package var query: [QueryItem] {
    var items: [QueryItem] = []
    if let adamID { items.append(QueryItem("adamId", adamID.rawValue)) }
    if let clientUserID { items.append(QueryItem("clientUserId", clientUserID.rawValue)) }
    if let serialNumber { items.append(QueryItem("serialNumber", serialNumber.rawValue)) }
    if let sinceVersionID { items.append(QueryItem("sinceVersionId", sinceVersionID)) }
    if let pageIndex { items.append(QueryItem("pageIndex", String(pageIndex))) }
    return items
  }

  package func decode(_ body: [UInt8]) throws(BodyError) -> Reply<AssignmentsPage> {
    try ListBody.assignments(body)
  }
}
