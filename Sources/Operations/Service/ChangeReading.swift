package import AppsAndBooks
package import LocationStore

/// The reads a change needs; `ServiceReader` makes them of an `APIClient`.
package protocol ChangeReading: Sendable {
  /// The word for `"service"`.
  var host: String { get }
  /// Requests handed to the network so far.
  var requestCount: Int { get }
  /// The service's limits, at most `maxAge` old.
  func limits(maxAge: Duration) async throws -> Limits
  /// The location, and who manages it.
  func clientConfig() async throws -> ClientConfig
  /// Get Assets, all pages: the whole list, or the variants of one adam ID.
  func assets(_ adamID: AdamID?) async throws -> AssetReading
  /// Get Assignments, all pages, read again until the list held still (at most three times).
  func assignments(_ query: GetAssignments) async throws -> [Assignment]
  /// Get Users, all pages.
  func users(_ query: GetUsers) async throws -> [ClientUser]
  /// How far an event is; throws 9708 for an unknown one.
  func eventStatus(_ id: EventID) async throws -> EventStatus
}

/// What Get Assets told.
package struct AssetReading: Sendable, Equatable {
  /// The assets, each once.
  package var assets: [Asset]
  /// Who manages the location, by the newest page that said so.
  package var mdmInfo: MDMInfo?

  /// Joins the two.
  package init(assets: [Asset], mdmInfo: MDMInfo?) {
    self.assets = assets
    self.mdmInfo = mdmInfo
  }
}

/// The POSTs of a change, each sent once; `APIWriter` is one.
package protocol ChangeWriting: Sendable {
  /// Assigns.
  func associate(_ request: ManageAssetsRequest) async -> PostOutcome
  /// Reclaims.
  func disassociate(_ request: ManageAssetsRequest) async -> PostOutcome
  /// Reclaims everything revocable of holders.
  func revoke(_ request: RevokeAssetsRequest) async -> PostOutcome
  /// Creates client users.
  func createUsers(_ users: [UserChange]) async -> PostOutcome
  /// Changes client users.
  func updateUsers(_ users: [UserChange]) async -> PostOutcome
  /// Retires client users.
  func retireUsers(_ users: [UserChange]) async -> PostOutcome
  /// Writes who manages the location.
  func setClientConfig(mdmInfo: MDMInfo) async -> PostOutcome
}

extension APIWriter: ChangeWriting {}

/// What is known of a location without asking for more than what changed.
package protocol LocationKnowledge: Sendable {
  /// The newest snapshot.
  func current() -> LocationSnapshot
  /// Reads what changed since, and returns the snapshot then.
  ///
  /// - Throws: `LocationStoreError` where an increment can't be, or `APIError`.
  func topUp() async throws -> LocationSnapshot
  /// Enters what an operation verified.
  func applyVerified(added: [Assignment], removed: [Assignment]) async
  /// Reads the counts of the assets anew, once an operation is over.
  func refreshCounts() async
}

extension LocationStore: LocationKnowledge {
  /// An increment, never a full walk.
  package func topUp() async throws -> LocationSnapshot {
    _ = try await increment()
    return current()
  }

  /// Get Assets; a failure leaves the counts as they were.
  package func refreshCounts() async {
    _ = try? await freshAssets()
  }
}

/// The reads of a change over an API client.
package struct ServiceReader: ChangeReading {
  private let client: APIClient

  /// Reads with a client.
  package init(_ client: APIClient) {
    self.client = client
  }

  package var host: String { client.host }
  package var requestCount: Int { client.requestCount }

  package func limits(maxAge: Duration) async throws -> Limits {
    try await client.serviceConfig(maxAge: maxAge).limits
  }

  package func clientConfig() async throws -> ClientConfig { try await client.clientConfig() }

  package func assets(_ adamID: AdamID?) async throws -> AssetReading {
    var assets: [AssetID: Asset] = [:]
    var owner: MDMInfo?
    _ = try await client.pages(GetAssets(adamID: adamID)) { walked in
      for asset in walked.page.elements { assets[asset.id] = asset }
      owner = walked.page.meta.mdmInfo ?? owner
    }
    return AssetReading(assets: assets.values.sorted { $0.id < $1.id }, mdmInfo: owner)
  }

  package func assignments(_ query: GetAssignments) async throws -> [Assignment] {
    var rows: Set<Assignment> = []
    for _ in 0..<3 {
      rows = []
      let walk = try await client.pages(query) { walked in rows.formUnion(walked.page.assignments) }
      if !walk.moved { break }
    }
    return rows.sorted()
  }

  package func users(_ query: GetUsers) async throws -> [ClientUser] {
    var users: [ClientUser] = []
    _ = try await client.pages(query) { walked in users += walked.page.elements }
    return users
  }

  package func eventStatus(_ id: EventID) async throws -> EventStatus {
    try await client.eventStatus(id)
  }
}
