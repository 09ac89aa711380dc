import AppsAndBooks
import FoundationEssentials

/// What a person confirmed, whole: enough to follow, reconcile and undo it without any other file.
///
/// Assets and holders are listed once; pairs name them by position, so that 100,000 pairs stay under 2 MB.
struct IntentRecord: Codable, Sendable, Equatable {
  struct AssetName: Codable, Sendable, Equatable {
    var adamID: String
    var pricingParam: String

    enum CodingKeys: String, CodingKey {
      case pricingParam
      case adamID = "adamId"
    }
  }

  struct HolderName: Codable, Sendable, Equatable {
    var clientUserID: String?
    var serialNumber: String?

    enum CodingKeys: String, CodingKey {
      case serialNumber
      case clientUserID = "clientUserId"
    }
  }

  /// Positions in `assets` and `holders`; `before` is the pair's state when it was planned.
  struct Pair: Codable, Sendable, Equatable {
    var asset: Int
    var holder: Int
    var action: PairAction
    var before: Bool

    init(asset: Int, holder: Int, action: PairAction, before: Bool) {
      self.asset = asset
      self.holder = holder
      self.action = action
      self.before = before
    }

    /// `[asset, holder, wanted, before]`, the last two as 0 or 1.
    init(from decoder: any Decoder) throws {
      var list = try decoder.unkeyedContainer()
      asset = try list.decode(Int.self)
      holder = try list.decode(Int.self)
      action = try list.decode(Int.self) == 1 ? .assign : .reclaim
      before = try list.decode(Int.self) == 1
    }

    func encode(to encoder: any Encoder) throws {
      var list = encoder.unkeyedContainer()
      try list.encode(asset)
      try list.encode(holder)
      try list.encode(action.wantsPresence ? 1 : 0)
      try list.encode(before ? 1 : 0)
    }
  }

  struct Request: Codable, Sendable, Equatable {
    var action: PairAction
    var assets: [Int]
    var holders: [Int]
  }

  struct LeftOut: Codable, Sendable, Equatable {
    var asset: Int
    var holder: Int
    var reason: String
  }

  struct Limits: Codable, Sendable, Equatable {
    var assets: Int
    var clientUsers: Int
    var serialNumbers: Int
  }

  var kind: OperationKind
  var service: String
  /// The word that was typed, or would have been.
  var location: String
  var by: String
  var reason: String?
  /// `y`, `count` or `name`.
  var confirmation: String
  /// When the reads that the plan rests on began.
  var readAt: Date
  var limits: Limits
  var assets: [AssetName]
  var holders: [HolderName]
  var pairs: [Pair]
  var alreadySo: Int
  var leftOut: [LeftOut]
  var occupied: Int
  var requests: [Request]
  var undoes: Int?
}

/// Gives each asset and holder its position.
struct IntentTable {
  private(set) var assets: [AssetID] = []
  private(set) var holders: [Holder] = []
  private var assetPositions: [AssetID: Int] = [:]
  private var holderPositions: [Holder: Int] = [:]

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

  mutating func request(_ request: PlannedRequest) -> IntentRecord.Request {
    IntentRecord.Request(
      action: request.action, assets: request.assets.map { position(of: $0) },
      holders: request.holders.map { position(of: $0) })
  }
}

extension IntentRecord {
  /// The record of a confirmed plan.
  init(_ plan: Plan, by: String, limits: CutLimits, requests: [PlannedRequest], undoes: Int? = nil)
  {
    var table = IntentTable()
    let pairs = plan.toDo.map { planned in
      Pair(
        asset: table.position(of: planned.pair.asset),
        holder: table.position(of: planned.pair.holder), action: planned.action,
        before: !planned.action.wantsPresence)
    }
    let leftOut = plan.impossible.map { left in
      LeftOut(
        asset: table.position(of: left.pair.asset), holder: table.position(of: left.pair.holder),
        reason: left.reason.rawValue)
    }
    let requests = requests.map { table.request($0) }
    self.init(
      kind: plan.kind, service: plan.service, location: plan.location, by: by,
      reason: plan.request.reason, confirmation: plan.weight.journalWord, readAt: plan.readAt,
      limits: Limits(
        assets: limits.assets, clientUsers: limits.clientUsers,
        serialNumbers: limits.serialNumbers),
      assets: table.assets.map(AssetName.init), holders: table.holders.map(HolderName.init),
      pairs: pairs, alreadySo: plan.alreadySo.count, leftOut: leftOut,
      occupied: plan.inOpenOperation.count, requests: requests, undoes: undoes)
  }

  /// The pair of two positions; nothing if they lie outside.
  func assignment(_ asset: Int, _ holder: Int) -> Assignment? {
    guard assets.indices.contains(asset), holders.indices.contains(holder),
      let value = holders[holder].holder
    else { return nil }
    return Assignment(asset: assets[asset].id, holder: value)
  }

  /// The request of positions; nothing if one lies outside.
  func plannedRequest(_ request: Request) -> PlannedRequest? {
    guard request.assets.allSatisfy(assets.indices.contains),
      request.holders.allSatisfy(holders.indices.contains)
    else { return nil }
    return PlannedRequest(
      action: request.action, assets: request.assets.map { assets[$0].id },
      holders: request.holders.compactMap { holders[$0].holder })
  }
}

extension IntentRecord.AssetName {
  init(_ id: AssetID) {
    self.init(adamID: id.adamID.rawValue, pricingParam: id.pricingParam.rawValue)
  }

  var id: AssetID {
    AssetID(AdamID(rawValue: adamID), PricingParam(rawValue: pricingParam))
  }
}

extension IntentRecord.HolderName {
  init(_ holder: Holder) {
    switch holder {
    case .clientUser(let id): self.init(clientUserID: id.rawValue, serialNumber: nil)
    case .device(let serial): self.init(clientUserID: nil, serialNumber: serial.rawValue)
    }
  }

  var holder: Holder? {
    if let clientUserID { return .clientUser(ClientUserID(rawValue: clientUserID)) }
    return serialNumber.map { .device(SerialNumber(rawValue: $0)) }
  }
}

extension ConfirmationWeight {
  var journalWord: String {
    switch self {
    case .yes: "y"
    case .typeCount: "count"
    case .typeName: "name"
    }
  }
}
