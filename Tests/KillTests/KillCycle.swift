import Foundation
import SimulatedService
import TestSupport

/// Jobs, kills and restarts on one world, until everything is settled.
struct KillCycle {
  let world: KillWorld
  var random: SeededGenerator
  var checker: KillChecker
  private var turn = 0
  var lastName = 0
  /// The device that holds the last licence of the tight app.
  var lastTight: String?
  /// Points that an undisturbed run of each verb passes, and how long it lives.
  private var passings: [String: Int] = [:]
  private var longest: [String: Int] = [:]
  private var lives: [String: Duration] = [:]

  init(_ world: KillWorld, seed: UInt64) {
    self.world = world
    random = SeededGenerator(seed)
    checker = KillChecker(world)
  }

  // MARK: One job, from the wish to the end

  /// The next thing somebody wants: licences given and taken back, moved, or a user.
  mutating func runNext() async throws {
    turn += 1
    switch turn % 4 {
    case 1, 3:
      let job = makeAssign()
      try await run(job, kills: 4)
      guard world.violations.isEmpty else { return }
      try await run(makeOpposite(of: job), kills: 3)
    case 2:
      let (first, move) = makeMove(isTight: Bool.random(using: &random))
      try await run(first, kills: 1)
      guard world.violations.isEmpty else { return }
      try await run(move, kills: 3)
    default:
      for job in makeUser() where world.violations.isEmpty { try await run(job, kills: 2) }
    }
  }

  /// Starts a job as often as it takes, killed up to `kills` times, and checks everything.
  mutating func run(_ job: KillJob, kills: Int) async throws {
    var left = kills
    while left > 0 {
      if let fault = makeFault() { await world.service.addFaults([fault]) }
      let before = world.kills
      let run = try await run(job.arguments, killed: true)
      try note(run, job)
      if Bool.random(using: &random) { world.skip(makePause()) }
      if Bool.random(using: &random) { try await look(killed: Bool.random(using: &random)) }
      left -= max(1, world.kills - before)
      if Int.random(in: 0..<4, using: &random) == 0 { try await settle() }
    }
    try await finish(job)
  }

  /// Undisturbed, until what is wanted is so.
  mutating func finish(_ job: KillJob) async throws {
    await world.service.clearFaults()
    try await settle()
    for turn in 0..<6 {
      if job.isReached(in: await world.truth()) { return }
      let ways = [job.arguments] + job.otherwise
      let run = try await run(ways[turn % ways.count], killed: false)
      try note(run, job)
      try await settle()
    }
    world.violations.append("not reached: \(job.arguments)")
  }

  /// Time passes, and the operations are looked at until none is open; then everything is checked.
  mutating func settle() async throws {
    var list: [[String: Any]] = []
    for _ in 0..<4 {
      world.skip(.seconds(960))
      list = try await look(killed: false)
      if list.allSatisfy({ !($0["endedAt"] is NSNull) }) { break }
    }
    await checker.check(list)
  }

  @discardableResult
  private mutating func look(killed: Bool) async throws -> [[String: Any]] {
    let run = try await run(["operations", "--json"], killed: killed)
    guard !run.wasKilled else { return [] }
    if run.code != 0 {
      world.violations.append("operations ended in \(run.code ?? -1): \(run.errors)")
    }
    return run.objects
  }

  mutating func run(_ arguments: [String], killed: Bool) async throws -> Child.Run {
    let verb = KillJob.verb(of: arguments)
    let run = try await world.run(arguments, kill: killed ? makeKill(verb) : nil)
    if run.signal == 0 {
      passings[verb] = max(run.points.count, 1)
      longest[verb] = max(run.points.count, longest[verb] ?? 1)
      lives[verb] = run.life
    }
    return run
  }

  private mutating func makeKill(_ verb: String) -> Child.Kill {
    switch Int.random(in: 0..<20, using: &random) {
    case 0, 1:
      let life = (lives[verb] ?? .milliseconds(200)) / .microseconds(1)
      return .time(.microseconds(Int64(Double.random(in: 0...life, using: &random))))
    case 2, 3:
      let delay = Int.random(in: 0..<4000, using: &random)
      return .point("\(KillJob.posts[verb] ?? "get.assets").during", 1, delay: delay)
    default:
      let known = Bool.random(using: &random) ? passings[verb] : longest[verb]
      return .point("any", Int.random(in: 1...(known ?? 120), using: &random))
    }
  }

  /// Between a kill and the next start: nothing, seconds, minutes.
  private mutating func makePause() -> Duration {
    [.zero, .seconds(3), .seconds(70), .seconds(400), .seconds(1000)]
      .randomElement(using: &random) ?? .zero
  }

  /// Now and then the service misbehaves too.
  private mutating func makeFault() -> Fault? {
    guard Int.random(in: 0..<8, using: &random) == 0 else { return nil }
    let actions: [Fault.Action] = [
      .dropBefore, .dropAfter, .reset, .stuckEvent, .phantomEvent, .noEventId,
      .status(503, number: 9729),
    ]
    return actions.randomElement(using: &random).map {
      Fault(
        $0, at: Fault.posts.subtracting([.clientConfigWrite]),
        nth: Int.random(in: 1...2, using: &random))
    }
  }

  /// What an undisturbed run may end in.
  private func note(_ run: Child.Run, _ job: KillJob) throws {
    guard let code = run.code else { return }
    if ![0, 1, 3, 4].contains(code) {
      world.violations.append("\(job.arguments) ended in \(code): \(run.errors)")
    }
  }

  // MARK: The end of a world

  /// A day later nothing is left of the killed runs.
  mutating func close() async throws {
    world.skip(.seconds(90_000))
    let sync = try await run(["sync"], killed: false)
    if sync.code != 0 {
      world.violations.append("sync ended in \(sync.code ?? -1): \(sync.errors)")
    }
    try await settle()
    world.violations += checker.checkLeftovers()
    await world.service.stop()
  }
}
