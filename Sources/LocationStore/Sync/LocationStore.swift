package import AppsAndBooks
package import FoundationEssentials
import Synchronization

/// Why the store could not do what was asked.
package enum LocationStoreError: Error, Hashable, Sendable {
  /// There is no client: offline, or no token.
  case offline
}

/// The snapshot of one location: read from the cache, synced with the service, told to whoever listens.
package actor LocationStore {
  /// The location.
  nonisolated package let location: LocationIdentity
  private nonisolated let published: Mutex<LocationSnapshot>
  private nonisolated let snapshotBroadcast = Broadcast<LocationSnapshot>()
  private nonisolated let progressBroadcast = Broadcast<SyncProgress>()
  private let now: @Sendable () -> Date

  /// Makes a store; reads nothing yet.
  package init(location: LocationIdentity, now: @escaping @Sendable () -> Date) {
    self.location = location
    self.now = now
    published = Mutex(LocationSnapshot(empty: location))
  }

  /// The newest snapshot; costs nothing and waits for nobody.
  nonisolated package func current() -> LocationSnapshot {
    published.withLock { $0 }
  }

  /// Every snapshot from now on, the newest where the reader is slower.
  nonisolated package var snapshots: AsyncStream<LocationSnapshot> { snapshotBroadcast.stream() }

  /// The progress of syncs from now on.
  nonisolated package var progress: AsyncStream<SyncProgress> { progressBroadcast.stream() }

  /// Reads the cache: the small files at once, the assignments after them.
  ///
  /// Each of both is published; `nil` if there is no usable cache.
  package func loadCache() async -> LocationSnapshot? {
    nil
  }

  /// Reads the location from the service, or what changed since the last time (product.md section 4).
  package func sync(full: Bool = false) async throws -> SyncReport {
    throw LocationStoreError.offline
  }

  /// Enters what an operation verified, so that panes and cache agree before the next sync.
  package func applyVerified(added: [Assignment], removed: [Assignment]) async {
  }

  /// Reads the assignments of a holder from the service and enters them.
  package func freshAssignments(of holder: Holder) async throws -> [Assignment] {
    throw LocationStoreError.offline
  }

  /// Reads the assignments of an asset from the service and enters them.
  package func freshAssignments(of asset: AssetID) async throws -> [Assignment] {
    throw LocationStoreError.offline
  }

  /// Reads Get Assets from the service and enters the counts.
  package func freshAssets() async throws -> [Asset] {
    throw LocationStoreError.offline
  }

  /// Takes the loaded device lists, in place of those before.
  package func setDeviceLists(_ devices: [ListedDevice]) async {
  }
}
