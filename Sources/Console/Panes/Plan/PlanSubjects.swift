import AppsAndBooks
import FoundationEssentials
import LocationStore
import Operations
import Screen

/// What a plan changes where its rows are not assets: moves, whole holders, client users (frame 10b).
///
/// Worked out once when the plan arrives, and cut to what a page can show.
struct PlanSubjects: Equatable, Sendable {
  /// One licence and its way: «emp-0042 → GG7F40TAQ1KX».
  struct MoveLine: Equatable, Sendable {
    var from: String
    var to: String
    var asset: String
    var first: String
  }

  /// One pair of an undo or a retry that stands alone.
  struct HalfLine: Equatable, Sendable {
    var holder: String
    var asset: String
    var action: String
  }

  /// A holder and what it gives back, or the rest of them.
  struct HolderLine: Equatable, Sendable {
    var name: String
    var count: Int
    /// Names of what it gives back; empty for «9 more devices».
    var assets: [String]
  }

  /// A client user as it is to be.
  struct UserLine: Equatable, Sendable {
    var id: String
    /// «tomke@example.org», or «old → new».
    var email: String
    var account: String
    /// What a retired user loses.
    var loses: [String]
    var spent: Int
  }

  private(set) var moves: [MoveLine] = []
  private(set) var halves: [HalfLine] = []
  private(set) var holders: [HolderLine] = []
  private(set) var users: [UserLine] = []
  /// Moves, halves and users beyond those listed.
  private(set) var more = (moves: 0, halves: 0, users: 0)
  /// Holders that give something back.
  private(set) var holderCount = 0
  /// What holders keep, or what is spent with them.
  private(set) var staying: [PlanSummary.Dropped] = []

  /// Reads a plan; linear in its pairs.
  init(_ plan: Plan, world: World, name: (AssetID) -> String) {
    switch plan.kind {
    case .assign, .reclaim: break
    case .reassign: readMoves(plan, name)
    case .reclaimAll:
      readHolders(plan, name)
      readStaying(plan, name)
    case .userCreate, .userUpdate, .userRetire: readUsers(plan, world, name)
    }
  }

  // MARK: - Moves

  private mutating func readMoves(_ plan: Plan, _ name: (AssetID) -> String) {
    let most = PlanSummary.mostHolders
    moves = plan.moves.prefix(most).map { planned in
      MoveLine(
        from: planned.move.from.text, to: planned.move.to.text, asset: name(planned.move.asset),
        first: planned.first.rawValue)
    }
    let inMoves = Set(plan.moves.flatMap { [$0.firstPair, $0.secondPair] })
    let alone = plan.toDo.filter { !inMoves.contains($0.pair) }
    halves = alone.prefix(most).map { planned in
      HalfLine(
        holder: planned.pair.holder.text, asset: name(planned.pair.asset),
        action: planned.action.rawValue)
    }
    more.moves = plan.moves.count - moves.count
    more.halves = alone.count - halves.count
  }

  // MARK: - Whole holders

  /// Devices and users are listed apart, those with the most first; of many the first three and a sum.
  private mutating func readHolders(_ plan: Plan, _ name: (AssetID) -> String) {
    var order: [Holder] = []
    var held: [Holder: [AssetID]] = [:]
    for planned in plan.toDo {
      if held[planned.pair.holder] == nil { order.append(planned.pair.holder) }
      held[planned.pair.holder, default: []].append(planned.pair.asset)
    }
    holderCount = order.count
    for (isDevice, noun) in [(true, "device"), (false, "user")] {
      let group = order.filter { $0.isDevice == isDevice }.enumerated()
        .sorted { a, b in
          let (first, second) = (held[a.element]?.count ?? 0, held[b.element]?.count ?? 0)
          return (-first, a.offset) < (-second, b.offset)
        }.map(\.element)
      let shown = group.count > 4 ? group.prefix(3) : group[...]
      holders += shown.map { holder in
        let assets = (held[holder] ?? []).map(name).sorted { $0.lowercased() < $1.lowercased() }
        return HolderLine(name: holder.text, count: assets.count, assets: assets)
      }
      let rest = group.dropFirst(shown.count)
      guard !rest.isEmpty else { continue }
      let count = rest.reduce(0) { $0 + (held[$1]?.count ?? 0) }
      let text = "\(Numbers.count(rest.count)) more \(noun)\(rest.count == 1 ? "" : "s")"
      holders.append(HolderLine(name: text, count: count, assets: []))
    }
  }

