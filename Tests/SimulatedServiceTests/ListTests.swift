import Foundation
import Testing

@testable import SimulatedService

@Suite(.timeLimit(.minutes(1)))
struct ListTests {
  @Test("Pages are counted from zero, and the last one names no next page")
  func paging() async throws {
    try await Bench.run { bench in
      let first = try await bench.get("/assignments")
      #expect(first.int("currentPageIndex") == 0)
      #expect(first.int("nextPageIndex") == 1)
      #expect(first.int("totalPages") == 15)
      #expect(first.int("size") == 100)
      let last = try await bench.get("/assignments?pageIndex=14")
      #expect(last.int("currentPageIndex") == 14)
      #expect(last.json["nextPageIndex"] == nil)
      #expect(last.objects("assignments").count == 100)
    }
  }

  @Test("A page index outside the list is 9650", arguments: ["15", "-1", "999"])
  func outOfRange(index: String) async throws {
    try await Bench.run { bench in
      let answer = try await bench.get("/assignments?pageIndex=\(index)")
      #expect(answer.status == 400)
      #expect(answer.errorNumber == 9650)
    }
  }

  @Test("All pages together are the truth, row for row")
  func wholeWalk() async throws {
    try await Bench.run { bench in
      let wire = try await bench.wireRows()
      let truth = await bench.service.rows()
      #expect(wire.count == 1_500)
      #expect(wire == truth)
      #expect(Set(wire).count == wire.count)
    }
  }

  @Test("Every asset's counts agree with its rows and with each other")
  func counts() async throws {
    try await Bench.run { bench in
      let rows = await bench.service.rows()
      for asset in try await bench.all("assets") {
        let id = asset["adamId"] as? String
        let quality = asset["pricingParam"] as? String
        let held = rows.count { $0.adamId == id && $0.pricingParam == quality }
        #expect(asset["assignedCount"] as? Int == held)
        let total = try #require(asset["totalCount"] as? Int)
        let left = try #require(asset["availableCount"] as? Int)
        #expect(held + left == total)
        #expect(left >= 0)
      }
    }
  }

  @Test("Assignments are filtered by asset, quality, user and serial number")
  func assignmentFilters() async throws {
    try await Bench.run { bench in
      let rows = await bench.service.rows()
      let row = try #require(rows.first { $0.serialNumber != nil })
      let serial = try #require(row.serialNumber)
      let bySerial = try await bench.wireRows("&serialNumber=\(serial)")
      #expect(bySerial == rows.filter { $0.serialNumber == serial })
      let byUser = try await bench.wireRows("&clientUserId=emp-0042")
      #expect(byUser == rows.filter { $0.clientUserId == "emp-0042" })
      let byAsset = try await bench.wireRows("&adamId=\(row.adamId)")
      #expect(byAsset == rows.filter { $0.adamId == row.adamId })
      let both = try await bench.wireRows("&adamId=\(row.adamId)&serialNumber=\(serial)")
      #expect(both == [row])
      let plus = try await bench.wireRows("&pricingParam=PLUS")
      #expect(plus == rows.filter { $0.pricingParam == "PLUS" })
      #expect(try await bench.wireRows("&serialNumber=NOBODY").isEmpty)
    }
  }

  @Test(
    "Assets are filtered by each of their parameters",
    arguments: [
      "productType=Book", "revocable=false", "deviceAssignable=true", "pricingParam=PLUS",
      "minAvailableCount=5", "maxAvailableCount=0", "minAssignedCount=40&maxAssignedCount=80",
      "adamId=1534092217", "unlimited=false",
    ])
  func assetFilters(query: String) async throws {
    try await Bench.run { bench in
      let found = try await bench.all("assets", "&" + query).compactMap { $0["adamId"] as? String }
      let expected = await bench.service.assets().filter { Self.matches($0, query) }.map(\.adamId)
      #expect(found == expected)
      #expect(!found.isEmpty)
      #expect(found.count < 40)
    }
  }

  private static func matches(_ asset: AssetTruth, _ query: String) -> Bool {
    switch query {
    case "productType=Book": asset.isBook
    case "revocable=false": !asset.revocable
    case "deviceAssignable=true": asset.deviceAssignable
    case "pricingParam=PLUS": asset.pricingParam == "PLUS"
    case "minAvailableCount=5": asset.available >= 5
    case "maxAvailableCount=0": asset.available == 0
    case "adamId=1534092217": asset.adamId == "1534092217"
    case "unlimited=false": asset.total != 2_147_483_647
    default: (40...80).contains(asset.assigned)
    }
  }

  @Test("Unlimited assets say 2147483647, or come in a list of their own")
  func unlimited() async throws {
    try await Bench.run { bench in
      let pages = try await bench.get("/assets?adamId=\(Sample.pages)").objects("assets").first
      #expect(pages?["totalCount"] as? Int == 2_147_483_647)
      let alone = try await bench.get("/assets?unlimited=true")
      #expect(alone.json["assets"] == nil)
      let first = try #require(alone.objects("unlimitedAssets").first)
      #expect(first["totalCount"] == nil)
      #expect(first["assignedCount"] as? Int != nil)
    }
  }

