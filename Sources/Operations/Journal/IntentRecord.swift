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
    var verb: PlannedRequest.Verb
    var assets: [Int]
    var holders: [Int]
    /// Revoke: positions in `pairs` of what it is planned to take.
    var taken: [Int]?
    /// Create, update, retire: positions in `users`.
    var users: [Int]?
    /// Whether it waits for the first halves of the moves.
    var second: Bool?
  }

  /// Two positions in `pairs`: the half that goes first, and the other.
  struct Move: Codable, Sendable, Equatable {
    var first: Int
    var second: Int
  }

  struct User: Codable, Sendable, Equatable {
    var clientUserID: String
    var email: String?
    var managedAppleID: String?
    var action: UserAction
    /// The e-mail before.
    var before: String?

    enum CodingKeys: String, CodingKey {
      case email, action, before
      case clientUserID = "clientUserId"
      case managedAppleID = "managedAppleId"
    }
  }

  /// What was left out: a pair, or a holder alone.
  struct LeftOut: Codable, Sendable, Equatable {
    var asset: Int?
    var holder: Int
    var reason: String
  }

  struct Limits: Codable, Sendable, Equatable {
    var assets: Int
    var clientUsers: Int
    var serialNumbers: Int
    var revokeClientUsers: Int
    var revokeSerialNumbers: Int
    var users: Int
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
  /// The moves of a reassign; the other pairs stand alone.
  var moves: [Move]?
  /// The client users of create, update and retire.
  var users: [User]?
  var alreadySo: Int
  var leftOut: [LeftOut]
  var occupied: Int
  var requests: [Request]
  var undoes: Int?
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
