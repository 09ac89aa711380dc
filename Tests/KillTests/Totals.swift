import Foundation
import Glibc
import Synchronization

/// What all worlds of a run add up to.
final class Totals: Sendable {
  private struct State {
    var kills = 0
    var runs = 0
    var operations = 0
    var deaths: [String: Int] = [:]
    var violations: [String] = []
    var wanted: Set<String> = []
  }

  private let state = Mutex(State())

  var kills: Int { state.withLock { $0.kills } }
  var violations: [String] { state.withLock { $0.violations } }
  /// The points at which a run was to die and none did.
  var missed: Set<String> { state.withLock { $0.wanted.subtracting($0.deaths.keys) } }

  /// Names points at which a run is to die.
  func want(_ points: Set<String>) {
    state.withLock { $0.wanted.formUnion(points) }
  }

  func add(_ world: KillWorld, _ operations: Int, seed: UInt64) {
    let found = world.violations.map { "world \(seed): \($0)" }
    let (kills, runs, deaths) = (world.kills, world.runs, world.deaths)
    state.withLock { state in
      state.kills += kills
      state.runs += runs
      state.operations += operations
      state.deaths.merge(deaths, uniquingKeysWith: +)
      state.violations += found
    }
  }

  /// The lines of the closing note.
  func summary(seed: UInt64, took: Duration, listsPoints: Bool) -> String {
    state.withLock { state in
      let seconds = Int(took / .seconds(1))
      let (here, children) = (Self.cpu(0), Self.cpu(-1))
      let points = state.deaths.sorted { $0.key < $1.key }.map { "  \($0.value) \($0.key)" }
      let wrong = ["lost", "doubled", "wrong verdict", "unreadable journal"].map { word in
        "\(state.violations.count { $0.contains(word) }) \(word)"
      }
      return """
        kills: \(state.kills) of \(state.runs) runs of the real binary in \(seconds) s, seed \(seed), \
        \(state.operations) operations, \(state.deaths.count) different points
        \(wrong.joined(separator: ", ")), \(state.violations.count) violations in all
        processor time so far: \(here) s here, \(children) s in the binary
        \(listsPoints ? points.joined(separator: "\n") : "")
        """
    }
  }

  /// Seconds of this process (0) or of its children (-1).
  private static func cpu(_ who: Int32) -> Int {
    var usage = rusage()
    getrusage(who, &usage)
    return usage.ru_utime.tv_sec + usage.ru_stime.tv_sec
  }
}
