import AppsAndBooks
import Crypto
import Files
import FoundationEssentials

extension Operations {
  /// Sends the requests of an operation one after the other, then gives the lock back.
  func send(_ number: Int, lock: WriteLock) async {
    models[number]?.isSentHere = true
    var run = SendRun()
    while let model = models[number], model.hold == nil,
      let index = model.requests.indices.first(where: { model.requests[$0].isToBeSent })
    {
      if model.requests[index].request.isSecondHalf, !run.isSecondHalf {
        run.isSecondHalf = true
        guard await firstHalvesVerified(number, before: index) else { break }
        continue
      }
      let check = Task { await self.obstacle(before: index, of: number, lock: lock) }
      checks[number] = check
      let reason = await check.value
      checks[number] = nil
      if let reason {
        hold(number, reason)
        break
      }
      guard let request = prepared(index, of: number) else { break }
      let outcome = await post(request)
      await take(outcome, of: number, index: index, run: &run)
    }
    lock.release()
    models[number]?.isBeingSent = false
    models[number]?.isSentHere = false
    sending[number] = nil
    changed(number)
    if !settleIfOver(number) { follow(number) }
  }

  /// What sending remembers from one attempt to the next.
  struct SendRun {
    /// The request that is being repeated.
    var repeatedIndex: Int?
    var repeats = 0
    /// Sizes were refused once and cut anew.
    var wasRecut = false
    /// The first halves of the moves are verified.
    var isSecondHalf = false
  }

  /// Holds the unsent rest.
  func hold(_ number: Int, _ reason: HoldReason) {
    guard let model = models[number], model.hold == nil else { return }
    noteAnyway(.held(reason), of: number)
  }

  /// Marks a request as sending, durably; nothing is sent if that fails.
  private func prepared(_ index: Int, of number: Int) -> PlannedRequest? {
    guard let model = models[number] else { return nil }
    let request = model.requests[index].request
    let record = SendingRecord(endpoint: request.verb.endpoint, body: request.digest)
    do {
      try note(
        .sending(record), of: number, request: index, attempt: model.requests[index].attempt + 1)
      return request
    } catch {
      let reason = storageTrouble ?? "\(error)"
      hold(number, HoldReason(kind: .storage, text: OperationsError.browsingOnly(reason)))
      return nil
    }
  }

  private func post(_ request: PlannedRequest) async -> PostOutcome {
    guard let writer = context.writer else {
      return .notSent(reason: "this session only reads", repeatable: nil)
    }
    let users = request.users.map(\.change)
    let clients = request.holders.compactMap(\.clientUserID)
    let serials = request.holders.compactMap(\.serialNumber)
    let body = ManageAssetsRequest(
      assets: request.assets, clientUserIDs: clients, serialNumbers: serials)
    return switch request.verb {
    case .associate: await writer.associate(body)
    case .disassociate: await writer.disassociate(body)
    case .revoke:
      await writer.revoke(
        RevokeAssetsRequest(clientUserIDs: clients, serialNumbers: serials))
    case .create: await writer.createUsers(users)
    case .update: await writer.updateUsers(users)
    case .retire: await writer.retireUsers(users)
    }
  }

  private func take(
    _ outcome: PostOutcome, of number: Int, index: Int, run: inout SendRun
  ) async {
    if run.repeatedIndex != index {
      run.repeatedIndex = index
      run.repeats = 0
    }
    switch outcome {
    case .accepted(let event, let meta):
      noteAnyway(
        .accepted(AcceptedRecord(event: event.rawValue, uID: meta.uID)), of: number,
        request: index)
      follow(number)
    case .answered:
      noteAnyway(.unknown(lost(Self.noEvent, number, index)), of: number, request: index)
    case .unknown(let reason):
      noteAnyway(
        .unknown(lost(Self.lost(reason), number, index)), of: number, request: index)
      // Second halves wait for the list in any case: what it shows is verified, whatever became of the answer.
      if models[number]?.isReadyForSecondHalves == true { return follow(number) }
      holdRest(number, HoldReason(kind: .unknownOutcome, text: Self.lost(reason)))
    case .notSent(let reason, let rule):
      noteAnyway(.notSent(CauseRecord(cause: "Not sent: \(reason).")), of: number, request: index)
      let stop = HoldReason(kind: .unreachable, text: "The request could not be sent: \(reason).")
      await repeatOrHold(number, rule, orElse: stop, &run)
    case .rejected(let error, let rule):
      await take(error, rule, of: number, index: index, run: &run)
    }
  }

  /// Why an outcome is not known, and from when the settling time counts if the machine slept meanwhile.
  private func lost(_ cause: String, _ number: Int, _ index: Int) -> CauseRecord {
    let now = JournalDate.rounded(context.now())
    let hasSlept = models[number]?.requests[index].hasSlept(until: now) ?? false
    return CauseRecord(cause: cause, settlesFrom: hasSlept ? now : nil)
  }

  private static let noEvent = "The answer names no event. It is not sent again; the list tells."

