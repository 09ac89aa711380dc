import AppsAndBooks
import Files
import FoundationEssentials
import SystemPackage
import TestSupport
import Testing

@testable import LocationStore

struct CacheTests {
  private let files = MemoryFileSystem()
  private let key = LocationKey(uID: "3051772900118402")
  private let time = Date(timeIntervalSince1970: 1_787_557_320)

  private func cache(of key: LocationKey? = nil) -> LocationCache {
    let time = time
    return LocationCache(
      places: Places(under: "/home"), key: key ?? self.key, files: files, now: { time })
  }

  private func path(_ name: String) -> FilePath { cache().directory.appending("\(name).json") }

  /// Saves a location as a finished sync does.
  private func save(_ snapshot: LocationSnapshot) throws {
    let cache = cache()
    try cache.prepare()
    try cache.save(snapshot.users, version: "users-1", at: time)
    try cache.save(snapshot.assets, at: time)
    try cache.saveAssignments(of: snapshot, version: "rows-1", at: time)
    try cache.saveTimes(fetchedAt: time, fullWalkAt: time)
  }

  /// A store on the cache, without a client.
  private func store() -> LocationStore {
    LocationStore(
      location: LocationIdentity(key: key.rawValue, name: "n", organization: "o"), client: nil,
      cache: cache(), board: StatusBoard(clientID: nil, now: { [time] in time }),
      clock: ContinuousClock(), now: { [time] in time })
  }

  private func sample() -> LocationSnapshot {
    LocationSnapshot(
      LocationIdentity(key: key.rawValue, name: "n", organization: "o"),
      assets: [
        AssetRecord(
          asset: Asset(
            id: asset("361309726"), productType: .app, assignedCount: 3, availableCount: -1,
            totalCount: 2_147_483_647, retiredCount: 0, deviceAssignable: true, revocable: false,
            supportedPlatforms: ["iOS", "vision \"OS\""]), difference: -2),
        AssetRecord(asset: Asset(id: asset("9", "PLUS")), isListed: false),
      ],
      users: [
        ClientUser(
          id: ClientUserID(rawValue: "Zoë \"the\" \\ \u{7}\u{1F469}\u{200D}\u{1F4BB}"),
          email: "z@example.org", status: .associated, idHash: "q0Zk="),
        ClientUser(id: ClientUserID(rawValue: "b"), status: .retired, inviteCode: "00ff"),
        ClientUser(id: ClientUserID(rawValue: "c")),
        ClientUser(id: ClientUserID(rawValue: "d"), status: ClientUserStatus(rawValue: "Dreaming")),
      ],
      assignments: [
        pair(asset("361309726"), user("c")), pair(asset("361309726"), device("SER-1")),
        pair(asset("9", "PLUS"), user("ghost")), pair(asset("361309726"), device("SER-2")),
        pair(asset("77"), device("SER-2")),
      ])
  }

  @Test("what was saved is what is loaded")
  func roundTrip() async throws {
    let saved = sample()
    try save(saved)
    let loaded = try #require(await store().loadCache())
    #expect(loaded.isComplete)
    #expect(loaded.origin == .cache)
    #expect(loaded.fetchedAt == time)
    #expect(Set(loaded.all) == Set(saved.all))
    #expect(loaded.assets.records == saved.assets.records)
    #expect(loaded.users.count == saved.users.count)
    for row in 0..<saved.users.count {
      #expect(loaded.users.user(row) == saved.users.user(row))
      #expect(loaded.users.isListed(row) == saved.users.isListed(row))
    }
  }

  @Test("a larger location too, in any order of its rows", arguments: [1, 2, 3])
  func largerRoundTrip(_ seed: UInt64) async throws {
    let saved = Samples.location(assets: 60, holders: 700, rows: 9_000, seed: seed)
    try save(saved)
    let loaded = try #require(await store().loadCache())
    #expect(loaded.assignments.holders == saved.assignments.holders)
    #expect(loaded.assignments.byHolder == saved.assignments.byHolder)
    #expect(Set(loaded.all) == Set(saved.all))
  }

  @Test("assignments are right even beside the lists of another day")
  func mixedDays() async throws {
    let saved = Samples.location(assets: 20, holders: 100, rows: 900, seed: 4)
    try save(saved)
    let other = LocationSnapshot(
      saved.location,
      assets: (0..<20).reversed().map { AssetRecord(asset: Asset(id: asset("\(10_000 + $0)"))) },
      users: (0..<50).reversed().map { ClientUser(id: ClientUserID(rawValue: "user-\($0)")) })
    try cache().save(other.users, version: nil, at: time)
    try cache().save(other.assets, at: time)
    let loaded = try #require(await store().loadCache())
    #expect(Set(loaded.all) == Set(saved.all))
    for row in 0..<loaded.assignments.count {
      let reference = loaded.assignments.holder(row)
      #expect(loaded.assignments.rows(of: reference).contains(row))
    }
  }

