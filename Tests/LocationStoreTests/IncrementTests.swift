import AppsAndBooks
import FoundationEssentials
import SimulatedService
import Testing

@testable import LocationStore

@Suite(.timeLimit(.minutes(2)))
struct IncrementTests {
  /// Reclaims the first rows elsewhere.
  private func reclaim(_ count: Int, in bench: StoreBench) async {
    for truth in await bench.service.rows().prefix(count) {
      await bench.service.reclaimElsewhere(
        adamId: truth.adamId, pricingParam: truth.pricingParam, clientUserId: truth.clientUserId,
        serialNumber: truth.serialNumber)
    }
  }

  /// Assigns something that is free to a device that lacks it.
  private func assignOne(in bench: StoreBench) async throws -> Assignment {
    let held = await bench.truth()
    for truth in await bench.service.assets() where truth.available > 0 && truth.deviceAssignable {
      for holder in Set(held.map(\.holder)).sorted() where holder.isDevice {
        let wanted = pair(asset(truth.adamId, truth.pricingParam), holder)
        if held.contains(wanted) { continue }
        await bench.service.assignElsewhere(
          adamId: truth.adamId, pricingParam: truth.pricingParam, serialNumber: holder.text)
        return wanted
      }
    }
    throw TestProblem.badURL
  }

  @Test("an addition is found with a handful of requests")
  func addition() async throws {
    try await StoreBench.run { bench in
      _ = try await bench.store.sync()
      let added = try await assignOne(in: bench)
      let before = await bench.service.requests().count
      let report = try await bench.store.sync()
      #expect(report.kind == .increment)
      #expect(report.added == 1)
      #expect(report.removed == 0)
      #expect(bench.store.current().contains(added))
      #expect(await bench.service.requests().count - before <= 5)
    }
  }

  @Test("removals are found by the counts, whatever the increment says of them", arguments: [0, 1])
  func removals(_ reading: Int) async throws {
    try await StoreBench.run {
      $0.switches.removalsInIncrement = reading == 0 ? .vanish : .listedLikeOthers
    } _: { bench in
      _ = try await bench.store.sync()
      await reclaim(3, in: bench)
      let report = try await bench.store.sync()
      #expect(report.removed == 3)
      #expect(Set(bench.store.current().all) == (await bench.truth()))
    }
  }

  @Test("nothing new: no row changes and the large file stays")
  func nothingNew() async throws {
    try await StoreBench.run { bench in
      _ = try await bench.store.sync()
      let table = bench.store.current().assignments
      let report = try await bench.store.sync()
      #expect(report.added == 0 && report.removed == 0)
      #expect(bench.store.current().assignments === table)
    }
  }

  @Test("a difference that the walk confirms is kept and not walked again until it changes")
  func confirmedDifference() async throws {
    try await StoreBench.run { bench in
      let truth = try #require(await bench.service.assets().first { $0.assigned > 2 })
      await bench.service.skewAssignedCount(
        adamId: truth.adamId, pricingParam: truth.pricingParam, by: 2)
      _ = try await bench.store.sync()
      let id = asset(truth.adamId, truth.pricingParam)
      let row = try #require(bench.store.current().assets.index(of: id))
      #expect(bench.store.current().assets.record(row).difference == -2)
      let before = await bench.reads(.assignments)
      _ = try await bench.store.sync()
      #expect(await bench.reads(.assignments) - before == 1)
      let restarted = try bench.restarted()
      _ = await restarted.store.loadCache()
      _ = try await restarted.store.sync()
      #expect(await bench.reads(.assignments) - before == 2)
      await bench.service.skewAssignedCount(
        adamId: truth.adamId, pricingParam: truth.pricingParam, by: 1)
      _ = try await bench.store.sync()
      #expect(await bench.reads(.assignments) - before >= 4)
    }
  }

  @Test("forgotten versions are answered by one full walk")
  func forgottenVersions() async throws {
    try await StoreBench.run { bench in
      _ = try await bench.store.sync()
      await reclaim(2, in: bench)
      await bench.service.expireVersions()
      let report = try await bench.store.sync()
      #expect(report.kind == .full)
      #expect(report.removed == 2)
      #expect(Set(bench.store.current().all) == (await bench.truth()))
    }
  }

