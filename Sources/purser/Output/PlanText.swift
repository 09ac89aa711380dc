import AppsAndBooks
import Operations

/// A plan as text.
enum PlanText {
  /// Lines of one kind before «and n more».
  private static let most = 10

  /// The plan before it is confirmed.
  static func lines(_ plan: Plan) -> [String] {
    let requests = "\(plan.requests.count) request\(plan.requests.count == 1 ? "" : "s")"
    var lines = [
      SafeText.line(
        "\(plan.kind.verb) at \(plan.location): \(sum(plan.kind, plan.count)), \(requests), "
          + "service \(plan.service)")
    ]
    lines += subjects(plan) + leftOut(plan)
    for warning in plan.warnings {
      let serials = warning.serialNumbers.prefix(5).map(\.rawValue).joined(separator: ", ")
      let which =
        serials.isEmpty ? "" : " (\(serials)\(warning.serialNumbers.count > 5 ? " …" : ""))"
      lines.append(SafeText.line("  ! \(warning.title)\(which): \(warning.text)"))
    }
    return lines
  }

  /// What changes: assets, moves, holders or users, by the kind.
  private static func subjects(_ plan: Plan) -> [String] {
    switch plan.kind {
    case .assign, .reclaim: return plan.assets.filter { $0.count > 0 }.map(line)
    case .reassign: return limited(plan.moves.map { line($0, plan) }) + halves(plan)
    case .reclaimAll: return limited(holders(plan)) + staying(plan)
    case .userCreate, .userUpdate, .userRetire: return limited(plan.users.map { line($0, plan) })
    }
  }

  private static func leftOut(_ plan: Plan) -> [String] {
    var lines: [String] = []
    let alreadySo = plan.alreadySo.count + plan.usersAlreadySo.count
    if alreadySo > 0 {
      lines.append(
        "  already so\(plan.kind == .reassign ? " (reclaim instead)" : ""): \(alreadySo)")
    }
    if !plan.emptyHolders.isEmpty {
      lines.append("  nothing to reclaim: \(plan.emptyHolders.count) of the holders")
    }
    for reason in ImpossibleReason.allCases {
      let count =
        plan.impossible.count { $0.reason == reason }
        + plan.impossibleHolders.count { $0.reason == reason }
      if count > 0 { lines.append("  left out, \(reason.word): \(count)") }
    }
    let busy = plan.inOpenOperation.map(\.operation) + plan.occupiedHolders.map(\.operation)
    if !busy.isEmpty {
      let numbers = Set(busy).sorted().map(String.init).joined(separator: ", ")
      lines.append("  left out, in operation \(numbers): \(busy.count)")
    }
    return lines
  }

  /// The text of a plan that is not sent.
  static func ending(_ plan: Plan, _ report: ChangeReport, isDryRun: Bool) -> [String] {
    switch report.outcome {
    case .nothing:
      return plan.requested == 0
        ? ["Nothing to do." + (plan.emptyHolders.isEmpty ? "" : " The holders have nothing.")]
        : ["Nothing to do: \(sum(plan.kind, report.alreadySo)) already so."]
    case .refused: return isDryRun ? lines(plan) : []
    case .planned: return lines(plan) + ["Planned; nothing was sent."]
    default:
      guard let number = report.operation else { return [] }
      let busy = plan.inOpenOperation.count + plan.occupiedHolders.count
      return [
        "Operation \(number) works on \(sum(plan.kind, busy)) of these still; "
          + "nothing was sent. See: purser wait \(number)"
      ]
    }
  }

  /// Why a plan can't be: shortages with their numbers, then each pair and each holder.
  static func refusals(_ plan: Plan) -> [String] {
    var lines: [String] = []
    for asset in plan.assets where asset.shortBy > 0 {
      let left = asset.availableBefore ?? 0
      lines.append(
        "\(name(asset)): \(left) \(left == 1 ? "licence is" : "licences are") left, "
          + "\(left + asset.shortBy) are needed. --up-to-available takes the first \(left).")
    }
    let names = plan.names
    let pairs = plan.impossible.filter { $0.reason != .noLicenceLeft }.map { left in
      let name = names[left.pair.asset] ?? Naming.word(left.pair.asset)
      return left.reason.sentence(asset: name, holder: left.pair.holder) + "."
    }
    let holders = plan.impossibleHolders.map { $0.reason.sentence(holder: $0.holder) + "." }
    let others = pairs + holders
    lines += others.prefix(50)
    if others.count > 50 { lines.append("and \(others.count - 50) more; see --dry-run --json.") }
    if others.count > plan.request.notInvertible.count {
      lines.append("--skip-impossible leaves such \(noun(plan.kind))s out.")
    }
    return lines
  }

  /// The question that stands before the plan's own where serial numbers were never seen here.
  static func neverSeenQuestion(_ plan: Plan) -> String? {
    let count = plan.warnings.reduce(0) { sum, warning in
      if case .neverSeen(let serials) = warning { sum + serials.count } else { sum }
    }
    guard count > 0 else { return nil }
    let what = count == 1 ? "1 serial number was" : "\(Numbers.grouped(count)) serial numbers were"
    return "\(what) never seen here, and Apple takes any. Is it right? y to go on:"
  }

