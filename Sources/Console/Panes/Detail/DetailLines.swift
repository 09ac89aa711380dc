import AppsAndBooks
import FoundationEssentials
import LocationStore
import Operations
import Screen

/// The detail of a row as lines for a width.
struct DetailLines {
  /// The title of the rule, and what stands at its right.
  private(set) var title: Shown = ""
  private(set) var count: Shown = ""
  private(set) var lines: [PageLine] = []

  let world: World
  let width: Int
  let history: RowHistory?
  private let snapshot: LocationSnapshot

  static let labelAt = 2
  static let valueAt = 18

  init(_ page: DetailPage, world: World, width: Int) {
    self.world = world
    self.width = width
    history = page.currentHistory
    snapshot = page.list.shown.snapshot
    switch page.row {
    case .user(let id)?: user(id)
    case .device(let serial)?: device(serial)
    case .asset(let id)?: asset(id)
    case .assignment(let pair)?: assignment(pair)
    case nil: lines = [PageLine("Nothing is here.", .textDim, at: 2)]
    }
  }

  // MARK: - Parts

  private mutating func field(_ label: Shown, _ value: Shown, _ role: Role = .text) {
    lines.append(
      PageLine(label, .columnHead, at: Self.labelAt).with(value, role, at: Self.valueAt))
  }

  private mutating func blank() { lines.append(PageLine()) }

  private mutating func heading(_ text: Shown) {
    lines.append(PageLine(text, .columnHead, at: Self.labelAt))
  }

  /// «today 09:36», or the day.
  private func moment(_ date: Date) -> Shown { Shown(world.zone.dated(date, now: world.now)) }

  private func record(_ id: AssetID) -> AssetRecord? {
    snapshot.assets.index(of: id).map(snapshot.assets.record)
  }

  // MARK: - Holders

  private mutating func device(_ serial: SerialNumber) {
    let row = snapshot.devices.index(of: serial)
    title = Shown(serial.rawValue)
    field("Serial number", Shown(serial.rawValue), .textStrong)
    if let label = row.flatMap(snapshot.devices.label) { field("Label", Shown(label)) }
    let lists = history?.lists ?? []
    let isListedOnly = row.map(snapshot.devices.isListedOnly) ?? false
    var sources = isListedOnly ? [] : ["assignments"]
    sources += lists
    field(
      "Known from", Shown(sources.isEmpty ? "a loaded list" : sources.joined(separator: ", and ")))
    holder(.device(serial))
  }

  private mutating func user(_ id: ClientUserID) {
    title = Shown(id.rawValue)
    field("User ID", Shown(id.rawValue), .textStrong)
    if let row = snapshot.users.index(of: id) {
      let user = snapshot.users.user(row)
      field("E-mail", Shown(user.email ?? "–"))
      field("Status", Shown(user.status?.rawValue.lowercased() ?? "–"))
      if user.status == .registered { field("Invitation", "not taken yet") }
    }
    if let change = world.userChange(id) {
      field("Change", "\(Shown(change.state.word)), no. \(change.operation)", change.state.role)
    }
    holder(.clientUser(id))
  }

  private mutating func holder(_ holder: Holder) {
    let rows =
      snapshot.reference(of: holder).map { Array(snapshot.assignments.rows(of: $0)) } ?? []
    count = Shown(Numbers.count(rows.count, "licence"))
    blank()
    if rows.isEmpty {
      lines.append(PageLine("Holds nothing.", .textDim, at: Self.labelAt))
    } else {
      holds(rows.map { snapshot.assets.record(snapshot.assignments.assetIndex($0)) })
    }
    blank()
    heading("History")
    for entry in history?.entries ?? [] {
      var line = PageLine(moment(entry.at), .textDim, at: 2).with(Shown(entry.word), at: 16)
      line.put(Shown(entry.asset.map(world.name) ?? "").cut(to: 17), at: 28)
      line.put("no. \(entry.operation)", .textDim, at: 46)
      lines.append(line)
    }
    closing()
  }

