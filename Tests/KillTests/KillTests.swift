import Foundation
import SimulatedService
import TestSupport
import Testing

/// The real binary, killed at every point and at random ones: nothing is lost, doubled or guessed (issue 5, proof b).
///
/// `PURSER_KILLS=5000 PURSER_SEED=1 swift test --filter KillTests` is the long run; without it there are 300 kills in all, every
/// point of one job among them. `PURSER_WORLD=100000005` begins with that world of such a run. `PURSER_BINARY` names another
/// binary than the debug one, built with `-Xswiftc -DCUT_POINTS`.
@Suite(.serialized, .timeLimit(.minutes(60)))
struct KillTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let seed = environment["PURSER_SEED"].flatMap(UInt64.init) ?? 1
  private static let count = environment["PURSER_KILLS"].flatMap(Int.init) ?? 30
  private static let isLong = environment["PURSER_KILLS"] != nil
  private static let delays: [Duration] = [.zero, .seconds(3), .milliseconds(500), .seconds(480)]

  @Test("Killed at random: after a restart every operation ends as it really is")
  func random() async throws {
    let began = ContinuousClock.now
    let totals = Totals()
    let half = (Self.count + 1) / 2
    try await withThrowingTaskGroup(of: Void.self) { group in
      for worker in 0..<2 {
        group.addTask {
          try await Self.work(seed: Self.seed &* 1000 &+ UInt64(worker), kills: half, totals)
        }
      }
      try await group.waitForAll()
    }
    print(
      totals.summary(seed: Self.seed, took: ContinuousClock.now - began, listsPoints: Self.isLong))
    #expect(totals.violations.isEmpty, "\(totals.violations.joined(separator: "\n"))")
    #expect(totals.kills >= Self.count)
  }

  @Test("Killed at every point of a change, of its recovery and of a sync, one after the other")
  func points() async throws {
    let began = ContinuousClock.now
    let totals = Totals()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for worker in 0..<2 {
        group.addTask { try await PointWalk.run(part: worker, of: 2, totals) }
      }
      try await group.waitForAll()
    }
    print(totals.summary(seed: 0, took: ContinuousClock.now - began, listsPoints: Self.isLong))
    #expect(totals.violations.isEmpty, "\(totals.violations.joined(separator: "\n"))")
    #expect(totals.missed.isEmpty, "never cut: \(totals.missed.sorted().joined(separator: ", "))")
  }

  @Test("The next start a day later removes what a killed run left half written")
  func strayFiles() async throws {
    let world = try await KillWorld.start(eventDelay: .zero, seed: 7)
    let sync = try await world.run(["sync"], kill: .point("assets.json.rename.before", 1))
    #expect(sync.wasKilled)
    #expect(!world.temporaryFiles.isEmpty)
    _ = try await world.run(["operations"])
    #expect(!world.temporaryFiles.isEmpty, "another run may be writing it just now")
    world.skip(.seconds(90_000))
    _ = try await world.run(["operations"])
    #expect(world.temporaryFiles.isEmpty)
    await world.service.stop()
  }

  /// Worlds one after the other until so many runs were killed.
  private static func work(seed: UInt64, kills: Int, _ totals: Totals) async throws {
    var done = 0
    var index = environment["PURSER_WORLD"].flatMap(UInt64.init).map { $0 % 100_000 } ?? 0
    while done < kills {
      let worldSeed = seed &* 100_000 &+ index
      let delay = delays[Int(index) % delays.count]
      let world = try await KillWorld.start(eventDelay: delay, seed: worldSeed)
      var cycle = KillCycle(world, seed: worldSeed)
      while world.kills < min(60, kills - done), world.violations.isEmpty {
        try await cycle.runNext()
      }
      try await cycle.close()
      done += world.kills
      index += 1
      totals.add(world, cycle.checker.operations.count, seed: worldSeed)
      if !world.violations.isEmpty { return try world.keepFiles(seed: worldSeed) }
    }
  }
}
