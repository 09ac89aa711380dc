import AppsAndBooks
import FoundationEssentials
import LocationStore
import Operations
import Screen

/// What a plan says, worked out once when it arrives: a plan may have a hundred thousand pairs.
struct PlanSummary: Equatable, Sendable {
  /// One line of the table of assets.
  struct AssetLine: Equatable, Sendable {
    var name: String
    var type: String
    var count: Int
    var before: Int?
    var after: Int?
    var isUnlimited: Bool
    var note: String
  }

  /// One line of what is dropped.
  struct Dropped: Equatable, Sendable {
    var word: String
    var count: Int
    var text: String
    /// The same for a narrow screen.
    var short: String
  }

  /// Who gets or gives back, and what is known beside the id.
  struct Recipient: Equatable, Sendable {
    var id: String
    var email: String?
  }

  /// One warning.
  struct Warning: Equatable, Sendable {
    var title: String
    var count: Int?
    /// Whom it is about; empty for everybody.
    var subject: String
    var text: String
    var short: String
  }

  /// What it does.
  var kind: OperationKind
  /// «assign 2 assets to 9 devices».
  var title: String
  /// The same where there is little room.
  var briefTitle: String
  /// Pairs, moves or users that change.
  var count: Int
  var requests: Int
  var isReversible: Bool
  var assets: [AssetLine]
  /// Moves, whole holders or client users, where they are what changes.
  var subjects: PlanSubjects
  /// The holders of pairs that change, up to `mostHolders`.
  var holders: [Recipient] = []
  var holderCount: Int
  /// «40 devices».
  var holderWords: String
  var dropped: [Dropped]
  var droppedCount: Int
  var requested: Int
  var warnings: [Warning]

  /// Holders kept for the page; the rest is behind `i`.
  static let mostHolders = 12

  init(_ plan: Plan, world: World) {
    let names = Dictionary(
      plan.assets.map { ($0.id, $0.name ?? world.name(of: $0.id)) },
      uniquingKeysWith: { first, _ in first })
    let name = { (id: AssetID) in names[id] ?? world.name(of: id) }
    title = ChangeWords.plan(plan.request, name: name)
    briefTitle = ChangeWords.plan(plan.request, isBrief: true, name: name)
    kind = plan.kind
    count = plan.count
    subjects = PlanSubjects(plan, world: world, name: name)
    requests = plan.requests.count
    isReversible = plan.isReversible
    requested = plan.requested
    let whom = ChangeWords.parts(plan.toDo.lazy.map(\.pair)).holders
    holderCount = whom.count
    holderWords = ChangeWords.holders(whom, naming: false)
    holders = whom.prefix(Self.mostHolders).map { holder in
      Recipient(id: holder.text, email: Self.email(of: holder, world: world))
    }
    let drops = PlanDrops(plan, name: name)
    assets = Self.assetLines(plan, name: name, drops: drops)
    dropped = drops.lines
    droppedCount = plan.requested - plan.count
    warnings = plan.warnings.map { Self.warning($0, plan) }
  }

  private static func email(of holder: Holder, world: World) -> String? {
    guard case .clientUser(let id) = holder else { return nil }
    return world.snapshot.users.index(of: id).flatMap(world.snapshot.users.email)
  }

  private static func assetLines(
    _ plan: Plan, name: (AssetID) -> String, drops: PlanDrops
  ) -> [AssetLine] {
    plan.assets.filter { $0.count > 0 || plan.kind != .reclaim }
      .map { ($0, name($0.id)) }
      .sorted { ($0.1.lowercased(), $0.0.id) < ($1.1.lowercased(), $1.0.id) }
      .map { asset, name in
        AssetLine(
          name: name, type: ChangeWords.type(asset.productType), count: asset.count,
          before: asset.availableBefore, after: asset.availableAfter,
          isUnlimited: asset.isUnlimited, note: note(asset, drops))
      }
  }

  private static func note(_ asset: AssetSummary, _ drops: PlanDrops) -> String {
    if asset.shortBy > 0 { return "\(Numbers.count(asset.shortBy)) too few" }
    if asset.count > 0 { return asset.availableAfter == 0 ? "none left" : "" }
    switch drops.reason[asset.id] {
    case .bookToDevice?: return "no device can hold a book"
    case let reason?: return reason.word
    case nil: return "already so"
    }
  }

  private static func warning(_ warning: PlanWarning, _ plan: Plan) -> Warning {
    let serials = warning.serialNumbers.map(\.rawValue)
    var line = Warning(
      title: warning.title, count: warning.count,
      subject: ChangeWords.list(serials, most: 3, separator: "   "), text: warning.text,
      short: warning.text)
    guard case .neverSeen(let unknown) = warning else { return line }
    let set = Set(unknown)
    let used = plan.toDo.count { planned in
      guard planned.action == .assign, case .device(let serial) = planned.pair.holder else {
        return false
      }
      return set.contains(serial)
    }
    let licences = Numbers.count(used, "licence")
    let verb = used == 1 ? "is" : "are"
    let until = used == 1 ? "it is reclaimed" : "they are reclaimed"
    let which = unknown.count == 1 ? "it is" : "they are"
    line.text =
      "Apple takes any serial. If \(which) wrong, \(licences) \(verb) used up until \(until)."
    line.short = "if wrong, \(licences) \(verb) used up"
    return line
  }
}
