package import AppsAndBooks
package import FoundationEssentials
import Synchronization

/// Why the store could not do what was asked.
package enum LocationStoreError: Error, Hashable, Sendable, CustomStringConvertible {
  /// There is no client: offline, or no token.
  case offline
  /// There is no complete list to which changes could be added.
  case nothingToTopUp

  /// What happened and what to do next, for the person.
  package var description: String {
    switch self {
    case .offline: "This needs the service, and Purser is offline. Run it again without --offline."
    case .nothingToTopUp: "This location was not read completely yet. Run purser sync first."
    }
  }
}

/// The snapshot of one location: read from the cache, synced with the service, told to whoever listens.
package actor LocationStore {
  /// The location.
  nonisolated package let location: LocationIdentity
  /// Where answers and failures are noted.
  nonisolated package let board: StatusBoard
  let client: APIClient?
  nonisolated let cache: LocationCache?
  let timeline: Timeline
  let now: @Sendable () -> Date

  private nonisolated let published: Mutex<LocationSnapshot>
  nonisolated let snapshotBroadcast = Broadcast<LocationSnapshot>()
  nonisolated let progressBroadcast = Broadcast<SyncProgress>()
  let turns = TurnQueue()
  /// What the next increment asks from.
  var versions = ListVersions()
  var names = NameBook()
  var labelled: [LabelledDevice] = []
  /// What fresh reads and operations entered while a sync runs; the sync enters it again at its end.
  var enteredMeanwhile: [Entry] = []
  var syncsRunning = 0
  var lastProgressAt: Duration?

  /// Makes a store; reads nothing yet.
  ///
  /// Without a client only the cache is read; without a cache nothing is kept. The board is the one the client observes into.
  package init(
    location: LocationIdentity, client: APIClient?, cache: LocationCache?, board: StatusBoard,
    clock: any Clock<Duration>, now: @escaping @Sendable () -> Date
  ) {
    self.location = location
    self.client = client
    self.cache = cache
    self.board = board
    self.now = now
    timeline = Timeline(clock)
    published = Mutex(LocationSnapshot(empty: location))
    if let uID = location.uID { client?.bind(uID: uID) }
  }

  /// The newest snapshot; costs nothing and waits for nobody.
  nonisolated package func current() -> LocationSnapshot {
    published.withLock { $0 }
  }

  /// How the location stands with the service.
  nonisolated package func status() -> LocationStatus { board.status }

  /// What of the cache could not be read or written, one text each.
  nonisolated package var cacheProblems: [String] { cache?.problems ?? [] }

  /// Every snapshot from now on, the newest where the reader is slower.
  nonisolated package var snapshots: AsyncStream<LocationSnapshot> { snapshotBroadcast.stream() }

  /// The progress of syncs from now on.
  nonisolated package var progress: AsyncStream<SyncProgress> { progressBroadcast.stream() }

  /// Makes a snapshot of a model the current one and tells it.
  @discardableResult
  func publish(
    _ model: inout LocationModel, table: AssignmentTable,
    _ finish: (inout LocationSnapshot) -> Void
  ) -> LocationSnapshot {
    names.apply(to: &model)
    var snapshot = model.snapshot(
      of: location, generation: current().generation + 1, assignments: table)
    finish(&snapshot)
    let done = snapshot
    published.withLock { $0 = done }
    snapshotBroadcast.send(done)
    return done
  }

  /// The client, or the error that says that there is none.
  func reader() throws -> APIClient {
    guard let client else { throw LocationStoreError.offline }
    return client
  }
}

/// From which version of each list the next increment asks.
struct ListVersions: Hashable, Sendable {
  var users: String?
  var assignments: String?
  /// When the last walk over everything ended.
  var fullWalkAt: Date?
}

/// What is entered into the snapshot beside a sync.
enum Entry: Sendable {
  /// All that holders have, or that is held of adam IDs.
  case read(holders: [Holder], adamIDs: [AdamID], assignments: [Assignment])
  /// What an operation verified.
  case verified(added: [Assignment], removed: [Assignment])
  /// The assets as they are now.
  case assets([Asset])
  /// All rows of some client users.
  case users([ClientUser])
}
