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
    alreadySo = plan.alreadySo.count + plan.usersAlreadySo.count
    unknown = 0
    notSent = plan.count + plan.inOpenOperation.count + plan.occupiedHolders.count
    failed = Self.failed(plan.impossible, plan.impossibleHolders, names: plan.names)
    requests = outcome == .planned ? plan.requests.count : 0
    events = []
    service = plan.service
    undoes = plan.request.undoes
    self.plan = isDryRun ? Self.lines(of: plan) : nil
  }

  private static func outcome(
    of plan: Plan, isDryRun: Bool, blockedBy record: OperationRecord?
  ) -> Outcome {
    if plan.isRefused { return .refused }
    if isDryRun { return .planned }
    if !plan.isEmpty { return .planned }
    if plan.openOperation == nil {
      let isPossible = plan.impossible.isEmpty && plan.impossibleHolders.isEmpty
      return isPossible ? .nothing : .refused
    }
    return record?.state == .unknown ? .unknown : .pending
  }

  /// The report of an operation as it stands.
  package init(_ record: OperationRecord, withOrigin: Bool = false, names: [AssetID: String] = [:])
  {
    operation = record.number
    kind = record.kind
    requested =
      record.count + record.alreadySo + record.leftOut.count + record.leftOutHolders.count
      + record.occupied
    applied = record.settledCount
    alreadySo = record.alreadySo
    unknown = record.count("pending") + record.count("unknown")
    notSent = record.count("not sent") + record.occupied
    failed =
      Self.failures(of: record)
      + Self.failed(record.leftOut, record.leftOutHolders, names: names)
    requests = record.requestsSent
    events = record.events
    service = record.service
    undoes = record.undoes
    hold = record.hold
    outcome = record.outcome
    let isLessThanAsked =
      !record.leftOut.isEmpty || !record.leftOutHolders.isEmpty || record.occupied > 0
    if outcome == .done, isLessThanAsked { outcome = .partial }
    if withOrigin {
      origin = Origin(
        startedAt: record.startedAt, endedAt: record.endedAt, by: record.by,
        reason: record.reason)
    }
  }

  private static func failures(of record: OperationRecord) -> [Failed] {
    let pairs = record.pairs.map { (ChangeSubject.pair($0.pair), $0.state) }
    let users = record.users.map { user in
      (ChangeSubject.holder(.clientUser(user.user.change.id)), user.state)
    }
    return (pairs + users).compactMap { subject, state in
      state.failure.map {
        Failed(subject: subject, errorNumber: $0.number, errorMessage: $0.message)
      }
    }
  }

  private static func failed(
    _ pairs: [ImpossiblePair], _ holders: [ImpossibleHolder], names: [AssetID: String]
  ) -> [Failed] {
    pairs.map { left in
      let name = names[left.pair.asset] ?? left.pair.asset.adamID.rawValue
      return Failed(
        subject: .pair(left.pair), errorNumber: nil,
        errorMessage: left.reason.sentence(asset: name, holder: left.pair.holder))
    }
      + holders.map { left in
        Failed(
          subject: .holder(left.holder), errorNumber: nil,
          errorMessage: left.reason.sentence(holder: left.holder))
      }
  }
}

extension Plan {
  /// Names of the assets, as far as known.
  package var names: [AssetID: String] {
    Dictionary(
      assets.compactMap { summary in summary.name.map { (summary.id, $0) } },
      uniquingKeysWith: { first, _ in first })
  }
}
