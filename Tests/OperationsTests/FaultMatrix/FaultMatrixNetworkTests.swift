import AppsAndBooks
import Files
import FoundationEssentials
import Operations
import SimulatedService
import SystemPackage
import Testing
import TestSupport

/// A service that is not there, and a machine without descriptors (reliability.md section 9: F1, F36).
@Suite(.timeLimit(.minutes(1)))
struct FaultMatrixNetworkTests {
  @Test("F1: nobody listens: each read tries as often as its table says, each change was not sent")
  func refused() async throws {
    let bench = try await Bench.start()
    let known = try bench.client()
    await bench.service.stop()
    let attempts: [(SimulatedEndpoint, Int)] = [
      (.serviceConfig, 4), (.clientConfigRead, 4), (.status, 3), (.lookup, 2),
    ]
    for (endpoint, count) in attempts {
      let client = try bench.client()
      let error = try await bench.steadily {
        await FaultMatrixReadTests.failure {
          try await FaultMatrixReadTests.call(endpoint, client, EventID(rawValue: "e"))
        }
      }
      #expect(error?.isUnreachable == true)
      #expect(error?.description.contains("connection refused") == true)
      #expect(client.requestCount == count)
    }
    for endpoint in FaultRow.posts {
      let outcome = try await bench.steadily {
        await FaultMatrixPostTests.call(endpoint, APIWriter(known), "nobody")
      }
      guard case .notSent(_, .some(let rule)) = outcome else {
        Issue.record("\(endpoint): \(outcome)")
        continue
      }
      #expect(rule.repeats == 3)
    }
  }

  @Test("F1: the service goes away behind the plan: nothing is sent, and the exit code says why")
  func goesAway() async throws {
    let bench = try await Bench.start()
    let stock = try await bench.stock()
    let operations = try bench.process(isSteady: true)
    let record = try await bench.steadily {
      let plan = try await operations.plan(
        ChangeRequest(kind: .assign, pairs: [pair(stock.five, device("NEWSERIAL001"))]))
      await bench.service.stop()
      let number = try await operations.confirm(plan)
      return try requireValue(await operations.wait(for: number, untilKnown: true))
    }
    #expect(record.state == .held && record.hold?.kind == .unreachable)
    #expect(ChangeReport(record).exitCode == 3)
    let journal = try JournalRow.rows(in: bench.directory.appending("journal"), on: bench.disk)
    #expect(!journal.contains { $0.type == "sending" })
  }

  @Test(
    "F36: no descriptor or no memory left at the start of an operation: refused with the reason, nothing sent",
    arguments: [Errno.tooManyOpenFiles, .tooManyOpenFilesInSystem, .noMemory])
  func noDescriptors(errno: Errno) async throws {
    for call in 1...6 {
      let bench = try await Bench.start()
      let stock = try await bench.stock()
      let files = FaultyFileSystem(bench.disk, failAt: call, fault: .fail(errno), forGood: true)
      let operations = try bench.process(files: files, isSteady: true)
      let plan = try await bench.steadily {
        try await operations.plan(
          ChangeRequest(kind: .assign, pairs: [pair(stock.five, device("NEWSERIAL001"))]))
      }
      let error = await #expect(throws: (any Error).self) { try await operations.confirm(plan) }
      #expect(error.map { "\($0)" }?.isEmpty == false)
      #expect(await bench.changePosts() == 0)
      await bench.stop()
    }
  }
}
