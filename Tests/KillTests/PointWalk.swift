import SimulatedService
import TestSupport

/// Cuts a run at each of its points, one after the other.
struct PointWalk {
  /// The N-th passing of a point.
  private struct Passing: Hashable {
    var name: String
    var number: Int
  }

  private let world: KillWorld
  private let totals: Totals
  private let part: Int
  private let parts: Int
  private var cycle: KillCycle

  /// Walks through a share of the points, which workers divide between them.
  static func run(part: Int, of parts: Int, _ totals: Totals) async throws {
    let world = try await KillWorld.start(eventDelay: .milliseconds(500), seed: UInt64(part))
    var walk = PointWalk(world, part, parts, totals)
    let first = try await walk.cutChanges()
    try await walk.cutRecoveries()
    try await walk.cutSyncs()
    try await walk.cycle.close()
    if part == 0 { try await walk.cutFirstStarts(first) }
    totals.add(world, walk.cycle.checker.operations.count, seed: UInt64(part))
  }

  private init(_ world: KillWorld, _ part: Int, _ parts: Int, _ totals: Totals) {
    self.world = world
    self.part = part
    self.parts = parts
    self.totals = totals
    cycle = KillCycle(world, seed: UInt64(part))
  }

  /// This worker's share of what a run passed; every name of it is wanted.
  private func share(of points: [String], onePerName: Bool = false) -> [Passing] {
    var counts: [String: Int] = [:]
    var passings: [Passing] = []
    for name in points {
      counts[name, default: 0] += 1
      passings.append(Passing(name: name, number: counts[name] ?? 1))
    }
    totals.want(Set(points))
    return passings.filter { passing in
      if onePerName, passing.number > 1 { return false }
      // By the name, since two workers may see the points in another order.
      return (passing.name.utf8.reduce(0) { $0 &+ Int($1) } &+ passing.number) % parts == part
    }
  }

  /// Runs what `start` makes until it dies at a passing, at most three times: points of tasks side by side come in another order
  /// now and then.
  private mutating func cut(
    _ passing: Passing, _ start: (inout PointWalk, Child.Kill) async throws -> Child.Run
  ) async throws {
    for _ in 0..<3 {
      if try await start(&self, .point(passing.name, passing.number)).wasKilled { return }
    }
  }

  /// Two requests; what is cut is looked at once, and every eighth time brought to its end.
  ///
  /// - Returns: the points that only the first change of a location passes.
  private mutating func cutChanges() async throws -> [String] {
    let first = try await world.run(cycle.makeSmall().arguments).points
    let points = try await world.run(cycle.makeSmall().arguments).points
    try await cycle.settle()
    for (index, passing) in share(of: points).enumerated() where world.violations.isEmpty {
      try await cut(passing) { walk, kill in
        let job = walk.cycle.makeSmall()
        let run = try await walk.world.run(job.arguments, kill: kill)
        try await walk.cycle.settle()
        if index % 8 == 0 { try await walk.cycle.finish(job) }
        return run
      }
    }
    return first.filter { !points.contains($0) }
  }

  /// The first change of a location, which makes its files, each time in a new home.
  private func cutFirstStarts(_ points: [String]) async throws {
    totals.want(Set(points))
    for name in Set(points).sorted() where world.violations.isEmpty {
      let world = try await KillWorld.start(eventDelay: .milliseconds(500), seed: 9)
      var cycle = KillCycle(world, seed: 9)
      let job = cycle.makeSmall()
      _ = try await world.run(job.arguments, kill: .point(name, 1))
      try await cycle.finish(job)
      await world.service.stop()
      totals.add(world, cycle.checker.operations.count, seed: 9)
    }
  }

  /// A change whose answer was lost, or whose event is open, and its next start cut.
  private mutating func cutRecoveries() async throws {
    var known: Set<String> = []
    for death in ["post.associate.after", "journal.accepted.sync.after"] {
      let points = try await recover(after: death, kill: nil).points
      try await cycle.settle()
      for passing in share(of: points.filter { !known.contains($0) }, onePerName: true)
      where world.violations.isEmpty {
        try await cut(passing) { walk, kill in
          let run = try await walk.recover(after: death, kill: kill)
          try await walk.cycle.settle()
          return run
        }
      }
      known.formUnion(points)
    }
  }

  private mutating func recover(after death: String, kill: Child.Kill?) async throws -> Child.Run {
    _ = try await world.run(cycle.makeSmall().arguments, kill: .point(death, 1))
    world.skip(.seconds(3))
    return try await world.run(["operations", "--json"], kill: kill)
  }

  /// The import of the cache cut; what is there afterwards is whole, or nothing.
  private mutating func cutSyncs() async throws {
    let points = try await world.run(["sync", "--full"]).points
    for passing in share(of: points, onePerName: true) where world.violations.isEmpty {
      try await cut(passing) { walk, kill in
        let run = try await walk.world.run(["sync", "--full"], kill: kill)
        let list = try await walk.world.run(["assets", "--offline", "--json"])
        if list.code != 0 || list.objects.isEmpty {
          walk.world.violations.append("cache: \(list.code ?? -1) after \(passing): \(list.errors)")
        }
        return run
      }
    }
  }
}
