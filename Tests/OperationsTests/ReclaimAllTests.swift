import AppsAndBooks
import FoundationEssentials
import SimulatedService
import Testing

@testable import Operations

/// Revoke: shown as its pairs first, holders named, undone by what the list showed gone.
@Suite(.timeLimit(.minutes(2)))
struct ReclaimAllTests {
  private let holder = device("EMPTYSERIAL1")

  private func filled() async throws -> (Bench, Operations, Bench.Stock) {
    let bench = try await Bench.start()
    let stock = try await bench.stock()
    let operations = try bench.process()
    _ = try await bench.change(operations, .assign, product(stock.many, [holder]))
    return (bench, operations, stock)
  }

  private func run(
    _ bench: Bench, _ operations: Operations, _ request: ChangeRequest
  ) async throws -> OperationRecord {
    let number = try await operations.confirm(try await operations.plan(request))
    return try await bench.driving {
      try requireValue(await operations.wait(for: number, untilKnown: true))
    }
  }

  @Test("It lists what goes, is confirmed by the location's name, and is one revoke")
  func everything() async throws {
    let (bench, operations, stock) = try await filled()
    let plan = try await operations.plan(.reclaimAll(from: [holder, device("NOTHINGHERE1")]))
    #expect(Set(plan.toDo.map(\.pair)) == Set(product(stock.many, [holder])))
    #expect(plan.weight == .typeName("campus-nord"))
    #expect(plan.emptyHolders == [device("NOTHINGHERE1")])
    #expect(plan.requests.map(\.verb) == [.revoke])
    #expect(plan.requests.first?.holders == [holder])
    #expect(plan.warnings.contains(.whatTheyHoldByThen))
    let record = try await run(bench, operations, .reclaimAll(from: [holder]))
    #expect(record.state == .done && record.count == 3)
    #expect(await bench.service.posts().last?.endpoint == .revoke)
    for pair in product(stock.many, [holder]) { #expect(await !bench.holds(pair)) }
    let undo = try await operations.undo(of: record.number)
    #expect(undo.kind == .assign && undo.pairs.count == 3)
    #expect(try await run(bench, operations, undo).state == .done)
    await bench.service.stop()
  }

  @Test("A user's books stay and are told; an unknown user is refused")
  func books() async throws {
    let (bench, operations, stock) = try await filled()
    let reader = user("reader")
    _ = try await run(
      bench, operations,
      .users(.userCreate, [UserChange(id: ClientUserID(rawValue: "reader"))]))
    _ = try await bench.change(operations, .assign, [pair(stock.book, reader)])
    let plan = try await operations.plan(.reclaimAll(from: [reader, user("nobody")]))
    #expect(plan.staying.contains { $0.pair == pair(stock.book, reader) })
    #expect(!plan.toDo.contains { $0.pair.asset == asset(stock.book) })
    #expect(
      plan.impossibleHolders == [ImpossibleHolder(holder: user("nobody"), reason: .unknownUser)])
    #expect(plan.isRefused)
    await bench.service.stop()
  }

  @Test("At the revoke limits, users and devices apart")
  func limits() {
    let pairs = product(["1", "2"], (0..<150).map { device("SN\($0)") } + [user("u")])
    let requests = RequestCutter(limits: CutLimits()).revokes(of: pairs)
    #expect(requests.map(\.holders.count) == [1, 100, 50])
    #expect(requests.map(\.count) == [2, 200, 100])
  }

  @Test("A lost answer is settled by reading, and a retry is a reclaim of the missing pairs")
  func lost() async throws {
    let (bench, operations, stock) = try await filled()
    await bench.service.addFaults([Fault(.dropAfter, at: [.revoke])])
    let record = try await run(bench, operations, .reclaimAll(from: [holder]))
    #expect(record.state == .done)
    #expect(await bench.service.posts().count { $0.endpoint == .revoke } == 1)
    _ = try await bench.change(operations, .assign, product(stock.many, [holder]))
    await bench.service.addFaults([Fault(.dropBefore, at: [.revoke])])
    let second = try await run(bench, operations, .reclaimAll(from: [holder]))
    #expect(second.state == .rejected)
    let retry = try await operations.retry(of: second.number)
    #expect(retry.kind == .reclaim && retry.pairs.count == 3)
    await bench.service.stop()
  }

  @Test("A holder with a pair in an open operation is left out whole")
  func occupied() async throws {
    let (bench, operations, stock) = try await filled()
    await bench.service.addFaults([Fault(.stuckEvent, at: [.associate])])
    let plan = try await operations.plan(
      ChangeRequest(kind: .assign, pairs: [pair(stock.five, holder)]))
    let number = try await operations.confirm(plan)
    _ = await operations.waitUntilSent(number)
    let second = try await operations.plan(.reclaimAll(from: [holder]))
    #expect(second.isEmpty && second.inOpenOperation.count >= 3)
    #expect(second.openOperation == number)
    await bench.service.stop()
  }
}
