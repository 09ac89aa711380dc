import AppsAndBooks
import Files
import FoundationEssentials
import Operations
import SimulatedService
import SystemPackage
import Testing
import TestSupport

/// What stops a change before or between its requests.
@Suite(.timeLimit(.minutes(2)))
struct GuardTests {
  @Test("Another client that takes over holds the unsent rest: exit code 5, writing off")
  func takenOver() async throws {
    let bench = try await Bench.start { $0.switches.limits.maxSerialNumbers = 1 }
    let stock = try await bench.stock()
    let operations = try bench.process()
    await bench.service.addFaults([
      Fault(.takeOver(id: "other", name: "Schulserver MDM"), at: [.assets], nth: 3)
    ])
    let record = try await bench.change(
      operations, .assign,
      product([stock.many[0]], ["A", "B", "C"].map { device("NEWSERIAL\($0)01") }))
    #expect(record.state == .held)
    #expect(record.hold?.kind == .owner)
    #expect(record.pairs.map(\.state.word) == ["done", "not sent", "not sent"])
    #expect(ChangeReport(record).exitCode == 5)
    #expect(await bench.changePosts() == 1)
    #expect(
      await operations.writing() == .off("The location is managed by «Schulserver MDM»."))
    let next = try await operations.plan(
      ChangeRequest(kind: .assign, pairs: [pair(stock.five, device("NEWSERIAL009"))]))
    await #expect(throws: OperationsError.self) { try await operations.confirm(next) }
    #expect(await bench.changePosts() == 1)
    await bench.service.stop()
  }

  @Test("A foreign and an unclaimed location take no request")
  func notOurs() async throws {
    for client in [("other", "Schulserver MDM"), nil] {
      let bench = try await Bench.start { $0.client = client }
      let stock = try await bench.stock()
      let operations = try bench.process()
      let plan = try await operations.plan(
        ChangeRequest(kind: .assign, pairs: [pair(stock.five, device("NEWSERIAL001"))]))
      do {
        _ = try await operations.confirm(plan)
        Issue.record("it was confirmed")
      } catch let error as OperationsError {
        #expect(error.exitCode == 5)
        if client == nil { #expect(error == .unclaimed) }
      }
      #expect(await bench.service.postCount() == 0)
      await bench.service.stop()
    }
  }

  @Test("Licences that went elsewhere since the plan hold the operation before its first request")
  func shortBeforeSending() async throws {
    let bench = try await Bench.start()
    let stock = try await bench.stock()
    let operations = try bench.process()
    let plan = try await operations.plan(
      ChangeRequest(
        kind: .assign,
        pairs: product([stock.two], [device("NEWSERIAL001"), device("NEWSERIAL002")])))
    await bench.service.setAvailable(1, adamId: stock.two)
    let number = try await operations.confirm(plan)
    let record = try requireValue(await operations.wait(for: number))
    #expect(record.state == .held)
    #expect(record.hold?.kind == .shortage)
    #expect(ChangeReport(record).exitCode == 1)
    #expect(await bench.changePosts() == 0)
    await bench.service.stop()
  }

  @Test("A plan older than ten minutes is not sent")
  func oldPlan() async throws {
    let bench = try await Bench.start()
    let stock = try await bench.stock()
    let operations = try bench.process()
    let plan = try await operations.plan(
      ChangeRequest(kind: .assign, pairs: [pair(stock.five, device("NEWSERIAL001"))]))
    bench.clock.advance(by: .seconds(601))
    await #expect(throws: OperationsError.planIsOld) { try await operations.confirm(plan) }
    #expect(await bench.service.postCount() == 0)
    await bench.service.stop()
  }

  @Test("A second writer waits ten seconds, then is told who sends: exit code 5")
  func locked() async throws {
    let bench = try await Bench.start()
    let stock = try await bench.stock()
    await bench.service.addFaults([Fault(.hang, at: [.associate])])
    let first = try bench.process()
    let second = try bench.process()
    _ = try await first.confirm(
      try await first.plan(
        ChangeRequest(kind: .assign, pairs: [pair(stock.five, device("NEWSERIAL001"))])))
    while await bench.changePosts() == 0 { await Task.yield() }
    let plan = try await second.plan(
      ChangeRequest(kind: .assign, pairs: [pair(stock.many[0], device("NEWSERIAL002"))]))
    let start = bench.clock.now
    do {
      _ = try await bench.driving { try await second.confirm(plan) }
      Issue.record("it was confirmed")
    } catch let error as OperationsError {
      #expect(error.exitCode == 5)
      #expect(error.description.contains("alice@admin-1, pid 4711, pts/3"))
      #expect(error.description.contains("assign 1 asset to 1 holder"))
    }
    #expect(start.duration(to: bench.clock.now) >= .seconds(10))
    #expect(await bench.changePosts() == 1)
    await bench.service.stop()
  }

  @Test("A session that only reads has no way to send")
  func readOnly() async throws {
    let bench = try await Bench.start()
    let stock = try await bench.stock()
    let operations = try bench.process(readOnly: "This session was started with --read-only.")
    let plan = try await operations.plan(
      ChangeRequest(kind: .assign, pairs: [pair(stock.five, device("NEWSERIAL001"))]))
    await #expect(throws: OperationsError.self) { try await operations.confirm(plan) }
    await #expect(throws: OperationsError.self) { try await operations.claim(takeover: false) }
    #expect(await bench.service.postCount() == 0)
    await bench.service.stop()
  }

  @Test("Quitting lets the request in flight be answered and holds the rest")
  func quitting() async throws {
    let bench = try await Bench.start { $0.switches.limits.maxSerialNumbers = 1 }
    let stock = try await bench.stock()
    let operations = try bench.process()
    await bench.service.addFaults([Fault(.delay(.seconds(3)), at: [.associate], nth: 2)])
    let plan = try await operations.plan(
      ChangeRequest(
        kind: .assign,
        pairs: product([stock.many[0]], ["A", "B", "C"].map { device("NEWSERIAL\($0)01") })))
    let number = try await operations.confirm(plan)
    while await bench.changePosts() < 2 { await Task.yield() }
    #expect(await operations.record(number)?.isRequestInFlight == true)
    try await bench.driving { await operations.prepareToQuit() }
    let record = try requireValue(await operations.record(number))
    #expect(record.requestsAccepted == 2)
    #expect(record.pairs[2].state == .notSent)
    #expect(record.hold?.kind == .quit)
    #expect(await bench.changePosts() == 2)
    let next = try bench.process()
    await next.recover()
    let later = try requireValue(try await bench.driving { await next.wait(for: number) })
    #expect(later.state == .held)
    #expect(later.count("done") == 2)
    await bench.service.stop()
  }

  @Test(
    "Whatever call of the disk fails first: nothing is sent without its record", arguments: 1...60)
  func diskFails(call: Int) async throws {
    let bench = try await Bench.start()
    let stock = try await bench.stock()
    let disk = FaultyFileSystem(
      bench.disk, failAt: call, fault: .fail(.noSpace), forGood: true)
    let operations = try bench.process(files: disk)
    let plan = try await operations.plan(
      ChangeRequest(kind: .assign, pairs: [pair(stock.five, device("NEWSERIAL001"))]))
    do {
      let number = try await operations.confirm(plan)
      _ = try await bench.driving { await operations.wait(for: number) }
    } catch let error as OperationsError {
      #expect(error.exitCode == 6)
      #expect(await bench.changePosts() == 0)
    }
    let sent = await bench.changePosts()
    #expect(sent <= 1)
    let next = try bench.process()
    await next.recover(following: false)
    if sent == 1 { #expect(await next.records().first?.requestsSent == 1) }
    await bench.service.stop()
  }
}
