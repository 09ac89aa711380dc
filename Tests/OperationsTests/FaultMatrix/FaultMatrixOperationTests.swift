import AppsAndBooks
import FoundationEssentials
import Operations
import SimulatedService
import Testing
import TestSupport

/// The fault matrix, whole operations: every fault at the change itself and at every read around it, checked against the
/// service's own log and rows.
@Suite(.timeLimit(.minutes(3)))
struct FaultMatrixOperationTests {
  /// Runs an operation to its end; a token that was refused is good again when a person looks a second time.
  static func toTheEnd(
    _ bench: Bench, _ operations: Operations, _ request: ChangeRequest
  ) async throws -> OperationRecord? {
    try await bench.steadily {
      guard let plan = try? await operations.plan(request),
        let number = try? await operations.confirm(plan)
      else { return nil }
      var record = await operations.wait(for: number, untilKnown: true)
      for _ in 0..<5 where record?.endedAt == nil {
        await operations.look(at: number)
        record = await operations.wait(for: number, untilKnown: true)
      }
      return record
    }
  }

  /// The change of a kind, and where it goes.
  private static func request(
    _ kind: OperationKind, _ asset: String
  ) -> (ChangeRequest, SimulatedEndpoint) {
    let holders = [device("NEWSERIAL001"), device("NEWSERIAL002")]
    let users = ["matrix-1", "matrix-2"].map {
      UserChange(
        id: ClientUserID(rawValue: $0), email: kind == .userRetire ? nil : "\($0)@example.com")
    }
    return switch kind {
    case .assign: (ChangeRequest(kind: .assign, pairs: product([asset], holders)), .associate)
    case .reclaim: (ChangeRequest(kind: .reclaim, pairs: product([asset], holders)), .disassociate)
    case .reclaimAll: (.reclaimAll(from: holders), .revoke)
    case .reassign:
      (
        .reassign(
          holders.map {
            Move(asset: AssetID(AdamID(rawValue: asset)), from: $0, to: device("\($0.text)B"))
          }), .associate
      )
    case .userCreate: (.users(.userCreate, users), .createUsers)
    case .userUpdate: (.users(.userUpdate, users), .updateUsers)
    case .userRetire: (.users(.userRetire, users), .retireUsers)
    }
  }

  /// Makes what a change of a kind begins from.
  private static func prepare(
    _ kind: OperationKind, _ asset: String, _ bench: Bench, _ operations: Operations
  ) async throws {
    switch kind {
    case .assign, .userCreate: break
    case .reclaim, .reclaimAll, .reassign:
      for serial in ["NEWSERIAL001", "NEWSERIAL002"] {
        await bench.service.assignElsewhere(adamId: asset, serialNumber: serial)
      }
    case .userUpdate, .userRetire:
      let users = ["matrix-1", "matrix-2"].map {
        UserChange(id: ClientUserID(rawValue: $0), email: "\($0)@example.org")
      }
      _ = try await toTheEnd(bench, operations, .users(.userCreate, users))
    }
  }

  private func operation(
    _ kind: OperationKind, _ fault: Fault
  ) async throws -> (bench: Bench, record: OperationRecord?, violations: [Checker.Violation]) {
    let bench = try await Bench.start { $0.eventDelay = .seconds(1) }
    let stock = try await bench.stock()
    let operations = try bench.process(isSteady: true)
    try await Self.prepare(kind, stock.many[0], bench, operations)
    await bench.service.addFaults([fault])
    let record = try await Self.toTheEnd(
      bench, operations, Self.request(kind, stock.many[0]).0)
    return (bench, record, try await bench.violations(operations))
  }

