import AppsAndBooks
import FoundationEssentials
import Operations
import SimulatedService
import Testing

/// Answers that are lost, events that say nothing or the wrong thing: one request, and the list is the judge.
@Suite(.timeLimit(.minutes(2)))
struct LostAnswerTests {
  private func change(
    _ fault: Fault?, _ kind: OperationKind = .assign, untilKnown: Bool = true,
    _ options: (inout SimulatorOptions) -> Void = { _ in }
  ) async throws -> (bench: Bench, record: OperationRecord) {
    let bench = try await Bench.start(options)
    let stock = try await bench.stock()
    let operations = try bench.process()
    let pairs = product([stock.many[0]], [device("NEWSERIAL001"), device("NEWSERIAL002")])
    if kind == .reclaim { _ = try await bench.change(operations, .assign, pairs) }
    if let fault { await bench.service.addFaults([fault]) }
    let record = try await bench.change(operations, kind, pairs, untilKnown: untilKnown)
    return (bench, record)
  }

  @Test(
    "An answer lost after the work was done ends as done by reading",
    arguments: [OperationKind.assign, .reclaim])
  func dropAfter(kind: OperationKind) async throws {
    let (bench, record) = try await change(
      Fault(.dropAfter, at: [.associate, .disassociate]), kind, untilKnown: false)
    #expect(record.state == .done)
    #expect(ChangeReport(record).exitCode == 0)
    #expect(record.events.isEmpty)
    #expect(record.looks.last?.settled == 2)
    #expect(await bench.changePosts() == (kind == .assign ? 1 : 2))
    await bench.service.stop()
  }

  @Test("A request lost before the work is unknown at first: exit code 4")
  func dropBefore() async throws {
    let (bench, record) = try await change(
      Fault(.dropBefore, at: Fault.posts), untilKnown: false)
    #expect(record.state == .unknown)
    let report = ChangeReport(record)
    #expect(report.outcome == .unknown)
    #expect(report.unknown == 2)
    #expect(report.exitCode == 4)
    let sentAt = try requireValue(record.unknownSince)
    #expect(record.certainAt == sentAt.addingTimeInterval(900))
    #expect(record.looks.count == 3)
    #expect(await bench.changePosts() == 1)
    await bench.service.stop()
  }

  @Test("After 15 minutes what is missing was not taken, and nothing was sent again")
  func notTaken() async throws {
    let (bench, record) = try await change(Fault(.dropBefore, at: Fault.posts))
    #expect(record.state == .rejected)
    #expect(record.pairs.map(\.state.failure?.message) == ["not taken", "not taken"])
    #expect(record.looks.count == 8)
    let looks = record.looks.map { Int($0.at.timeIntervalSince(record.startedAt).rounded()) }
    #expect(looks == [2, 5, 12, 60, 180, 300, 600, 900])
    #expect(await bench.changePosts() == 1)
    await bench.service.stop()
  }

  @Test("An event that stays pending is treated like a lost answer after 15 minutes")
  func stuck() async throws {
    let (bench, record) = try await change(Fault(.stuckEvent, at: Fault.posts))
    #expect(record.state == .rejected)
    #expect(record.pairs.first?.state.failure?.message == "not taken")
    #expect(await bench.changePosts() == 1)
    let polls = await bench.service.requests().filter { $0.endpoint == .status }.map(\.time)
    #expect(polls.count >= 25)
    for (earlier, later) in zip(polls, polls.dropFirst()) {
      #expect(later - earlier >= .seconds(30))
    }
    await bench.service.stop()
  }

  @Test("COMPLETE and not in the list: unknown, then failed with these words")
  func phantom() async throws {
    let (bench, record) = try await change(Fault(.phantomEvent, at: Fault.posts))
    #expect(record.state == .rejected)
    #expect(
      record.pairs.first?.state.failure?.message
        == "Apple reported it complete, the list has it not")
    #expect(await bench.changePosts() == 1)
    await bench.service.stop()
  }

  @Test("COMPLETE while the list lags ends a command in 4 after three reads")
  func lagging() async throws {
    let (bench, record) = try await change(nil, untilKnown: false) {
      $0.switches.listLag = .seconds(50)
      $0.eventDelay = .milliseconds(500)
    }
    #expect(record.state == .unknown)
    #expect(ChangeReport(record).exitCode == 4)
    await bench.service.stop()
  }

  @Test("An event the service does not know (9708) is settled by the list")
  func unknownEvent() async throws {
    let (bench, record) = try await change(Fault(.unknownEvent, at: Fault.posts))
    #expect(record.state == .done)
    #expect(await bench.changePosts() == 1)
    await bench.service.stop()
  }

  @Test(
    "Whatever else comes in place of an answer: one request, and the list tells",
    arguments: [
      Fault.Action.reset, .truncate(at: 10), .truncateQuietly(at: 10), .noEventId,
      .wrongUId("999"), .status(502), .status(500, number: 9999), .body("[]"), .wrongType,
      .redirect(to: "http://127.0.0.1:1/"), .hugeBody(bytes: 3 << 20),
    ])
  func oddAnswers(action: Fault.Action) async throws {
    let (bench, record) = try await change(Fault(action, at: Fault.posts))
    #expect(await bench.changePosts() == 1)
    let reallyHeld = await bench.holds(
      pair(record.pairs[0].pair.asset.adamID.rawValue, device("NEWSERIAL001")))
    #expect(record.state == (reallyHeld ? .done : .rejected))
    await bench.service.stop()
  }
}
