import AppsAndBooks
import FoundationEssentials
import LocationStore
import Operations
import Screen

/// What a plan leaves out, grouped by reason and told in words (frames 9a, 9b, 10a).
struct PlanDrops {
  /// Why an asset has pairs that cannot be: the reason of its first one.
  private(set) var reason: [AssetID: ImpossibleReason] = [:]
  /// The lines, in the order of the page.
  private(set) var lines: [PlanSummary.Dropped] = []

  private let plan: Plan
  private let name: (AssetID) -> String

  /// Groups; linear in the pairs.
  init(_ plan: Plan, name: @escaping (AssetID) -> String) {
    self.plan = plan
    self.name = name
    for pair in plan.impossible where reason[pair.pair.asset] == nil {
      reason[pair.pair.asset] = pair.reason
    }
    let groups = Dictionary(grouping: plan.impossible, by: \.reason).mapValues { $0.map(\.pair) }
    for reason in ImpossibleReason.allCases {
      guard let pairs = groups[reason] else { continue }
      add(reason.word, pairs, text(reason, pairs))
    }
    addHolders()
    if !plan.alreadySo.isEmpty {
      let instead = plan.kind == .reassign ? ": reclaim instead" : ""
      add("already so", plan.alreadySo, alreadySo(plan.alreadySo) + instead)
    }
    let open = Dictionary(grouping: plan.inOpenOperation, by: \.operation)
    for (number, pairs) in open.sorted(by: { $0.key < $1.key }) {
      let pairs = pairs.map(\.pair)
      let whom = ChangeWords.holders(ChangeWords.parts(pairs).holders)
      add("in operation \(number)", pairs, "\(perAsset(pairs)): \(whom)")
    }
  }

  /// Holders that are left out whole: unknown or retired users, what an undo can't bring back.
  private mutating func addHolders() {
    let groups = Dictionary(grouping: plan.impossibleHolders, by: \.reason)
    for reason in ImpossibleReason.allCases {
      guard let found = groups[reason]?.map(\.holder) else { continue }
      let ids = ChangeWords.list(found.map(\.text), most: 3)
      let text = found.count == 1 ? reason.sentence(holder: found[0]) : ids
      lines.append(
        .init(word: reason.word, count: found.count, text: text, short: found[0].text))
    }
    if !plan.usersAlreadySo.isEmpty {
      let ids = ChangeWords.list(plan.usersAlreadySo.map(\.rawValue), most: 3)
      lines.append(
        .init(word: "already so", count: plan.usersAlreadySo.count, text: ids, short: ids))
    }
    let open = Dictionary(grouping: plan.occupiedHolders, by: \.operation)
    for (number, found) in open.sorted(by: { $0.key < $1.key }) {
      let ids = ChangeWords.list(found.map(\.holder.text), most: 3)
      lines.append(
        .init(word: "in operation \(number)", count: found.count, text: ids, short: ids))
    }
  }

  private mutating func add(_ word: String, _ pairs: [Assignment], _ text: String) {
    let (assets, holders) = ChangeWords.parts(pairs)
    let short =
      holders.count == 1 ? holders[0].text : ChangeWords.list(assets.map(name), most: 1)
    lines.append(.init(word: word, count: pairs.count, text: text, short: short))
  }

  private func text(_ reason: ImpossibleReason, _ pairs: [Assignment]) -> String {
    let (assets, holders) = ChangeWords.parts(pairs)
    let names = ChangeWords.list(assets.map(name), most: 3)
    if pairs.count == 1, reason != .bookToDevice, reason != .noLicenceLeft {
      return reason.sentence(asset: name(assets[0]), holder: holders[0])
    }
    switch reason {
    case .bookToDevice: return "\(names): books go to users only"
    case .notForDevices: return "\(names): no device can hold it"
    case .bookIsSpent: return "\(names): a book's licence stays with its holder for good"
    case .notRevocable: return "\(names): Apple marks it as not revocable"
    case .retiredUser, .unknownUser, .notHeld, .exists, .staysRetired, .accountUnknown,
      .noEmailBefore:
      return ChangeWords.list(holders.map(\.text), most: 3)
    case .unknownAsset: return "\(names): not an asset of this location"
    case .noLicenceLeft: return assets.map { shortage(of: $0, pairs) }.joined(separator: " · ")
    }
  }

  /// «Phonics Garden: the first 25 of 38 in the order of the list».
  private func shortage(of asset: AssetID, _ pairs: [Assignment]) -> String {
    let taken = plan.toDo.count { $0.pair.asset == asset }
    let missing = pairs.count { $0.asset == asset }
    guard taken > 0 else { return "\(name(asset)): none for \(Numbers.count(missing))" }
    let all = Numbers.count(taken + missing)
    return "\(name(asset)): the first \(Numbers.count(taken)) of \(all) in the order of the list"
  }

  private func alreadySo(_ pairs: [Assignment]) -> String {
    let (assets, holders) = ChangeWords.parts(pairs)
    let holds = plan.kind == .reclaim ? "does not hold" : "holds"
    if holders.count == 1 {
      let what =
        switch assets.count {
        case 1: name(assets[0])
        case 2 where plan.kind != .reclaim: "both"
        default: ChangeWords.list(assets.map(name), most: 3)
        }
      return "\(holders[0].text) \(holds) \(what)"
    }
    if assets.count == 1 {
      let who = ChangeWords.list(holders.map(\.text), most: 3)
      return "\(name(assets[0])): \(who)"
    }
    return perAsset(pairs)
  }

  /// «Pages 4, Phonics Garden 2».
  private func perAsset(_ pairs: [Assignment]) -> String {
    var counts: [AssetID: Int] = [:]
    for pair in pairs { counts[pair.asset, default: 0] += 1 }
    let texts = counts.map { (name($0.key), $0.value) }
      .sorted { ($0.0.lowercased(), $0.1) < ($1.0.lowercased(), $1.1) }
      .map { "\($0.0) \(Numbers.count($0.1))" }
    return ChangeWords.list(texts, most: 4)
  }
}
