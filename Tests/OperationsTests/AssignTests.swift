import AppsAndBooks
import FoundationEssentials
import Operations
import SimulatedService
import Testing

@Suite(.timeLimit(.minutes(2)))
struct AssignTests {
  @Test("Two serial numbers get an app by one request; again, nothing is sent")
  func assign() async throws {
    let bench = try await Bench.start()
    let stock = try await bench.stock()
    let operations = try bench.process()
    let pairs = product([stock.five], [device("NEWSERIAL001"), device("NEWSERIAL002")])
    let record = try await bench.change(operations, .assign, pairs)
    #expect(record.state == .done)
    #expect(record.number == 1)
    let report = ChangeReport(record)
    #expect(report.applied == 2)
    #expect(report.exitCode == 0)
    #expect(await bench.changePosts() == 1)
    for pair in pairs { #expect(await bench.holds(pair)) }
    #expect(bench.knowledge.added == pairs.sorted())
    let again = try await operations.plan(ChangeRequest(kind: .assign, pairs: pairs))
    #expect(again.alreadySo == pairs)
    #expect(ChangeReport(again, isDryRun: false).outcome == .nothing)
    await #expect(throws: OperationsError.nothingToDo) { try await operations.confirm(again) }
    #expect(await bench.changePosts() == 1)
    await bench.service.stop()
  }

  @Test("What was assigned is reclaimed by one request")
  func reclaim() async throws {
    let bench = try await Bench.start()
    let stock = try await bench.stock()
    let operations = try bench.process()
    let pairs = product([stock.five, stock.free], [user("emp-0042"), user("emp-0044")])
    _ = try await bench.change(operations, .assign, pairs)
    let record = try await bench.change(operations, .reclaim, pairs)
    #expect(record.state == .done)
    #expect(record.number == 2)
    for pair in pairs { #expect(await !bench.holds(pair)) }
    #expect(bench.knowledge.removed.count == 4)
    await bench.service.stop()
  }

  @Test("2,500 serial numbers with three assets take exactly three requests")
  func large() async throws {
    let bench = try await Bench.start()
    let stock = try await bench.stock()
    for id in stock.many { await bench.service.setAvailable(5_000, adamId: id) }
    let operations = try bench.process()
    let serials = (0..<2500).map { device("SERIAL\(10_000 + $0)") }
    let record = try await bench.change(operations, .assign, product(stock.many, serials))
    #expect(record.state == .done)
    #expect(record.pairs.count == 7500)
    #expect(record.requestsSent == 3)
    #expect(await bench.changePosts() == 3)
    await bench.service.stop()
  }

  @Test("A plan with holes changes exactly its pairs, for assign and for reclaim")
  func holes() async throws {
    let bench = try await Bench.start()
    let stock = try await bench.stock()
    let operations = try bench.process()
    let (first, second) = (device("NEWSERIAL001"), device("NEWSERIAL002"))
    let wanted = [pair(stock.many[0], first), pair(stock.many[1], second)]
    let others = [pair(stock.many[1], first), pair(stock.many[0], second)]
    _ = try await bench.change(operations, .assign, wanted)
    for pair in others { #expect(await !bench.holds(pair)) }
    _ = try await bench.change(operations, .assign, others)
    _ = try await bench.change(operations, .reclaim, wanted)
    for pair in others { #expect(await bench.holds(pair)) }
    for pair in wanted { #expect(await !bench.holds(pair)) }
    await bench.service.stop()
  }

  @Test("Two licences for three serial numbers are refused, and nothing is sent")
  func shortage() async throws {
    let bench = try await Bench.start()
    let stock = try await bench.stock()
    let operations = try bench.process()
    let pairs = product([stock.two], ["A", "B", "C"].map { device("NEWSERIAL\($0)01") })
    let plan = try await operations.plan(ChangeRequest(kind: .assign, pairs: pairs))
    #expect(plan.isRefused)
    #expect(plan.assets.first?.availableBefore == 2)
    #expect(plan.assets.first?.shortBy == 1)
    await #expect(throws: OperationsError.planIsRefused) { try await operations.confirm(plan) }
    #expect(await bench.service.postCount() == 0)
    let first = try await operations.plan(
      ChangeRequest(kind: .assign, pairs: pairs, shortage: .takeFirst))
    #expect(first.toDo.map(\.pair) == Array(pairs.prefix(2)))
    await bench.service.stop()
  }

  @Test(
    "A book to a device, a spent book, a retired and an unknown user, an unknown asset: no request")
  func impossible() async throws {
    let bench = try await Bench.start()
    let stock = try await bench.stock()
    let operations = try bench.process()
    let retired = try requireValue(
      await bench.service.users().first { $0.clientUserId == "emp-0039" })
    #expect(retired.status == "Retired")
    let plan = try await operations.plan(
      ChangeRequest(
        kind: .assign,
        pairs: [
          pair(stock.book, device("NEWSERIAL001")), pair(stock.five, user("emp-0039")),
          pair(stock.five, user("nobody")), pair("1234567", user("emp-0042")),
        ]))
    #expect(
      plan.impossible.map(\.reason) == [.bookToDevice, .retiredUser, .unknownUser, .unknownAsset])
    let held = try requireValue(
      await bench.service.rows().first { $0.adamId == stock.book && $0.clientUserId != nil })
    let book = try await operations.plan(
      ChangeRequest(
        kind: .reclaim, pairs: [pair(stock.book, user(held.clientUserId ?? ""))]))
    #expect(book.impossible.map(\.reason) == [.bookIsSpent])
    #expect(await bench.service.postCount() == 0)
    await bench.service.stop()
  }
}
