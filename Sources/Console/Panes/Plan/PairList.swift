import AppsAndBooks
import FoundationEssentials
import LocationStore
import Operations
import Screen

/// Every pair of a plan or an operation, behind `i`.
struct PairList: Equatable, Sendable {
  /// What becomes of one pair.
  struct Line: Equatable, Sendable {
    var holder: String
    var asset: String
    var word: String
    var reason: String
    var sign: Shown
    var role: Role
  }

  private(set) var lines: [Line]
  private(set) var cursor = 0
  private(set) var offset = 0

  /// Lists the pairs of a plan: those that change first, then those that are dropped.
  init(_ plan: Plan, world: World) {
    let names = Dictionary(
      plan.assets.map { ($0.id, $0.name ?? world.name(of: $0.id)) },
      uniquingKeysWith: { first, _ in first })
    func line(_ pair: Assignment, _ word: String, dropped: Bool, reason: String = "") -> Line {
      Line(
        holder: pair.holder.text, asset: names[pair.asset] ?? world.name(of: pair.asset),
        word: word, reason: reason, sign: dropped ? "–" : "",
        role: dropped ? .planDropped : .row)
    }
    lines =
      plan.toDo.map { line($0.pair, $0.action.rawValue, dropped: false) }
      + plan.users.flatMap { Self.lines($0, name: { names[$0] ?? world.name(of: $0) }) }
      + plan.impossible.map { line($0.pair, $0.reason.word, dropped: true) }
      + plan.staying.map { line($0.pair, "stays", dropped: true, reason: $0.reason.word) }
      + plan.alreadySo.map { line($0, "already so", dropped: true) }
      + plan.inOpenOperation.map { line($0.pair, "in operation \($0.operation)", dropped: true) }
    func alone(_ holder: Holder, _ word: String, _ reason: String = "") -> Line {
      Line(
        holder: holder.text, asset: "", word: word, reason: reason, sign: "–", role: .planDropped)
    }
    lines +=
      plan.impossibleHolders.map {
        alone($0.holder, $0.reason.word, $0.reason.sentence(holder: $0.holder))
      }
      + plan.usersAlreadySo.map { alone(.clientUser($0), "already so") }
      + plan.emptyHolders.map { alone($0, "holds nothing to reclaim") }
      + plan.occupiedHolders.map { alone($0.holder, "in operation \($0.operation)") }
  }

  /// A client user: one line, or one for each licence that goes with it.
  private static func lines(_ user: PlannedUser, name: (AssetID) -> String) -> [Line] {
    func line(_ asset: String, _ word: String, _ reason: String = "") -> Line {
      Line(
        holder: user.change.id.rawValue, asset: asset, word: word, reason: reason, sign: "",
        role: .row)
    }
    guard user.action == .retire else {
      let account = user.change.managedAppleID.map { "account \($0)" } ?? ""
      return [line(user.change.email ?? "", user.action.rawValue, account)]
    }
    let head = line(
      "", "retire", user.loses.isEmpty && user.spentBooks.isEmpty ? "has nothing" : "")
    return [head] + user.loses.map { line(name($0), "goes back") }
      + user.spentBooks.map { line(name($0), "spent for good") }
  }

  /// Lists the pairs and users of an operation, those that failed first.
  init(_ record: OperationRecord, world: World) {
    // Each half of a move has its own line here: this is where one looks closely.
    var halves = record
    halves.moves = []
    lines = halves.rankedUnits.map { place in
      let unit = OperationUnit(place, of: halves, world: world)
      let look = PairLook(unit.state)
      var word = unit.state.word
      if record.kind == .reassign, case .pair(let index) = place {
        word = "\(record.pairs[index].action.rawValue) \(word)"
      }
      return Line(
        holder: unit.holder, asset: unit.asset, word: word, reason: unit.remark, sign: look.sign,
        role: look.role)
    }
    lines += record.leftOut.map { pair in
      Line(
        holder: pair.pair.holder.text, asset: world.name(of: pair.pair.asset),
        word: "left out", reason: pair.reason.word, sign: "–", role: .planDropped)
    }
    lines += record.leftOutHolders.map { left in
      Line(
        holder: left.holder.text, asset: "", word: "left out",
        reason: left.reason.sentence(holder: left.holder), sign: "–", role: .planDropped)
    }
  }

  /// Takes newer states and keeps the place.
  mutating func update(_ list: PairList) {
    lines = list.lines
    cursor = max(0, min(cursor, lines.count - 1))
  }

  /// Moves; false for what is no movement.
  mutating func perform(_ command: Command) -> Bool {
    switch command {
    case .up: cursor -= 1
    case .down: cursor += 1
    case .pageUp: cursor -= 10
    case .pageDown: cursor += 10
    case .first: cursor = 0
    case .last: cursor = lines.count - 1
    default: return false
    }
    cursor = max(0, min(cursor, lines.count - 1))
    return true
  }

  /// Keeps the cursor among `height` lines.
  mutating func settle(height: Int) {
    let height = max(1, height)
    offset = max(cursor - height + 1, min(offset, cursor))
    offset = max(0, min(offset, lines.count - height))
  }

  /// The visible part as a list.
  func table(height: Int) -> Table {
    let shown = lines[min(offset, lines.count)..<min(offset + max(0, height), lines.count)]
    let rows = shown.enumerated().map { index, line in
      TableRow(
        cells: [
          TableCell(Shown(line.holder)), TableCell(Shown(line.asset)),
          TableCell(Shown(line.word), line.role), TableCell(Shown(line.reason), .textDim),
        ],
        role: line.role == .planDropped ? .planDropped : .row, sign: line.sign,
        signRole: line.role, isCursor: offset + index == cursor)
    }
    var widest = (holder: 6, asset: 12, word: 6, reason: 0)
    for line in lines.prefix(2000) {
      widest.holder = max(widest.holder, line.holder.count)
      widest.asset = max(widest.asset, line.asset.count)
      widest.word = max(widest.word, line.word.count)
      widest.reason = max(widest.reason, line.reason.count)
    }
    return Table(
      columns: [
        TableColumn("Holder", width: min(30, widest.holder)),
        TableColumn(
          "Asset", width: widest.reason == 0 ? 12 : min(24, widest.asset),
          grows: widest.reason == 0 ? 1 : 0, gap: 2),
        TableColumn("State", width: min(18, widest.word), gap: 2),
        TableColumn("", width: 12, grows: 1, gap: 2, leaves: 1),
      ], rows: rows, isFocused: true)
  }

  /// The reason of the line under the cursor, where the list has no room for it.
  func cutReason(width: Int) -> Shown? {
    guard lines.indices.contains(cursor), !lines[cursor].reason.isEmpty else { return nil }
    let reason = Shown(lines[cursor].reason)
    let place = table(height: 1).layout(width: width).first { $0.column == 3 }
    return reason.width > place?.width ?? 0 ? reason : nil
  }
}
