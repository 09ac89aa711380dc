import Foundation
import Testing

@testable import SimulatedService

@Suite(.timeLimit(.minutes(1)))
struct ChangeTests {
  @Test("An event is pending, its count grows with time, and the rows come with it")
  func progress() async throws {
    try await Bench.run { bench in
      let serials = (0..<10).map { "NEW\($0)" }
      let left = try await bench.asset(Sample.tessera).available
      let event = try await bench.accepted(
        "/assets/associate",
        ["assets": [["adamId": Sample.tessera]], "serialNumbers": serials])
      var seen: [Int] = []
      for step in 0...10 {
        let status = try await bench.get("/status?eventId=\(event)")
        #expect(status.string("eventType") == "ASSOCIATE")
        #expect(status.int("numRequested") == 10)
        #expect(status.string("eventStatus") == (step < 10 ? "PENDING" : "COMPLETE"))
        let completed = try #require(status.int("numCompleted"))
        seen.append(completed)
        let rows = await bench.service.rows()
        #expect(rows.count { $0.serialNumber?.hasPrefix("NEW") ?? false } == completed)
        bench.clock.advance(by: .seconds(1))
      }
      #expect(seen == Array(0...10))
      #expect(try await bench.asset(Sample.tessera).available == left - 10)
    }
  }

