import AppsAndBooks
import Testing

@testable import LocationStore

struct FilterTests {
  /// A small school: what each filter of the table below is tried on.
  private static let school = LocationSnapshot(
    LocationIdentity(key: "k", name: "campus-nord", organization: "Lindenhof Schools"),
    assets: [
      AssetRecord(
        asset: Asset(
          id: asset("361309726"), productType: .app, assignedCount: 120, availableCount: 0,
          totalCount: 120, supportedPlatforms: ["iOS", "macOS"]), name: "Skizze Pro",
        developer: "Atelier Größe"),
      AssetRecord(
        asset: Asset(
          id: asset("431617578"), productType: .book, assignedCount: 12, availableCount: 8,
          totalCount: 20, supportedPlatforms: ["iOS"]), name: "Ärzte im Alltag"),
      AssetRecord(
        asset: Asset(
          id: asset("899247664"), productType: .app, assignedCount: 3,
          availableCount: 2_147_483_644, totalCount: 2_147_483_647), name: "TestFlight"),
      AssetRecord(asset: Asset(id: asset("899247664", "PLUS"))),
    ],
    users: [
      ClientUser(id: id("emp-0042"), email: "mika@example.org", status: .associated),
      ClientUser(id: id("emp-0043"), email: "Inés@example.org", status: .registered),
      ClientUser(id: id("emp-0044"), status: .retired),
      ClientUser(id: id("Zoë Fæhr")),
    ],
    devices: [
      LabelledDevice(serial: SerialNumber(rawValue: "GG7F40TAQ1KX"), label: "Raum 12 Nord"),
      LabelledDevice(serial: SerialNumber(rawValue: "NEVERSEEN001")),
    ],
    assignments: [
      pair(asset("361309726"), device("GG7F40TAQ1KX")),
      pair(asset("361309726"), device("F9FZK2Q0PLK4")),
      pair(asset("361309726"), user("emp-0042")),
      pair(asset("431617578"), user("emp-0042")),
      pair(asset("899247664"), user("emp-0044")),
    ])

  private static func id(_ text: String) -> ClientUserID { ClientUserID(rawValue: text) }

  @Test(
    "assets by filter",
    arguments: [
      ("", [0, 1, 2, 3]), ("skizze", [0]), ("SKI pro", [0]), ("pro ski", [0]), ("ski book", []),
      ("arzte", [1]), ("ÄRZTE", [1]), ("grosse", [0]), ("type:book", [1]), ("type:BOO", [1]),
      ("!type:book", [0, 2, 3]), ("left:0", [0]), ("left:<10", [0, 1]), ("left:>=8", [1, 2]),
      ("left:∞", [2]), ("left:>1000000000", [2]), ("used:>=12", [0, 1]), ("used:=12", [1]),
      ("total:120", [0]), ("platform:macos", [0]), ("developer:atelier", [0]),
      ("\"im alltag\"", [1]), ("\"alltag im\"", []), ("im alltag", [1]), ("8992", [2, 3]),
      ("id:plus", [3]), ("name:\"skizze pro\"", [0]), ("\"type:book\"", []), ("!", [0, 1, 2, 3]),
      ("name:", [0, 1, 2, 3]), ("left:", [0, 1, 2, 3]), ("NAME:test", [2]), ("left:1,0", []),
      ("!ski !test", [1, 3]), ("\"skizze", [0]), ("left:<", [0, 1, 2, 3]),
    ] as [(String, [Int])])
  func assets(_ text: String, _ expected: [Int]) async throws {
    let query = FilterQuery(text, for: .assets)
    #expect(query.problems.isEmpty)
    let rows = try await Self.school.rows(of: .assets, filter: query, sort: SortOrder(.id))
    #expect(rows.rows.map(Int.init).sorted() == expected)
    #expect(rows.total == 4)
  }

  @Test(
    "users by filter; retired ones only where the status is asked for",
    arguments: [
      ("", ["Zoë Fæhr", "emp-0042", "emp-0043"]), ("mika", ["emp-0042"]),
      ("email:ines", ["emp-0043"]), ("faehr", ["Zoë Fæhr"]), ("zoe", ["Zoë Fæhr"]),
      ("status:retired", ["emp-0044"]), ("!status:retired", ["Zoë Fæhr", "emp-0042", "emp-0043"]),
      ("status:reg", ["emp-0043"]), ("held:2", ["emp-0042"]),
      ("held:<1", ["Zoë Fæhr", "emp-0043"]),
      ("retired", []), ("registered", ["emp-0043"]),
    ] as [(String, [String])])
  func users(_ text: String, _ expected: [String]) async throws {
    let rows = try await Self.school.rows(
      of: .clientUsers, filter: FilterQuery(text, for: .clientUsers), sort: SortOrder(.user))
    #expect(rows.rows.map { Self.school.users.id(Int($0)).rawValue }.sorted() == expected)
  }

