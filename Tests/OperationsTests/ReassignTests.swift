import AppsAndBooks
import FoundationEssentials
import Operations
import SimulatedService
import TestSupport
import Testing

/// Moves over real HTTP: the second half never goes out before the first is verified (product.md section 5, «Reassign»).
@Suite(.timeLimit(.minutes(2)))
struct ReassignTests {
  private let old = [device("OLDSERIAL001"), device("OLDSERIAL002"), device("OLDSERIAL003")]
  private let new = [device("NEWSERIAL001"), device("NEWSERIAL002"), device("NEWSERIAL003")]

  /// A bench on which the first `count` old devices hold an app with so many licences left afterwards.
  private func held(
    _ count: Int = 2, left: Int = 50, _ options: (inout SimulatorOptions) -> Void = { _ in }
  ) async throws -> (bench: Bench, operations: Operations, app: String) {
    let bench = try await Bench.start(options)
    let stock = try await bench.stock()
    let operations = try bench.process()
    let app = stock.many[0]
    _ = try await bench.change(operations, .assign, product([app], Array(old.prefix(count))))
    await bench.service.setAvailable(left, adamId: app)
    return (bench, operations, app)
  }

  private func moves(_ app: String, _ count: Int) -> [Move] {
    zip(old, new).prefix(count).map { Move(asset: asset(app), from: $0, to: $1) }
  }

  private func run(
    _ bench: Bench, _ operations: Operations, _ request: ChangeRequest, untilKnown: Bool = true
  ) async throws -> OperationRecord {
    let plan = try await operations.plan(request)
    let number = try await operations.confirm(plan)
    return try await bench.driving {
      try requireValue(await operations.wait(for: number, untilKnown: untilKnown))
    }
  }

