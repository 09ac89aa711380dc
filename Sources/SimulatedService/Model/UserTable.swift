/// One row of the list of client users.
struct UserRecord: Sendable {
  enum Status: String, Sendable {
    case registered = "Registered"
    case associated = "Associated"
    case retired = "Retired"
    case deleted = "Deleted"
  }

  /// The number of its client user id; several retired rows may share one.
  var id: Int32
  var email: String?
  var status: Status
  var inviteCode: String?
  var idHash: String?
  /// Never written to the wire: the v2 service does not show it.
  var managedAppleId: String?
  var version: UInt32 = 0

  var isActive: Bool { status == .registered || status == .associated }
}

/// The client users of the location, retired ones included, in the order of the list.
struct UserTable: Sendable {
  private(set) var rows: [UserRecord] = []
  private var active: [Int32: Int] = [:]

  /// The row of the active user with this id, if there is one.
  func activeRow(_ id: Int32) -> Int? { active[id] }

  mutating func append(_ user: UserRecord) {
    if user.isActive { active[user.id] = rows.count }
    rows.append(user)
  }

  mutating func update(_ row: Int, _ change: (inout UserRecord) -> Void) {
    change(&rows[row])
    let id = rows[row].id
    if rows[row].isActive {
      active[id] = row
    } else if active[id] == row {
      active[id] = nil
    }
  }
}