  @Test(
    "devices by filter, labels beside the serial",
    arguments: [
      ("", ["F9FZK2Q0PLK4", "GG7F40TAQ1KX", "NEVERSEEN001"]), ("gg7", ["GG7F40TAQ1KX"]),
      ("raum nord", ["GG7F40TAQ1KX"]), ("label:raum", ["GG7F40TAQ1KX"]), ("serial:raum", []),
      ("held:0", ["NEVERSEEN001"]),
    ] as [(String, [String])])
  func devices(_ text: String, _ expected: [String]) async throws {
    let rows = try await Self.school.rows(
      of: .devices, filter: FilterQuery(text, for: .devices), sort: SortOrder(.serial))
    #expect(rows.rows.map { Self.school.devices.serial(Int($0)) } == expected)
  }

  @Test(
    "assignments by filter",
    arguments: [
      ("", 5), ("skizze", 3), ("emp-0042", 2), ("kind:device", 2), ("kind:user", 3),
      ("!kind:user", 2), ("raum", 1), ("asset:skizze holder:emp", 1), ("id:431617578", 1),
      ("state:failed", 1), ("failed", 1), ("state:pending", 0), ("!state:failed", 4),
      ("skizze raum", 1), ("emp-0044", 1),
    ] as [(String, Int)])
  func assignments(_ text: String, _ expected: Int) async throws {
    let states = RowStates([pair(asset("361309726"), device("GG7F40TAQ1KX")): "failed"])
    let rows = try await Self.school.rows(
      of: .assignments, filter: FilterQuery(text, for: .assignments), sort: SortOrder(.asset),
      states: states)
    #expect(rows.count == expected)
    #expect(rows.total == 5)
  }

  @Test("a scope has its own total")
  func scopes() async throws {
    let row = try #require(Self.school.assets.index(of: asset("361309726")))
    let all = try await Self.school.rows(
      of: .assignments, filter: FilterQuery("emp", for: .assignments), sort: SortOrder(.holder),
      scope: .ofAsset(row))
    #expect(all.total == 3)
    #expect(all.count == 1)
    let holder = try #require(Self.school.reference(of: user("emp-0042")))
    let held = try await Self.school.rows(
      of: .assignments, filter: FilterQuery("", for: .assignments), sort: SortOrder(.asset),
      scope: .ofHolder(holder))
    #expect(
      held.rows.map { Self.school.assignment(Int($0)).asset.adamID.rawValue }
        == ["431617578", "361309726"])
  }

  @Test(
    "what is not understood is said and not searched",
    arguments: [
      ("room:12", ListKind.devices, "no column «room»"), ("left:0", .clientUsers, "«left»"),
      ("left:many", .assets, "compares numbers"), ("held:<x", .devices, "compares numbers"),
    ])
  func problems(_ text: String, _ kind: ListKind, _ part: String) {
    let query = FilterQuery(text, for: kind)
    #expect(query.problems.count == 1)
    #expect(query.problems.first?.contains(part) == true)
    #expect(query.isEmpty)
  }

  @Test("a filter that narrows gives what a fresh search gives, at every letter")
  func narrowing() async throws {
    let big = Samples.location(assets: 30, holders: 400, rows: 4_000, seed: 5)
    for needle in ["user 1 device", "ap 12 !ser-3", "kind:dev asset:\"app 2\""] {
      let warm = big
      let cold = { Samples.location(assets: 30, holders: 400, rows: 4_000, seed: 5) }
      for end in needle.indices {
        let query = FilterQuery(String(needle[...end]), for: .assignments)
        let kept = try await warm.rows(of: .assignments, filter: query, sort: SortOrder(.holder))
        let fresh = try await cold().rows(of: .assignments, filter: query, sort: SortOrder(.holder))
        #expect(kept == fresh, "\(query.text)")
      }
    }
  }

  @Test("a needle with every byte of its own finds what a plain search finds")
  func plainSearch() {
    let texts = ["", "a", "aa", "aab", "baa", "ab ab", "ÄÖ", "straße", "x\u{0}y", "ﬁn", "ПРИВЕТ"]
    let table = StringTable(texts)
    for needle in ["a", "aa", "ab", "ao", "strasse", "привет", "b a", "fin", "z", "y"] {
      var found = [Bool](repeating: false, count: table.count)
      table.folded.mark(Folding.folded(needle), in: &found)
      let expected = texts.map {
        Folding.folded($0).contains(sequence: Folding.folded(needle))
      }
      #expect(found == expected, "\(needle)")
    }
  }

  @Test("a cancelled search ends")
  func cancelled() async {
    let big = Samples.location(assets: 20, holders: 300, rows: 3_000, seed: 3)
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      return try await big.rows(
        of: .assignments, filter: FilterQuery("a", for: .assignments), sort: SortOrder(.asset))
    }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }
}
