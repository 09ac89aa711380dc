import AppsAndBooks
import FoundationEssentials
import Operations
import SimulatedService
import TestSupport
import Testing

/// How long a command waits, and what a pane sees meanwhile.
@Suite(.timeLimit(.minutes(2)))
struct WaitTests {
  @Test("Pairs go from pending over applied to done, each state published")
  func states() async throws {
    let bench = try await Bench.start { $0.eventDelay = .seconds(8) }
    let stock = try await bench.stock()
    let operations = try bench.process()
    let updates = await operations.updates
    let plan = try await operations.plan(
      ChangeRequest(
        kind: .assign,
        pairs: product([stock.five], [device("NEWSERIAL001"), device("NEWSERIAL002")])))
    let number = try await operations.confirm(plan)
    let words = Task {
      var words: [String] = []
      for await records in updates {
        guard let record = records.first else { continue }
        let now = record.pairs.map(\.state.word).joined(separator: " ")
        if words.last != now { words.append(now) }
        if !record.isOpen { break }
      }
      return words
    }
    let record = try requireValue(try await bench.driving { await operations.wait(for: number) })
    #expect(record.state == .done)
    let seen = await words.value
    #expect(seen.first == "pending pending")
    #expect(seen.last == "done done")
    #expect(seen.contains("applied pending") || seen.contains("applied applied"))
    #expect(bench.knowledge.refreshes == 1)
    await bench.service.stop()
  }

  @Test("A limited wait ends in pending, exit code 4, and the operation goes on")
  func limited() async throws {
    let bench = try await Bench.start { $0.eventDelay = .seconds(100) }
    let stock = try await bench.stock()
    let operations = try bench.process()
    let plan = try await operations.plan(
      ChangeRequest(kind: .assign, pairs: product([stock.five], [device("NEWSERIAL001")])))
    let number = try await operations.confirm(plan)
    let sent = try requireValue(await operations.waitUntilSent(number))
    #expect(sent.requestsAccepted == 1)
    #expect(ChangeReport(sent).exitCode == 4)
    let start = bench.clock.now
    let early = try requireValue(
      try await bench.driving { await operations.wait(for: number, atMost: .seconds(40)) })
    #expect(early.state == .pending)
    #expect(start.duration(to: bench.clock.now) <= .seconds(61))
    #expect(early.nextLook != nil)
    let late = try requireValue(try await bench.driving { await operations.wait(for: number) })
    #expect(late.state == .done)
    await bench.service.stop()
  }

  @Test("F5 reads at once, without a poll before its time")
  func lookNow() async throws {
    let bench = try await Bench.start { $0.eventDelay = .milliseconds(1500) }
    let stock = try await bench.stock()
    let operations = try bench.process()
    let plan = try await operations.plan(
      ChangeRequest(kind: .assign, pairs: product([stock.five], [device("NEWSERIAL001")])))
    let number = try await operations.confirm(plan)
    _ = await operations.waitUntilSent(number)
    await bench.clock.sleepers(atLeast: 1)
    bench.clock.advance(by: .seconds(1))
    while await bench.service.requests().count(where: { $0.endpoint == .status }) < 1 {
      await Task.yield()
    }
    await bench.clock.sleepers(atLeast: 1)
    bench.clock.advance(by: .milliseconds(700))
    await operations.look(at: number)
    #expect(await operations.record(number)?.pairs.first?.state == .applied)
    #expect(await bench.service.requests().count(where: { $0.endpoint == .status }) == 1)
    await bench.service.stop()
  }

  @Test("Quitting during the reads before a request calls them off: nothing was sent")
  func quitBeforeSending() async throws {
    let bench = try await Bench.start()
    let stock = try await bench.stock()
    let operations = try bench.process()
    let plan = try await operations.plan(
      ChangeRequest(kind: .assign, pairs: product([stock.five], [device("NEWSERIAL001")])))
    let before = await bench.service.requests().count
    await bench.service.addFaults([Fault(.hang, at: [.assets])])
    let number = try await operations.confirm(plan)
    while await bench.service.requests().count == before { await Task.yield() }
    await operations.prepareToQuit()
    let record = try requireValue(await operations.record(number))
    #expect(record.state == .held)
    #expect(record.hold?.kind == .quit)
    #expect(await bench.changePosts() == 0)
    await #expect(throws: OperationsError.self) { try await operations.confirm(plan) }
    await bench.service.stop()
  }
}