  @Test("With free licences it assigns first, with none it reclaims first")
  func order() async throws {
    let (bench, operations, app) = try await held(2, left: 1)
    let plan = try await operations.plan(.reassign(moves(app, 2)))
    #expect(plan.moves.map(\.first) == [.assign, .reclaim])
    #expect(plan.count == 2 && plan.requested == 2 && plan.weight == .yes)
    #expect(
      plan.requests.map(\.verb) == [.disassociate, .associate, .disassociate, .associate])
    #expect(plan.requests.map(\.isSecondHalf) == [false, false, true, true])
    #expect(plan.assets.map(\.availableAfter) == [1])
    let record = try await run(bench, operations, .reassign(moves(app, 2)))
    #expect(record.state == .done)
    let report = ChangeReport(record)
    #expect(report.requested == 2 && report.applied == 2 && report.requests == 4)
    for pair in [pair(app, new[0]), pair(app, new[1])] { #expect(await bench.holds(pair)) }
    for pair in [pair(app, old[0]), pair(app, old[1])] { #expect(await !bench.holds(pair)) }
    let posts = await bench.service.posts().suffix(4).map(\.endpoint)
    #expect(posts == [.disassociate, .associate, .disassociate, .associate])
    await bench.service.stop()
  }

  @Test("The second half waits until the list has the first")
  func waitsForTheList() async throws {
    let (bench, operations, app) = try await held(1)
    await bench.service.addFaults([Fault(.stuckEvent, at: [.associate])])
    let record = try await run(bench, operations, .reassign(moves(app, 1)), untilKnown: false)
    // The event never ends: after 15 minutes it was not taken, and the old holder keeps its licence.
    #expect(await bench.holds(pair(app, old[0])))
    #expect(await bench.service.posts().last?.endpoint == .associate)
    #expect(record.state == .rejected)
    #expect(record.pairs.map(\.state.word) == ["failed", "not sent"])
    #expect(ChangeReport(record).failed.count == 1)
    await bench.service.stop()
  }

  @Test("An answer lost after the work, in either half, is settled by reading: two POSTs, done")
  func lostAnswers() async throws {
    for endpoint in [SimulatedEndpoint.associate, .disassociate] {
      let (bench, operations, app) = try await held(1)
      let before = await bench.changePosts()
      await bench.service.addFaults([Fault(.dropAfter, at: [endpoint])])
      let record = try await run(
        bench, operations, .reassign(moves(app, 1)), untilKnown: false)
      #expect(record.state == .done, "\(endpoint)")
      #expect(ChangeReport(record).exitCode == 0)
      #expect(await bench.changePosts() == before + 2)
      #expect(await bench.holds(pair(app, new[0])))
      #expect(await !bench.holds(pair(app, old[0])))
      await bench.service.stop()
    }
  }

  @Test("A first half nobody knows of ends a command in 4; once known, the retry reclaims alone")
  func unknownFirstHalf() async throws {
    let (bench, operations, app) = try await held(1)
    await bench.service.setSwitches { $0.listLag = .seconds(50) }
    await bench.service.addFaults([Fault(.dropAfter, at: [.associate])])
    let unknown = try await run(bench, operations, .reassign(moves(app, 1)), untilKnown: false)
    #expect(unknown.pairs.map(\.state.word) == ["unknown", "pending"])
    await operations.prepareToQuit()
    let held = try requireValue(await operations.record(unknown.number))
    #expect(ChangeReport(held).exitCode == 4)
    let next = try bench.process()
    await next.recover()
    let record = try await bench.driving {
      try requireValue(await next.wait(for: unknown.number, untilKnown: true))
    }
    #expect(record.state == .held)
    #expect(record.pairs.map(\.state.word) == ["done", "not sent"])
    #expect(await bench.holds(pair(app, old[0])))
    let retry = try await next.retry(of: record.number)
    #expect(retry.halves == [PairChange(pair: pair(app, old[0]), action: .reclaim)])
    let second = try await run(bench, next, retry)
    #expect(second.state == .done && second.count == 1)
    #expect(await !bench.holds(pair(app, old[0])))
    await bench.service.stop()
  }

  @Test("A second half that fails leaves a move half done, and its undo puts the first half back")
  func failedSecondHalf() async throws {
    let (bench, operations, app) = try await held(1)
    await bench.service.addFaults([Fault(.status(400, number: 9706), at: [.disassociate])])
    let record = try await run(bench, operations, .reassign(moves(app, 1)))
    #expect(record.state == .rejected)
    #expect(record.pairs.map(\.state.word) == ["done", "failed"])
    #expect(record.halfDoneMoves.count == 1)
    #expect(ChangeReport(record).exitCode == 1)
    let undo = try await operations.undo(of: record.number)
    #expect(undo.halves == [PairChange(pair: pair(app, new[0]), action: .reclaim)])
    let back = try await run(bench, operations, undo)
    #expect(back.state == .done && back.undoes == record.number)
    #expect(await !bench.holds(pair(app, new[0])))
    #expect(await bench.holds(pair(app, old[0])))
    await bench.service.stop()
  }

  @Test("A failed first half never sends the second of that move, the others go on")
  func partlyFailedFirstHalf() async throws {
    let (bench, operations, app) = try await held(2, left: 2) { $0.eventDelay = .seconds(3) }
    let plan = try await operations.plan(.reassign(moves(app, 2)))
    let number = try await operations.confirm(plan)
    for await records in await operations.updates
    where records.first(where: { $0.number == number })?.requestsAccepted == 1 {
      break
    }
    await bench.service.assignElsewhere(adamId: app, serialNumber: "SOMEBODYELSE")
    let record = try requireValue(try await bench.driving { await operations.wait(for: number) })
    #expect(record.state == .partial)
    #expect(record.count("done") == 1 && record.count("failed") == 1)
    for move in moves(app, 2) {
      #expect(await bench.holds(move.given) != bench.holds(move.taken))
    }
    let report = ChangeReport(record)
    #expect(report.applied == 1 && report.failed.count == 1 && report.notSent == 0)
    await bench.service.stop()
  }

  @Test("Undo moves everything back; a target that has it already keeps the old holder's licence")
  func undoAndAlreadySo() async throws {
    let (bench, operations, app) = try await held(2)
    let record = try await run(bench, operations, .reassign(moves(app, 2)))
    let undo = try await operations.undo(of: record.number)
    #expect(undo.kind == .reassign && undo.moves.map(\.to) == [old[1], old[0]])
    let back = try await run(bench, operations, undo)
    #expect(back.state == .done)
    _ = try await bench.change(operations, .assign, [pair(app, new[0])])
    let plan = try await operations.plan(.reassign(moves(app, 2)))
    #expect(plan.alreadySo == [pair(app, new[0])])
    #expect(plan.moves.map(\.move) == [moves(app, 2)[1]])
    #expect(await bench.holds(pair(app, old[0])))
    await bench.service.stop()
  }

  @Test("A book, an app that is not held, and an unknown user are named; nothing is sent")
  func impossible() async throws {
    let (bench, operations, app) = try await held(1)
    let stock = try await bench.stock()
    let plan = try await operations.plan(
      .reassign([
        Move(asset: asset(stock.book), from: old[0], to: new[0]),
        Move(asset: asset(app), from: old[1], to: new[1]),
        Move(asset: asset(app), from: old[0], to: user("nobody")),
      ]))
    #expect(plan.impossible.map(\.reason) == [.bookIsSpent, .notHeld, .unknownUser])
    #expect(plan.isRefused && plan.isEmpty)
    await bench.service.stop()
  }

  @Test("Purser quits between the halves: the rest is held, and a restart sends nothing")
  func quitBetween() async throws {
    let (bench, operations, app) = try await held(1)
    await bench.service.addFaults([Fault(.stuckEvent, at: [.associate])])
    let number = try await operations.confirm(
      try await operations.plan(.reassign(moves(app, 1))))
    for await records in await operations.updates {
      if records.first(where: { $0.number == number })?.events.isEmpty == false { break }
    }
    await operations.prepareToQuit()
    let record = try requireValue(await operations.record(number))
    #expect(record.hold?.kind == .quit)
    let again = try bench.process()
    await again.recover(following: false)
    #expect(await again.record(number)?.hold?.kind == .quit)
    #expect(await bench.service.posts().last?.endpoint == .associate)
    await bench.service.stop()
  }

  /// Found by 5,000 kills: the move counted as not sent, so that nobody looked at its first half again.
  @Test("Purser ends while a first half is applied: it is open until that is known, then held")
  func quitWhileApplied() async throws {
    let (bench, operations, app) = try await held(1) { $0.eventDelay = .seconds(3) }
    let number = try await operations.confirm(
      try await operations.plan(.reassign(moves(app, 1))))
    while await operations.record(number)?.pairs[0].state != .applied {
      await bench.clock.sleepers(atLeast: 1)
      if let next = bench.clock.nextDeadline { bench.clock.advance(by: max(next, .zero)) }
      await Task.yield()
    }
    await operations.prepareToQuit()
    let next = try bench.process()
    await next.recover(following: false)
    let left = try requireValue(await next.record(number))
    #expect(left.pairs.map(\.state.word) == ["applied", "not sent"])
    #expect(left.state == .pending && left.isOpen)
    #expect(ChangeReport(left).exitCode == 4)
    await next.recover()
    let record = try await bench.driving {
      try requireValue(await next.wait(for: number, untilKnown: true))
    }
    #expect(record.state == .held)
    #expect(record.pairs.map(\.state.word) == ["done", "not sent"])
    await bench.service.stop()
  }
}