  @Test(
    "Users are filtered by their state, in the words of both pages",
    arguments: [
      ("activeOnly=true", false), ("includeRetired=0", false), ("retiredOnly=true", true),
    ])
  func userFilters(query: String, wantsRetired: Bool) async throws {
    try await Bench.run { bench in
      let users = try await bench.all("users", "&" + query)
      let truth = await bench.service.users().filter { ($0.status == "Retired") == wantsRetired }
      #expect(users.compactMap { $0["clientUserId"] as? String } == truth.map(\.clientUserId))
      #expect(!users.isEmpty)
    }
  }

  @Test("A registered user has an invite code, an associated one a hash")
  func userFields() async throws {
    try await Bench.run { bench in
      let users = try await bench.all("users")
      let ines = try #require(users.first { $0["clientUserId"] as? String == "emp-0043" })
      #expect(ines["status"] as? String == "Registered")
      #expect((ines["inviteCode"] as? String)?.count == 32)
      #expect(ines["idHash"] == nil)
      let mika = try #require(users.first)
      #expect(mika["email"] as? String == "mika@example.org")
      #expect(mika["status"] as? String == "Associated")
      #expect(mika["inviteCode"] == nil)
      #expect((mika["idHash"] as? String)?.count == 28)
    }
  }

  @Test("Each list has a version of its own that stays while nothing changes")
  func versions() async throws {
    try await Bench.run { bench in
      var seen: Set<String> = []
      for list in ["assets", "assignments", "users"] {
        let version = try #require(try await bench.get("/\(list)").string("versionId"))
        #expect(UUID(uuidString: version) != nil)
        #expect(try await bench.get("/\(list)?pageIndex=0").string("versionId") == version)
        seen.insert(version)
      }
      #expect(seen.count == 3)
    }
  }

  @Test("An increment lists what came, and says nothing of what went")
  func increment() async throws {
    try await Bench.run { bench in
      let before = try #require(try await bench.get("/assignments").string("versionId"))
      let held = try #require(
        await bench.service.rows().first { $0.serialNumber != nil && $0.adamId == Sample.tessera })
      let serial = try #require(held.serialNumber)
      await bench.service.assignElsewhere(adamId: Sample.tessera, serialNumber: "NEW1")
      await bench.service.reclaimElsewhere(adamId: Sample.tessera, serialNumber: serial)
      let answer = try await bench.get("/assignments?sinceVersionId=\(before)")
      #expect(
        answer.objects("assignments").map(Bench.row) == [
          AssignmentTruth(adamId: Sample.tessera, pricingParam: "STDQ", serialNumber: "NEW1")
        ])
      let now = try #require(answer.string("versionId"))
      #expect(now != before)
      let empty = try await bench.get("/assignments?sinceVersionId=\(now)")
      #expect(empty.status == 200)
      #expect(empty.objects("assignments").isEmpty)
      await bench.service.setSwitches { $0.removalsInIncrement = .listedLikeOthers }
      let listed = try await bench.get("/assignments?sinceVersionId=\(before)")
      #expect(listed.objects("assignments").map(Bench.row).contains(held))
    }
  }

  @Test("A version that was never handed out, or is too old, is 9721")
  func badVersion() async throws {
    try await Bench.run { bench in
      let known = try #require(try await bench.get("/users").string("versionId"))
      #expect(try await bench.get("/users?sinceVersionId=\(known)").status == 200)
      await bench.service.expireVersions()
      for version in [known, "none"] {
        let answer = try await bench.get("/users?sinceVersionId=\(version)")
        #expect(answer.status == 400)
        #expect(answer.errorNumber == 9721)
      }
    }
  }

  @Test("Version ids may differ by filter")
  func versionScope() async throws {
    try await Bench.run({ $0.switches.versionPerFilter = true }) { bench in
      let bare = try #require(try await bench.get("/users").string("versionId"))
      let active = try #require(try await bench.get("/users?activeOnly=true").string("versionId"))
      #expect(bare != active)
      let mixed = try await bench.get("/users?activeOnly=true&sinceVersionId=\(bare)")
      #expect(mixed.errorNumber == 9721)
      let right = try await bench.get("/users?activeOnly=true&sinceVersionId=\(active)")
      #expect(right.status == 200)
    }
  }

  @Test("A service that counts from one has no page zero")
  func fromOne() async throws {
    try await Bench.run({ $0.switches.pageCounting = .fromOne }) { bench in
      let first = try await bench.get("/assignments")
      #expect(first.int("currentPageIndex") == 1)
      #expect(first.int("nextPageIndex") == 2)
      #expect(try await bench.get("/assignments?pageIndex=0").errorNumber == 9650)
      let last = try await bench.get("/assignments?pageIndex=15")
      #expect(last.json["nextPageIndex"] == nil)
      #expect(last.int("size") == 100)
    }
  }

  @Test("An empty list has one of three shapes")
  func emptyShapes() async throws {
    try await Bench.run({ $0.assignments = 0 }) { bench in
      let plain = try await bench.get("/assignments")
      #expect(plain.int("totalPages") == 1)
      #expect(plain.int("size") == 0)
      #expect(plain.json["assignments"] != nil)
      await bench.service.setSwitches { $0.emptyPage = .zeroPages }
      #expect(try await bench.get("/assignments").int("totalPages") == 0)
      await bench.service.setSwitches { $0.emptyPage = .noArray }
      #expect(try await bench.get("/assignments").json["assignments"] == nil)
      await bench.service.setSwitches { $0.pageCounting = .absent }
      #expect(try await bench.get("/assignments").json["totalPages"] == nil)
    }
  }
}
