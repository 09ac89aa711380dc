import AppsAndBooks
import FoundationEssentials

extension Operations {
  /// Reads the journal and takes up every unfinished operation by reading only, as at every start.
  ///
  /// The list is complete when this returns; what is open is then followed behind, unless `following` is false.
  package func recover(following: Bool = true) {
    refresh()
    guard following else { return }
    for number in models.keys.sorted() where models[number]?.isOpen == true { follow(number) }
  }

  /// Takes in what other processes wrote, and settles what dead ones left.
  func refresh() {
    let lines = journal.readNew()
    let begun = lines.filter { if case .intent = $0.entry.fact { true } else { false } }
    for line in begun { begin(line) }
    // Its own segment first: what others saw of an operation came later.
    for line in lines where segments[line.entry.operation] == line.segment { apply(line) }
    let later = lines.filter { segments[$0.entry.operation] != $0.segment }
    for line in later.sorted(by: { $0.entry.time < $1.entry.time }) { apply(line) }
    takeUnwritten()
    settleAbandoned()
    fileWhatIsOver()
    for number in Set(lines.map(\.entry.operation)) { changed(number) }
    tellStorage()
  }

  private func begin(_ line: JournalLine) {
    guard case .intent(let intent) = line.entry.fact, models[line.entry.operation] == nil else {
      return
    }
    models[line.entry.operation] = OperationModel(
      number: line.entry.operation, intent: intent, at: line.entry.time)
    segments[line.entry.operation] = line.segment
  }

  private func apply(_ line: JournalLine) {
    models[line.entry.operation]?.apply(line.entry)
  }

  /// An operation whose sender is gone: what was sending is unknown, what waited is held (reliability.md 7.5).
  private func settleAbandoned() {
    for number in models.keys.sorted() {
      guard let model = models[number], model.isOpen, model.isBeingSent, sending[number] == nil,
        !beginning.contains(number),
        let segment = segments[number], segment == journal.ownSegment || !journal.isAlive(segment)
      else { continue }
      models[number]?.isBeingSent = false
      for index in model.requests.indices {
        guard let cause = cause(of: model.requests[index], in: segment) else { continue }
        noteAnyway(.unknown(CauseRecord(cause: cause)), of: number, request: index)
      }
      if model.hold == nil, models[number]?.requests.contains(where: \.isToBeSent) == true {
        hold(number, Self.restHeld)
      }
      settleIfOver(number)
    }
  }

  /// Why nobody knows what became of a request whose sender is gone; nothing where it is known.
  private func cause(of request: RequestModel, in segment: String) -> String? {
    if request.phase == .sending { return Self.ended }
    guard journal.isDamaged(segment), request.isToBeSent || request.mayGoAgain else { return nil }
    return Self.damaged
  }

  private static let damaged =
    "The journal is damaged, so that nobody knows whether this request was sent. "
    + "It is not sent again; the list tells."
  private static let ended =
    "Purser ended before Apple's answer came. It is not sent again; the list tells."
  private static let restHeld = HoldReason(
    kind: .quit, text: "Purser ended before the rest was sent.")

  /// Waits until an operation is over or nothing more can be learned soon, at most as long as said.
  ///
  /// - Parameters:
  ///   - number: the operation.
  ///   - limit: the longest wait; `nil` for none.
  ///   - untilKnown: whether to go on while an outcome is unknown, up to 15 minutes after sending (`purser wait`).
  ///   - untilSent: whether it is enough that every request is answered or held (`--no-wait`).
  /// - Returns: what is known then; `nil` for an unknown number.
  package func wait(
    for number: Int, atMost limit: Duration? = nil, untilKnown: Bool = false,
    untilSent: Bool = false
  ) async -> OperationRecord? {
    guard models[number] != nil else { return nil }
    let sleep = timeline.sleep
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await self.waitUntilQuiet(number, untilKnown, untilSent) }
      if let limit { group.addTask { try? await sleep(limit) } }
      await group.next()
      group.cancelAll()
    }
    // A request on its way is always waited for: it can't be called back. Between two halves there is none.
    if models[number]?.isBetweenHalves != true { await sending[number]?.value }
    await endings[number]?.value
    return record(number)
  }

  /// Waits until every request of an operation is answered or held, and no longer (`--no-wait`).
  package func waitUntilSent(_ number: Int) async -> OperationRecord? {
    await sending[number]?.value
    return record(number)
  }

  private func waitUntilQuiet(_ number: Int, _ untilKnown: Bool, _ untilSent: Bool) async {
    for await _ in updates {
      if untilSent, models[number]?.isSending != true { return }
      if isQuiet(number, untilKnown: untilKnown) { return }
    }
  }

  /// Whether waiting a little longer would show nothing.
  private func isQuiet(_ number: Int, untilKnown: Bool) -> Bool {
    guard let model = models[number], model.isOpen else { return true }
    guard !model.isSending || model.isBetweenHalves else { return false }
    let watch = watches[number] ?? Watch()
    if let trouble = watch.trouble, trouble.isTokenProblem || trouble.isPermissionProblem {
      return true
    }
    let isLate = model.requests.allSatisfy { request in
      request.certainAt.map { $0 < context.now() } ?? true
    }
    if isLate, watch.trouble != nil { return true }
    guard !untilKnown else { return false }
    // The second halves go out as soon as the first are seen.
    if model.isBetweenHalves, !model.requests.contains(where: \.isOpen) { return false }
    // Everything is seen, and the follower is about to tell the store and to close it.
    if !model.requests.contains(where: \.isOpen), following[number] != nil { return false }
    return model.requests.indices.allSatisfy { index in
      let request = model.requests[index]
      guard request.isOpen else { return true }
      return request.openEvent == nil
        && LookSchedule.isQuickOver(request, triedAt: watch.lookedAt[index])
    }
  }

  /// Finishes the request in flight, holds the rest and stops following; returns once that is answered (frame 22).
  ///
  /// Nothing is confirmed afterwards. The next start follows up.
  package func prepareToQuit() async {
    isQuitting = true
    for check in checks.values { check.cancel() }
    for pause in pauses.values { pause.cancel() }
    for sleep in sleeps.values { sleep.cancel() }
    wakeListeners()
    for task in Array(sending.values) { await task.value }
    for task in Array(following.values) {
      task.cancel()
      await task.value
    }
    for task in Array(endings.values) { await task.value }
  }

  /// Whether requests of an operation are going out.
  package var isSending: Bool { !sending.isEmpty }
}