  private static func lost(_ reason: String) -> String {
    "The answer was lost: \(reason). Nobody knows yet whether Apple took the request. "
      + "It is not sent again; the list tells."
  }

  /// A refusal by number: nothing was processed.
  private func take(
    _ error: APIError, _ rule: RepeatRule?, of number: Int, index: Int, run: inout SendRun
  ) async {
    context.owner.note(error)
    let isDoubtful = error.number == .internalError
    noteAnyway(
      .rejected(
        RejectedRecord(
          status: error.status, number: error.number?.rawValue, message: error.description,
          isVerified: isDoubtful)), of: number, request: index)
    if error.number?.isSizeLimit == true, !run.wasRecut {
      run.wasRecut = true
      if await recut(number, from: index, maxAge: .seconds(-1)) { return }
    }
    let kind: HoldReason.Kind =
      error.isTokenProblem || error.isPermissionProblem || error.number == .serviceRemoved
      ? .token : rule == nil ? .rejected : .unreachable
    if kind == .token { writingOff = error.description }
    await repeatOrHold(
      number, rule, orElse: HoldReason(kind: kind, text: error.description), &run)
  }

  /// Waits and lets the same pairs be sent as a new attempt, or holds the rest.
  private func repeatOrHold(
    _ number: Int, _ rule: RepeatRule?, orElse reason: HoldReason, _ run: inout SendRun
  ) async {
    guard let rule, run.repeats < rule.repeats, !isQuitting else {
      return holdRest(number, reason)
    }
    run.repeats += 1
    let asked = rule.retryAfter?.pause(from: context.now()) ?? .zero
    guard asked <= .seconds(300) else {
      let until = RetryAfter.sentence(asked, from: context.now())
      return holdRest(number, HoldReason(kind: reason.kind, text: "\(reason.text) \(until)."))
    }
    let jitter = rule.jitter(beforeRepeat: run.repeats, random: &random)
    models[number]?.isToBeRepeated = true
    changed(number)
    await pause(number, for: max(jitter, asked))
    models[number]?.isToBeRepeated = false
    guard !isQuitting else { return holdRest(number, Self.quitReason) }
    models[number]?.sendAgain()
  }

  static let quitReason = HoldReason(
    kind: .quit, text: "Purser was quit before the rest was sent.")

  private func pause(_ number: Int, for duration: Duration) async {
    let sleep = timeline.sleep
    let pause = Task<Void, Never> { try? await sleep(duration) }
    pauses[number] = pause
    await pause.value
    pauses[number] = nil
  }

  /// Holds what is not sent; an operation whose every request went out needs no hold unless a token problem decides its exit code.
  private func holdRest(_ number: Int, _ reason: HoldReason) {
    guard let model = models[number] else { return }
    let isRest = model.requests.contains { request in
      switch request.phase {
      case .waiting, .notSent: true
      default: false
      }
    }
    if isRest || reason.kind == .token { hold(number, reason) }
  }

  /// Cuts the requests from `index` on anew under limits at most `maxAge` old, negative for a fresh read.
  ///
  /// `false` if that changes nothing.
  func recut(_ number: Int, from index: Int, maxAge: Duration) async -> Bool {
    guard let limits = try? await context.service.limits(maxAge: maxAge),
      let model = models[number]
    else { return false }
    let old = model.requests[index...].map(\.request)
    return recut(number, from: index, to: RequestCutter(limits: CutLimits(limits)).recut(old))
  }

  /// Puts other requests in the place of those from `index` on; `false` if that changes nothing.
  func recut(_ number: Int, from index: Int, to anew: [PlannedRequest]) -> Bool {
    guard let model = models[number], anew != model.requests[index...].map(\.request) else {
      return false
    }
    let table = IntentTable(model.intent)
    let record = RecutRecord(from: index, requests: anew.compactMap(table.request))
    guard record.requests.count == anew.count else { return false }
    noteAnyway(.recut(record), of: number)
    return true
  }
}

extension RequestModel {
  /// Whether it still has to go out.
  var isToBeSent: Bool { phase == .waiting }
}

extension PlannedRequest {
  /// SHA-256 of what it names, in its order.
  var digest: String {
    var hash = SHA256()
    for asset in assets {
      hash.update(data: Data("\(asset.adamID.rawValue) \(asset.pricingParam.rawValue)\n".utf8))
    }
    for holder in holders {
      hash.update(data: Data("\(holder.isDevice ? "d" : "u") \(holder.text)\n".utf8))
    }
    for user in users {
      let parts = [user.change.id.rawValue, user.change.email, user.change.managedAppleID]
      hash.update(data: Data((parts.map { $0 ?? "" }.joined(separator: "\t") + "\n").utf8))
    }
    return hash.finalize().hex
  }
}

extension PlannedRequest.Verb {
  /// The word of the journal: the endpoint's path.
  var endpoint: String {
    switch self {
    case .associate: "assets/associate"
    case .disassociate: "assets/disassociate"
    case .revoke: "assets/revoke"
    case .create: "users/create"
    case .update: "users/update"
    case .retire: "users/retire"
    }
  }
}
