import AppsAndBooks
import FoundationEssentials
import SimulatedService
import Testing

@testable import LocationStore

@Suite(.timeLimit(.minutes(2)))
struct SyncTests {
  @Test("an import over many pages gives exactly the service's rows, counts and names")
  func importIsExact() async throws {
    try await StoreBench.run {
      $0.assets = 100
      $0.users = 2_000
      $0.devices = 4_000
      $0.assignments = 20_000
      $0.pageSize = 540
    } _: { bench in
      let report = try await bench.store.sync()
      let snapshot = bench.store.current()
      #expect(report.kind == .full)
      #expect(report.assignments == 20_000)
      #expect(report.added == 20_000)
      #expect(snapshot.isComplete)
      #expect(snapshot.all.count == 20_000)
      #expect(Set(snapshot.all) == (await bench.truth()))
      #expect(await bench.reads(.assignments) >= 37)
      let users = await bench.service.users()
      #expect(snapshot.users.activeCount == 2_000)
      #expect(snapshot.users.count == users.count)
      for truth in await bench.service.assets() {
        let row = try #require(snapshot.assets.index(of: asset(truth.adamId, truth.pricingParam)))
        let record = snapshot.assets.record(row)
        #expect(record.name == truth.name)
        #expect(record.asset.assignedCount == truth.assigned)
        #expect(record.difference == nil)
        #expect(snapshot.assignments.rows(ofAsset: row).count == truth.assigned)
      }
      #expect(report.requests == (await bench.service.requests().count))
    }
  }

  @Test("429s, a dropped page and a moving version change nothing of the result")
  func importSurvivesFaults() async throws {
    try await StoreBench.run {
      $0.assignments = 3_000
      $0.switches.announcedRate = nil
      $0.rate = 15
    } _: { bench in
      await bench.service.addFaults([
        Fault(.status(429, number: 9646), at: [.assignments], nth: 3),
        Fault(.dropBefore, at: [.assignments], nth: 9),
        Fault(.truncate(at: 900), at: [.assignments], nth: 12),
        Fault(.moveVersion, at: [.assignments], nth: 5),
        Fault(.changeRows(20), at: [.assignments], nth: 15),
      ])
      let report = try await bench.store.sync()
      #expect(report.changing.isEmpty)
      #expect(Set(bench.store.current().all) == (await bench.truth()))
      #expect(bench.store.current().all.count == 3_000)
    }
  }

  @Test("a list that never holds still is said to be changing after three rounds")
  func restlessList() async throws {
    try await StoreBench.run {
      $0.assignments = 300
      $0.pageSize = 10
    } _: { bench in
      await bench.service.addFaults([
        Fault(.changeRows(8), at: [.assignments], nth: 2, count: 100_000)
      ])
      let report = try await bench.store.sync()
      #expect(!report.changing.isEmpty)
      #expect(bench.store.current().changing == report.changing)
    }
  }

  @Test(
    "the readings of paging that the service leaves open give the same rows", arguments: [0, 1, 2])
  func pageCounting(_ reading: Int) async throws {
    try await StoreBench.run {
      $0.switches.pageCounting = [.fromZero, .fromOne, .absent][reading]
    } _: { bench in
      _ = try await bench.store.sync()
      #expect(Set(bench.store.current().all) == (await bench.truth()))
    }
  }

  @Test("an empty location is a complete one", arguments: [0, 1, 2])
  func emptyLocation(_ reading: Int) async throws {
    try await StoreBench.run {
      $0.assets = 0
      $0.users = 0
      $0.devices = 0
      $0.assignments = 0
      $0.switches.emptyPage = [.onePage, .zeroPages, .noArray][reading]
    } _: { bench in
      _ = try await bench.store.sync()
      #expect(bench.store.current().isComplete)
      #expect(bench.store.current().assignments.count == 0)
    }
  }

  @Test("retired users are kept apart even if both filters are ignored")
  func ignoredFilters() async throws {
    try await StoreBench.run {
      $0.switches.ignoresActiveOnly = true
      $0.switches.ignoresIncludeRetired = true
    } _: { bench in
      _ = try await bench.store.sync()
      let users = bench.store.current().users
      let truth = await bench.service.users()
      #expect(users.activeCount == 60)
      #expect((0..<users.count).count { users.isListed($0) } == truth.count)
    }
  }

