import AppsAndBooks
import FoundationEssentials
import SystemPackage

extension Operations {
  /// Polls and reads by the schedule until the operation is over; one task per operation.
  func follow(_ number: Int) {
    // One that sleeps looks at its schedule again.
    sleeps[number]?.cancel()
    guard following[number] == nil, !isQuitting else { return }
    following[number] = Task { await self.followToTheEnd(number) }
  }

  private func followToTheEnd(_ number: Int) async {
    while !isQuitting, !settleIfOver(number), let due = nextDue(number) {
      models[number]?.nextLook = due
      changed(number)
      await sleep(number, until: due)
      guard !isQuitting else { break }
      await tick(number, forced: false)
    }
    following[number] = nil
  }

  private func sleep(_ number: Int, until due: Date) async {
    let seconds = due.timeIntervalSince(context.now())
    guard seconds > 0 else { return }
    let sleep = timeline.sleep
    let nap = Task<Void, Never> {
      try? await sleep(.milliseconds(Int64((seconds * 1000).rounded(.up))))
    }
    sleeps[number] = nap
    await nap.value
    sleeps[number] = nil
  }

  /// When the next poll or read of an operation is due.
  func nextDue(_ number: Int) -> Date? {
    guard let model = models[number], model.isOpen else { return nil }
    let watch = watches[number] ?? Watch()
    let holders = model.holderCount
    return model.requests.indices.flatMap { index in
      [
        LookSchedule.nextPoll(model.requests[index], triedAt: watch.polledAt[index]),
        LookSchedule.nextLook(
          model.requests[index], holders: holders, triedAt: watch.lookedAt[index]),
      ]
    }.compactMap { $0 }.min()
  }

  /// Does what is due now; `forced` reads the list for everything that is open (F5).
  func tick(_ number: Int, forced: Bool) async {
    if segments[number] != journal.ownSegment { refresh() }
    watches[number, default: Watch()].trouble = nil
    await poll(number)
    await look(number, forced: forced)
    journal.sync()
    changed(number)
  }

  private func poll(_ number: Int) async {
    guard let requests = models[number]?.requests else { return }
    for index in requests.indices {
      guard let request = models[number]?.requests[index], let event = request.openEvent,
        let due = LookSchedule.nextPoll(request, triedAt: watches[number]?.polledAt[index]),
        due <= context.now()
      else { continue }
      watches[number, default: Watch()].polledAt[index] = context.now()
      do {
        let status = try await context.service.eventStatus(event)
        noteAnyway(.polled(PolledRecord(status)), of: number, request: index)
      } catch let error as APIError where error.number == .eventNotFound {
        noteAnyway(.polled(.notFound), of: number, request: index)
      } catch {
        noteTrouble(error, number)
      }
    }
  }

  private func look(_ number: Int, forced: Bool) async {
    guard let model = models[number] else { return }
    let now = context.now()
    let holders = model.holderCount
    let due = model.requests.indices.filter { index in
      guard model.requests[index].isOpen, model.requests[index].answeredAt != nil else {
        return false
      }
      let next = LookSchedule.nextLook(
        model.requests[index], holders: holders, triedAt: watches[number]?.lookedAt[index])
      return forced || next.map { $0 <= now } ?? false
    }
    guard !due.isEmpty else { return }
    // Tried only when it is over: until then nobody takes this read for the last one.
    defer { for index in due { watches[number, default: Watch()].lookedAt[index] = now } }
    do {
      let sight = try await see(due.map { model.requests[$0] })
      for index in due { await take(sight, readAt: now, of: number, request: index) }
    } catch {
      noteTrouble(error, number)
    }
  }

  /// What one look at the list showed.
  private struct Sight {
    var present: Set<Assignment> = []
    /// The rows of every client user asked about.
    var users: [ClientUserID: [ClientUser]] = [:]

    /// Whether a position of a request is as wanted.
    func isSettled(_ position: Int, of request: RequestModel) -> Bool {
      guard request.request.users.isEmpty else {
        let user = request.request.users[position]
        let row = users[user.change.id]?.first(where: \.isActive)
        return switch user.action {
        case .create: row != nil
        case .retire: row == nil
        case .update: row != nil && (user.change.email == nil || row?.email == user.change.email)
        }
      }
      return present.contains(request.pairs[position]) == request.request.action.wantsPresence
    }
  }

  private func see(_ requests: [RequestModel]) async throws -> Sight {
    var sight = Sight()
    let pairs = Set(requests.flatMap(\.pairs))
    if !pairs.isEmpty {
      var reader = PairReader(service: context.service, snapshot: context.knowledge.current())
      reader.assignedCounts.merge(assignedCounts) { _, newer in newer }
      sight.present = try await reader.present(of: pairs)
    }
    let ids = Set(requests.flatMap(\.request.users).map(\.change.id))
    if !ids.isEmpty { sight.users = try await UserReader(context: context).rows(of: ids) }
    return sight
  }

  private func take(
    _ sight: Sight, readAt: Date, of number: Int, request index: Int
  ) async {
    guard let before = models[number]?.requests[index] else { return }
    let wanted = before.request.action.wantsPresence
    let settled = (0..<before.count).filter { sight.isSettled($0, of: before) }
    noteAnyway(
      .observed(ObservedRecord(readAt: JournalDate.rounded(readAt), settled: settled)),
      of: number, request: index)
    guard let after = models[number]?.requests[index], after.request == before.request,
      after.request.users.isEmpty
    else { return }
    let new = after.done.subtracting(before.done).sorted().map { after.pairs[$0] }
    guard !new.isEmpty else { return }
    await context.knowledge.applyVerified(
      added: wanted ? new : [], removed: wanted ? [] : new)
  }

  private func noteTrouble(_ error: any Error, _ number: Int) {
    guard let error = error as? APIError else { return }
    context.owner.note(error)
    watches[number, default: Watch()].trouble = error
  }

  /// Ends an operation of which nothing is open any more; `true` if it is over.
  @discardableResult
  func settleIfOver(_ number: Int) -> Bool {
    guard let model = models[number] else { return true }
    guard model.isOpen else { return true }
    guard !model.isSending, !model.requests.contains(where: \.isOpen) else { return false }
    let record = model.record
    noteAnyway(
      .resolved(ResolvedRecord(by: "list", state: record.state.rawValue)), of: number)
    finish(number)
    return true
  }

  private func finish(_ number: Int) {
    endings[number] = Task {
      await self.file(number)
      if let record = self.record(number) { await self.refreshKnowledge(after: record) }
      self.endings[number] = nil
    }
  }

  /// The counts of the assets; where client users changed, what changed of everything.
  private func refreshKnowledge(after record: OperationRecord) async {
    if !record.users.isEmpty, (try? await context.knowledge.topUp()) != nil { return }
    await context.knowledge.refreshCounts()
  }

  /// Reads an open operation's pairs now, and asks about its events as far as the service allows (F5).
  package func look(at number: Int) async {
    await tick(number, forced: true)
    if !settleIfOver(number) { follow(number) }
  }
}

extension PolledRecord {
  static let notFound = PolledRecord(
    status: "not found", requested: nil, completed: nil, failures: [])

  init(_ status: EventStatus) {
    self.init(
      status: status.status.rawValue, requested: status.numRequested,
      completed: status.numCompleted,
      failures: status.failures.map { failure in
        Failure(
          number: failure.number.rawValue, message: failure.message,
          assets: failure.assets.map(IntentRecord.AssetName.init),
          clientUserIDs: failure.clientUserIDs.map(\.rawValue),
          serialNumbers: failure.serialNumbers.map(\.rawValue))
      })
  }
}