  private mutating func holds(_ records: [AssetRecord]) {
    lines.append(
      PageLine("Holds", .columnHead, at: 2).with("Type", .columnHead, at: 28)
        .with("By Purser", .columnHead, at: 35))
    let assigned = (history?.entries ?? []).compactMap { entry in
      entry.action == .assign ? entry.asset.map { ($0, entry) } : nil
    }
    let ours = Dictionary(assigned, uniquingKeysWith: { latest, _ in latest })
    for record in records.sorted(by: { $0.displayName.lowercased() < $1.displayName.lowercased() })
    {
      var line = PageLine(Shown(record.displayName).cut(to: 25), at: 2)
      line.put(Shown(ChangeWords.type(record.asset.productType)), .textDim, at: 28)
      if let entry = ours[record.asset.id] {
        line.put(moment(entry.at), .textDim, at: 35)
        line.put("no. \(entry.operation)", .textDim, at: 48)
      } else {
        line.put("–", .textDim, at: 35)
      }
      lines.append(line)
    }
  }

  /// Why there are no dates, once.
  private mutating func closing() {
    if history?.entries.isEmpty ?? true {
      lines.append(PageLine("Purser changed nothing here yet.", .textDim, at: 2))
    }
    blank()
    let sentences = [
      "Apple keeps no dates. What other tools did is not",
      "in this history, only its result in the list above.",
    ]
    if width >= 55 {
      for sentence in sentences { lines.append(PageLine(Shown(sentence), .textDim, at: 2)) }
    } else {
      lines.append(
        wrapped: sentences.joined(separator: " "), .textDim, at: 2, width: width - 3)
    }
  }

  // MARK: - Assignments

  private mutating func assignment(_ pair: Assignment) {
    title = "\(Shown(world.name(of: pair.asset))) · \(Shown(pair.holder.text))"
    field("Asset", Shown(world.name(of: pair.asset)), .textStrong)
    field("Adam ID", "\(pair.asset.adamID.rawValue)   \(pair.asset.pricingParam.rawValue)")
    field("Held by", Shown(pair.holder.text), .textStrong)
    if case .clientUser(let id) = pair.holder, let row = snapshot.users.index(of: id) {
      field("E-mail", Shown(snapshot.users.email(row) ?? "–"))
    }
    if let record = record(pair.asset), !record.asset.canBeReclaimed {
      field("Rights", "can't be reclaimed")
    }
    blank()
    heading("History")
    for entry in history?.entries ?? [] {
      lines.append(
        PageLine(moment(entry.at), .textDim, at: 2).with(Shown(entry.word), at: 16)
          .with("no. \(entry.operation)", .textDim, at: 28))
    }
    closing()
  }

  // MARK: - Assets

  private mutating func asset(_ id: AssetID) {
    title = Shown(world.name(of: id))
    guard let record = record(id) else { return }
    let asset = record.asset
    count =
      asset.isUnlimited
      ? Shown("\(Numbers.count(asset.assignedCount ?? 0)) used")
      : Shown("\(number(asset.assignedCount)) of \(number(asset.totalCount)) used")
    field("Adam ID", "\(id.adamID.rawValue)   \(id.pricingParam.rawValue)")
    if let developer = record.developer { field("Made by", Shown(developer)) }
    if !record.platforms.isEmpty {
      field("Runs on", Shown(record.platforms.joined(separator: ", ")))
    }
    let device = asset.canGoToDevices ? "can go to devices" : "users only"
    let back = asset.canBeReclaimed ? "can be reclaimed" : "can't be reclaimed"
    field("Rights", Shown("\(device) · \(back)"))
    blank()
    counts(asset)
    blank()
    assetHistory()
    needless(asset)
  }

  private func number(_ count: Int?) -> String { count.map { Numbers.count($0) } ?? "–" }

