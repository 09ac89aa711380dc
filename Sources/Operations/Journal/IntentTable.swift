import AppsAndBooks

/// Gives each asset and holder its position.
struct IntentTable {
  private(set) var assets: [AssetID] = []
  private(set) var holders: [Holder] = []
  private var assetPositions: [AssetID: Int] = [:]
  private var holderPositions: [Holder: Int] = [:]
  private var pairPositions: [Assignment: Int] = [:]
  private var userPositions: [ClientUserID: Int] = [:]

  init() {}

  /// The positions of an intent that is written already.
  init(_ intent: IntentRecord) {
    for name in intent.assets { _ = position(of: name.id) }
    for name in intent.holders {
      if let holder = name.holder { _ = position(of: holder) }
    }
    for (index, pair) in intent.pairs.enumerated() {
      if let pair = intent.assignment(pair.asset, pair.holder) { pairPositions[pair] = index }
    }
    for (index, user) in (intent.users ?? []).enumerated() {
      userPositions[ClientUserID(rawValue: user.clientUserID)] = index
    }
  }

  mutating func position(of asset: AssetID) -> Int {
    if let known = assetPositions[asset] { return known }
    assetPositions[asset] = assets.count
    assets.append(asset)
    return assets.count - 1
  }

  mutating func position(of holder: Holder) -> Int {
    if let known = holderPositions[holder] { return known }
    holderPositions[holder] = holders.count
    holders.append(holder)
    return holders.count - 1
  }

  /// Enters a planned pair as the next one.
  mutating func enter(_ planned: PlannedPair) -> IntentRecord.Pair {
    pairPositions[planned.pair] = pairPositions.count
    return IntentRecord.Pair(
      asset: position(of: planned.pair.asset), holder: position(of: planned.pair.holder),
      action: planned.action, before: !planned.action.wantsPresence)
  }

  /// Enters a planned client user as the next one.
  mutating func enter(_ planned: PlannedUser) -> IntentRecord.User {
    userPositions[planned.change.id] = userPositions.count
    return IntentRecord.User(
      clientUserID: planned.change.id.rawValue, email: planned.change.email,
      managedAppleID: planned.change.managedAppleID, action: planned.action,
      before: planned.emailBefore)
  }

  /// The two halves of a move.
  func move(_ move: PlannedMove) -> IntentRecord.Move? {
    guard let first = pairPositions[move.firstPair], let second = pairPositions[move.secondPair]
    else { return nil }
    return IntentRecord.Move(first: first, second: second)
  }

  /// Positions of what a request touches; pairs and users have been entered before.
  func request(_ request: PlannedRequest) -> IntentRecord.Request? {
    let assets = request.assets.compactMap { assetPositions[$0] }
    let holders = request.holders.compactMap { holderPositions[$0] }
    let taken = request.taken.compactMap { pairPositions[$0] }
    let users = request.users.compactMap { userPositions[$0.change.id] }
    guard assets.count == request.assets.count, holders.count == request.holders.count,
      taken.count == request.taken.count, users.count == request.users.count
    else { return nil }
    return IntentRecord.Request(
      verb: request.verb, assets: assets, holders: holders, taken: taken.isEmpty ? nil : taken,
      users: users.isEmpty ? nil : users, second: request.isSecondHalf ? true : nil)
  }
}
