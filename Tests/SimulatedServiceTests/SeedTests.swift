import Foundation
import Testing

@testable import SimulatedService

@Suite(.timeLimit(.minutes(2)))
struct SeedTests {
  @Test("The sample location has the names and counts of its first screen")
  func sample() throws {
    let seeded = try SeededLocation(SimulatorOptions())
    #expect(seeded.assets.count == 123)
    #expect(seeded.assignments.count == 112_004)
    #expect(seeded.users.rows.count { $0.isActive } == 2_431)
    #expect(seeded.serials.count == 12_004)
    let skizze = try #require(seeded.assets.first { $0.name == "Skizze Pro" })
    #expect(skizze.adamId == "1534092217")
    #expect((skizze.assigned, skizze.total) == (120, 120))
    let tessera = try #require(seeded.assets.first { $0.name == "Tessera Maths" })
    #expect((tessera.assigned, tessera.total) == (619, 640))
    let pages = try #require(seeded.assets.first { $0.name == "Pages" })
    #expect((pages.assigned, pages.isUnlimited) == (8_118, true))
    let names = seeded.assets.prefix(35).compactMap(\.name)
    #expect(names.count == 35)
    #expect(names.first == "Alphawald")
    #expect(names.last == "Zahlenraum")
    let mika = try #require(seeded.users.rows.first)
    #expect(seeded.userIDs[mika.id] == "emp-0042")
    #expect(mika.email == "mika@example.org")
  }

  @Test(
    "Skizze Pro is held by the first of the lists, and nobody holds half of the school's assets")
  func holders() throws {
    let seeded = try SeededLocation(SimulatorOptions())
    let skizze = try #require(seeded.assets.firstIndex { $0.name == "Skizze Pro" })
    var held: [Int32: Int] = [:]
    var ofSkizze: Set<Int32> = []
    for row in 0..<seeded.assignments.count {
      let holder = seeded.assignments.holders[row]
      held[holder, default: 0] += 1
      if seeded.assignments.assets[row] == Int32(skizze) { ofSkizze.insert(holder) }
    }
    let users = (0..<Int32(27)).map { $0 }
    let devices = (0..<Int32(93)).map { ~$0 }
    #expect(ofSkizze == Set(users + devices))
    #expect(held.values.allSatisfy { $0 < 40 })
  }

  @Test("The same seed gives the same location, another seed another")
  func deterministic() throws {
    var options = SimulatorOptions()
    (options.assets, options.users, options.devices, options.assignments) = (80, 300, 900, 9_000)
    let one = try SeededLocation(options)
    let two = try SeededLocation(options)
    options.seed = 2
    let other = try SeededLocation(options)
    #expect(one.assignments.holders == two.assignments.holders)
    #expect(one.assets.map(\.total) == two.assets.map(\.total))
    #expect(one.assignments.holders != other.assignments.holders)
    #expect(one.serials[899] == two.serials[899])
    #expect(one.serials[899] != other.serials[899])
  }

  @Test(
    "Assignments add up exactly, each pair once, with no asset above its total",
    arguments: [
      (1, 0, 1, 1), (35, 100, 50, 3_000), (100, 2_000, 3_000, 20_000), (40, 30, 0, 1_200),
      (7, 10, 10, 0), (123, 2_431, 12_004, 1_000_000),
    ])
  func exact(assets: Int, users: Int, devices: Int, assignments: Int) throws {
    var options = SimulatorOptions()
    options.assets = assets
    options.users = users
    options.devices = devices
    options.assignments = assignments
    let seeded = try SeededLocation(options)
    #expect(seeded.assignments.count == assignments)
    #expect(seeded.assets.reduce(0) { $0 + $1.assigned } == assignments)
    #expect(seeded.assets.allSatisfy { $0.assigned <= $0.total })
    var pairs: Set<UInt64> = []
    pairs.reserveCapacity(assignments)
    for row in 0..<seeded.assignments.count {
      let asset = seeded.assignments.assets[row]
      let holder = seeded.assignments.holders[row]
      pairs.insert(UInt64(asset) << 32 | UInt64(UInt32(bitPattern: holder)))
      if holder < 0 { #expect(seeded.assets[Int(asset)].deviceAssignable) }
    }
    #expect(pairs.count == assignments)
  }

  @Test("Serial numbers are all different and of the two lengths")
  func serials() {
    let table = SeedSerials(seed: 5).make(count: 50_000)
    let all = (0..<Int32(50_000)).map { table[$0] }
    #expect(Set(all).count == 50_000)
    #expect(Set(all.map(\.count)) == [10, 12])
    #expect(all.allSatisfy { $0.allSatisfy { $0.isASCII && ($0.isNumber || $0.isUppercase) } })
    #expect(!all.contains("K9LRT3WY6C"))
  }

  @Test("What can't be is refused before anything listens")
  func impossible() {
    var options = SimulatorOptions()
    (options.assets, options.users, options.devices, options.assignments) = (1, 1, 1, 3)
    #expect(throws: SimulatorError.tooManyAssignments(asked: 3, possible: 2)) {
      try SeededLocation(options)
    }
    options.assignments = 0
    options.pageSize = 0
    #expect(throws: SimulatorError.negativeCount("page size")) { try SeededLocation(options) }
  }

  @Test("A million assignments are a thousand pages, all of them different")
  func million() async throws {
    var options = SimulatorOptions()
    options.assignments = 1_000_000
    let service = try await SimulatedService.start(options, now: { Bench.today })
    let bench = Bench(service: service, clock: HandClock())
    let first = try await bench.get("/assignments")
    #expect(first.int("totalPages") == 1_000)
    let last = try await bench.get("/assignments?pageIndex=999")
    #expect(last.int("size") == 1_000)
    #expect(last.json["nextPageIndex"] == nil)
    await service.stop()
  }

  @Test("The ready line is JSON with three members")
  func readyLine() throws {
    let line = simulatorReadyLine(
      url: "http://127.0.0.1:1/mdm/v2", tokenFile: "/tmp/a \"b\"", uID: "3")
    let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String]
    #expect(
      object == ["url": "http://127.0.0.1:1/mdm/v2", "tokenFile": "/tmp/a \"b\"", "uId": "3"])
  }

  @Test(
    "Dates are written as the service writes them",
    arguments: [
      (0.0, "1970-01-01T00:00:00+0000", "Thu, 01 Jan 1970 00:00:00 GMT"),
      (951_782_400, "2000-02-29T00:00:00+0000", "Tue, 29 Feb 2000 00:00:00 GMT"),
      (4_102_444_799, "2099-12-31T23:59:59+0000", "Thu, 31 Dec 2099 23:59:59 GMT"),
      (-1, "1969-12-31T23:59:59+0000", "Wed, 31 Dec 1969 23:59:59 GMT"),
    ])
  func dates(seconds: Double, iso: String, http: String) {
    let date = Date(timeIntervalSince1970: seconds)
    #expect(WireDate.iso(date) == iso)
    #expect(WireDate.http(date) == http)
  }
}
