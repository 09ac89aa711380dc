import AppsAndBooks
import FoundationEssentials
import Operations
import SimulatedService
import SystemPackage
import TestSupport

/// A location, a list of faults and a list of changes, all drawn from one seed; run to the end and checked.
struct RandomSchedule {
  /// What a run came to.
  struct Result {
    var violations: [Checker.Violation]
    /// Faults and changes in words, for whoever looks into a failing seed.
    var story: [String]
    /// Requests that changed something.
    var posts: Int
    /// Operations by the state they ended in.
    var states: [OperationState]
  }

  let seed: UInt64
  private var generator: SeededGenerator

  init(seed: UInt64) {
    self.seed = seed
    generator = SeededGenerator(seed &* 0x9E37_79B9_7F4A_7C15 &+ 1)
  }

  private mutating func below(_ count: Int) -> Int { Int.random(in: 0..<count, using: &generator) }
  private mutating func isLucky(_ oneIn: Int) -> Bool { below(oneIn) == 0 }
  private mutating func pick<Value>(_ values: [Value]) -> Value { values[below(values.count)] }

  mutating func run() async throws -> Result {
    let options = options()
    let bench = try await Bench.start { $0 = options }
    let stock = try await bench.stock()
    let seeded = await bench.seedPairs(stock)
    // The lists show it by now, however late they are.
    bench.clock.advance(by: .seconds(60))
    let faults = (0..<(1 + below(8))).map { _ in fault() }
    await bench.service.addFaults(faults)
    var story = [
      "events \(options.eventDelay), pages of \(options.pageSize), lag \(options.switches.listLag), "
        + "failures \(options.switches.failureDetail), again \(options.switches.associateAgain) "
        + "\(options.switches.disassociateMissing), kept \(String(describing: options.switches.eventRetention))"
    ]
    story += faults.map { "fault \($0.action) at \($0.endpoints) nth \($0.nth) ×\($0.count)" }
    let watches = (0..<2).map { _ in OwnerWatch(ourID: Bench.ourID, now: bench.now) }
    let processes = try watches.enumerated().map { index, watch in
      try bench.process(watch: watch, isSteady: true, seed: seed &+ UInt64(index) &* 31)
    }
    let rounds = 2 + below(3)
    for _ in 0..<rounds {
      let both = isLucky(3)
      let changes = (both ? [0, 1] : [below(2)]).map { ($0, change(stock, seeded)) }
      let patience = Duration.seconds(pick([0, 3, 40, 700, 1_000]))
      let ends = try await bench.steadily {
        await Self.run(changes.map { (processes[$0.0], $0.1) }, patience)
      }
      story += zip(changes, ends).map { change, end in
        let request = change.1
        let named =
          request.pairs + request.moves.map { Assignment(asset: $0.asset, holder: $0.to) }
        let others = request.holders.map(\.text) + request.users.map(\.id.rawValue)
        let pairs = others + named.map { "\($0.asset.adamID.rawValue)→\($0.holder.text)" }
        return "process \(change.0) \(change.1.kind) \(pairs.joined(separator: " ")): \(end)"
      }
    }
    return try await settle(bench, processes, story)
  }

  /// Runs changes side by side, as far as a person would watch them.
  private static func run(
    _ changes: [(Operations, ChangeRequest)], _ patience: Duration
  ) async -> [String] {
    await withTaskGroup(of: (Int, String).self) { group in
      for (index, (operations, request)) in changes.enumerated() {
        group.addTask {
          do {
            let plan = try await operations.plan(request)
            let number = try await operations.confirm(plan)
            let record = await operations.wait(for: number, atMost: patience, untilKnown: true)
            return (index, "\(number) \(record?.state.rawValue ?? "gone")")
          } catch {
            return (index, "\(error)")
          }
        }
      }
      var ends = [String](repeating: "", count: changes.count)
      for await (index, end) in group { ends[index] = end }
      return ends
    }
  }

  /// Everything ends, a new process takes over where nothing is broken any more, and after the settling time all is known.
  private func settle(
    _ bench: Bench, _ processes: [Operations], _ story: [String]
  ) async throws -> Result {
    await bench.service.clearFaults()
    try await bench.steadily { for process in processes { await process.prepareToQuit() } }
    let last = try bench.process(
      watch: OwnerWatch(ourID: Bench.ourID, now: bench.now), isSteady: true, seed: seed &+ 99)
    try await bench.steadily {
      // Whatever is left of pauses that the service asked for is over within an hour.
      try await bench.clock.sleep(for: .seconds(1_000))
      await last.recover()
      for record in await last.records() where record.endedAt == nil {
        _ = await last.wait(for: record.number, untilKnown: true)
      }
      await last.prepareToQuit()
    }
    // Only what is synced counts as written.
    bench.disk.losePower()
    let violations = try await bench.violations(last)
    let journal = try JournalRow.rows(in: bench.directory.appending("journal"), on: bench.disk)
    let lines =
      violations.isEmpty
      ? []
      : journal.map { row in
        "\(row.time.timeIntervalSince(noon)) s: \(row.operation).\(row.request ?? -1) \(row.type) "
          + (row.type == "intent" ? "" : "\(row.data)")
      }
    let result = Result(
      violations: violations, story: story + lines,
      posts: await bench.changePosts(), states: await last.records().map(\.state))
    await bench.stop()
    return result
  }
}

// MARK: What is drawn

