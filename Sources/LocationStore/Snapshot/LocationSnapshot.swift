package import AppsAndBooks
package import FoundationEssentials

/// How much of a list a snapshot holds.
package enum Completeness: String, Sendable, Comparable {
  /// Nothing was read yet.
  case none
  /// Some pages were read.
  case partial
  /// Everything the service had.
  case complete

  private var rank: Int {
    switch self {
    case .none: 0
    case .partial: 1
    case .complete: 2
    }
  }

  /// Orders by how much there is.
  package static func < (a: Completeness, b: Completeness) -> Bool { a.rank < b.rank }
}

/// Everything known of a location at one moment.
///
/// An immutable value of references: copying costs nothing, comparing compares the generation.
package struct LocationSnapshot: Sendable, Equatable {
  /// Where the contents come from.
  package enum Origin: Sendable {
    /// Read from the service by this process.
    case service
    /// Read from the cache, not compared with the service since.
    case cache
  }

  /// The location.
  package var location: LocationIdentity
  /// Grows with every snapshot of a store; equal generations of one location are equal contents.
  package var generation: Int
  /// When the newest complete sync ended.
  package var fetchedAt: Date?
  /// Where the contents come from.
  package var origin: Origin
  /// How much of the active client users is here.
  package var usersCompleteness: Completeness
  /// How much of the assets is here.
  package var assetsCompleteness: Completeness
  /// How much of the assignments is here.
  package var assignmentsCompleteness: Completeness
  /// Assets that would not hold still during the last sync.
  package var changing: [AssetID]
  /// The assets.
  package let assets: AssetTable
  /// The client users.
  package let users: UserTable
  /// The devices.
  package let devices: DeviceTable
  /// The assignments.
  package let assignments: AssignmentTable
  /// Orders and results of searches, kept as long as the snapshot.
  let searches: SearchCache

  /// Joins finished tables.
  init(
    location: LocationIdentity, generation: Int, assets: AssetTable, users: UserTable,
    devices: DeviceTable, assignments: AssignmentTable
  ) {
    self.location = location
    self.generation = generation
    self.assets = assets
    self.users = users
    self.devices = devices
    self.assignments = assignments
    origin = .service
    usersCompleteness = .none
    assetsCompleteness = .none
    assignmentsCompleteness = .none
    changing = []
    searches = SearchCache()
  }

  /// A location of which nothing is known yet.
  package init(empty location: LocationIdentity) {
    self.init(
      location: location, generation: 0, assets: AssetTable([]), users: UserTable.empty,
      devices: DeviceTable.empty, assignments: AssignmentTable())
  }

  /// Compares location and generation.
  package static func == (a: LocationSnapshot, b: LocationSnapshot) -> Bool {
    a.generation == b.generation && a.location == b.location
  }

  /// Whether all three lists are complete.
  package var isComplete: Bool {
    usersCompleteness == .complete && assetsCompleteness == .complete
      && assignmentsCompleteness == .complete
  }

  /// One assignment by its row; makes Strings, so for what is shown.
  package func assignment(_ row: Int) -> Assignment {
    Assignment(
      asset: assets.record(assignments.assetIndex(row)).asset.id,
      holder: holder(assignments.holder(row)))
  }

  /// A holder by its reference.
  package func holder(_ reference: HolderRef) -> Holder {
    switch reference {
    case .user(let row): .clientUser(users.id(row))
    case .device(let row): .device(SerialNumber(rawValue: devices.serial(row)))
    }
  }

  /// The reference of a holder, if the snapshot knows it.
  package func reference(of holder: Holder) -> HolderRef? {
    switch holder {
    case .clientUser(let id): users.index(of: id).map(HolderRef.user)
    case .device(let serial): devices.index(of: serial).map(HolderRef.device)
    }
  }

  /// How many assets a holder has.
  package func heldCount(_ holder: HolderRef) -> Int { assignments.rows(of: holder).count }

  /// The row of an assignment, if the snapshot has it.
  package func row(of assignment: Assignment) -> Int? {
    guard let asset = assets.index(of: assignment.asset),
      let holder = reference(of: assignment.holder)
    else { return nil }
    return assignments.row(asset, holder)
  }

  /// Whether the snapshot has an assignment.
  package func contains(_ assignment: Assignment) -> Bool { row(of: assignment) != nil }
}
