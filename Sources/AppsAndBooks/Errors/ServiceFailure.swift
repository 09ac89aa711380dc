/// An error as the service writes it: an answer's body, or one item of an event's `failures` (service-api.md section 12).
package struct ServiceFailure: Hashable, Sendable {
  /// The service's number.
  package var number: ServiceErrorNumber
  /// The service's text, untrusted.
  package var message: String
  /// The assets it is about, empty if not said.
  package var assets: [AssetID]
  /// The client users it is about, empty if not said.
  package var clientUserIDs: [ClientUserID]
  /// The serial numbers it is about, empty if not said.
  package var serialNumbers: [SerialNumber]

  /// Describes a failure.
  package init(
    number: ServiceErrorNumber, message: String, assets: [AssetID] = [],
    clientUserIDs: [ClientUserID] = [], serialNumbers: [SerialNumber] = []
  ) {
    self.number = number
    self.message = message
    self.assets = assets
    self.clientUserIDs = clientUserIDs
    self.serialNumbers = serialNumbers
  }

  /// Whether `errorInfo` names the pair: its asset and its holder.
  package func covers(_ pair: Assignment) -> Bool {
    guard assets.contains(pair.asset) else { return false }
    return switch pair.holder {
    case .clientUser(let id): clientUserIDs.contains(id)
    case .device(let serial): serialNumbers.contains(serial)
    }
  }
}

/// The wire form of a failure; every member may be missing.
struct FailureWire: Decodable {
  struct Info: Decodable {
    var assets: [AssetWire]?
    var clientUserIds: [String]?
    var serialNumbers: [String]?
  }

  struct AssetWire: Decodable {
    var adamId: String
    var pricingParam: String?
  }

  var errorNumber: Int?
  var errorMessage: String?
  var errorInfo: Info?

  /// The failure; number 0 where the service named none.
  var failure: ServiceFailure {
    ServiceFailure(
      number: ServiceErrorNumber(rawValue: errorNumber ?? 0), message: errorMessage ?? "",
      assets: (errorInfo?.assets ?? []).map {
        AssetID(
          AdamID(rawValue: $0.adamId),
          $0.pricingParam.map(PricingParam.init(rawValue:)) ?? .standard)
      },
      clientUserIDs: (errorInfo?.clientUserIds ?? []).map(ClientUserID.init(rawValue:)),
      serialNumbers: (errorInfo?.serialNumbers ?? []).map(SerialNumber.init(rawValue:)))
  }
}
