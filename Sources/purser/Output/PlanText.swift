import AppsAndBooks
import Operations

/// A plan as text.
enum PlanText {
  /// The plan before it is confirmed.
  static func lines(_ plan: Plan) -> [String] {
    let requests = "\(plan.requests.count) request\(plan.requests.count == 1 ? "" : "s")"
    var lines = [
      SafeText.line(
        "\(plan.kind.verb) at \(plan.location): \(pairs(plan.toDo.count)), \(requests), "
          + "service \(plan.service)")
    ]
    for asset in plan.assets where asset.count > 0 { lines.append(line(asset)) }
    if !plan.alreadySo.isEmpty { lines.append("  already so: \(plan.alreadySo.count)") }
    for reason in ImpossibleReason.allCases {
      let count = plan.impossible.count { $0.reason == reason }
      if count > 0 { lines.append("  left out, \(reason.word): \(count)") }
    }
    if !plan.inOpenOperation.isEmpty {
      let numbers = Set(plan.inOpenOperation.map(\.operation)).sorted().map(String.init)
      lines.append(
        "  left out, in operation \(numbers.joined(separator: ", ")): \(plan.inOpenOperation.count)"
      )
    }
    for warning in plan.warnings {
      let serials = warning.serialNumbers.prefix(5).map(\.rawValue).joined(separator: ", ")
      let which =
        serials.isEmpty ? "" : " (\(serials)\(warning.serialNumbers.count > 5 ? " …" : ""))"
      lines.append(SafeText.line("  ! \(warning.title)\(which): \(warning.text)"))
    }
    return lines
  }

  /// The text of a plan that is not sent.
  static func ending(_ plan: Plan, _ report: ChangeReport, isDryRun: Bool) -> [String] {
    switch report.outcome {
    case .nothing: ["Nothing to do: \(pairs(plan.alreadySo.count)) already so."]
    case .refused: isDryRun ? lines(plan) : []
    case .planned: lines(plan) + ["Planned; nothing was sent."]
    default:
      if let number = report.operation {
        [
          "Operation \(number) works on \(pairs(plan.inOpenOperation.count)) of these still; "
            + "nothing was sent. See: purser wait \(number)"
        ]
      } else {
        []
      }
    }
  }

  /// Why a plan can't be: shortages with their numbers, then each pair.
  static func refusals(_ plan: Plan) -> [String] {
    var lines: [String] = []
    for asset in plan.assets where asset.shortBy > 0 {
      let left = asset.availableBefore ?? 0
      lines.append(
        "\(name(asset)): \(left) \(left == 1 ? "licence is" : "licences are") left, "
          + "\(left + asset.shortBy) are needed. --up-to-available takes the first \(left).")
    }
    let names = names(plan)
    let others = plan.impossible.filter { $0.reason != .noLicenceLeft }
    for pair in others.prefix(50) {
      let name = names[pair.pair.asset] ?? Naming.word(pair.pair.asset)
      lines.append(pair.reason.sentence(asset: name, holder: pair.pair.holder) + ".")
    }
    if others.count > 50 { lines.append("and \(others.count - 50) more; see --dry-run --json.") }
    if !others.isEmpty { lines.append("--skip-impossible leaves such pairs out.") }
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
    let what = "\(plan.kind.verb) \(pairs(plan.toDo.count))"
    switch plan.weight {
    case .yes where plan.toDo.count <= limit:
      return (SafeText.line("Shall Purser \(what)? y to confirm:"), "y")
    case .yes:
      return ("To \(what), type the number of pairs:", String(plan.toDo.count))
    case .typeCount(let count):
      return ("To \(what), type the number of pairs:", String(count))
    case .typeName(let name):
      return (
        SafeText.line("To \(what), which can't be undone, type the location's name (\(name)):"),
        name
      )
    }
  }

  /// Names of the plan's assets, as far as known.
  static func names(_ plan: Plan) -> [AssetID: String] {
    Dictionary(
      plan.assets.compactMap { asset in asset.name.map { (asset.id, $0) } },
      uniquingKeysWith: { first, _ in first })
  }

  private static func line(_ asset: AssetSummary) -> String {
    var text = "  \(name(asset)): \(pairs(asset.count))"
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

  static func pairs(_ count: Int) -> String {
    "\(Numbers.grouped(count)) pair\(count == 1 ? "" : "s")"
  }
}