extension RandomSchedule {
  private mutating func options() -> SimulatorOptions {
    var options = SimulatorOptions()
    options.assets = 40
    options.users = 30
    options.devices = 60
    options.assignments = 200
    options.client = (Bench.ourID, "Purser on admin-1")
    options.seed = 1 + seed % 5
    options.pageSize = pick([25, 90, 1_000])
    options.eventDelay = .milliseconds(pick([0, 400, 2_000, 9_000, 45_000, 400_000]))
    options.switches.announcedRate = 5_000
    options.switches.limits.maxSerialNumbers = pick([1, 2, 1_000])
    options.switches.limits.maxAssets = pick([1, 25])
    options.switches.listLag = .seconds(pick([0, 0, 0, 4, 30]))
    options.switches.partialFill = !isLucky(3)
    options.switches.failureDetail = pick([.pairs, .pairs, .holdersOnly, .none])
    options.switches.associateAgain = pick([.succeeds, .fails])
    options.switches.disassociateMissing = pick([.succeeds, .fails])
    options.switches.eventRetention = isLucky(4) ? .seconds(20) : nil
    options.switches.mdmInfo = pick([.whenSet, .whenSet, .always])
    options.switches.versionPerFilter = isLucky(3)
    return options
  }

  private mutating func change(_ stock: Bench.Stock, _ seeded: [Assignment]) -> ChangeRequest {
    switch below(9) {
    case 0:
      return .reclaimAll(
        from: (0...below(2)).map { device(isLucky(2) ? "HELD0\($0)" : "SCHEDULE\($0)") })
    case 1, 2:
      let from = seeded.filter { _ in below(2) == 0 }
      return .reassign(
        (from.isEmpty ? seeded : from).map {
          Move(asset: $0.asset, from: $0.holder, to: device("SCHEDULE\(below(5))"))
        })
    case 3, 4:
      let kind = pick([OperationKind.userCreate, .userCreate, .userUpdate, .userRetire])
      return .users(
        kind,
        (0...below(3)).map { number in
          let id = ClientUserID(rawValue: "schedule-\(number)")
          return UserChange(
            id: id, email: kind == .userRetire ? nil : "s\(number)-\(below(3))@example.org")
        })
    default: return pairChange(stock, seeded)
    }
  }

  private mutating func pairChange(_ stock: Bench.Stock, _ seeded: [Assignment]) -> ChangeRequest {
    if isLucky(3) {
      let pairs = seeded.filter { _ in below(2) == 0 }
      return ChangeRequest(kind: .reclaim, pairs: pairs.isEmpty ? seeded : pairs)
    }
    let assets = [stock.five, stock.two, stock.free, stock.many[0], stock.many[1]]
    let chosen = assets.filter { _ in below(3) == 0 }
    let holders =
      (0..<(1 + below(4))).map { device("SCHEDULE\($0 + below(3))") }
      + (isLucky(3) ? [user("emp-0042"), user("emp-0044")] : [])
    let pairs = product(chosen.isEmpty ? [stock.many[0]] : chosen, Array(Set(holders)).sorted())
    return ChangeRequest(kind: isLucky(4) ? .reclaim : .assign, pairs: pairs)
  }

  private mutating func fault() -> Fault {
    let action = action()
    let endpoints: [Set<SimulatedEndpoint>] = [
      [], Fault.posts, [.associate], [.disassociate], [.revoke],
      [.createUsers, .updateUsers, .retireUsers], [.status], [.assignments], [.assets], [.users],
      [.clientConfigRead], [.serviceConfig],
    ]
    return Fault(
      action, at: pick(endpoints), nth: 1 + below(isLucky(2) ? 3 : 20),
      count: pick([1, 1, 2, 4]))
  }

  private mutating func action() -> Fault.Action {
    switch below(9) {
    case 0:
      return pick([
        .dropBefore, .dropAfter, .reset, .truncate(at: below(60)), .truncateQuietly(at: below(60)),
        .truncate(at: below(60), reset: true),
      ])
    case 1: return pick([.dropAfter, .reset, .noEventId, .unknownEvent])
    case 2: return pick([.hang, .hangAfter, .delay(.seconds(25)), .delay(.seconds(70))])
    case 3: return pick([.delayProcessing(.seconds(70)), .stuckEvent, .phantomEvent, .duplicate])
    case 4:
      return pick([.wrongType, .body("{}"), .body("[]"), .redirect(to: "http://127.0.0.1:9/")])
    case 5:
      return pick([
        .moveVersion, .changeRows(1 + below(3)), .badPaging(.notGrowing), .badPaging(.neverEnding),
        .eventStatus("RESTING"), .numCompleted(99), .earlyHints,
      ])
    case 6: return .status(pick([500, 502, 503, 504, 429, 407, 403]))
    case 7:
      let (status, number) = pick([
        (500, 9603), (503, 9729), (503, 9644), (429, 9646), (401, 9625), (400, 9602), (400, 9702),
        (500, 9999), (403, 9637),
      ])
      let after: Fault.RetryAfter? = pick([
        nil, .seconds(3), .seconds(200), .seconds(900), .date(secondsFromNow: 40), .garbage,
        .negative,
      ])
      return .status(status, number: number, retryAfter: after)
    default:
      return pick([.wrongUId("999"), .takeOver(id: "x", name: "X"), .dropAfter, .dropBefore])
    }
  }
}

extension Bench {
  /// Pairs that somebody assigned before, for reclaiming.
  func seedPairs(_ stock: Stock) async -> [Assignment] {
    let pairs = product([stock.free, stock.many[2]], (0..<3).map { device("HELD0\($0)") })
    for pair in pairs {
      await service.assignElsewhere(
        adamId: pair.asset.adamID.rawValue, serialNumber: pair.holder.text)
    }
    return pairs
  }
}
