import AppsAndBooks
import FoundationEssentials
import Operations
import SimulatedService
import Synchronization
import Testing
import TestSupport

/// Clocks that jump or sleep, and a token that is another location's (reliability.md section 9: F41, F42, F46).
@Suite(.timeLimit(.minutes(1)))
struct FaultMatrixClockTests {
  private static let day = 86_400.0
  private static let jumps = [day, -day, 3_600, -3_600, 13 * 365.25 * day]

  @Test(
    "F41: the wall clock jumps while an answer is lost: nothing is judged before its time",
    arguments: jumps)
  func jumpWhileUnknown(jump: Double) async throws {
    let bench = try await Bench.start { $0.eventDelay = .seconds(400) }
    let stock = try await bench.stock()
    let operations = try bench.process(isSteady: true)
    await bench.service.addFaults([Fault(.dropAfter, at: [.associate])])
    let pairs = [pair(stock.five, device("NEWSERIAL001"))]
    let early = try await bench.steadily {
      let plan = try await operations.plan(ChangeRequest(kind: .assign, pairs: pairs))
      let number = try await operations.confirm(plan)
      _ = await operations.waitUntilSent(number)
      bench.skew.seconds.withLock { $0 = jump }
      return try requireValue(await operations.wait(for: number))
    }
    #expect(early.state == .unknown)
    let record = try await bench.steadily {
      try requireValue(await operations.wait(for: early.number, untilKnown: true))
    }
    #expect(record.state == .done)
    #expect(try await bench.violations(operations) == [])
    await bench.stop()
  }

  @Test(
    "F41: the wall clock jumps between plan and confirmation: the plan is as old as it is",
    arguments: jumps)
  func jumpBeforeConfirming(jump: Double) async throws {
    let bench = try await Bench.start()
    let stock = try await bench.stock()
    let operations = try bench.process(isSteady: true)
    let record = try await bench.steadily {
      let plan = try await operations.plan(
        ChangeRequest(kind: .assign, pairs: [pair(stock.five, device("NEWSERIAL001"))]))
      bench.skew.seconds.withLock { $0 = jump }
      let number = try await operations.confirm(plan)
      return try requireValue(await operations.wait(for: number))
    }
    #expect(record.state == .done)
    await bench.stop()
  }

  @Test("F42: eight hours of sleep between plan and confirmation: the plan is old, nothing is sent")
  func suspended() async throws {
    let bench = try await Bench.start()
    let stock = try await bench.stock()
    let operations = try bench.process(isSteady: true)
    let plan = try await bench.steadily {
      try await operations.plan(
        ChangeRequest(kind: .assign, pairs: [pair(stock.five, device("NEWSERIAL001"))]))
    }
    bench.clock.advance(by: .seconds(8 * 3_600))
    await #expect(throws: OperationsError.planIsOld) { try await operations.confirm(plan) }
    #expect(await bench.changePosts() == 0)
    await bench.stop()
  }

  @Test(
    "F42: eight hours of sleep while an event is open: it is asked once, not for every missed turn")
  func suspendedWhileOpen() async throws {
    let bench = try await Bench.start()
    let stock = try await bench.stock()
    let operations = try bench.process(isSteady: true)
    let number = try await bench.steadily {
      let plan = try await operations.plan(
        ChangeRequest(kind: .assign, pairs: [pair(stock.five, device("NEWSERIAL001"))]))
      let number = try await operations.confirm(plan)
      _ = await operations.waitUntilSent(number)
      return number
    }
    bench.clock.advance(by: .seconds(8 * 3_600))
    let record = try await bench.steadily {
      try requireValue(await operations.wait(for: number, untilKnown: true))
    }
    #expect(record.state == .done)
    #expect(await bench.service.requests().count { $0.endpoint == .status } <= 2)
    #expect(try await bench.violations(operations) == [])
    await bench.stop()
  }

  @Test(
    "F42: eight hours of sleep with a change on its way: the 15 minutes count from its end",
    arguments: [false, true])
  func suspendedWhileSending(isLost: Bool) async throws {
    let bench = try await Bench.start { $0.eventDelay = .seconds(400) }
    let stock = try await bench.stock()
    // With deadlines on the same clock the answer is lost on waking up, else it still comes.
    let operations = try bench.process(isSteady: isLost)
    await bench.service.addFaults([Fault(.delayProcessing(.seconds(8 * 3_600)), at: [.associate])])
    let plan = try await operations.plan(
      ChangeRequest(kind: .assign, pairs: [pair(stock.five, device("NEWSERIAL001"))]))
    let number = try await operations.confirm(plan)
    while bench.serverClock.sleeping == 0 { await Task.yield() }
    bench.clock.advance(by: .seconds(8 * 3_600))
    let record = try await bench.steadily {
      try requireValue(await operations.wait(for: number, untilKnown: true))
    }
    #expect(record.state == .done)
    #expect(record.events.count == (isLost ? 0 : 1))
    #expect(await bench.changePosts() == 1)
    #expect(try await bench.violations(operations) == [])
    await bench.stop()
  }

  @Test(
    "F46: a token of another location in the middle: its answers are refused, nothing is sent to it"
  )
  func otherToken() async throws {
    let bench = try await Bench.start { $0.switches.limits.maxSerialNumbers = 1 }
    let stock = try await bench.stock()
    let operations = try bench.process(isSteady: true)
    await bench.service.addFaults([Fault(.wrongUId("999"), at: [.assets], nth: 3, count: .max)])
    let record = try requireValue(
      try await FaultMatrixOperationTests.toTheEnd(
        bench, operations,
        ChangeRequest(
          kind: .assign,
          pairs: product([stock.many[0]], [device("NEWSERIAL001"), device("NEWSERIAL002")]))))
    #expect(record.state == .held)
    #expect(record.pairs.map(\.state.word) == ["done", "not sent"])
    #expect(await bench.changePosts() == 1)
    await bench.stop()
  }
}
