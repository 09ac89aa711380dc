import Foundation
import SimulatedService
import SystemPackage

/// A change as the service saw it.
struct WirePost {
  /// Tells requests apart that name other pairs.
  var key: String

  init(_ request: LoggedRequest) {
    let body =
      (try? JSONSerialization.jsonObject(with: Data(request.body))) as? [String: Any] ?? [:]
    let assets = (body["assets"] as? [[String: Any]] ?? []).map {
      "\($0["adamId"] ?? ""):\($0["pricingParam"] ?? "STDQ")"
    }
    let users =
      (body["users"] as? [[String: Any]])?.compactMap { $0["clientUserId"] as? String }
      ?? body["clientUserIds"] as? [String] ?? []
    let serials = body["serialNumbers"] as? [String] ?? []
    let holders = users.map { "u:\($0)" } + serials.map { "s:\($0)" }
    let verbs: [SimulatedEndpoint: String] = [
      .createUsers: "create", .updateUsers: "update", .retireUsers: "retire",
    ]
    key = Self.key(
      verbs[request.endpoint] ?? request.endpoint.rawValue, Self.product(assets, holders))
  }

  /// Every asset with every holder; without assets the holders alone.
  static func product(_ assets: [String], _ holders: [String]) -> Set<KillPair> {
    Set(
      (assets.isEmpty ? [""] : assets).flatMap { asset in
        holders.map { KillPair(asset: asset, holder: $0) }
      })
  }

  static func key(_ verb: String, _ pairs: Set<KillPair>) -> String {
    "\(verb): " + pairs.sorted().map(\.description).joined(separator: ", ")
  }
}

/// The history as somebody reads it who does not know the product's code.
struct HistoryText {
  /// Operation, pair: the outcomes of its lines.
  private(set) var verdicts: [Int: [KillPair: [String]]] = [:]
  private var reader = LineReader()

  /// Takes in what is new, and says what is wrong with it.
  mutating func read(_ path: FilePath) -> [String] {
    var problems: [String] = []
    for line in reader.readNew(path.string) {
      guard let json = try? JSONSerialization.jsonObject(with: line) as? [String: Any],
        let operation = json["operation"] as? Int, let outcome = json["outcome"] as? String
      else {
        problems.append("history: a line can't be read")
        continue
      }
      let asset = (json["adamId"] as? String).map { "\($0):\(json["pricingParam"] ?? "")" } ?? ""
      let pair = KillPair(asset: asset, holder: JournalOperation.holder(json))
      verdicts[operation, default: [:]][pair, default: []].append(outcome)
    }
    if reader.isTorn { problems.append("history: ends with half a line") }
    return problems
  }
}
