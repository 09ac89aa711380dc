import AppsAndBooks
import Files
import FoundationEssentials
import SimulatedService
import SystemPackage
import TestSupport
import Testing

@testable import LocationStore
@testable import Operations

/// One whole job on a disk that is allowed to fail: plan, confirm, journal, send two requests, follow, verify, history, audit, cache.
struct DiskBench {
  /// What the process that did the job knew at its end.
  struct Ending {
    var record: OperationRecord?
    var error: OperationsError?
    var unwritten: [UnwrittenOutcome] = []
    var notes: [String] = []
    var cacheProblems: [String] = []
  }

  static let unwritten: [FilePath] = ["/run/purser/0123", "/config/purser/unwritten/0123"]

  let bench: Bench
  let pairs: [Assignment]
  /// A disk with a cache and nothing else.
  let template: MemoryFileSystem
  /// One client for every process: a connection takes longer than a job.
  private let context: OperationsContext
  private let cacheKey = LocationKey(uID: "3051772900118402")

  /// A location where one serial number is a request.
  static func start() async throws -> DiskBench {
    let bench = try await Bench.start {
      $0.assets = 24
      $0.users = 6
      $0.devices = 12
      $0.assignments = 40
      $0.switches.limits.maxSerialNumbers = 1
    }
    let stock = try await bench.stock()
    let new = DiskBench(
      bench: bench,
      pairs: product([stock.many[0]], [device("NEWSERIAL001"), device("NEWSERIAL002")]),
      template: MemoryFileSystem(), context: await (try bench.process()).context)
    try new.fillCache()
    return new
  }

  private func cache(on files: any FileSystem) -> LocationCache {
    LocationCache(
      places: Places(under: "/home"), key: cacheKey, files: files, now: bench.now)
  }

  private func fillCache() throws {
    let asset = pairs[0].asset
    let old = LocationSnapshot(
      identity, assets: [AssetRecord(asset: Asset(id: asset, assignedCount: 1))],
      users: [ClientUser(id: ClientUserID(rawValue: "u"))],
      assignments: [Assignment(asset: asset, holder: device("OLDSERIAL001"))])
    let cache = cache(on: template)
    try cache.prepare()
    try cache.save(old.users, version: "1", at: noon)
    try cache.save(old.assets, at: noon)
    try cache.saveAssignments(of: old, version: "1", at: noon)
    try cache.saveTimes(fetchedAt: noon, fullWalkAt: noon)
  }

  private var identity: LocationIdentity {
    LocationIdentity(key: cacheKey.rawValue, name: "campus-nord", organization: "Lindenhof Schools")
  }

  /// A process on a disk, with the real store behind it.
  func process(on files: any FileSystem) async throws -> (Operations, LocationCache) {
    let cache = cache(on: files)
    let store = LocationStore(
      location: identity, client: nil, cache: cache,
      board: StatusBoard(clientID: nil, now: bench.now), clock: bench.clock, now: bench.now)
    _ = await store.loadCache()
    var context = context
    context.files = files
    context.knowledge = store
    context.unwritten = Self.unwritten
    context.uptime = { 7 }
    return (Operations(context), cache)
  }

  /// Does the job to its end, or as far as the disk lets it.
  func job(on files: any FileSystem) async throws -> Ending {
    let (operations, cache) = try await process(on: files)
    let pairs = pairs
    var ending = Ending()
    do {
      ending.record = try await bench.driving {
        await operations.recover(following: false)
        let plan = try await operations.plan(ChangeRequest(kind: .assign, pairs: pairs))
        let number = try await operations.confirm(plan)
        let record = await operations.wait(for: number)
        await operations.prepareToQuit()
        return await operations.record(number) ?? record
      }
    } catch let error as OperationsError {
      ending.error = error
    }
    ending.unwritten = await operations.unwritten
    ending.notes = await operations.journalNotes
    ending.cacheProblems = cache.problems
    return ending
  }

  /// Starts Purser anew on a disk, waits until everything is known, and compares all that is said with the service, which had seen
  /// `since` requests before the job.
  @discardableResult
  func checkNextStart(on disk: MemoryFileSystem, since: Int) async throws -> [OperationRecord] {
    let posts = await bench.changePosts()
    let (operations, cache) = try await process(on: disk)
    let records = try await bench.driving {
      await operations.recover()
      for record in await operations.records() {
        _ = await operations.wait(for: record.number, untilKnown: true)
      }
      await operations.prepareToQuit()
      return await operations.records()
    }
    #expect(await bench.changePosts() == posts, "the next start sent something")
    let notes = await operations.journalNotes
    #expect(!notes.contains { $0.contains("Browsing only") }, "\(notes)")
    let requests = await bench.service.requests().dropFirst(since)
    let rows = try JournalRow.rows(in: bench.directory.appending("journal"), on: disk)
    let checker = Checker(
      journal: rows, requests: requests.compactMap { Checker.Request($0) },
      truth: Checker.truth(await bench.service.rows()),
      verdicts: Checker.verdicts(of: records))
    #expect(checker.violations() == [])
    try checkFiles(on: disk, records, cache)
    return records
  }

  /// History, audit and cache are whole, and each pair stands in the history once.
  private func checkFiles(
    on disk: MemoryFileSystem, _ records: [OperationRecord], _ cache: LocationCache
  ) throws {
    let history = disk.contents(of: bench.directory.appending("history.jsonl")) ?? []
    let lines = try history.split(separator: UInt8(ascii: "\n")).map {
      try JSONDecoder().decode(HistoryLine.self, from: Data($0))
    }
    let expected = records.filter { $0.endedAt != nil }.flatMap { record in
      record.pairs.map { HistoryLine(record.number, $0) }
    }
    #expect(lines.sorted() == expected.sorted())
    #expect(try AuditCheck.run(directory: bench.directory, on: disk).isWhole)
    for name in ["history.jsonl", "audit.jsonl"] {
      let end = disk.contents(of: bench.directory.appending(name))?.last
      #expect(end == nil || end == UInt8(ascii: "\n"))
    }
    #expect(cache.problems == [])
    let loaded = cache.loadSmall()
    var model = loaded.model
    let held = cache.loadAssignments(into: &model).map { $0.0.count }
    #expect(loaded.hasUsers && loaded.hasAssets)
    #expect(held.map { (1...1 + pairs.count).contains($0) } == true)
    #expect(cache.problems == [])
  }

  /// Takes everything back, so that the job can be done again; the number of requests seen so far.
  func reset() async -> Int {
    for pair in pairs {
      await bench.service.reclaimElsewhere(
        adamId: pair.asset.adamID.rawValue, serialNumber: pair.holder.text)
    }
    return await bench.service.requests().count
  }
}

/// The part of a history line that tells which pair ended how.
private struct HistoryLine: Decodable, Equatable, Comparable {
  var operation: Int
  var adamId: String
  var serialNumber: String?
  var outcome: String

  init(_ number: Int, _ pair: PairRecord) {
    operation = number
    adamId = pair.pair.asset.adamID.rawValue
    serialNumber = pair.pair.holder.text
    outcome = pair.state.word
  }

  static func < (a: HistoryLine, b: HistoryLine) -> Bool {
    (a.operation, a.serialNumber ?? "") < (b.operation, b.serialNumber ?? "")
  }
}
