package import AppsAndBooks
package import FoundationEssentials

/// One pair that a plan changes.
package struct PlannedPair: Sendable, Hashable {
  /// The asset and the holder.
  package var pair: Assignment
  /// Whether it is given or taken back.
  package var action: PairAction
  /// Licences left of the asset when the plan was read; `nil` for unlimited or unknown.
  package var availableBefore: Int?

  /// Joins the three.
  package init(pair: Assignment, action: PairAction, availableBefore: Int? = nil) {
    self.pair = pair
    self.action = action
    self.availableBefore = availableBefore
  }
}

/// A pair that a plan leaves out since it cannot be.
package struct ImpossiblePair: Sendable, Hashable {
  /// The asset and the holder.
  package var pair: Assignment
  /// Why not.
  package var reason: ImpossibleReason

  /// Joins the two.
  package init(pair: Assignment, reason: ImpossibleReason) {
    self.pair = pair
    self.reason = reason
  }
}

/// A pair that a plan leaves out since another operation still works on it.
package struct OccupiedPair: Sendable, Hashable {
  /// The asset and the holder.
  package var pair: Assignment
  /// The number of the open operation.
  package var operation: Int

  /// Joins the two.
  package init(pair: Assignment, operation: Int) {
    self.pair = pair
    self.operation = operation
  }
}

/// What a plan does to one asset.
package struct AssetSummary: Sendable, Hashable {
  /// The asset.
  package var id: AssetID
  /// Its name, if known; else show the adam ID.
  package var name: String?
  /// App or book, as the service says now.
  package var productType: ProductType?
  /// Pairs that change.
  package var count: Int
  /// Licences left before; `nil` for unlimited or unknown.
  package var availableBefore: Int?
  /// Licences left after; `nil` for unlimited or unknown.
  package var availableAfter: Int?
  /// Whether the service sets no limit.
  package var isUnlimited: Bool
  /// Licences missing for what was asked.
  package var shortBy: Int

  /// Joins the parts.
  package init(
    id: AssetID, name: String?, productType: ProductType?, count: Int, availableBefore: Int?,
    availableAfter: Int?, isUnlimited: Bool, shortBy: Int
  ) {
    self.id = id
    self.name = name
    self.productType = productType
    self.count = count
    self.availableBefore = availableBefore
    self.availableAfter = availableAfter
    self.isUnlimited = isUnlimited
    self.shortBy = shortBy
  }
}

/// What a person has to do before a plan is sent (product.md section 5, «Confirmation by weight»).
package enum ConfirmationWeight: Sendable, Hashable {
  /// One `y`.
  case yes
  /// Type the number of pairs.
  case typeCount(Int)
  /// Type the location's name.
  case typeName(String)
}

/// What would change, from a fresh read: a value that is confirmed as it stands, or not at all.
package struct Plan: Sendable, Equatable, Identifiable {
  /// Tells two plans of this process apart.
  package var id: Int
  /// What was asked for.
  package var request: ChangeRequest
  /// The host that would be asked to do it.
  package var service: String
  /// The location's name, the word to type.
  package var location: String
  /// The pairs that change, in the order asked for.
  package var toDo: [PlannedPair]
  /// Pairs that are already as wanted.
  package var alreadySo: [Assignment]
  /// Pairs that cannot be, those without a licence included.
  package var impossible: [ImpossiblePair]
  /// Pairs that an open operation works on.
  package var inOpenOperation: [OccupiedPair]
  /// Moves that are made, in the order asked for; both pairs of each are in `toDo`.
  package var moves: [PlannedMove] = []
  /// What holders keep whose everything is taken: books, and what is not revocable.
  package var staying: [ImpossiblePair] = []
  /// Holders whose everything is to be taken and who have nothing revocable.
  package var emptyHolders: [Holder] = []
  /// The client users that change, in the order asked for.
  package var users: [PlannedUser] = []
  /// Client users that are already as wanted.
  package var usersAlreadySo: [ClientUserID] = []
  /// Holders that cannot be: unknown or retired users, what an undo can't bring back.
  package var impossibleHolders: [ImpossibleHolder] = []
  /// Client users that an open operation works on.
  package var occupiedHolders: [OccupiedHolder] = []
  /// How often a pair was named again; counted once above.
  package var repeated: Int
  /// What to beware of, most important last.
  package var warnings: [PlanWarning]
  /// What happens to each asset named, in adam ID order.
  package var assets: [AssetSummary]
  /// The requests as they would be cut now; cut again under the limits of the moment when sent.
  package var requests: [PlannedRequest]
  /// When the reads began.
  package var readAt: Date
  /// The number of GETs that the plan took.
  package var readRequests: Int
  /// Who manages the location, by what was read.
  package var owner: LocationOwner
}

extension Plan {
  /// What it does.
  package var kind: OperationKind { request.kind }
  /// Whether there is nothing to send.
  package var isEmpty: Bool { toDo.isEmpty && users.isEmpty }
  /// How many pairs, moves or users change: the sum that is shown and typed.
  package var count: Int { toDo.count - moves.count + users.count }
  /// Whether everything in it can be taken back.
  ///
  /// Books can't, nor a retirement, nor a Managed Apple Account that was updated; a reclaim of everything can while
  /// licences last.
  package var isReversible: Bool {
    if kind == .userRetire || users.contains(where: \.isInvisible) { return false }
    let books = Set(assets.filter { $0.productType == .book }.map(\.id))
    return books.isEmpty || !toDo.contains { books.contains($0.pair.asset) }
  }
  /// Whether nothing may be sent since one pair cannot be.
  ///
  /// What an undo can't bring back never keeps it from the rest.
  package var isRefused: Bool {
    let isShort = impossible.contains { $0.reason == .noLicenceLeft }
    let cannot = impossible.contains { $0.reason != .noLicenceLeft }
    let cannotHolder = impossibleHolders.count > request.notInvertible.count
    return (isShort && request.shortage == .refuse)
      || ((cannot || cannotHolder) && request.impossible == .refuse)
  }
  /// What confirms it.
  package var weight: ConfirmationWeight {
    if !isReversible || kind == .reclaimAll { return .typeName(location) }
    return count <= 25 ? .yes : .typeCount(count)
  }
  /// The number of different pairs, moves or users asked for.
  package var requested: Int {
    count + alreadySo.count + impossible.count + inOpenOperation.count + usersAlreadySo.count
      + impossibleHolders.count + occupiedHolders.count
  }
  /// The open operation with the smallest number that holds back a pair or a user.
  package var openOperation: Int? {
    (inOpenOperation.map(\.operation) + occupiedHolders.map(\.operation)).min()
  }
}

/// Who manages the location, as far as a plan knows.
package enum LocationOwner: Sendable, Hashable {
  /// This console, by its client id.
  case ours(MDMInfo)
  /// Nobody, by GET client/config.
  case unclaimed
  /// Another client.
  case foreign(MDMInfo)
  /// Nothing read said so yet.
  case unknown
}
