import AppsAndBooks
import Files
import FoundationEssentials
import LocationStore
import SimulatedService
import SystemPackage
import TestSupport
import Testing

@testable import Operations

/// What an operation leaves behind: history, audit, journal; and what two processes see of each other.
@Suite(.timeLimit(.minutes(2)))
struct TraceTests {
  private func text(_ bench: Bench, _ name: String) throws -> String {
    let bytes = try requireValue(bench.disk.contents(of: bench.directory.appending(name)))
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test("The history has a line per pair, with the keys of the contract")
  func history() async throws {
    let bench = try await Bench.start()
    let stock = try await bench.stock()
    let operations = try bench.process()
    let plan = try await operations.plan(
      ChangeRequest(
        kind: .assign, pairs: [pair(stock.five, device("NEWSERIAL001"))], reason: "ticket 77"))
    let number = try await operations.confirm(plan)
    let record = try requireValue(try await bench.driving { await operations.wait(for: number) })
    #expect(record.reason == "ticket 77")
    let line = try text(bench, "history.jsonl")
    #expect(line.hasPrefix("{\"at\":\"2026-08-24T10:00:"))
    #expect(
      line.hasSuffix(
        #","operation":1,"kind":"assign","adamId":"\#(stock.five)","pricingParam":"STDQ","serialNumber":"NEWSERIAL001","outcome":"done","by":"alice@admin-1","reason":"ticket 77"}"#
          + "\n"))
    await bench.service.stop()
  }

  @Test("The audit has the deed before the first byte and the end after it, chained")
  func audit() async throws {
    let bench = try await Bench.start()
    let stock = try await bench.stock()
    let operations = try bench.process()
    _ = try await bench.change(operations, .assign, [pair(stock.five, device("NEWSERIAL001"))])
    let lines = try text(bench, "audit.jsonl").split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines[0].contains(#""deed":"assign""#) && lines[0].contains("NEWSERIAL001"))
    #expect(lines[1].contains(#""deed":"ended""#) && lines[1].contains(#""outcome":"done""#))
    #expect(try AuditCheck.run(directory: bench.directory, on: bench.disk).isWhole)
    await bench.service.stop()
  }

  @Test("Without an audit line nothing is sent")
  func noAudit() async throws {
    let bench = try await Bench.start()
    let stock = try await bench.stock()
    let operations = try bench.process()
    let plan = try await operations.plan(
      ChangeRequest(kind: .assign, pairs: [pair(stock.five, device("NEWSERIAL001"))]))
    try PrivateDirectory.ensure(bench.directory.appending("audit.jsonl"), on: bench.disk)
    let record: OperationRecord?
    do {
      let number = try await operations.confirm(plan)
      record = await operations.waitUntilSent(number)
    } catch let error as OperationsError {
      #expect(error.exitCode == 6)
      record = await operations.records().first
    }
    #expect(record?.state != .done)
    #expect(await bench.changePosts() == 0)
    await bench.service.stop()
  }

  @Test("The token is in no file that an operation writes")
  func token() async throws {
    let bench = try await Bench.start()
    let stock = try await bench.stock()
    let operations = try bench.process()
    _ = try await bench.change(operations, .assign, [pair(stock.five, device("NEWSERIAL001"))])
    let token = bench.service.token
    for path in bench.disk.filePaths {
      let content = String(
        decoding: try requireValue(bench.disk.contents(of: FilePath(path))), as: UTF8.self)
      for start in stride(from: 0, to: token.count - 24, by: 8) {
        let piece = token.dropFirst(start).prefix(24)
        #expect(!content.contains(piece), "\(path)")
      }
    }
    await bench.service.stop()
  }

  @Test("Two processes count on: each sees the other's operations, also while they run")
  func twoProcesses() async throws {
    let bench = try await Bench.start()
    let stock = try await bench.stock()
    let (first, second) = (try bench.process(), try bench.process())
    _ = try await bench.change(first, .assign, [pair(stock.many[0], device("NEWSERIAL001"))])
    let record = try await bench.change(
      second, .assign, [pair(stock.many[0], device("NEWSERIAL002"))])
    #expect(record.number == 2)
    _ = try await bench.change(first, .assign, [pair(stock.many[0], device("NEWSERIAL003"))])
    #expect(await first.records().map(\.number) == [1, 2, 3])
    #expect(await first.records().map(\.state) == [.done, .done, .done])
    let third = try bench.process()
    await third.recover()
    #expect(await third.records() == first.records())
    await bench.service.stop()
  }

  @Test("While another process sends, its request is not called unknown")
  func senderIsAlive() async throws {
    let bench = try await Bench.start()
    let stock = try await bench.stock()
    await bench.service.addFaults([Fault(.hang, at: [.associate])])
    let first = try bench.process()
    let plan = try await first.plan(
      ChangeRequest(kind: .assign, pairs: [pair(stock.five, device("NEWSERIAL001"))]))
    let number = try await first.confirm(plan)
    while await bench.changePosts() == 0 { await Task.yield() }
    let second = try bench.process()
    await second.recover(following: false)
    #expect(await second.record(number)?.state == .sending)
    #expect(await second.record(number)?.isRequestInFlight == true)
    await bench.service.stop()
  }

  @Test("Many users are looked up in the list of active ones, missing ones by their id")
  func manyUsers() async throws {
    let bench = try await Bench.start()
    let stock = try await bench.stock()
    let operations = try bench.process()
    let ids = await bench.service.users().filter { $0.status == "Associated" }.prefix(12)
      .map(\.clientUserId)
    let before = await bench.service.requests().count
    let plan = try await operations.plan(
      ChangeRequest(
        kind: .assign, pairs: product([stock.free], (ids + ["nobody", "emp-0039"]).map(user)),
        impossible: .leaveOut))
    #expect(plan.impossible.map(\.reason) == [.unknownUser, .retiredUser])
    let reads = await bench.service.requests().dropFirst(before).filter { $0.endpoint == .users }
    #expect(reads.count == 3)
    await bench.service.stop()
  }

  @Test("Every error says that nothing was sent, or who sends, without raising its voice")
  func texts() {
    let info = MDMInfo(id: "x", name: "Schulserver MDM", metadata: "")
    let errors: [OperationsError] = [
      .planIsOld, .planIsRefused, .nothingToDo, .foreignOwner(info), .unclaimed,
      .planMoved("It moved."), .storage("The disk is full."), .readOnly("This session only reads."),
      .writingIsOff("Writing is off."),
    ]
    for error in errors {
      #expect(error.description.contains("Nothing was sent"))
      #expect(!error.description.contains("!"))
    }
    let holder = LockHolder(
      pid: 4711, bootID: "b", since: noon, user: "alice", host: "admin-1", tty: nil,
      operation: "assign 3 assets to 12 holders")
    #expect(Operations.text(of: holder).contains("alice@admin-1, pid 4711) sends"))
  }
}
