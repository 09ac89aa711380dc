import AppsAndBooks
import Files
import FoundationEssentials
import Operations
import SimulatedService
import SystemPackage
import Testing
import TestSupport

/// A process that is killed, and the next start (reliability.md 7.5).
@Suite(.timeLimit(.minutes(2)))
struct RecoveryTests {
  @Test(
    "Killed between the request and its answer: listed first, resolved by reading, no second request",
    arguments: MemoryFileSystem.Loss.allCases)
  func killedWhileSending(loss: MemoryFileSystem.Loss) async throws {
    let bench = try await Bench.start()
    let stock = try await bench.stock()
    let pairs = product([stock.five], [device("NEWSERIAL001"), device("NEWSERIAL002")])
    await bench.service.addFaults([Fault(.hangAfter, at: [.associate])])
    let first = try bench.process()
    let plan = try await first.plan(ChangeRequest(kind: .assign, pairs: pairs))
    let number = try await first.confirm(plan)
    while await bench.changePosts() == 0 { await Task.yield() }
    bench.disk.losePower(loss)

    let second = try bench.process()
    await second.recover()
    let listed = try requireValue(await second.record(number))
    #expect(listed.state == .unknown)
    #expect(listed.pairs.map(\.state) == [.unknown, .unknown])
    #expect(listed.by == "alice@admin-1")
    let record = try requireValue(
      try await bench.driving { await second.wait(for: number, untilKnown: true) })
    #expect(record.state == .done)
    #expect(record.requestsSent == 1)
    #expect(await bench.changePosts() == 1)
    #expect(bench.knowledge.added == pairs.sorted())
    await bench.service.stop()
  }

  @Test("Killed after acceptance: the next start polls the event it finds in the journal")
  func killedAfterAcceptance() async throws {
    let bench = try await Bench.start()
    let stock = try await bench.stock()
    let first = try bench.process()
    let plan = try await first.plan(
      ChangeRequest(kind: .assign, pairs: product([stock.five], [device("NEWSERIAL001")])))
    let number = try await first.confirm(plan)
    for await records in await first.updates where records.first?.requestsAccepted == 1 { break }
    bench.disk.losePower()
    let second = try bench.process()
    await second.recover()
    let listed = try requireValue(await second.record(number))
    #expect(listed.state == .pending)
    #expect(listed.events.count == 1)
    let record = try requireValue(try await bench.driving { await second.wait(for: number) })
    #expect(record.state == .done)
    #expect(await bench.changePosts() == 1)
    await bench.service.stop()
  }

  @Test("Killed between two requests: the rest is held, what was sent is followed")
  func killedBetween() async throws {
    let bench = try await Bench.start { $0.switches.limits.maxSerialNumbers = 1 }
    let stock = try await bench.stock()
    await bench.service.addFaults([Fault(.hang, at: [.assets], nth: 3)])
    let first = try bench.process()
    let plan = try await first.plan(
      ChangeRequest(
        kind: .assign,
        pairs: product([stock.five], [device("NEWSERIAL001"), device("NEWSERIAL002")])))
    let number = try await first.confirm(plan)
    while await bench.service.requests().count(where: { $0.endpoint == .assets }) < 3 {
      await Task.yield()
    }
    bench.disk.losePower()
    let second = try bench.process()
    await second.recover()
    let record = try requireValue(
      try await bench.driving { await second.wait(for: number, untilKnown: true) })
    #expect(record.state == .held)
    #expect(record.pairs.map(\.state.word) == ["done", "not sent"])
    #expect(ChangeReport(record).notSent == 1)
    #expect(await bench.changePosts() == 1)
    await bench.service.stop()
  }

  @Test("An operation keeps its number, and the next one gets the next")
  func numbers() async throws {
    let bench = try await Bench.start()
    let stock = try await bench.stock()
    let first = try bench.process()
    _ = try await bench.change(first, .assign, [pair(stock.five, device("NEWSERIAL001"))])
    let second = try bench.process()
    await second.recover()
    let record = try await bench.change(
      second, .assign, [pair(stock.five, device("NEWSERIAL002"))])
    #expect(record.number == 2)
    #expect(await second.records().map(\.number) == [1, 2])
    #expect(await second.records().allSatisfy { $0.state == .done && $0.endedAt != nil })
    await bench.service.stop()
  }

  @Test("Pairs of an open operation are left out of a plan, named with its number")
  func occupied() async throws {
    let bench = try await Bench.start()
    let stock = try await bench.stock()
    await bench.service.addFaults([Fault(.stuckEvent, at: Fault.posts)])
    let first = try bench.process()
    let pairs = [pair(stock.five, device("NEWSERIAL001"))]
    let number = try await first.confirm(
      try await first.plan(ChangeRequest(kind: .assign, pairs: pairs)))
    for await records in await first.updates where records.first?.requestsAccepted == 1 { break }
    // Another process of the same location sees it too.
    let second = try bench.process()
    await second.recover(following: false)
    let plan = try await second.plan(ChangeRequest(kind: .reclaim, pairs: pairs))
    #expect(plan.inOpenOperation.map(\.operation) == [number])
    #expect(plan.toDo.isEmpty)
    await bench.service.stop()
  }

  @Test("A damaged journal turns writing off and is kept; what it tells is still listed")
  func damage() async throws {
    let bench = try await Bench.start()
    let stock = try await bench.stock()
    let first = try bench.process()
    _ = try await bench.change(first, .assign, [pair(stock.five, device("NEWSERIAL001"))])
    let path = bench.directory.appending("journal").appending("000001.log")
    var bytes = try requireValue(bench.disk.contents(of: path))
    let end = try requireValue(bytes.lastIndex(of: UInt8(ascii: "}")))
    bytes[bytes.count / 2] ^= 0x20
    #expect(end > bytes.count / 2)
    try DurableFile.replace(path, with: bytes, on: bench.disk)
    let second = try bench.process()
    await second.recover(following: false)
    #expect(await second.records().count == 1)
    guard case .off(let reason) = await second.writing() else {
      Issue.record("writing is still on")
      return
    }
    #expect(reason.contains("damaged at byte"))
    let plan = try await second.plan(
      ChangeRequest(kind: .assign, pairs: [pair(stock.five, device("NEWSERIAL002"))]))
    await #expect(throws: OperationsError.self) { try await second.confirm(plan) }
    #expect(try requireValue(bench.disk.contents(of: path)) == bytes)
    await bench.service.stop()
  }

  @Test("A torn last line is set aside and cut off")
  func tornTail() async throws {
    let bench = try await Bench.start()
    let stock = try await bench.stock()
    let first = try bench.process()
    _ = try await bench.change(first, .assign, [pair(stock.five, device("NEWSERIAL001"))])
    let path = bench.directory.appending("journal").appending("000001.log")
    let whole = try requireValue(bench.disk.contents(of: path))
    bench.disk.losePower(.allUnsynced)
    try DurableFile.replace(path, with: whole + Array("12345678 99 {\"v\"".utf8), on: bench.disk)
    let second = try bench.process()
    await second.recover()
    #expect(bench.disk.contents(of: path) == whole)
    #expect(bench.disk.filePaths.contains { $0.contains("000001.log.torn-") })
    #expect(await second.journalNotes.count == 1)
    #expect(await second.records().map(\.state) == [.done])
    await bench.service.stop()
  }
}