  /// The question of a confirmation, and the word that says yes.
  static func answer(_ plan: Plan, onKeyUpTo limit: Int) -> (question: String, word: String) {
    let what = "\(plan.kind.verb) \(sum(plan.kind, plan.count))"
    switch plan.weight {
    case .yes where plan.count <= limit:
      return (SafeText.line("Shall Purser \(what)? y to confirm:"), "y")
    case .yes:
      return ("To \(what), type the number of \(noun(plan.kind))s:", String(plan.count))
    case .typeCount(let count):
      return ("To \(what), type the number of \(noun(plan.kind))s:", String(count))
    case .typeName(let name):
      let consequence = plan.isReversible ? "" : ", which can't be undone"
      return (
        SafeText.line("To \(what)\(consequence), type the location's name (\(name)):"), name
      )
    }
  }

  /// «3 pairs», «1 move», «2 users».
  static func sum(_ kind: OperationKind, _ count: Int) -> String {
    "\(Numbers.grouped(count)) \(noun(kind))\(count == 1 ? "" : "s")"
  }

  private static func noun(_ kind: OperationKind) -> String {
    switch kind {
    case .assign, .reclaim, .reclaimAll: "pair"
    case .reassign: "move"
    case .userCreate, .userUpdate, .userRetire: "user"
    }
  }

  /// A pair or a holder as one word.
  static func word(_ subject: ChangeSubject) -> String {
    switch subject {
    case .pair(let pair): "\(Naming.word(pair.asset)) → \(pair.holder.text)"
    case .holder(let holder): holder.text
    }
  }
}

extension PlanText {
  private static func limited(_ lines: [String]) -> [String] {
    lines.count <= most + 1
      ? lines : Array(lines.prefix(most)) + ["  and \(lines.count - most) more"]
  }

  private static func line(_ planned: PlannedMove, _ plan: Plan) -> String {
    let move = planned.move
    let name = plan.names[move.asset] ?? Naming.word(move.asset)
    return SafeText.line(
      "  \(name): \(move.from.text) → \(move.to.text), first: \(planned.first.rawValue)")
  }

  /// Pairs of an undo or a retry that stand alone.
  private static func halves(_ plan: Plan) -> [String] {
    let inMoves = Set(plan.moves.flatMap { [$0.firstPair, $0.secondPair] })
    return limited(
      plan.toDo.filter { !inMoves.contains($0.pair) }.map { planned in
        let name = plan.names[planned.pair.asset] ?? Naming.word(planned.pair.asset)
        return SafeText.line(
          "  \(name): \(planned.action.rawValue) \(planned.pair.holder.text) alone")
      })
  }

  private static func holders(_ plan: Plan) -> [String] {
    var order: [Holder] = []
    var held: [Holder: [AssetID]] = [:]
    for planned in plan.toDo {
      if held[planned.pair.holder] == nil { order.append(planned.pair.holder) }
      held[planned.pair.holder, default: []].append(planned.pair.asset)
    }
    let names = plan.names
    return order.map { holder in
      let assets = held[holder] ?? []
      let listed = assets.prefix(3).map { names[$0] ?? Naming.word($0) }.joined(separator: ", ")
      let more = assets.count > 3 ? " and \(assets.count - 3) more" : ""
      return SafeText.line("  \(holder.text): \(assets.count): \(listed)\(more)")
    }
  }

  private static func staying(_ plan: Plan) -> [String] {
    guard !plan.staying.isEmpty else { return [] }
    let names = plan.names
    let listed = plan.staying.prefix(3).map { stays in
      "\(stays.pair.holder.text) \(names[stays.pair.asset] ?? Naming.word(stays.pair.asset))"
    }
    let more = plan.staying.count > 3 ? " and \(plan.staying.count - 3) more" : ""
    return [
      SafeText.line("  stays: \(plan.staying.count): \(listed.joined(separator: ", "))\(more)")
    ]
  }

  private static func line(_ user: PlannedUser, _ plan: Plan) -> String {
    var parts = [user.change.id.rawValue]
    if let email = user.change.email { parts.append(email) }
    if let before = user.emailBefore, user.action == .update { parts.append("was \(before)") }
    if let account = user.change.managedAppleID { parts.append("account \(account)") }
    if user.action == .retire {
      let names = plan.names
      let books = user.spentBooks.map { names[$0] ?? Naming.word($0) }.joined(separator: ", ")
      parts.append("loses \(user.loses.count)")
      if !books.isEmpty { parts.append("spent for good: \(books)") }
    }
    return SafeText.line("  \(parts.joined(separator: ", "))")
  }

  private static func line(_ asset: AssetSummary) -> String {
    var text = "  \(name(asset)): \(sum(.assign, asset.count))"
    if asset.isUnlimited {
      text += ", left ∞"
    } else if let before = asset.availableBefore, let after = asset.availableAfter {
      text += ", left \(Numbers.grouped(before)) → \(Numbers.grouped(after))"
    }
    return SafeText.line(text)
  }

  private static func name(_ asset: AssetSummary) -> String {
    asset.name.map { "\($0) (\(Naming.word(asset.id)))" } ?? Naming.word(asset.id)
  }
}
