import Files
import Foundation
import SimulatedService
import SystemPackage
import TestSupport
import Testing

@testable import Operations

/// Two to eight real processes on one state folder (reliability.md G7, P14): one writes, the others wait or say who does.
///
/// `PURSER_PROCESS_RUNS=N` makes N runs, `PURSER_SEED` begins with another seed.
@Suite(.timeLimit(.minutes(10)))
struct ManyProcessesTests {
  private static func number(_ name: String, _ standard: Int) -> Int {
    ProcessInfo.processInfo.environment[name].flatMap(Int.init) ?? standard
  }

  /// A location of ours with a cache, and an app with licences for everyone.
  private func start() async throws -> (rig: ToolRig, app: String) {
    var rig = try await ToolRig(isReal: true) { $0.assets = 40 }
    rig.environment["PURSER_TOKEN_FILE"] = try rig.writeToken()
    #expect(await rig.run("client", "claim", "--yes").code == 0)
    #expect(await rig.run("sync").code == 0)
    let service = try #require(rig.service)
    let app = try #require(
      await service.assets().first { $0.deviceAssignable && $0.total == 2_147_483_647 })
    return (rig, app.adamId)
  }

  private func assign(_ app: String, _ serial: String, _ rig: ToolRig) throws -> RealProcess {
    try RealProcess(
      ["assign", "--asset", app, "--serial", serial, "--yes", "--json"], rig.environment)
  }

  @Test("Each change is applied once or refused with the holder's name, and every file stays whole")
  func together() async throws {
    var random = SeededGenerator(UInt64(Self.number("PURSER_SEED", 1)))
    let runs = Self.number("PURSER_PROCESS_RUNS", 4)
    for run in 0..<runs {
      let count = run < 4 ? [2, 8, 3, 5][run] : Int.random(in: 2...8, using: &random)
      let (rig, app) = try await start()
      let serials = (0..<count).map { "ZZTEST\(run)X\($0)" }
      let processes = try serials.map { try assign(app, $0, rig) }
      var results: [RealProcess.Result] = []
      for process in processes { results.append(await process.end()) }
      let pids = Set(results.map(\.pid))
      for (serial, result) in zip(serials, results) {
        let posts = await posts(with: serial, rig)
        #expect([0, 5].contains(result.code), "\(serial): \(result.code) \(result.errors)")
        #expect(posts == (result.code == 0 ? 1 : 0), "\(serial): \(posts) requests")
        #expect(await holds(app, serial, rig) == (result.code == 0))
        if result.code == 5 {
          #expect(pids.contains { result.errors.contains("pid \($0)") }, "\(result.errors)")
          #expect(result.errors.contains("Nothing was sent"))
        }
      }
      #expect(results.contains { $0.code == 0 })
      try await checkFiles(rig, done: results.count { $0.code == 0 })
      await rig.service?.stop()
    }
  }

  @Test("While one waits for an answer that never comes, the others end in 5 and name it")
  func nameTheHolder() async throws {
    let (rig, app) = try await start()
    let service = try #require(rig.service)
    await service.addFaults([Fault(.hangAfter, at: [.associate])])
    let holder = try assign(app, "ZZHOLDER01", rig)
    await service.arrival { $0.body.firstRange(of: Array("ZZHOLDER01".utf8)) != nil }
    let others = try (0..<3).map { try assign(app, "ZZOTHER0\($0)", rig) }
    for other in others {
      let result = await other.end()
      #expect(result.code == 5, "\(result.errors)")
      #expect(result.errors.contains("pid \(holder.pid)"), "\(result.errors)")
      #expect(result.errors.contains("assign 1 asset to 1 holder"))
    }
    await holder.kill()
    #expect(await service.posts().count { $0.path.hasSuffix("associate") } == 1)
    // Nothing is stale: the next one gets the lock, and finds out what became of the first.
    let next = await rig.run("assign", "--asset", app, "--serial", "ZZNEXT0001", "--yes")
    #expect(next.code == 0, "\(next.errors)")
    try await checkFiles(rig, done: 2)
    await service.stop()
  }

  private func posts(with serial: String, _ rig: ToolRig) async -> Int {
    await rig.service?.posts().count { $0.body.firstRange(of: Array(serial.utf8)) != nil } ?? 0
  }

  private func holds(_ app: String, _ serial: String, _ rig: ToolRig) async -> Bool {
    await rig.service?.rows().contains { $0.adamId == app && $0.serialNumber == serial } ?? false
  }

  /// Journal, audit, history and cache are whole, and tell what was done.
  private func checkFiles(_ rig: ToolRig, done: Int) async throws {
    let list = await rig.run("operations", "--json")
    #expect(list.code == 0, "\(list.errors)")
    #expect(!list.errors.contains("Browsing only"), "\(list.errors)")
    let operations = try list.objects()
    #expect(operations.count { $0["outcome"] as? String == "done" } == done)
    let numbers = operations.compactMap { $0["operation"] as? Int }
    #expect(numbers == Array(1...max(1, numbers.count)))
    let key = LocationKey(uID: try #require(rig.service).uID)
    let folder = rig.places.state(of: key)
    let files = LinuxFileSystem()
    let rows = try JournalRow.rows(in: folder.appending("journal"), on: files)
    #expect(rows.count { $0.type == "resolved" } >= done)
    #expect(try AuditCheck.run(directory: folder, on: files).isWhole)
    let history = try DurableFile.read(
      folder.appending("history.jsonl"), limit: 1 << 24, on: files)
    #expect(history.split(separator: UInt8(ascii: "\n")).count == done)
    #expect(try files.names(in: rig.places.cache(of: key)).allSatisfy { $0.hasSuffix(".json") })
    #expect(await rig.run("assignments", "--offline", "--json").code == 0)
  }
}