  private mutating func readStaying(_ plan: Plan, _ name: (AssetID) -> String) {
    let books = plan.staying.filter { $0.reason == .bookIsSpent }
    let others = plan.staying.filter { $0.reason != .bookIsSpent }
    add("books", books.map { ($0.pair.holder, $0.pair.asset) }, name)
    add(ImpossibleReason.notRevocable.word, others.map { ($0.pair.holder, $0.pair.asset) }, name)
    guard !plan.emptyHolders.isEmpty else { return }
    let ids = ChangeWords.list(plan.emptyHolders.map(\.text), most: 3)
    staying.append(
      .init(word: "nothing to reclaim", count: plan.emptyHolders.count, text: ids, short: ids))
  }

  /// «emp-0047 Schulatlas · emp-0055 Atlas Europa, Erdkunde 7».
  private mutating func add(
    _ word: String, _ held: [(holder: Holder, asset: AssetID)], _ name: (AssetID) -> String
  ) {
    guard !held.isEmpty else { return }
    var order: [Holder] = []
    var names: [Holder: [String]] = [:]
    for (holder, asset) in held {
      if names[holder] == nil { order.append(holder) }
      names[holder, default: []].append(name(asset))
    }
    let texts = order.prefix(20).map { holder in
      let assets = (names[holder] ?? []).sorted { $0.lowercased() < $1.lowercased() }
      return "\(holder.text) \(ChangeWords.list(assets, most: 3))"
    }
    var text = ChangeWords.list(Array(texts.prefix(4)), most: 4, separator: " · ")
    if order.count > 4 { text += " and \(Numbers.count(order.count - 4)) more" }
    let short = order.count == 1 ? texts[0] : ChangeWords.list(order.map(\.text), most: 1)
    staying.append(.init(word: word, count: held.count, text: text, short: short))
  }

  // MARK: - Client users

  private mutating func readUsers(_ plan: Plan, _ world: World, _ name: (AssetID) -> String) {
    let most = PlanSummary.mostHolders
    users = plan.users.prefix(most).map { user in
      UserLine(
        id: user.change.id.rawValue, email: Self.email(of: user, world),
        account: user.change.managedAppleID ?? "",
        loses: user.loses.map(name).sorted { $0.lowercased() < $1.lowercased() },
        spent: user.spentBooks.count)
    }
    more.users = plan.users.count - users.count
    let spent = plan.users.flatMap { user in
      user.spentBooks.map { (Holder.clientUser(user.change.id), $0) }
    }
    add("books", spent, name)
  }

  private static func email(of user: PlannedUser, _ world: World) -> String {
    switch user.action {
    case .create: return user.change.email ?? "–"
    case .update:
      guard let email = user.change.email else { return user.emailBefore ?? "–" }
      if email == user.emailBefore { return email }
      return user.emailBefore.map { "\($0) → \(email)" } ?? email
    case .retire:
      let row = world.snapshot.users.index(of: user.change.id)
      return user.emailBefore ?? row.flatMap(world.snapshot.users.email) ?? "–"
    }
  }

  static func == (a: PlanSubjects, b: PlanSubjects) -> Bool {
    a.moves == b.moves && a.halves == b.halves && a.holders == b.holders && a.users == b.users
      && a.more == b.more && a.holderCount == b.holderCount && a.staying == b.staying
  }
}
