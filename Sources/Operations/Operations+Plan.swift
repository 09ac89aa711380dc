import AppsAndBooks
import Files
import FoundationEssentials
import SystemPackage

extension Operations {
  /// A plan is confirmed within ten minutes of its reads.
  static let planLifetime: TimeInterval = 600
  /// How long a second writer waits.
  static let lockPatience = Duration.seconds(10)

  /// Plans a change from fresh reads; `progress` hears how many reads of how many are done.
  ///
  /// - Throws: `APIError` where the service refuses or is not reached, `LocationStoreError`, or `CancellationError`.
  package func plan(
    _ request: ChangeRequest, progress: @escaping @Sendable (PlanProgress) -> Void = { _ in }
  ) async throws -> Plan {
    refresh()
    var facts = try await PlanReader(context: context, progress: progress)
      .facts(for: request, open: openPairs, openUsers: openUsers)
    // Meanwhile an operation may have begun or ended.
    facts.open.merge(openPairs) { known, _ in known }
    facts.openUsers.merge(openUsers) { known, _ in known }
    lastPlanID += 1
    return PlanBuilder.plan(request, facts: facts, id: lastPlanID)
  }

  /// Whether a change may be sent, by what is known now without asking.
  package func writing() -> WritingState {
    if let reason = reasonAgainstWriting { return .off(reason) }
    switch context.owner.owner {
    case .ours, .unknown: return .on
    case .unclaimed: return .unclaimed
    case .foreign(let info): return .off("The location is managed by «\(info.name)».")
    }
  }

  private var reasonAgainstWriting: String? {
    if let reason = context.readOnlyReason { return reason }
    if context.writer == nil { return "This session only reads." }
    if isQuitting { return "Purser is quitting." }
    return storageTrouble.map(OperationsError.browsingOnly) ?? writingOff ?? releaseMark.reason
  }

  /// Takes the write lock, makes the intent durable and begins to send; returns the operation's number.
  ///
  /// Sending goes on by itself: see `updates` and `wait`.
  ///
  /// - Throws: `OperationsError` or `CancellationError`; then nothing was sent.
  package func confirm(_ plan: Plan) async throws -> Int {
    try check(plan)
    let lock = try await takeLock(plan.summary)
    do {
      refresh()
      try check(plan)
      if let holder = firstOccupied(in: plan) {
        throw OperationsError.planMoved("\(holder.text) is in another operation by now.")
      }
      let number = try await begin(plan)
      sending[number] = Task { await self.send(number, lock: lock) }
      beginning.remove(number)
      return number
    } catch {
      lock.release()
      throw error
    }
  }

  /// A holder of the plan that an operation took up since it was read.
  private func firstOccupied(in plan: Plan) -> Holder? {
    let (pairs, users) = (openPairs, openUsers)
    let busy = plan.kind == .reclaimAll ? Set(pairs.keys.map(\.holder)) : []
    let changed = plan.toDo.map(\.pair).first { pair in
      pairs[pair] != nil || busy.contains(pair.holder)
        || pair.holder.clientUserID.map { users[$0] != nil } ?? false
    }
    return changed?.holder
      ?? plan.users.first { users[$0.change.id] != nil }.map { .clientUser($0.change.id) }
  }

  private func check(_ plan: Plan) throws(OperationsError) {
    if plan.isRefused { throw .planIsRefused }
    if plan.isEmpty { throw .nothingToDo }
    let age = context.now().timeIntervalSince(plan.readAt)
    guard (0...Self.planLifetime).contains(age) else { throw .planIsOld }
    if let reason = context.readOnlyReason { throw .readOnly(reason) }
    if let reason = storageTrouble { throw .storage(reason) }
    switch (context.owner.owner, plan.owner) {
    case (.foreign(let info), _), (.unknown, .foreign(let info)): throw .foreignOwner(info)
    case (.unclaimed, _), (.unknown, .unclaimed): throw .unclaimed
    case (.ours, _), (.unknown, .ours), (.unknown, .unknown): break
    }
    if let reason = reasonAgainstWriting { throw .writingIsOff(reason) }
  }