  @Test("a first import is shown while it grows: users and assets first")
  func growing() async throws {
    try await StoreBench.run { bench in
      var stream = bench.store.snapshots.makeAsyncIterator()
      async let report = bench.store.sync()
      let first = try #require(await stream.next())
      #expect(first.usersCompleteness == .complete)
      #expect(first.assignmentsCompleteness < .complete)
      #expect(first.users.activeCount == 60)
      _ = try await report
      #expect(bench.store.current().generation > first.generation)
    }
  }

  @Test("progress ends with every list done")
  func progress() async throws {
    try await StoreBench.run { bench in
      let stream = bench.store.progress
      _ = try await bench.store.sync()
      var last: SyncProgress?
      for await progress in stream {
        last = progress
        if progress.isDone { break }
      }
      #expect(last?.parts.allSatisfy(\.isDone) == true)
      #expect(last?[.assignments]?.rows == 1_500)
      #expect(last?[.assignments]?.pages == 15)
    }
  }

  @Test("an import that was interrupted goes on with the pages it lacks")
  func resume() async throws {
    try await StoreBench.run { bench in
      await bench.service.addFaults([
        Fault(.status(401, number: 9621), at: [.assignments], nth: 9, count: 1_000)
      ])
      await #expect(throws: APIError.self) { try await bench.store.sync() }
      #expect(bench.store.status().token == .expired)
      await bench.service.clearFaults()
      let before = await bench.reads(.assignments)
      let next = try bench.restarted()
      let cached = await next.store.loadCache()
      #expect(cached?.usersCompleteness == .complete)
      #expect(cached?.assignmentsCompleteness != .complete)
      _ = try await next.store.sync()
      #expect(Set(next.store.current().all) == (await bench.truth()))
      #expect(next.store.current().all.count == 1_500)
      #expect(await bench.reads(.assignments) - before < 15)
    }
  }

  @Test("a list that moved since the interruption is still read right")
  func resumeAfterChange() async throws {
    try await StoreBench.run { bench in
      await bench.service.addFaults([
        Fault(.status(401, number: 9625), at: [.assignments], nth: 8, count: 1_000)
      ])
      await #expect(throws: APIError.self) { try await bench.store.sync() }
      #expect(bench.store.status().token == .revoked)
      await bench.service.clearFaults()
      for truth in await bench.service.rows().prefix(7) {
        await bench.service.reclaimElsewhere(
          adamId: truth.adamId, pricingParam: truth.pricingParam,
          clientUserId: truth.clientUserId, serialNumber: truth.serialNumber)
      }
      let next = try bench.restarted()
      _ = try await next.store.sync()
      #expect(Set(next.store.current().all) == (await bench.truth()))
    }
  }

  @Test("an interrupted full walk leaves the complete cache as it was")
  func interruptedKeepsCache() async throws {
    try await StoreBench.run { bench in
      _ = try await bench.store.sync()
      let before = await bench.truth()
      await bench.service.addFaults([
        Fault(.status(403), at: [.assignments], nth: 5, count: 1_000)
      ])
      await #expect(throws: APIError.self) { try await bench.store.sync(full: true) }
      #expect(Set(bench.store.current().all) == before)
      let cached = try #require(await bench.restarted().store.loadCache())
      #expect(cached.isComplete)
      #expect(Set(cached.all) == before)
    }
  }

  @Test("an answer of another location is refused and nothing of it is shown")
  func otherLocation() async throws {
    try await StoreBench.run { bench in
      await bench.service.addFaults([Fault(.wrongUId("999"), at: [.users], count: 1_000)])
      await #expect(throws: APIError.self) { try await bench.store.sync() }
      #expect(bench.store.current().users.count == 0)
    }
  }

  @Test("a token that may only read can still sync, and is said to be so")
  func readOnly() async throws {
    try await StoreBench.run {
      $0.token = .readOnly
      $0.switches.readOnlyRefusesClientConfig = true
    } _: { bench in
      _ = try await bench.store.sync()
      #expect(bench.store.current().isComplete)
      #expect(bench.store.status().isReadOnly)
    }
  }
}
