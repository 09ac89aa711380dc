import AppsAndBooks
import LocationStore
import Operations

/// The reads of operations, with Client Config told to the status board too.
struct ObservedReader: ChangeReading {
  private let reader: ServiceReader
  private let board: StatusBoard

  init(_ reader: ServiceReader, _ board: StatusBoard) {
    self.reader = reader
    self.board = board
  }

  var host: String { reader.host }
  var requestCount: Int { reader.requestCount }

  func limits(maxAge: Duration) async throws -> Limits { try await reader.limits(maxAge: maxAge) }

  func clientConfig() async throws -> ClientConfig {
    let config = try await reader.clientConfig()
    board.observe(clientConfig: config.meta)
    return config
  }

  func assets(_ adamID: AdamID?) async throws -> AssetReading { try await reader.assets(adamID) }

  func assignments(_ query: GetAssignments) async throws -> [Assignment] {
    try await reader.assignments(query)
  }

  func users(_ query: GetUsers) async throws -> [ClientUser] { try await reader.users(query) }

  func eventStatus(_ id: EventID) async throws -> EventStatus {
    try await reader.eventStatus(id)
  }
}

/// Reads of a session that asks nobody.
struct OfflineReader: ChangeReading {
  var host: String { "" }
  var requestCount: Int { 0 }

  func limits(maxAge: Duration) async throws -> Limits { throw LocationStoreError.offline }
  func clientConfig() async throws -> ClientConfig { throw LocationStoreError.offline }
  func assets(_ adamID: AdamID?) async throws -> AssetReading { throw LocationStoreError.offline }
  func assignments(_ query: GetAssignments) async throws -> [Assignment] {
    throw LocationStoreError.offline
  }
  func users(_ query: GetUsers) async throws -> [ClientUser] { throw LocationStoreError.offline }
  func eventStatus(_ id: EventID) async throws -> EventStatus { throw LocationStoreError.offline }
}
