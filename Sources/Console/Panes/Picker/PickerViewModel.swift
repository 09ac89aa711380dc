import AppsAndBooks
import FoundationEssentials
import LocationStore
import Operations
import Screen

/// The words of a picker around its list.
struct PickerViewModel: Equatable, Sendable {
  /// «Assign 2 assets to  Users [Devices]».
  var title: Shown
  /// «12,004», or «37 of 12,004».
  var count: Shown
  /// The running sum from its longest form to its shortest; empty while nothing is marked.
  var sums: [Shown]

  init(_ page: PickerPage, world: World) {
    title = Self.title(page, world)
    let shown = page.list.shown
    let total = Numbers.count(shown.total)
    count =
      shown.request.filter.isEmpty ? Shown(total) : "\(Numbers.count(shown.matched)) of \(total)"
    sums = Self.sums(page, world)
  }

  private static func title(_ page: PickerPage, _ world: World) -> Shown {
    switch page.task {
    case .targets(let assets):
      let what = Shown(ChangeWords.assets(assets, name: world.name))
      let tabs: Shown = page.tab == .users ? "[Users] Devices" : "Users [Devices]"
      return "Assign \(what) to  \(tabs)"
    case .assets(let holders):
      return "Assign to \(Shown(ChangeWords.holders(holders))): pick assets"
    case .reclaim(let subjects): return title("Reclaim", subjects, world)
    case .moving(let subjects): return title("Reassign", subjects, world)
    case .recipients:
      return page.tab == .users ? "Reassign to  [Users] Devices" : "Reassign to  Users [Devices]"
    }
  }

  /// «Reclaim Keynote: pick holders», «Reassign from emp-0047: pick licences».
  private static func title(_ verb: Shown, _ subjects: [Subject], _ world: World) -> Shown {
    guard subjects.count == 1 else {
      return "\(verb) from \(Shown(names(of: subjects))): pick licences"
    }
    switch subjects[0] {
    case .asset(let id): return "\(verb) \(Shown(world.name(of: id))): pick holders"
    case .holder(let holder): return "\(verb) from \(Shown(holder.text)): pick licences"
    case .everything: return "\(verb): pick licences"
    }
  }

  private static func names(of subjects: [Subject]) -> String {
    let holders = subjects.compactMap { if case .holder(let holder) = $0 { holder } else { nil } }
    let assets = subjects.compactMap { if case .asset(let id) = $0 { id } else { nil } }
    if assets.isEmpty { return ChangeWords.holders(holders) }
    return Numbers.count(assets.count, "asset")
  }

  // MARK: - The running sum

  private static func sums(_ page: PickerPage, _ world: World) -> [Shown] {
    if case .recipients(let pairs) = page.task { return sums(of: pairs, page) }
    guard page.tally.rows > 0 else { return [] }
    let head = head(page)
    if case .moving = page.task { return [head] }
    let parts = order(of: page, world).map { part($0, page, world) }
    var forms: [Shown] = []
    for kept in stride(from: parts.count, through: 0, by: -1) {
      var form = head
      for part in parts.prefix(kept) { form += " · " + part }
      if kept < parts.count { form += " · \(parts.count - kept) more" }
      forms.append(form)
    }
    return forms + [head]
  }

  /// «5 licences, one for each: 5 → 5 holders», or what is missing.
  private static func sums(of pairs: [Assignment], _ page: PickerPage) -> [Shown] {
    let pairing = Pairing(pairs, page.isOnlyCursor ? [] : page.picked.compactMap(\.holder))
    let old = pairing.old.count
    if pairing.new.isEmpty {
      let each = old == 1 ? "" : ", or \(Numbers.count(old)), one for each"
      return [
        "mark one holder for all\(Shown(each))", "mark one\(Shown(old == 1 ? "" : ", or \(old)"))",
      ]
    }
    if let reason = pairing.reason { return [Shown(reason)] }
    let sum = Numbers.count(pairing.moves.count, "licence")
    let whom = ChangeWords.holders(pairing.new)
    return ["\(Shown(sum)) to reassign: \(Shown(Numbers.count(old, "holder"))) → \(Shown(whom))"]
  }

  /// The chosen assets as they were chosen, picked ones by name.
  private static func order(of page: PickerPage, _ world: World) -> [AssetID] {
    if case .targets(let assets) = page.task { return assets }
    return page.tally.assets.map { (world.name(of: $0).lowercased(), $0) }
      .sorted { $0 < $1 }.map(\.1)
  }

  private static func head(_ page: PickerPage) -> Shown {
    let tally = page.tally
    let new = Numbers.count(tally.newCount)
    if page.task.subjects != nil {
      return Shown("\(Numbers.count(tally.newCount, "licence")) to \(page.task.kind.verb)")
    }
    var head = "\(rows(page)): \(new) new"
    if tally.already > 0 { head += ", \(Numbers.count(tally.already)) already so" }
    return Shown(head)
  }

  /// «7 devices», «2 users and 3 devices», «4 assets».
  private static func rows(_ page: PickerPage) -> String {
    guard case .targets = page.task else { return Numbers.count(page.tally.rows, "asset") }
    let users = page.lists[.users]?.marks.count ?? 0
    let devices = page.tally.rows - users
    let parts = [
      devices > 0 ? Numbers.count(devices, "device") : nil,
      users > 0 ? Numbers.count(users, "user") : nil,
    ]
    return parts.compactMap(\.self).joined(separator: " and ")
  }

  /// «Skizze Pro 8 → 2 left».
  private static func part(_ id: AssetID, _ page: PickerPage, _ world: World) -> Shown {
    let name = Shown(world.name(of: id))
    let count = page.tally.new[id] ?? 0
    guard let row = world.snapshot.assets.index(of: id) else { return "\(name) \(count)" }
    let asset = world.snapshot.assets.record(row).asset
    if asset.isUnlimited { return "\(name) ∞" }
    guard let left = asset.availableCount else { return "\(name) \(Numbers.count(count))" }
    if case .reclaim = page.task {
      let after = asset.canBeReclaimed ? left + count : left
      return "\(name) \(Numbers.count(left)) → \(Numbers.count(after)) left"
    }
    let after = Numbers.count(max(0, left - count))
    let short = count > left ? ", \(Numbers.count(count - left)) too few" : ""
    return "\(name) \(Numbers.count(left)) → \(after) left\(short)"
  }
}
