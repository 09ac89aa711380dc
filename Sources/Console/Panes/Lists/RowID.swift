package import AppsAndBooks
package import LocationStore

/// A row of a list by what it is, not by where it stands: survives every refresh.
package enum RowID: Hashable, Sendable {
  case user(ClientUserID)
  case device(SerialNumber)
  case asset(AssetID)
  case assignment(Assignment)

  /// The holder that the row is; nil for assets and assignments.
  package var holder: Holder? {
    switch self {
    case .user(let id): .clientUser(id)
    case .device(let serial): .device(serial)
    case .asset, .assignment: nil
    }
  }

  /// The text that `y` copies.
  package var copied: String {
    switch self {
    case .user(let id): id.rawValue
    case .device(let serial): serial.rawValue
    case .asset(let id): id.adamID.rawValue
    case .assignment(let pair): pair.holder.text
    }
  }
}

/// The lists of the main screen.
package enum ListID: String, CaseIterable, Hashable, Sendable {
  case users, devices, assets
  /// The assignments of the master.
  case assignments
  /// Every assignment of the location.
  case allAssignments

  /// The store's word for the list.
  package var kind: ListKind {
    switch self {
    case .users: .clientUsers
    case .devices: .devices
    case .assets: .assets
    case .assignments, .allAssignments: .assignments
    }
  }

  /// Where its keys are looked up.
  package var context: KeyContext {
    switch self {
    case .users: .users
    case .devices: .devices
    case .assets: .assets
    case .assignments, .allAssignments: .assignments
    }
  }

  /// The pane it is shown in.
  package var pane: PaneID {
    switch self {
    case .users, .devices: .holders
    case .assets: .assets
    case .assignments, .allAssignments: .assignments
    }
  }

  /// One of its rows, many of them, and what a message calls them.
  package var noun: String {
    switch self {
    case .users: "user"
    case .devices: "device"
    case .assets: "asset"
    case .assignments, .allAssignments: "assignment"
    }
  }
}

/// The three panes of the main screen.
package enum PaneID: Int, CaseIterable, Hashable, Sendable {
  /// Users and devices.
  case holders = 1
  case assets, assignments
}

/// Whose assignments pane 3 shows, and what the other panes mark.
package enum Subject: Hashable, Sendable {
  case everything
  case asset(AssetID)
  case holder(Holder)

  /// The subject that a row of pane 1 or 2 is.
  init?(_ row: RowID) {
    switch row {
    case .asset(let id): self = .asset(id)
    case .user, .device:
      guard let holder = row.holder else { return nil }
      self = .holder(holder)
    case .assignment: return nil
    }
  }
}