  @Test("the files are JSON, line by line, and hold no uId")
  func isJSON() throws {
    try save(sample())
    for name in ["users", "assets", "assignments", "location"] {
      let text = String(decoding: try contents(name), as: UTF8.self)
      #expect(!text.contains("3051772900118402"))
      let end = try #require(text.dropLast().lastIndex(of: "\n"))
      for part in [text[..<end], text[end...]] {
        #expect(throws: Never.self) {
          try JSONDecoder().decode(AnyJSON.self, from: Data(part.utf8))
        }
      }
      let status = try files.status(at: path(name), followingLinks: false)
      #expect(status.mode & 0o777 == 0o600)
    }
  }

  @Test(
    "a file that can't be trusted is set aside, and the rest is still used",
    arguments: ["users", "assets", "assignments", "location"],
    ["empty", "cut", "flipped", "foreign", "newer", "other", "html", "no sum"])
  func damage(_ name: String, _ kind: String) async throws {
    try save(sample())
    try spoil(name, kind)
    let store = store()
    let loaded = await store.loadCache()
    #expect(loaded?.assignmentsCompleteness != .complete || name != "assignments")
    #expect(loaded?.usersCompleteness != .complete || name != "users")
    #expect(loaded?.assetsCompleteness != .complete || name != "assets")
    #expect(store.cacheProblems.count == 1)
    let names = try files.names(in: cache().directory)
    #expect(names.contains { $0.hasPrefix("\(name).json.bad-") })
    #expect(!names.contains("\(name).json"))
    let isDue = await store.isFullWalkDue
    #expect(isDue)
  }

  @Test("no flipped byte goes unnoticed", arguments: 0..<3)
  func everyByte(_ first: Int) throws {
    try save(sample())
    let good = try contents("assignments")
    for index in stride(from: first, to: good.count, by: 9) {
      var bad = good
      bad[index] ^= 0x08
      try replace("assignments", with: bad)
      var model = LocationModel()
      #expect(cache().loadAssignments(into: &model) == nil, "byte \(index)")
    }
  }

  @Test("no cache is no problem")
  func missing() async {
    let store = store()
    let loaded = await store.loadCache()
    #expect(loaded == nil)
    #expect(store.cacheProblems == [])
  }

  @Test(
    "columns that do not fit together are damage",
    arguments: [
      #""rows":[[0,1]],"count":2"#, #""count":1,"rows":[[9]]"#, #""count":1,"rows":[[0],[0]]"#,
      #""count":2,"rows":[[0,0]]"#, #""count":1,"rows":[[-2]]"#, #""count":-1,"rows":[]"#,
      #""count":1"#, #""count":1,"rows":[[0"#, #""count":99999999,"rows":[[0]]"#,
      #""count":1,"rows":[[99999999999999999999]]"#, #""count":1,"rows":[["x"]]"#,
    ])
  func brokenColumns(_ members: String) throws {
    try save(sample())
    var text = #"{"format":"purser-assignments","version":1,"uIdHash":"\#(key.rawValue)","#
    text += #""assets":["1:STDQ"],"clientUserIds":["a"],"serialNumbers":[],"# + members + "}\n"
    try replace("assignments", with: sealed(text))
    var model = LocationModel()
    #expect(cache().loadAssignments(into: &model) == nil)
    #expect(cache().file("assignments").path == path("assignments"))
  }

  @Test("a member that is not known is read past")
  func unknownMember() throws {
    try save(sample())
    let text =
      #"{"format":"purser-assets","version":1,"uIdHash":"\#(key.rawValue)","# + " \n"
      + #""later":{"a":[1,{"b":null}],"c":"\"x\u00e9"},"assets":[{"adamId":"1","x":[true]}]}"#
      + "\n"
    try replace("assets", with: sealed(text))
    let lists = cache().loadSmall()
    #expect(lists.model.assets.map(\.asset.id) == [asset("1")])
  }

  private func contents(_ name: String) throws -> [UInt8] {
    try DurableFile.read(path(name), limit: 1 << 24, on: files)
  }

  private func replace(_ name: String, with bytes: [UInt8]) throws {
    try DurableFile.replace(path(name), with: bytes, on: files)
  }

  private func sealed(_ text: String) -> [UInt8] {
    let body = Array(text.utf8)
    return body
      + CacheWriter.checksumLine(CacheFile.checksum(of: body[...]), length: body.count)
  }

  private func spoil(_ name: String, _ kind: String) throws {
    var bytes = try contents(name)
    switch kind {
    case "empty": bytes = []
    case "cut": bytes.removeLast(bytes.count / 3)
    case "flipped": bytes[bytes.count / 2] ^= 1
    case "foreign":
      let text =
        String(decoding: bytes, as: UTF8.self).split(separator: "\n").dropLast()
        .joined(separator: "\n") + "\n"
      bytes = sealed(text.replacing(key.rawValue, with: String(repeating: "0", count: 32)))
    case "newer":
      let text =
        String(decoding: bytes, as: UTF8.self).split(separator: "\n").dropLast()
        .joined(separator: "\n") + "\n"
      bytes = sealed(text.replacing(#""version":1"#, with: #""version":2"#))
    case "other": bytes = sealed("[]\n")
    case "html": bytes = Array("<html>\n</html>\n".utf8)
    default: bytes = Array(bytes[...(bytes.dropLast().lastIndex(of: 10) ?? 0)])
    }
    try replace(name, with: bytes)
  }
}

/// Any JSON value, to see that a text is one.
private struct AnyJSON: Decodable {
  init(from decoder: any Decoder) throws {
    if let object = try? decoder.container(keyedBy: Key.self) {
      for key in object.allKeys { _ = try object.decode(AnyJSON.self, forKey: key) }
    } else if var array = try? decoder.unkeyedContainer() {
      while !array.isAtEnd { _ = try array.decode(AnyJSON.self) }
    } else {
      let value = try decoder.singleValueContainer()
      if value.decodeNil() { return }
      if (try? value.decode(Int.self)) != nil { return }
      if (try? value.decode(Bool.self)) != nil { return }
      _ = try value.decode(String.self)
    }
  }

  private struct Key: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}
