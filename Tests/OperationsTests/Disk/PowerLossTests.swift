import AppsAndBooks
import Files
import Foundation
import Operations
import SimulatedService
import SystemPackage
import TestSupport
import Testing

/// The power goes at every point of a whole job, and takes what was not synced (reliability.md G2; F28, F32).
///
/// `PURSER_POWER_LOSSES=N` adds N random ones, `PURSER_SEED` begins with another seed.
@Suite(.timeLimit(.minutes(10)))
struct PowerLossTests {
  private static func number(_ name: String, _ standard: Int) -> Int {
    ProcessInfo.processInfo.environment[name].flatMap(Int.init) ?? standard
  }

  private static let seed = UInt64(number("PURSER_SEED", 1))

  @Test("Whatever is lost at whatever point: the next start lists it all, and says nothing wrong")
  func everyCut() async throws {
    let points = try await steps()
    let extra = Self.number("PURSER_POWER_LOSSES", 12)
    let runs = try await withThrowingTaskGroup(of: Int.self) { group in
      for worker in 0..<2 {
        group.addTask {
          let bench = try await DiskBench.start()
          var runs = 0
          for cut in stride(from: worker, through: points, by: 2) {
            runs += try await run(cut, MemoryFileSystem.PowerLoss.allCases, Self.seed, bench)
          }
          var random = SeededGenerator(Self.seed &+ UInt64(worker))
          for _ in 0..<extra / 6 {
            let cut = Int.random(in: 0...points, using: &random)
            runs += try await run(
              cut, [.reordered, .reordered, .torn], random.next(), bench)
          }
          await bench.bench.service.stop()
          return runs
        }
      }
      return try await group.reduce(0, +)
    }
    print("power losses: \(points) cut points, \(runs) runs")
    #expect(points > 50)
  }

  /// How many changing calls a job makes.
  private func steps() async throws -> Int {
    let bench = try await DiskBench.start()
    let disk = bench.template.copy()
    let before = disk.steps
    #expect(try await bench.job(on: disk).record?.state == .done)
    await bench.bench.service.stop()
    return disk.steps - before
  }

  /// Does the job up to a cut, then starts anew on what each kind of loss leaves.
  private func run(
    _ cut: Int, _ losses: [MemoryFileSystem.PowerLoss], _ seed: UInt64, _ bench: DiskBench
  ) async throws -> Int {
    let since = await bench.reset()
    let disk = bench.template.copy()
    disk.cutPower(after: cut)
    let before = await bench.bench.changePosts()
    _ = try await bench.job(on: disk)
    let sent = await bench.bench.changePosts() - before
    for (index, loss) in losses.enumerated() {
      var random = SeededGenerator(seed &* 1_000_003 &+ UInt64(cut * 8 + index))
      let image = disk.afterPowerLoss(loss, &random)
      let records = try await bench.checkNextStart(on: image, since: since)
      if sent > 0 {
        #expect(
          records.first.map { $0.requestsSent >= sent } == true,
          "cut \(cut), \(loss), seed \(seed)")
      }
      // A second start finds nothing more to do.
      if index == 0 {
        let again = try await bench.checkNextStart(on: image.copy(), since: since)
        #expect(again.map(\.pairs) == records.map(\.pairs))
      }
    }
    return losses.count
  }
}
