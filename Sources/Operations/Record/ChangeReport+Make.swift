package import AppsAndBooks
import FoundationEssentials

extension ChangeReport {
  /// The report of a plan that is not sent: a dry run, refused, or nothing to do.
  ///
  /// - Parameters:
  ///   - plan: what would be done.
  ///   - isDryRun: whether the lines of the plan are wanted.
  ///   - record: the open operation that holds back every pair left, if there is one.
  package init(_ plan: Plan, isDryRun: Bool, blockedBy record: OperationRecord? = nil) {
    operation = nil
    kind = plan.kind
    outcome = Self.outcome(of: plan, isDryRun: isDryRun, blockedBy: record)
    if outcome == .pending || outcome == .unknown { operation = plan.openOperation }
    requested = plan.requested
    applied = 0
    alreadySo = plan.alreadySo.count
    unknown = 0
    notSent = plan.toDo.count + plan.inOpenOperation.count
    failed = Self.failed(plan.impossible, names: plan.names)
    requests = outcome == .planned ? plan.requests.count : 0
    events = []
    service = plan.service
    self.plan = isDryRun ? Self.lines(of: plan) : nil
  }

  private static func outcome(
    of plan: Plan, isDryRun: Bool, blockedBy record: OperationRecord?
  ) -> Outcome {
    if plan.isRefused { return .refused }
    if isDryRun { return .planned }
    if !plan.toDo.isEmpty { return .planned }
    if plan.inOpenOperation.isEmpty { return plan.impossible.isEmpty ? .nothing : .refused }
    return record?.state == .unknown ? .unknown : .pending
  }

  /// The report of an operation as it stands.
  package init(_ record: OperationRecord, withOrigin: Bool = false, names: [AssetID: String] = [:])
  {
    operation = record.number
    kind = record.kind
    requested = record.pairs.count + record.alreadySo + record.leftOut.count + record.occupied
    applied = record.settledCount
    alreadySo = record.alreadySo
    unknown = record.count("pending") + record.count("unknown")
    notSent = record.count("not sent") + record.occupied
    failed =
      record.pairs.compactMap { pair in
        pair.state.failure.map {
          Failed(pair: pair.pair, errorNumber: $0.number, errorMessage: $0.message)
        }
      } + Self.failed(record.leftOut, names: names)
    requests = record.requestsSent
    events = record.events
    service = record.service
    undoes = record.undoes
    hold = record.hold
    outcome = record.outcome
    if outcome == .done, !record.leftOut.isEmpty || record.occupied > 0 { outcome = .partial }
    if withOrigin {
      origin = Origin(
        startedAt: record.startedAt, endedAt: record.endedAt, by: record.by,
        reason: record.reason)
    }
  }

  private static func failed(
    _ pairs: [ImpossiblePair], names: [AssetID: String]
  ) -> [Failed] {
    pairs.map { left in
      let name = names[left.pair.asset] ?? left.pair.asset.adamID.rawValue
      return Failed(
        pair: left.pair, errorNumber: nil,
        errorMessage: left.reason.sentence(asset: name, holder: left.pair.holder))
    }
  }

  private static func lines(of plan: Plan) -> [PlanLine] {
    let counts = Dictionary(
      plan.assets.map { ($0.id, $0.availableBefore) }, uniquingKeysWith: { first, _ in first })
    func line(_ pair: Assignment, _ action: PairAction?, _ reason: String?) -> PlanLine {
      PlanLine(
        pair: pair, action: action, reason: reason, availableBefore: counts[pair.asset] ?? nil)
    }
    let lines =
      plan.toDo.map { line($0.pair, $0.action, nil) }
      + plan.alreadySo.map { line($0, nil, "already so") }
      + plan.impossible.map { line($0.pair, nil, $0.reason.word) }
      + plan.inOpenOperation.map { line($0.pair, nil, "in operation \($0.operation)") }
    // In the order asked for.
    var places: [Assignment: Int] = [:]
    for (place, pair) in plan.request.pairs.enumerated() where places[pair] == nil {
      places[pair] = place
    }
    return lines.sorted { (places[$0.pair] ?? 0) < (places[$1.pair] ?? 0) }
  }
}

extension Plan {
  /// Names of the assets, as far as known.
  var names: [AssetID: String] {
    Dictionary(
      assets.compactMap { summary in summary.name.map { (summary.id, $0) } },
      uniquingKeysWith: { first, _ in first })
  }
}
