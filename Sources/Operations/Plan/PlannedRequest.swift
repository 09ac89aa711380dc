package import AppsAndBooks

/// One request of a plan: what it touches is exactly what the plan names.
///
/// For associate and disassociate the cross product of assets and holders is exactly pairs of the plan; a revoke names
/// holders and takes what they hold by then (product.md section 5, «Requests»).
package struct PlannedRequest: Sendable, Hashable {
  /// Which endpoint it goes to; the word is kept in the journal.
  package enum Verb: String, Sendable, Hashable, Codable {
    /// Associate Assets.
    case associate
    /// Disassociate Assets.
    case disassociate
    /// Revoke Assets.
    case revoke
    /// Create Users.
    case create
    /// Update Users.
    case update
    /// Retire Users.
    case retire
  }

  /// The endpoint.
  package var verb: Verb
  /// At most `maxAssets`, in order; none for revoke and users.
  package var assets: [AssetID] = []
  /// All users or all devices, at most the limit of their kind, in order; none for users.
  package var holders: [Holder] = []
  /// What a revoke is planned to take: what its holders held when it was read.
  package var taken: [Assignment] = []
  /// The client users to create, update or retire.
  package var users: [PlannedUser] = []
  /// Whether it waits until the first halves of its moves are verified.
  package var isSecondHalf = false

  /// A request to associate or disassociate.
  package init(
    action: PairAction, assets: [AssetID], holders: [Holder], isSecondHalf: Bool = false
  ) {
    verb = action == .assign ? .associate : .disassociate
    self.assets = assets
    self.holders = holders
    self.isSecondHalf = isSecondHalf
  }

  /// A request to revoke everything that holders of one kind have.
  package init(revoking holders: [Holder], taking taken: [Assignment]) {
    verb = .revoke
    self.holders = holders
    self.taken = taken
  }

  /// A request to create, update or retire client users.
  package init(_ action: UserAction, _ users: [PlannedUser]) {
    verb =
      switch action {
      case .create: .create
      case .update: .update
      case .retire: .retire
      }
    self.users = users
  }

  /// Given or taken back; for users without a meaning.
  package var action: PairAction { verb == .associate ? .assign : .reclaim }

  /// The cross product, or what a revoke is planned to take.
  package var pairs: [Assignment] {
    verb == .revoke
      ? taken : assets.flatMap { asset in holders.map { Assignment(asset: asset, holder: $0) } }
  }
  /// How many pairs or users it is about.
  package var count: Int {
    switch verb {
    case .associate, .disassociate: assets.count * holders.count
    case .revoke: taken.count
    case .create, .update, .retire: users.count
    }
  }

  /// The assets whose counts it changes.
  var touchedAssets: Set<AssetID> { Set(verb == .revoke ? taken.map(\.asset) : assets) }
}
