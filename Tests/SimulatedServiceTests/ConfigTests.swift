import Foundation
import Testing

@testable import SimulatedService

@Suite(.timeLimit(.minutes(1)))
struct ConfigTests {
  @Test("Service Config needs no token and names limits, URLs and texts")
  func serviceConfig() async throws {
    try await Bench.run { bench in
      let answer = try await PlainHTTP.send("GET", bench.service.url + "/service/config")
      let urls = try #require(answer.json["urls"] as? [String: String])
      #expect(urls["getAssets"] == bench.service.url + "/assets")
      #expect(urls["contentMetadataLookup"]?.hasSuffix("/lookup") == true)
      #expect(urls["invitationEmail"]?.contains("%25inviteCode%25") == true)
      #expect(urls.count == 13)
      #expect((answer.json["limits"] as? [String: Int])?["maxAssets"] == 25)
      #expect(answer.objects("errorCodes").contains { $0["errorNumber"] as? Int == 9709 })
      #expect((answer.json["notificationTypes"] as? [String])?.count == 4)
      await bench.service.setSwitches { $0.hidesRate = true }
      let hidden = try await PlainHTTP.send("GET", bench.service.url + "/service/config")
      #expect((hidden.json["limits"] as? [String: Int])?["maxRequestPerSecond"] == nil)
    }
  }

  @Test("Client Config tells of the location")
  func clientConfig() async throws {
    try await Bench.run { bench in
      let answer = try await bench.get("/client/config")
      #expect(answer.string("locationName") == "campus-nord")
      #expect(answer.string("countryISO2ACode") == "DE")
      #expect(answer.string("uId") == bench.service.uID)
      #expect(answer.string("tokenExpirationDate") == "2027-03-24T07:42:00+0000")
      #expect(answer.json["mdmInfo"] == nil)
    }
  }

  @Test("A client claims, is seen in every answer, is overtaken, and releases")
  func clients() async throws {
    try await Bench.run { bench in
      let mine = ["id": "me", "name": "Purser on admin-1", "metadata": "0.1"]
      let claimed = try await bench.post("/client/config", ["mdmInfo": mine])
      #expect(claimed.json["mdmInfo"] as? [String: String] == mine)
      for path in ["/assets", "/users", "/assignments", "/client/config"] {
        #expect(try await bench.get(path).json["mdmInfo"] as? [String: String] == mine)
      }
      await bench.service.takeOver(by: ("other", "Other MDM"))
      let other = try await bench.get("/users").json["mdmInfo"] as? [String: String]
      #expect(other?["id"] == "other")
      let empty = ["id": "", "name": "", "metadata": ""]
      let released = try await bench.post("/client/config", ["mdmInfo": empty])
      #expect(released.status == 200)
      #expect(released.json["mdmInfo"] == nil)
      #expect(await bench.service.client() == nil)
      await bench.service.setSwitches { $0.releaseLeavesEmptyStrings = true }
      _ = try await bench.post("/client/config", ["mdmInfo": empty])
      let left = try await bench.get("/users").json["mdmInfo"] as? [String: String]
      #expect(left == empty)
    }
  }

  @Test("mdmInfo and the token's date come as the switches say")
  func commonFields() async throws {
    try await Bench.run { bench in
      await bench.service.setSwitches { $0.mdmInfo = .always }
      #expect(try await bench.get("/users").json["mdmInfo"] is NSNull)
      await bench.service.takeOver(by: ("a", "A"))
      await bench.service.setSwitches {
        $0.mdmInfo = .never
        $0.tokenExpirationDate = .whenNear
      }
      let quiet = try await bench.get("/users")
      #expect(quiet.json["mdmInfo"] == nil)
      #expect(quiet.string("tokenExpirationDate") == nil)
      let near = await bench.service.makeToken(.expiring(days: 10))
      #expect(
        try await bench.get("/users", token: near).string("tokenExpirationDate")
          == "2026-09-03T07:42:00+0000")
      #expect(try await bench.get("/client/config").string("tokenExpirationDate") != nil)
      await bench.service.setSwitches {
        $0.mdmInfo = .whenSet
        $0.mdmInfoOnErrors = true
      }
      let failed = try await bench.get("/status?eventId=0")
      #expect((failed.json["mdmInfo"] as? [String: String])?["id"] == "a")
    }
  }

  @Test("Notification settings are echoed, kept by a partial write, or cleared by it")
  func notifications() async throws {
    try await Bench.run { bench in
      let settings: [String: Any] = [
        "notificationUrl": "https://hooks.example.org/abm", "notificationAuthToken": "shared",
        "notificationTypes": ["ASSET_COUNT"],
      ]
      let answer = try await bench.post("/client/config", settings)
      #expect(answer.string("notificationAuthToken") == "shared")
      #expect(answer.json["subscribedNotificationTypes"] as? [String] == ["ASSET_COUNT"])
      let mine = ["mdmInfo": ["id": "a", "name": "b", "metadata": "c"]]
      let kept = try await bench.post("/client/config", mine)
      #expect(kept.string("notificationUrl") == "https://hooks.example.org/abm")
      await bench.service.setSwitches { $0.partialConfigKeeps = false }
      let cleared = try await bench.post("/client/config", mine)
      #expect(cleared.string("notificationUrl") == nil)
    }
  }

  @Test("The lookup names many assets at once, except custom and unknown ones")
  func lookup() async throws {
    try await Bench.run({ $0.assets = 60 }) { bench in
      let base = bench.service.url.replacingOccurrences(of: "/mdm/v2", with: "/lookup")
      let custom = try #require(await bench.service.assets().first { $0.name == nil })
      let ids = [Sample.skizze, Sample.pages, Sample.schulatlas, custom.adamId, "42"]
      let query =
        "?version=2&id=\(ids.joined(separator: ","))&p=mdm-lockup&platform=enterprisestore"
      let answer = try await PlainHTTP.send("GET", base + query + "&cc=de")
      let results = try #require(answer.json["results"] as? [String: [String: Any]])
      #expect(Set(results.keys) == [Sample.skizze, Sample.pages, Sample.schulatlas])
      let skizze = try #require(results[Sample.skizze])
      #expect(skizze["name"] as? String == "Skizze Pro")
      #expect(skizze["artistName"] as? String == "Federkiel Software")
      #expect(skizze["deviceFamilies"] as? [String] == ["iphone", "ipad", "mac"])
      #expect(skizze["kind"] as? String == "iosSoftware")
      #expect(results[Sample.schulatlas]?["kind"] as? String == "epubBook")
      let abroad = try await PlainHTTP.send("GET", base + query + "&cc=us")
      #expect((abroad.json["results"] as? [String: Any])?.keys.map { $0 } == [Sample.pages])
      #expect(await bench.service.requests().allSatisfy { !$0.carriedCredentials })
    }
  }
}