  @Test("a full walk is due after a day, and never for the plan's own increment")
  func fullWalkIsDue() async throws {
    try await StoreBench.run { bench in
      _ = try await bench.store.sync()
      #expect(await bench.store.isFullWalkDue == false)
      bench.day.pass(86_401)
      #expect(await bench.store.isFullWalkDue)
      #expect(try await bench.store.increment().kind == .increment)
      #expect(try await bench.store.sync().kind == .full)
      #expect(try await bench.store.sync(full: true).kind == .full)
    }
  }

  @Test("a store without a complete snapshot has nothing to add an increment to")
  func nothingToTopUp() async throws {
    try await StoreBench.run { bench in
      await #expect(throws: LocationStoreError.nothingToTopUp) {
        try await bench.store.increment()
      }
    }
  }

  @Test("a retirement is seen by the increment")
  func retirement() async throws {
    try await StoreBench.run { bench in
      _ = try await bench.store.sync()
      let someone = try #require(
        await bench.service.users().first { $0.status == "Registered" })
      let writer = APIWriter(bench.client)
      _ = await writer.retireUsers([
        UserChange(id: ClientUserID(rawValue: someone.clientUserId))
      ])
      await bench.service.finishEvents()
      _ = try await bench.store.sync()
      let users = bench.store.current().users
      let row = try #require(users.index(of: ClientUserID(rawValue: someone.clientUserId)))
      #expect(!users.isActive(row))
      #expect(users.activeCount == 59)
    }
  }

  @Test("two syncs at once take turns")
  func twoSyncs() async throws {
    try await StoreBench.run { bench in
      async let a = bench.store.sync()
      async let b = bench.store.sync()
      let kinds = try await [a.kind, b.kind]
      #expect(Set(kinds) == [.full, .increment])
    }
  }

  @Test("a fresh read of a holder and of an asset is entered at once")
  func freshReads() async throws {
    try await StoreBench.run { bench in
      _ = try await bench.store.sync()
      let added = try await assignOne(in: bench)
      let gone = try #require(await bench.service.rows().first?.assignment)
      await reclaim(1, in: bench)
      #expect(try await bench.store.freshAssignments(of: added.holder).contains(added))
      #expect(bench.store.current().contains(added))
      #expect(bench.store.current().contains(gone))
      let read = try await bench.store.freshAssignments(of: gone.asset)
      #expect(!read.contains(gone))
      #expect(!bench.store.current().contains(gone))
      #expect(Set(bench.store.current().all) == (await bench.truth()))
    }
  }

  @Test("what an operation verified stays, even if a sync with older rows ends after it")
  func verifiedDuringSync() async throws {
    try await StoreBench.run { bench in
      _ = try await bench.store.sync()
      let mine = pair(asset("424242424"), device("NEWSERIAL001"))
      let gone = try #require(bench.store.current().all.first)
      await bench.service.addFaults([Fault(.delay(.milliseconds(300)), at: [.assets])])
      async let sync = bench.store.sync()
      while await bench.store.syncsRunning == 0 { await Task.yield() }
      await bench.store.applyVerified(added: [mine], removed: [gone])
      #expect(bench.store.current().contains(mine))
      _ = try await sync
      #expect(bench.store.current().contains(mine))
      #expect(!bench.store.current().contains(gone))
    }
  }

  @Test("fresh counts replace the counts")
  func freshAssets() async throws {
    try await StoreBench.run { bench in
      _ = try await bench.store.sync()
      let truth = try #require(await bench.service.assets().first)
      await bench.service.setAvailable(
        truth.available + 5, adamId: truth.adamId, pricingParam: truth.pricingParam)
      _ = try await bench.store.freshAssets()
      let snapshot = bench.store.current()
      let row = try #require(
        snapshot.assets.index(of: asset(truth.adamId, truth.pricingParam)))
      #expect(snapshot.assets.record(row).asset.availableCount == truth.available + 5)
      #expect(snapshot.assets.record(row).name == truth.name)
    }
  }

  @Test("the owner is compared in every answer and unclaimed only by Client Config")
  func owner() async throws {
    try await StoreBench.run { bench in
      _ = try await bench.store.sync()
      #expect(bench.store.status().owner == .unclaimed)
      await bench.service.takeOver(by: (id: "other", name: "Other Console"))
      _ = try await bench.store.freshAssets()
      guard case .foreign(let info) = bench.store.status().owner else {
        Issue.record("not foreign")
        return
      }
      #expect(info.name == "Other Console")
      await bench.service.takeOver(by: (id: "ours", name: "Purser"))
      _ = try await bench.store.sync()
      guard case .ours = bench.store.status().owner else {
        Issue.record("not ours")
        return
      }
    }
  }
}