  /// The lock, after at most ten seconds.
  func takeLock(_ what: String) async throws -> WriteLock {
    let person = context.person
    let holder = LockHolder(
      pid: person.pid, bootID: person.bootID, since: context.now(), user: person.login,
      host: person.host, tty: person.tty, operation: what)
    do {
      try PrivateDirectory.ensure(context.directory, on: context.files)
      return try await WriteLock.acquire(
        at: context.directory.appending("write.lock"), holder: holder,
        patience: Self.lockPatience, clock: context.clock, on: context.files)
    } catch WriteLock.Failure.held(let holder) {
      throw OperationsError.locked(Self.text(of: holder))
    } catch let error as FileError {
      throw OperationsError.storage("\(error)")
    }
  }

  static func text(of holder: LockHolder?) -> String {
    guard let holder else {
      return "Another Purser sends for this location now. Nothing was sent; try again."
    }
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .current
    let time = calendar.dateComponents([.hour, .minute], from: holder.since)
    let digits = { (value: Int?) in (value ?? 0) < 10 ? "0\(value ?? 0)" : "\(value ?? 0)" }
    let tty = holder.tty.map { ", \($0)" } ?? ""
    return "Another Purser (\(holder.user)@\(holder.host), pid \(holder.pid)\(tty)) sends for this "
      + "location since \(digits(time.hour)):\(digits(time.minute)): \(holder.operation). "
      + "Nothing was sent; try again when it is done."
  }

  /// Makes intent and audit line durable.
  private func begin(_ plan: Plan) async throws -> Int {
    try journal.prepare()
    let limits: CutLimits
    do {
      limits = CutLimits(try await context.service.limits(maxAge: .seconds(300)))
    } catch let error as APIError {
      throw OperationsError.notReached(error)
    }
    let requests = RequestCutter(limits: limits).requests(for: plan)
    let number = max(models.keys.max() ?? 0, journal.highestOperation) + 1
    let intent = IntentRecord(
      plan, by: context.person.by, limits: limits, requests: requests)
    beginning.insert(number)
    do {
      try note(.intent(intent), of: number)
    } catch {
      beginning.remove(number)
      throw error
    }
    segments[number] = journal.ownSegment
    do {
      try await audit.append(.init(confirmed: intent, number: number))
    } catch {
      hold(number, HoldReason(kind: .storage, text: "\(error)"))
      settleIfOver(number)
      beginning.remove(number)
      throw error
    }
    return number
  }
}

extension Plan {
  /// «assign 3 assets to 12 holders», for the lock's note.
  fileprivate var summary: String {
    let assets = Self.count(Set(toDo.map(\.pair.asset)).count, "asset")
    let holders = Set(toDo.map(\.pair.holder)).count
    return switch kind {
    case .assign: "\(kind.verb) \(assets) to \(Self.count(holders, "holder"))"
    case .reclaim, .reclaimAll: "\(kind.verb) \(assets) from \(Self.count(holders, "holder"))"
    case .reassign: "\(kind.verb) \(assets), \(Self.count(count, "move"))"
    case .userCreate, .userUpdate, .userRetire: "\(kind.verb) \(Self.count(users.count, "user"))"
    }
  }

  private static func count(_ number: Int, _ word: String) -> String {
    "\(number) \(word)\(number == 1 ? "" : "s")"
  }
}

extension Audit.Deed {
  /// More holders than this are in the journal only.
  private static let listedHolders = 100

  init(confirmed intent: IntentRecord, number: Int) {
    deed = intent.kind.rawValue
    operation = number
    let users = (intent.users ?? []).map { user in
      IntentRecord.HolderName(clientUserID: user.clientUserID, serialNumber: nil)
    }
    pairs = intent.pairs.isEmpty ? nil : intent.pairs.count
    assets = intent.assets
    let all = users.isEmpty ? intent.holders : users
    holders = all.count <= Self.listedHolders ? all : nil
    confirmation = intent.confirmation
    reason = intent.reason
  }

  init(ended record: OperationRecord) {
    deed = "ended"
    operation = record.number
    outcome = record.state.rawValue
    events = record.events.map(\.rawValue)
  }

  init(_ deed: String, owner: String) {
    self.deed = deed
    self.owner = owner
  }
}
