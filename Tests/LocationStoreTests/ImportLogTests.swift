import AppsAndBooks
import Files
import FoundationEssentials
import SystemPackage
import TestSupport
import Testing

@testable import LocationStore

struct ImportLogTests {
  private let files = MemoryFileSystem()
  private let key = LocationKey(uID: "1")
  private let time = Date(timeIntervalSince1970: 1_787_557_320)

  private var cache: LocationCache {
    LocationCache(places: Places(under: "/home"), key: key, files: files, now: { [time] in time })
  }

  private var path: FilePath { cache.directory.appending("import.jsonl") }

  /// Keeps two pages of three rows.
  private func keep() async throws {
    var log = try #require(
      cache.importLog(continuing: nil, counts: [asset("1"): 4, asset("2", "PLUS"): 2], now: time))
    for index in 0..<2 { try log.append(await page(index), index: index) }
    log.close()
  }

  private func page(_ index: Int) async throws -> AssignmentsPage {
    let body = """
      {"assignments":[{"adamId":"1","serialNumber":"S\(index)"},{"adamId":"1","clientUserId":"u \\"\(index)\\""},
      {"adamId":"2","pricingParam":"PLUS","serialNumber":"S\(index)"}],
      "currentPageIndex":\(index),"totalPages":2,"versionId":"v1"}
      """
    let client = APIClient(
      service: .apple, token: try ContentToken(bytes: SampleToken.bytes),
      transport: ScriptedTransport { _, _ in .json(body) }, clock: ContinuousClock(),
      now: { [time] in time })
    return try await client.assignments(GetAssignments(pageIndex: index))
  }

  private func resumed(after seconds: Double = 60) -> ResumedImport? {
    cache.resumeImport(now: time.addingTimeInterval(seconds))
  }

  private func bytes() throws -> [UInt8] { try DurableFile.read(path, limit: 1 << 20, on: files) }

  @Test("pages come back as they were kept")
  func roundTrip() async throws {
    try await keep()
    let resumed = try #require(self.resumed())
    #expect(resumed.pages == [0, 1])
    #expect(resumed.versionID == "v1")
    #expect(resumed.firstPageCount == 3)
    #expect(resumed.counts == [asset("1"): 4, asset("2", "PLUS"): 2])
    var model = LocationModel()
    resumed.add(to: &model)
    let table = model.table()
    let snapshot = model.snapshot(
      of: LocationIdentity(key: "k", name: "n", organization: "o"), generation: 1,
      assignments: table)
    #expect(snapshot.all.count == 6)
    #expect(snapshot.contains(pair(asset("1"), user("u \"1\""))))
    #expect(snapshot.contains(pair(asset("2", "PLUS"), device("S0"))))
  }

  @Test("at every length a torn log gives whole pages or nothing, and goes on behind them")
  func tornTail() async throws {
    try await keep()
    let whole = try bytes()
    var counts: Set<Int> = []
    for length in stride(from: 0, through: whole.count, by: 7) {
      try DurableFile.replace(path, with: Array(whole.prefix(length)), on: files)
      guard let resumed = self.resumed() else { continue }
      counts.insert(resumed.pages.count)
      #expect(resumed.byteCount <= length)
      #expect(resumed.rowCount == resumed.pages.count * 3)
      var log = try #require(cache.importLog(continuing: resumed, counts: [:], now: time))
      try log.append(await page(1), index: 1)
      log.close()
      #expect(self.resumed()?.pages == [0, 1])
    }
    #expect(counts.contains(1))
  }

  @Test("a flipped byte ends the pages before it")
  func flipped() async throws {
    try await keep()
    let whole = try bytes()
    for index in stride(from: 0, to: whole.count, by: 11) {
      var bad = whole
      bad[index] ^= 2
      try DurableFile.replace(path, with: bad, on: files)
      #expect((resumed()?.pages.count ?? 0) < 2, "byte \(index)")
    }
  }

  @Test("an import that is too old, or of another location, is not gone on with")
  func notOurs() async throws {
    try await keep()
    #expect(resumed(after: 86_401) == nil)
    #expect(ResumedImport(try bytes(), key: "other", now: time) == nil)
    cache.dropImport()
    #expect(resumed() == nil)
  }
}
