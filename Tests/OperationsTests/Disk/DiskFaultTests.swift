import AppsAndBooks
import Files
import Foundation
import Operations
import SimulatedService
import SystemPackage
import TestSupport
import Testing

/// Every call of a whole job fails once, or from there on (reliability.md G3; F33–F36).
///
/// `PURSER_DISK_FAULTS=all` tries every fault at every call; else each call meets a full disk for good and one of the others.
@Suite(.timeLimit(.minutes(10)))
struct DiskFaultTests {
  struct Case: Sendable, CustomStringConvertible {
    var call: Int
    var fault: FaultyFileSystem.Fault
    var isForGood: Bool
    var countsLooks = false

    var description: String {
      "call \(call)\(countsLooks ? " of all" : ""), \(fault)\(isForGood ? ", for good" : "")"
    }
  }

  private static let isThorough =
    ProcessInfo.processInfo.environment["PURSER_DISK_FAULTS"] == "all"

  /// The faults a call meets.
  private static func cases(at call: Int) -> [Case] {
    let numbers: [Errno] = [
      .noSpace, .diskQuotaExceeded, .ioError, .readOnlyFileSystem, .permissionDenied,
      .tooManyOpenFiles,
    ]
    guard !isThorough else {
      return numbers.flatMap { number in
        [true, false].map { Case(call: call, fault: .fail(number), isForGood: $0) }
      } + [
        Case(call: call, fault: .shortWrite(then: .noSpace), isForGood: true),
        Case(call: call, fault: .shortWrite(then: .ioError), isForGood: false),
      ]
    }
    let others: [Case] =
      [Case(call: call, fault: .shortWrite(then: .ioError), isForGood: false)]
      + numbers.dropFirst().map {
        Case(call: call, fault: .fail($0), isForGood: call / 6 % 2 == 0)
      }
    return [Case(call: call, fault: .fail(.noSpace), isForGood: true), others[call % 6]]
  }

  @Test("Whatever changing call fails: told, nothing sent without its record, nothing lost")
  func changingCalls() async throws {
    try await tryAll { Self.cases(at: $0) }
  }

  @Test("Whatever call fails, looking and closing too: told, nothing lost")
  func everyCall() async throws {
    try await tryAll { call in
      let number: Errno = call % 2 == 0 ? .ioError : .tooManyOpenFiles
      let isForGood = call % 3 == 0
      return [
        Case(call: call, fault: .fail(number), isForGood: isForGood, countsLooks: true)
      ]
    }
  }

  @Test("Every call interrupted by a signal: nobody notices")
  func interrupted() async throws {
    let bench = try await DiskBench.start()
    for countsLooks in [false, true] {
      let since = await bench.reset()
      let disk = bench.template.copy()
      let files = FaultyFileSystem(
        disk, failAt: 1, fault: .fail(.interrupted), forGood: true, countsLooks: countsLooks)
      let ending = try await bench.job(on: files)
      #expect(files.hasFailed)
      #expect(ending.record?.state == .done)
      #expect(ending.error == nil && ending.notes == [] && ending.cacheProblems == [])
      let records = try await bench.checkNextStart(on: disk.copy(), since: since)
      #expect(records.map(\.state) == [.done])
    }
    await bench.bench.service.stop()
  }

  /// Goes on from call to call until one is not made any more.
  private func tryAll(_ cases: @escaping @Sendable (Int) -> [Case]) async throws {
    let counts = try await withThrowingTaskGroup(of: (Int, Int).self) { group in
      // Two workers with a service each: one takes the odd calls, one the even ones.
      for worker in 0..<2 {
        group.addTask {
          let bench = try await DiskBench.start()
          var (call, runs) = (1 + worker, 0)
          var isOver = false
          while !isOver {
            isOver = true
            for one in cases(call) {
              runs += 1
              if try await run(one, bench) { isOver = false }
            }
            call += 2
          }
          await bench.bench.service.stop()
          return (call - 2, runs)
        }
      }
      return try await group.reduce(into: (0, 0)) { sum, next in
        sum = (max(sum.0, next.0), sum.1 + next.1)
      }
    }
    print("disk faults: \(counts.0) calls, \(counts.1) runs")
    #expect(counts.0 > 60)
  }

  /// Does the job with one fault; `false` if the call was never made.
  private func run(_ one: Case, _ bench: DiskBench) async throws -> Bool {
    let since = await bench.reset()
    let before = await bench.bench.changePosts()
    let disk = bench.template.copy()
    let files = FaultyFileSystem(
      disk, failAt: one.call, fault: one.fault, forGood: one.isForGood,
      countsLooks: one.countsLooks)
    let ending = try await bench.job(on: files)
    let sent = await bench.bench.changePosts() - before
    try check(ending, sent, one, files, bench)
    let records = try await bench.checkNextStart(on: disk.copy(), since: since)
    if sent > 0 {
      #expect(records.count == 1, "\(one)")
      #expect(records.first.map { $0.requestsSent >= sent } == true, "\(one)")
    }
    if !files.hasFailed {
      #expect(ending.record?.state == .done && sent == 2, "\(one)")
    }
    return files.hasFailed
  }

  private func check(
    _ ending: DiskBench.Ending, _ sent: Int, _ one: Case, _ files: FaultyFileSystem,
    _ bench: DiskBench
  ) throws {
    if let error = ending.error {
      #expect(sent == 0, "\(one)")
      #expect(error.exitCode == 6, "\(one): \(error)")
      #expect("\(error)".hasPrefix("Browsing only, because "), "\(one): \(error)")
      #expect("\(error)".hasSuffix("Nothing was sent."), "\(one): \(error)")
    }
    if let hold = ending.record?.hold {
      #expect(hold.kind == .storage, "\(one): \(hold)")
      #expect(hold.text.hasPrefix("Browsing only, because "), "\(one): \(hold)")
    }
    if let record = ending.record, record.hold == nil {
      #expect(record.state == .done && sent == 2, "\(one): \(record.state)")
    }
    // What could be told of an answer is told with its event, and kept elsewhere where that was possible.
    for answer in ending.unwritten {
      #expect(answer.event != nil && sent == answer.request, "\(one)")
      #expect(answer.text.contains(answer.event?.rawValue ?? "?"), "\(one)")
      #expect((answer.file != nil) == !one.isForGood, "\(one)")
    }
    // A repeated sync may falsely succeed.
    var failed: Set<String> = []
    for call in files.trace where call.name == "syncData" {
      #expect(!failed.contains(call.path.string), "\(one): \(call.path) was synced again")
      if call.hasFailed { failed.insert(call.path.string) }
    }
  }
}
