import AppsAndBooks
import FoundationEssentials
import Operations
import SimulatedService
import Testing

/// Refusals by number, and what may be repeated after them (reliability.md 8.2, product.md «Requests»).
@Suite(.timeLimit(.minutes(2)))
struct RefusalTests {
  @Test(
    "Too many requests, maintenance and «unavailable» are waited out and sent as a new attempt",
    arguments: [(429, 9646), (503, 9729), (503, 9644)])
  func repeated(status: Int, number: Int) async throws {
    let bench = try await Bench.start()
    let stock = try await bench.stock()
    let operations = try bench.process()
    await bench.service.addFaults([
      Fault(.status(status, number: number, retryAfter: .seconds(7)), at: [.associate], count: 2)
    ])
    let record = try await bench.change(
      operations, .assign, product([stock.five], [device("NEWSERIAL001")]))
    #expect(record.state == .done)
    #expect(record.requestsSent == 3)
    let times = await bench.service.posts().map(\.time)
    #expect(times.count == 3)
    for (earlier, later) in zip(times, times.dropFirst()) {
      #expect(later - earlier >= .seconds(7))
    }
    await bench.service.stop()
  }

  @Test("After the allowed repeats it ends as rejected")
  func exhausted() async throws {
    let bench = try await Bench.start()
    let stock = try await bench.stock()
    let operations = try bench.process()
    await bench.service.addFaults([Fault(.status(503, number: 9729), at: [.associate], count: 9)])
    let record = try await bench.change(
      operations, .assign, product([stock.five], [device("NEWSERIAL001")]))
    #expect(record.state == .rejected)
    #expect(record.requestsSent == 4)
    #expect(record.pairs.first?.state.failure?.number == 9729)
    await bench.service.stop()
  }

  @Test("A refusal for size is cut anew once under fresh limits")
  func size() async throws {
    let bench = try await Bench.start()
    let stock = try await bench.stock()
    let operations = try bench.process()
    let plan = try await operations.plan(
      ChangeRequest(
        kind: .assign,
        pairs: product([stock.many[0]], (0..<5).map { device("NEWSERIAL00\($0)") })))
    #expect(plan.requests.count == 1)
    await bench.service.setSwitches { $0.limits.maxSerialNumbers = 2 }
    let number = try await operations.confirm(plan)
    let record = try requireValue(
      try await bench.driving { await operations.wait(for: number) })
    #expect(record.state == .done)
    #expect(record.requestsSent == 4)
    #expect(record.requestsPlanned == 3)
    #expect(await bench.changePosts() == 4)
    await bench.service.stop()
  }

  @Test(
    "Any other refusal ends the operation and holds the rest",
    arguments: [9602, 9609, 9706, 9719, 9998])
  func refused(number: Int) async throws {
    let bench = try await Bench.start { $0.switches.limits.maxSerialNumbers = 1 }
    let stock = try await bench.stock()
    let operations = try bench.process()
    await bench.service.addFaults([Fault(.status(400, number: number), at: [.associate])])
    let record = try await bench.change(
      operations, .assign,
      product([stock.many[0]], [device("NEWSERIAL001"), device("NEWSERIAL002")]))
    #expect(record.state == .held)
    #expect(record.pairs[0].state.failure?.number == number)
    #expect(record.pairs[1].state == .notSent)
    #expect(record.hold?.kind == .rejected)
    #expect(ChangeReport(record).exitCode == 1)
    #expect(await bench.changePosts() == 1)
    await bench.service.stop()
  }

  @Test("An internal error (9603) is verified by the list before it counts as failed")
  func internalError() async throws {
    let bench = try await Bench.start()
    let stock = try await bench.stock()
    let operations = try bench.process()
    await bench.service.addFaults([Fault(.status(500, number: 9603), at: [.associate])])
    let record = try await bench.change(
      operations, .assign, product([stock.five], [device("NEWSERIAL001")]))
    #expect(record.state == .rejected)
    #expect(record.pairs[0].state.failure?.number == 9603)
    #expect(await bench.changePosts() == 1)
    let last = try requireValue(await bench.service.requests().last)
    #expect(last.endpoint == .assignments)
    await bench.service.stop()
  }

  @Test("A read-only token is found out by the first refusal: exit code 2, and writing is off")
  func readOnlyToken() async throws {
    let bench = try await Bench.start { $0.token = .readOnly }
    let stock = try await bench.stock()
    let operations = try bench.process()
    let record = try await bench.change(
      operations, .assign, product([stock.five], [device("NEWSERIAL001")]))
    #expect(record.state == .rejected)
    #expect(ChangeReport(record).exitCode == 2)
    guard case .off = await operations.writing() else {
      Issue.record("writing is still on")
      return
    }
    await bench.service.stop()
  }

  @Test("A token that ends between two requests holds the rest: exit code 2")
  func tokenEnds() async throws {
    let bench = try await Bench.start { $0.switches.limits.maxSerialNumbers = 1 }
    let stock = try await bench.stock()
    let operations = try bench.process()
    await bench.service.addFaults([Fault(.status(401, number: 9625), at: [.assets], nth: 3)])
    let record = try await bench.change(
      operations, .assign,
      product([stock.many[0]], [device("NEWSERIAL001"), device("NEWSERIAL002")]))
    #expect(record.state == .held)
    #expect(record.settledCount == 1)
    #expect(ChangeReport(record).exitCode == 2)
    #expect(await bench.changePosts() == 1)
    await bench.service.stop()
  }

  @Test("A failed event names its pairs: those fail at once, with the number")
  func partlyFailed() async throws {
    let bench = try await Bench.start { $0.eventDelay = .seconds(3) }
    let stock = try await bench.stock()
    let operations = try bench.process()
    let pairs = product([stock.two], [device("NEWSERIAL001"), device("NEWSERIAL002")])
    let plan = try await operations.plan(ChangeRequest(kind: .assign, pairs: pairs))
    let number = try await operations.confirm(plan)
    for await records in await operations.updates where records.first?.requestsAccepted == 1 {
      break
    }
    await bench.service.assignElsewhere(adamId: stock.two, serialNumber: "SOMEBODYELSE")
    let record = try requireValue(try await bench.driving { await operations.wait(for: number) })
    #expect(record.state == .partial)
    #expect(record.count("done") == 1)
    let failure = try requireValue(record.pairs.compactMap(\.state.failure).first)
    #expect(failure == PairFailure(number: 9709, message: "no licence left"))
    let report = ChangeReport(record)
    #expect(report.outcome == .partial)
    #expect(report.exitCode == 1)
    await bench.service.stop()
  }
}