  @Test("Tasks are assets times holders, users and serial numbers alike")
  func crossProduct() async throws {
    try await Bench.run({ $0.assignments = 200 }) { bench in
      let status = try await bench.finished(
        "/assets/associate",
        [
          "assets": [
            ["adamId": Sample.tessera, "pricingParam": "STDQ"], ["adamId": Sample.pages],
          ],
          "clientUserIds": ["emp-0042", "emp-0043"], "serialNumbers": ["X1", "X2", "X3"],
        ])
      #expect(status.int("numRequested") == 10)
      #expect(status.string("eventStatus") == "COMPLETE")
      let rows = await bench.service.rows()
      for id in [Sample.tessera, Sample.pages] {
        for serial in ["X1", "X2", "X3"] {
          #expect(
            rows.contains(
              AssignmentTruth(adamId: id, pricingParam: "STDQ", serialNumber: serial)))
        }
        for user in ["emp-0042", "emp-0043"] {
          #expect(
            rows.contains(AssignmentTruth(adamId: id, pricingParam: "STDQ", clientUserId: user)))
        }
      }
    }
  }

  @Test("With too few licences as many as fit are assigned, and the rest fails by 9709")
  func notEnough() async throws {
    try await Bench.run { bench in
      await bench.service.setAvailable(2, adamId: Sample.tessera)
      let body: [String: Any] = [
        "assets": [["adamId": Sample.tessera]], "serialNumbers": ["N1", "N2", "N3"],
      ]
      let status = try await bench.finished("/assets/associate", body)
      #expect(status.string("eventStatus") == "FAILED")
      #expect(status.int("numCompleted") == 2)
      let failure = try #require(status.objects("failures").first)
      #expect(failure["errorNumber"] as? Int == 9709)
      let info = try #require(failure["errorInfo"] as? [String: Any])
      #expect(info["serialNumbers"] as? [String] == ["N3"])
      #expect((info["assets"] as? [[String: String]])?.first?["adamId"] == Sample.tessera)
      #expect(try await bench.asset(Sample.tessera).available == 0)
    }
  }

  @Test("With too few licences nothing of that asset, if the switch says so")
  func allOrNothing() async throws {
    try await Bench.run({ $0.switches.partialFill = false }) { bench in
      await bench.service.setAvailable(2, adamId: Sample.tessera)
      let status = try await bench.finished(
        "/assets/associate",
        ["assets": [["adamId": Sample.tessera]], "serialNumbers": ["N1", "N2", "N3"]])
      #expect(status.int("numCompleted") == 0)
      #expect(try await bench.asset(Sample.tessera).available == 2)
    }
  }

  @Test("An unknown, a retired and an unowned one fail by themselves")
  func unknowns() async throws {
    try await Bench.run { bench in
      let user = try await bench.finished(
        "/assets/associate",
        [
          "assets": [["adamId": Sample.tessera], ["adamId": Sample.pages]],
          "clientUserIds": ["emp-0039", "nobody"],
        ])
      let failures = user.objects("failures")
      #expect(failures.map { $0["errorNumber"] as? Int } == [9609])
      let info = failures.first?["errorInfo"] as? [String: Any]
      #expect(info?["clientUserIds"] as? [String] == ["emp-0039", "nobody"])
      #expect(user.int("numRequested") == 4)
      #expect(user.int("numCompleted") == 0)
      let asset = try await bench.finished(
        "/assets/associate", ["assets": [["adamId": "42"]], "serialNumbers": ["S1"]])
      #expect(asset.objects("failures").map { $0["errorNumber"] as? Int } == [9709])
    }
  }

  @Test("Assigning twice and reclaiming nothing change nothing, and count or fail by the switch")
  func repeats() async throws {
    try await Bench.run { bench in
      let body: [String: Any] = [
        "assets": [["adamId": Sample.tessera]], "serialNumbers": ["R1"],
      ]
      _ = try await bench.finished("/assets/associate", body)
      let before = await bench.service.rows()
      let again = try await bench.finished("/assets/associate", body)
      #expect(again.string("eventStatus") == "COMPLETE")
      #expect(again.int("numCompleted") == 1)
      #expect(await bench.service.rows() == before)
      await bench.service.setSwitches {
        $0.associateAgain = .fails
        $0.disassociateMissing = .fails
      }
      let failed = try await bench.finished("/assets/associate", body)
      #expect(failed.string("eventStatus") == "FAILED")
      let missing = try await bench.finished(
        "/assets/disassociate",
        ["assets": [["adamId": Sample.tessera]], "serialNumbers": ["NONE"]])
      #expect(missing.objects("failures").map { $0["errorNumber"] as? Int } == [9619])
    }
  }

  @Test("Disassociate frees exactly the pairs named, in the order of the rest")
  func disassociate() async throws {
    try await Bench.run { bench in
      let rows = await bench.service.rows()
      let mine = rows.filter { $0.adamId == Sample.tessera && $0.serialNumber != nil }.prefix(3)
      let serials = mine.compactMap(\.serialNumber)
      let left = try await bench.asset(Sample.tessera).available
      let status = try await bench.finished(
        "/assets/disassociate",
        ["assets": [["adamId": Sample.tessera]], "serialNumbers": serials])
      #expect(status.int("numCompleted") == 3)
      #expect(await bench.service.rows() == rows.filter { !mine.contains($0) })
      #expect(try await bench.wireRows() == rows.filter { !mine.contains($0) })
      #expect(try await bench.asset(Sample.tessera).available == left + 3)
    }
  }

  @Test("Revoke takes everything revocable from its holders and leaves the books")
  func revoke() async throws {
    try await Bench.run { bench in
      _ = try await bench.finished(
        "/assets/associate",
        ["assets": [["adamId": Sample.schulatlas]], "clientUserIds": ["emp-0047"]])
      let assets = await bench.service.assets()
      let books = Set(assets.filter { !$0.revocable }.map(\.adamId))
      let rows = await bench.service.rows()
      let serial = try #require(rows.compactMap(\.serialNumber).first)
      let held = rows.filter { $0.clientUserId == "emp-0047" || $0.serialNumber == serial }
      let gone = held.filter { !books.contains($0.adamId) }
      #expect(gone.count < held.count)
      let status = try await bench.finished(
        "/assets/revoke", ["clientUserIds": ["emp-0047"], "serialNumbers": [serial]])
      #expect(status.string("eventType") == "REVOKE")
      #expect(status.int("numRequested") == gone.count)
      #expect(status.int("numCompleted") == gone.count)
      #expect(await bench.service.rows() == rows.filter { !gone.contains($0) })
    }
  }

  @Test("A user is created, updated, invited, retired and created again")
  func userLife() async throws {
    try await Bench.run { bench in
      let created = try await bench.finished(
        "/users/create",
        [
          "users": [
            ["clientUserId": "new-1", "email": "new@example.org"],
            ["clientUserId": "new-2", "managedAppleId": "new2@example.org"],
            ["clientUserId": "emp-0042"],
          ]
        ])
      #expect(created.objects("failures").map { $0["errorNumber"] as? Int } == [9716])
      #expect(created.int("numCompleted") == 2)
      var one = try #require(await bench.service.users().first { $0.clientUserId == "new-1" })
      #expect(one.status == "Registered")
      #expect(one.inviteCode?.count == 32)
      let two = try #require(await bench.service.users().first { $0.clientUserId == "new-2" })
      #expect(two.status == "Associated")
      await bench.service.acceptInvitation(clientUserId: "new-1")
      _ = try await bench.finished(
        "/users/update", ["users": [["clientUserId": "new-1", "email": "other@example.org"]]])
      one = try #require(await bench.service.users().first { $0.clientUserId == "new-1" })
      #expect(one.status == "Associated")
      #expect(one.email == "other@example.org")
      for path in ["/users/retire", "/users/create"] {
        _ = try await bench.finished(path, ["users": [["clientUserId": "new-1"]]])
      }
      let both = await bench.service.users().filter { $0.clientUserId == "new-1" }
      #expect(both.map(\.status) == ["Retired", "Registered"])
    }
  }

  @Test("Retiring a user frees what is revocable, keeps the books, and shows in the increment")
  func retire() async throws {
    try await Bench.run { bench in
      _ = try await bench.finished(
        "/assets/associate",
        ["assets": [["adamId": Sample.schulatlas]], "clientUserIds": ["emp-0045"]])
      let books = Set(await bench.service.assets().filter { !$0.revocable }.map(\.adamId))
      let version = try #require(try await bench.get("/users").string("versionId"))
      _ = try await bench.finished("/users/retire", ["users": [["clientUserId": "emp-0045"]]])
      let held = await bench.service.rows().filter { $0.clientUserId == "emp-0045" }
      #expect(!held.isEmpty)
      #expect(held.allSatisfy { books.contains($0.adamId) })
      let changed = try await bench.get("/users?sinceVersionId=\(version)").objects("users")
      #expect(changed.map { $0["clientUserId"] as? String } == ["emp-0045"])
      #expect(changed.map { $0["status"] as? String } == ["Retired"])
    }
  }

  @Test("Only a list that changed gets a new version")
  func versionsMoveApart() async throws {
    try await Bench.run { bench in
      func versions() async throws -> [String?] {
        var found: [String?] = []
        for list in ["assets", "assignments", "users"] {
          found.append(try await bench.get("/\(list)").string("versionId"))
        }
        return found
      }
      let before = try await versions()
      _ = try await bench.finished("/users/create", ["users": [["clientUserId": "solo"]]])
      let after = try await versions()
      #expect(after[0] == before[0])
      #expect(after[1] == before[1])
      #expect(after[2] != before[2])
    }
  }

  @Test("A list can lag behind its event")
  func listLag() async throws {
    try await Bench.run({ $0.switches.listLag = .seconds(5) }) { bench in
      let status = try await bench.finished(
        "/assets/associate", ["assets": [["adamId": Sample.tessera]], "serialNumbers": ["L1"]])
      #expect(status.string("eventStatus") == "COMPLETE")
      #expect(try await bench.wireRows("&serialNumber=L1").isEmpty)
      bench.clock.advance(by: .seconds(5))
      #expect(try await bench.wireRows("&serialNumber=L1").count == 1)
    }
  }

  @Test("An event is forgotten after its retention")
  func retention() async throws {
    try await Bench.run({ $0.switches.eventRetention = .seconds(60) }) { bench in
      let event = try await bench.accepted(
        "/assets/associate", ["assets": [["adamId": Sample.pages]], "serialNumbers": ["E1"]])
      bench.clock.advance(by: .seconds(70))
      #expect(try await bench.get("/status?eventId=\(event)").status == 200)
      bench.clock.advance(by: .seconds(1))
      #expect(try await bench.get("/status?eventId=\(event)").errorNumber == 9708)
    }
  }

  @Test("Everything pending can be finished at once")
  func finishEvents() async throws {
    try await Bench.run { bench in
      let event = try await bench.accepted(
        "/assets/associate", ["assets": [["adamId": Sample.pages]], "serialNumbers": ["F1"]])
      await bench.service.finishEvents()
      #expect(try await bench.get("/status?eventId=\(event)").string("eventStatus") == "COMPLETE")
      #expect(await bench.service.events().map(\.completed) == [1])
    }
  }
}
