import AppsAndBooks
import Foundation
import Synchronization
import Testing
import TestSupport

@testable import AppsAndBooks

/// Walking all pages of a list, by the rules of product.md section 4.
struct PagesTests {
  /// One page as the script describes it; `row` becomes its only row.
  struct ScriptedPage {
    var current: Int?
    var next: Int?
    var total: Int?
    var version: String? = "v1"

    func body(row: String) -> String {
      var members = [#""assignments":[{"adamId":"1","serialNumber":"\#(row)"}]"#, #""uId":"7""#]
      if let current { members.append(#""currentPageIndex":\#(current)"#) }
      if let next { members.append(#""nextPageIndex":\#(next)"#) }
      if let total { members.append(#""totalPages":\#(total)"#) }
      if let version { members.append(#""versionId":"\#(version)""#) }
      return "{\(members.joined(separator: ","))}"
    }
  }

  private static let missing = TransportResponse.status(
    400, #"{"errorNumber":9650,"errorMessage":"no"}"#)
  private static let noConfig = TransportResponse.status(404)

  /// A fixture whose list answers page by page; `nil` is «no such page».
  private func fixture(
    config: TransportResponse = noConfig, _ page: @escaping @Sendable (Int?) -> ScriptedPage?
  ) throws -> ClientFixture {
    try ClientFixture { request, _ in
      if request.path.hasSuffix("/service/config") { return config }
      let index = request.parameter("pageIndex").map { Int($0) ?? -1 }
      guard let scripted = page(index) else { return Self.missing }
      return .json(scripted.body(row: "S\(index ?? -1)"))
    }
  }

  private struct Seen {
    var walk = ListWalk()
    var indexes: [Int] = []
    var rows: [String] = []
    var expected: [Int] = []
  }

  private func walk(_ fixture: ClientFixture, resuming: WalkProgress? = nil) async throws -> Seen {
    var seen = Seen()
    let walk = try await fixture.client.pages(GetAssignments(), resuming: resuming) { walked in
      seen.indexes.append(walked.index)
      seen.rows += walked.page.assignments.map(\.holder.text)
      seen.expected.append(walked.expectedPages)
    }
    seen.walk = walk
    return seen
  }

  /// A list of `count` pages counted from `base`.
  private static func list(_ count: Int, base: Int = 0) -> @Sendable (Int?) -> ScriptedPage? {
    { asked in
      let index = asked ?? base
      guard (base..<base + count).contains(index) else { return nil }
      return ScriptedPage(
        current: index, next: index + 1 < base + count ? index + 1 : nil, total: count)
    }
  }

  @Test(
    "every page is read once, the first one first, whatever the service counts from",
    arguments: [
      (1, 0), (2, 0), (3, 0), (7, 0), (40, 0), (1, 1), (2, 1), (40, 1), (5, 3),
    ])
  func all(count: Int, base: Int) async throws {
    let fixture = try fixture(Self.list(count, base: base))
    let seen = try await walk(fixture)
    #expect(seen.indexes.first == base)
    #expect(seen.indexes.sorted() == Array(base..<base + count))
    #expect(Set(seen.rows).count == count)
    #expect(seen.walk == ListWalk(versionID: "v1", moved: false, pages: count))
    #expect(seen.expected.last == count)
    #expect(fixture.client.requestCount == count + 1, "Service Config and each page once")
  }

  @Test("a service without paging fields has one page")
  func plain() async throws {
    let seen = try await walk(fixture { _ in ScriptedPage(version: nil) })
    #expect(seen.walk == ListWalk(versionID: nil, moved: false, pages: 1))
  }

  @Test("without a number of pages each page leads to the next")
  func noTotal() async throws {
    let seen = try await walk(
      fixture { asked in
        let index = asked ?? 0
        return ScriptedPage(current: index, next: index < 5 ? index + 1 : nil)
      })
    #expect(seen.indexes == [0, 1, 2, 3, 4, 5])
  }

  @Test("a last page that names a next one is followed, as far as it goes")
  func grows() async throws {
    let seen = try await walk(
      fixture { asked in
        let index = asked ?? 0
        return ScriptedPage(current: index, next: index < 6 ? index + 1 : nil, total: 3)
      })
    #expect(seen.indexes.sorted() == Array(0...6))
  }

  @Test("an empty page that names a next one is followed")
  func emptyPage() async throws {
    let fixture = try ClientFixture { request, _ in
      if request.path.hasSuffix("/config") { return Self.noConfig }
      return request.parameter("pageIndex") == nil
        ? .json(#"{"nextPageIndex":1,"totalPages":2,"currentPageIndex":0}"#)
        : .json(#"{"assignments":[{"adamId":"1","serialNumber":"S"}],"currentPageIndex":1}"#)
    }
    #expect(try await walk(fixture).rows == ["S"])
  }

  @Test("«no such page» behind a page that names no next one is the end")
  func shrinks() async throws {
    let seen = try await walk(
      fixture { asked in
        let index = asked ?? 0
        return index < 4
          ? ScriptedPage(current: index, next: index < 3 ? index + 1 : nil, total: 5) : nil
      })
    #expect(seen.indexes.sorted() == [0, 1, 2, 3])
    let twoLess = try await walk(
      fixture { asked in
        let index = asked ?? 0
        return index < 3
          ? ScriptedPage(current: index, next: index < 2 ? index + 1 : nil, total: 5) : nil
      })
    #expect(twoLess.indexes.sorted() == [0, 1, 2])
  }

  private func problem(
    sourceLocation: SourceLocation = #_sourceLocation,
    _ page: @escaping @Sendable (Int?) -> ScriptedPage?
  ) async throws -> String {
    let fixture = try fixture(page)
    let error = await #expect(throws: APIError.self, sourceLocation: sourceLocation) {
      try await walk(fixture)
    }
    guard case .paging(let text) = error?.kind else { return "\(String(describing: error))" }
    return text
  }

  @Test("«no such page» where more was named loses no page in silence")
  func hole() async throws {
    let last = try await problem { asked in
      let index = asked ?? 0
      return index == 4 ? nil : ScriptedPage(current: index, next: index + 1, total: 5)
    }
    #expect(last == "page 4 is missing, and more pages were named")
    let middle = try await problem { asked in
      let index = asked ?? 0
      return index == 2
        ? nil : ScriptedPage(current: index, next: index < 4 ? index + 1 : nil, total: 5)
    }
    #expect(middle == "page 2 is missing, and more pages were named")
  }

  @Test("an index that does not grow or repeats is an error, never a loop")
  func loops() async throws {
    #expect(
      try await problem { _ in ScriptedPage(current: 0, next: 0, total: 3) }
        == "after page 0 it names page 0")
    #expect(
      try await problem { asked in
        ScriptedPage(current: asked ?? 0, next: asked == 2 ? 1 : (asked ?? 0) + 1)
      }
        == "after page 2 it names page 1")
    #expect(
      try await problem { _ in ScriptedPage(current: 0, next: 1, total: 3) }
        .hasSuffix("it answered with page 0"))
    #expect(
      try await problem { asked in ScriptedPage(next: 1, total: asked == nil ? 1 : 9) }
        == "after page 1 it names page 1")
  }

  @Test(
    "a list that never ends or tells of absurd numbers is an error",
    arguments: [
      (0, 1, 20_001), (0, 1, Int.max), (0, Int.max, 2), (0, 20_000, 1), (Int.max, Int.max, Int.max),
      (-1, 0, 2), (Int.min, 1, Int.min), (1 << 39, (1 << 39) + 20_000, nil),
    ])
  func absurd(current: Int, next: Int, total: Int?) async throws {
    _ = try await problem { _ in ScriptedPage(current: current, next: next, total: total) }
  }

  @Test("a negative number of pages is no plan, and the next page is")
  func negativeTotal() async throws {
    let seen = try await walk(
      fixture { asked in
        ScriptedPage(current: asked ?? 0, next: asked == nil ? 1 : nil, total: Int.min)
      })
    #expect(seen.indexes == [0, 1])
  }

  @Test("the version of the first page is kept, and told whether another page had another one")
  func moved() async throws {
    let seen = try await walk(
      fixture { asked in
        ScriptedPage(
          current: asked ?? 0, next: (asked ?? 0) < 9 ? (asked ?? 0) + 1 : nil, total: 10,
          version: (asked ?? 0) < 6 ? "v1" : "v2")
      })
    #expect(seen.walk == ListWalk(versionID: "v1", moved: true, pages: 10))
  }

  @Test("a walk goes on where it was interrupted, but for its first page")
  func resumes() async throws {
    let fixture = try fixture(Self.list(10))
    let seen = try await walk(
      fixture, resuming: WalkProgress(versionID: "v1", pageIndexes: [0, 1, 2, 5, 9]))
    #expect(seen.indexes.sorted() == [3, 4, 6, 7, 8])
    #expect(seen.walk == ListWalk(versionID: "v1", moved: false, pages: 5))
    #expect(fixture.client.requestCount == 7)
    let later = try await walk(
      self.fixture(Self.list(10)), resuming: WalkProgress(versionID: "v0", pageIndexes: [4]))
    #expect(later.walk.versionID == "v0" && later.walk.moved)
    #expect(later.indexes.count == 9)
  }

  @Test("a page's connection that breaks is asked again, and no page is lost or doubled")
  func brokenPage() async throws {
    let broken = Mutex(false)
    let fixture = try ClientFixture { request, _ in
      if request.path.hasSuffix("/config") { return Self.noConfig }
      let index = request.parameter("pageIndex").flatMap { Int($0) } ?? 0
      let breaks =
        index == 3
        && broken.withLock { was in
          defer { was = true }
          return !was
        }
      if breaks { throw TransportError.closed }
      return .json(Self.list(8)(index)?.body(row: "S\(index)") ?? "")
    }
    let seen = try await walk(fixture)
    #expect(seen.indexes.sorted() == Array(0..<8))
    #expect(fixture.retries.all.count == 1)
  }

  @Test("what the taker throws ends the walk, and no further page is asked for")
  func takerThrows() async throws {
    struct Full: Error {}
    let fixture = try fixture(Self.list(400))
    await #expect(throws: Full.self) {
      _ = try await fixture.client.pages(GetAssignments()) { walked in
        if walked.index > 2 { throw Full() }
      }
    }
    #expect(fixture.client.requestCount < 30)
  }

  @Test("never more than five requests are in flight")
  func inFlight() async throws {
    let state = Mutex((now: 0, most: 0))
    let fixture = try ClientFixture { request, _ in
      if request.path.hasSuffix("/config") {
        return .json(#"{"limits":{"maxRequestPerSecond":9999}}"#)
      }
      state.withLock {
        $0.now += 1
        $0.most = max($0.most, $0.now)
      }
      for _ in 0..<20 { await Task.yield() }
      state.withLock { $0.now -= 1 }
      let index = request.parameter("pageIndex").flatMap { Int($0) } ?? 0
      return .json(Self.list(60)(index)?.body(row: "S\(index)") ?? "")
    }
    async let other = walk(fixture)
    let seen = try await walk(fixture)
    #expect(seen.indexes.count == 60)
    #expect(try await other.indexes.count == 60)
    #expect(state.withLock { $0.most } <= 5)
    #expect(state.withLock { $0.most } > 1, "nothing ran in parallel")
  }

  @Test(
    "a walk keeps the rate that the service names, ten a second where it names none",
    arguments: [
      (15, 15), (3, 3), (nil, 10), (0, 10),
    ])
  func rate(named: Int?, perSecond: Int) async throws {
    let limits = named.map { #""maxRequestPerSecond":\#($0)"# } ?? ""
    let fixture = try ClientFixture { request, _ in
      if request.path.hasSuffix("/config") { return .json("{\"limits\":{\(limits)}}") }
      let index = request.parameter("pageIndex").flatMap { Int($0) } ?? 0
      return .json(Self.list(100)(index)?.body(row: "S\(index)") ?? "")
    }
    #expect(try await walk(fixture).indexes.count == 100)
    let least = Double(101 - perSecond) / Double(perSecond)
    let took = fixture.clock.now.offset / .seconds(1)
    #expect(took >= least - 1, "faster than allowed: \(took) s")
    #expect(took <= least / 0.95 + 1, "slower than 95 % of what is allowed: \(took) s")
  }

  @Test("the rows of an asset, a holder and since a version are asked by the service's names")
  func queries() {
    let asset = GetAssignments(adamID: AdamID(rawValue: "1"), sinceVersionID: "a b&c", pageIndex: 3)
    #expect(
      QueryItem.text(of: asset.query) == "?adamId=1&sinceVersionId=a%20b%26c&pageIndex=3")
    #expect(
      QueryItem.text(of: GetAssignments(holder: .clientUser(ClientUserID(rawValue: "ä+"))).query)
        == "?clientUserId=%C3%A4%2B")
    #expect(
      QueryItem.text(of: GetAssignments(holder: .device(SerialNumber(rawValue: "S"))).query)
        == "?serialNumber=S")
    #expect(QueryItem.text(of: GetUsers(.active).query) == "?includeRetired=0&activeOnly=true")
    #expect(QueryItem.text(of: GetUsers(.retired).query) == "?retiredOnly=true")
    #expect(QueryItem.text(of: GetUsers(sinceVersionID: "v").query) == "?sinceVersionId=v")
    #expect(QueryItem.text(of: GetAssets().query) == "")
  }
}
