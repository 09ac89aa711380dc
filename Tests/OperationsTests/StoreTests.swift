import AppsAndBooks
import Files
import FoundationEssentials
import HTTPTransport
import LocationStore
import Operations
import SimulatedService
import Testing

/// With the real store: what is read for a plan, and what panes show afterwards.
@Suite(.timeLimit(.minutes(2)))
struct StoreTests {
  /// A store that is synced, and operations on it, as the tool joins them.
  private func joined(
    _ bench: Bench
  ) async throws -> (store: LocationStore, operations: Operations, client: APIClient) {
    let board = StatusBoard(clientID: Bench.ourID, now: bench.now)
    let watch = OwnerWatch(ourID: Bench.ourID, board: board, now: bench.now)
    let client = APIClient(
      service: try requireValue(ServiceEndpoint(bench.service.url)),
      token: try ContentToken(bytes: Array(bench.service.token.utf8)),
      transport: try NetworkTransport(), clock: bench.clock, now: bench.now, random: Seeded(7),
      observer: { meta in
        board.observe(meta)
        watch.note(meta)
      })
    let location = LocationIdentity(
      uID: bench.service.uID, name: "campus-nord", organization: "Lindenhof Schools")
    let store = LocationStore(
      location: location, client: client, cache: nil, board: board, clock: bench.clock,
      now: bench.now)
    _ = try await store.sync()
    let operations = Operations(
      OperationsContext(
        location: location, service: ServiceReader(client), writer: APIWriter(client),
        knowledge: store, owner: watch, directory: bench.directory, files: bench.disk,
        clock: bench.clock, now: bench.now,
        person: Person(
          login: "alice", userID: 1000, host: "admin-1", pid: 1, bootID: "b", version: "1"),
        tokenFingerprint: "0badcafe",
        makeIdentity: { MDMInfo(id: Bench.ourID, name: "Purser on admin-1", metadata: "1") }))
    return (store, operations, client)
  }

  @Test("After an operation the snapshot has the pairs and the counts")
  func snapshotFollows() async throws {
    let bench = try await Bench.start()
    let stock = try await bench.stock()
    let (store, operations, _) = try await joined(bench)
    let wanted = pair(stock.five, device("NEWSERIAL001"))
    let record = try await bench.change(operations, .assign, [wanted])
    #expect(record.state == .done)
    let snapshot = store.current()
    #expect(snapshot.contains(wanted))
    let row = try requireValue(snapshot.assets.index(of: wanted.asset))
    #expect(snapshot.assets.record(row).asset.availableCount == 4)
    _ = try await bench.change(operations, .reclaim, [wanted])
    #expect(!store.current().contains(wanted))
    await bench.service.stop()
  }

  @Test("Many holders and assets are planned from an increment, which sees what came meanwhile")
  func increment() async throws {
    let bench = try await Bench.start()
    let stock = try await bench.stock()
    for id in stock.many { await bench.service.setAvailable(500, adamId: id) }
    let (_, operations, _) = try await joined(bench)
    let assets = await bench.service.assets()
      .filter {
        !$0.isBook && $0.deviceAssignable && $0.pricingParam == "STDQ" && $0.available > 30
      }
      .map(\.adamId)
    #expect(assets.count >= 8)
    let serials = (0..<25).map { "NEWSERIAL0\($0)" }
    await bench.service.assignElsewhere(adamId: assets[0], serialNumber: serials[3])
    let before = await bench.service.requests().count
    let plan = try await operations.plan(
      ChangeRequest(
        kind: .assign, pairs: product(assets, serials.map(device)), shortage: .takeFirst))
    #expect(plan.alreadySo == [pair(assets[0], device(serials[3]))])
    let reads = await bench.service.requests().dropFirst(before)
    #expect(reads.contains { $0.query["sinceVersionId"] != nil })
    #expect(reads.count { $0.query["serialNumber"] != nil } == 1)
    #expect(reads.count < 12)
    #expect(plan.readRequests == reads.count)
    await bench.service.stop()
  }

  @Test("Few holders are read one by one, few assets by asset")
  func fewestRequests() async throws {
    let bench = try await Bench.start()
    let stock = try await bench.stock()
    let operations = try bench.process()
    func queries(_ pairs: [Assignment]) async throws -> [String] {
      let before = await bench.service.requests().count
      _ = try await operations.plan(
        ChangeRequest(kind: .reclaim, pairs: pairs, impossible: .leaveOut))
      return await bench.service.requests().dropFirst(before)
        .filter { $0.endpoint == .assignments }.flatMap { $0.query.keys }.sorted()
    }
    #expect(try await queries(product(stock.many, [device("A1")])) == ["serialNumber"])
    let many = (0..<9).map { device("S\($0)") }
    #expect(try await queries(product([stock.five], many)) == ["adamId"])
    await bench.service.stop()
  }
}