  private mutating func counts(_ asset: Asset) {
    func line(_ label: Shown, _ value: Shown, _ role: Role, _ note: Shown = "") {
      lines.append(
        PageLine(label, .columnHead, at: 2).with(value, role, endingAt: 23)
          .with(note, .textDim, at: 28))
    }
    let unlimited = asset.isUnlimited
    line(
      "Total", unlimited ? "∞" : Shown(number(asset.totalCount)),
      unlimited ? .numberUnlimited : .number)
    line("Used", Shown(number(asset.assignedCount)), .number, Shown(holderWords(asset.id)))
    let left = asset.availableCount
    let since = left == 0 ? history?.entries.first { $0.action == .assign }?.at : nil
    line(
      "Left", unlimited ? "∞" : Shown(number(left)),
      unlimited ? .numberUnlimited : left == 0 ? .numberNone : .number,
      since.map { "since \(moment($0))" } ?? "")
    line("Retired", Shown(number(asset.retiredCount)), .number)
  }

  private func holderWords(_ id: AssetID) -> String {
    guard let row = snapshot.assets.index(of: id) else { return "" }
    var devices = 0
    var users = 0
    for assignment in snapshot.assignments.rows(ofAsset: row) {
      if snapshot.assignments.holder(assignment).isDevice { devices += 1 } else { users += 1 }
    }
    let parts = [
      devices > 0 ? Numbers.count(devices, "device") : nil,
      users > 0 ? Numbers.count(users, "user") : nil,
    ]
    return parts.compactMap(\.self).joined(separator: ", ")
  }

  private mutating func assetHistory() {
    heading("History")
    for entry in history?.entries ?? [] {
      var line = PageLine(moment(entry.at), .textDim, at: 2)
      line.put("no. \(entry.operation)", .textDim, at: 16)
      line.put(entry.action == .assign ? "assigned to" : "reclaimed from", at: 26)
      line.put(Shown(Numbers.count(entry.holders.count)), .number, endingAt: 42)
      let noun = entry.holders.contains { !$0.isDevice } ? "user" : "device"
      let isPart = entry.holders.count < entry.asked
      let all =
        isPart
        ? "of \(Numbers.count(entry.asked, noun))" : entry.holders.count == 1 ? noun : noun + "s"
      line.put(Shown(all), at: 44)
      lines.append(line)
    }
    if history?.entries.isEmpty ?? true {
      lines.append(PageLine("Purser changed nothing here yet.", .textDim, at: 2))
    }
  }

  /// «Whose can I take?», only asked where nothing is left.
  private mutating func needless(_ asset: Asset) {
    guard !asset.isUnlimited, asset.availableCount == 0, asset.canBeReclaimed,
      let row = snapshot.assets.index(of: asset.id)
    else { return }
    var retired: [String] = []
    var registered: [String] = []
    for assignment in snapshot.assignments.rows(ofAsset: row) {
      guard case .user(let user) = snapshot.assignments.holder(assignment) else { continue }
      let id = snapshot.users.id(user).rawValue
      if snapshot.users.isListed(user), !snapshot.users.isActive(user) { retired.append(id) }
      if snapshot.users.status(user) == .registered { registered.append(id) }
    }
    blank()
    heading("Holders that may not need it")
    for (label, ids) in [("retired users", retired), ("invitation not taken", registered)] {
      lines.append(
        PageLine(Shown(label), at: 2)
          .with(Shown(Numbers.count(ids.count)), .number, endingAt: 27)
          .with(Shown(ChangeWords.list(ids, most: 2)), .textDim, at: 31))
    }
    for entry in history?.listed ?? [] {
      lines.append(
        PageLine("on \(Shown(entry.list).cut(to: 19))", at: 2)
          .with(Shown(Numbers.count(entry.devices)), .number, endingAt: 27)
          .with(entry.devices == 1 ? "device" : "devices", .textDim, at: 31))
    }
  }
}
