package import AppsAndBooks

/// What is done to a client user.
package enum UserAction: String, Sendable, Hashable, Codable {
  /// An active row is wanted.
  case create
  /// Another e-mail or Managed Apple Account is wanted.
  case update
  /// No active row is wanted.
  case retire
}

extension OperationKind {
  /// What it does to client users, if it is about them.
  package var userAction: UserAction? {
    switch self {
    case .userCreate: .create
    case .userUpdate: .update
    case .userRetire: .retire
    case .assign, .reclaim, .reclaimAll, .reassign: nil
    }
  }
}

/// One client user that a plan changes.
package struct PlannedUser: Sendable, Hashable {
  /// The user as it is to be.
  package var change: UserChange
  /// What is done to it.
  package var action: UserAction
  /// The e-mail before, for the undo; `nil` for none or a new user.
  package var emailBefore: String?
  /// What a user to be retired holds and loses, in adam ID order.
  package var loses: [AssetID]
  /// Books that a user to be retired holds: spent for good.
  package var spentBooks: [AssetID]

  /// Joins the parts.
  package init(
    change: UserChange, action: UserAction, emailBefore: String? = nil, loses: [AssetID] = [],
    spentBooks: [AssetID] = []
  ) {
    self.change = change
    self.action = action
    self.emailBefore = emailBefore
    self.loses = loses
    self.spentBooks = spentBooks
  }

  /// Whether the list can't show what was done: a Managed Apple Account that was updated (product.md section 5).
  package var isInvisible: Bool { action == .update && change.managedAppleID != nil }
}

/// One client user of an operation and where it stands.
package struct UserRecord: Sendable, Hashable {
  /// The user and what is done to it.
  package var user: PlannedUser
  /// Where it stands.
  package var state: PairState

  /// Joins the two.
  package init(user: PlannedUser, state: PairState) {
    self.user = user
    self.state = state
  }
}

/// A holder that a plan leaves out since it cannot be.
package struct ImpossibleHolder: Sendable, Hashable {
  /// The client user or the device.
  package var holder: Holder
  /// Why not.
  package var reason: ImpossibleReason

  /// Joins the two.
  package init(holder: Holder, reason: ImpossibleReason) {
    self.holder = holder
    self.reason = reason
  }
}

/// A client user that a plan leaves out since another operation still works on it.
package struct OccupiedHolder: Sendable, Hashable {
  /// The client user.
  package var holder: Holder
  /// The number of the open operation.
  package var operation: Int

  /// Joins the two.
  package init(holder: Holder, operation: Int) {
    self.holder = holder
    self.operation = operation
  }
}