  @Test(
    "Each fault at the change: as many requests as 8.2 allows, and every verdict as the service has it",
    arguments: FaultRow.all, OperationKind.allCases)
  func change(row: FaultRow, kind: OperationKind) async throws {
    let endpoint = Self.request(kind, "").1
    let (bench, ended, violations) = try await operation(kind, Fault(row.action, at: [endpoint]))
    let record = try requireValue(ended)
    #expect(violations == [])
    let posts = await bench.service.posts().count { $0.endpoint == endpoint }
    // A move that was given goes on to be taken back, and one that was not does not.
    let others = await bench.service.posts().count { $0.endpoint == .disassociate }
    if kind == .reassign { #expect(others == (record.state == .done ? 1 : 0)) }
    // Users were created before they are updated or retired.
    switch row.post(endpoint) {
    case .rejected(let repeats) where repeats > 0:
      #expect(posts == 2 && record.state == .done)
    case .rejected:
      #expect(posts == 1)
      #expect(kind == .reassign || record.state == .rejected)
    case .unknown:
      #expect(posts == 1 && record.events.count <= (kind == .reassign ? 1 : 0))
      #expect(kind == .reassign || record.state == .done || record.state == .rejected)
      #expect(!record.looks.isEmpty)
    case .accepted:
      #expect(posts == 1 && !record.events.isEmpty)
    }
    await bench.stop()
  }

  @Test(
    "Each fault at each read around a change: it is done, held or put off, and never twice",
    arguments: FaultRow.all,
    [SimulatedEndpoint.serviceConfig, .clientConfigRead, .assets, .assignments, .status])
  func reads(row: FaultRow, endpoint: SimulatedEndpoint) async throws {
    // The first read of a list is the plan's; the ones after it belong to sending and following.
    let nth = endpoint == .assets || endpoint == .assignments ? 2 : 1
    let (bench, record, violations) = try await operation(
      .assign, Fault(row.action, at: [endpoint], nth: nth, count: 2))
    #expect(violations == [])
    let posts = await bench.changePosts()
    #expect(posts <= 1)
    if let record {
      #expect(record.endedAt != nil)
      #expect(record.state == (posts == 0 ? .held : .done))
      if case .takeOver = row.action, endpoint == .assets {
        #expect(record.hold?.kind == .owner)
        #expect(ChangeReport(record).exitCode == 5)
      }
    } else {
      #expect(posts == 0)
    }
    await bench.stop()
  }

  @Test(
    "F26: the location is taken over between two requests: the first is followed, the rest is held")
  func takenOver() async throws {
    let bench = try await Bench.start { $0.switches.limits.maxSerialNumbers = 1 }
    let stock = try await bench.stock()
    let operations = try bench.process(isSteady: true)
    await bench.service.addFaults([Fault(.takeOver(id: "x", name: "X"), at: [.associate])])
    let record = try requireValue(
      try await Self.toTheEnd(
        bench, operations,
        ChangeRequest(
          kind: .assign,
          pairs: product([stock.five], [device("NEWSERIAL001"), device("NEWSERIAL002")]))))
    #expect(record.state == .held && record.hold?.kind == .owner)
    #expect(record.pairs.map(\.state.word) == ["done", "not sent"])
    #expect(await bench.changePosts() == 1)
    #expect(try await bench.violations(operations) == [])
    await bench.stop()
  }

  @Test("F27: licences run out in the middle: what was done is named, and nothing more is sent")
  func runsOut() async throws {
    let bench = try await Bench.start {
      $0.switches.limits.maxSerialNumbers = 1
      $0.eventDelay = .zero
    }
    let stock = try await bench.stock()
    let operations = try bench.process(isSteady: true)
    let serials = (1...4).map { device("NEWSERIAL00\($0)") }
    await bench.service.addFaults([Fault(.delay(.seconds(20)), at: [.associate], nth: 2)])
    let plan = try await operations.plan(
      ChangeRequest(kind: .assign, pairs: product([stock.five], serials)))
    let number = try await operations.confirm(plan)
    while await bench.changePosts() < 2 { await Task.yield() }
    // Somebody else takes the licences while the second request is being answered.
    await bench.service.setAvailable(1, adamId: stock.five)
    let record = try await bench.steadily {
      try requireValue(await operations.wait(for: number, untilKnown: true))
    }
    #expect(record.state == .held && record.hold?.kind == .shortage)
    #expect(record.pairs.map(\.state.word) == ["done", "done", "not sent", "not sent"])
    #expect(await bench.changePosts() == 2)
    #expect(try await bench.violations(operations) == [])
    await bench.stop()
  }

  @Test(
    "F23: an event that failed in part names its pairs or not: done and failed as the list has it",
    arguments: [Int](0..<3))
  func partly(detail: Int) async throws {
    let bench = try await Bench.start {
      $0.switches.failureDetail = [.pairs, .holdersOnly, .none][detail]
      $0.eventDelay = .seconds(3)
    }
    let stock = try await bench.stock()
    let operations = try bench.process(isSteady: true)
    let plan = try await operations.plan(
      ChangeRequest(
        kind: .assign,
        pairs: product([stock.two], [device("NEWSERIAL001"), device("NEWSERIAL002")])))
    let number = try await operations.confirm(plan)
    for await records in await operations.updates where records.first?.requestsAccepted == 1 {
      break
    }
    await bench.service.assignElsewhere(adamId: stock.two, serialNumber: "SOMEBODYELSE")
    let record = try await bench.steadily {
      try requireValue(await operations.wait(for: number, untilKnown: true))
    }
    #expect(record.state == .partial)
    #expect(try await bench.violations(operations) == [])
    await bench.stop()
  }
}
