import Foundation
import Testing

@testable import SimulatedService

/// One row for each number that the service refuses a request with.
struct Refusal: CustomTestStringConvertible, Sendable {
  let number: Int
  let status: Int
  let path: String
  let body: String
  var change: @Sendable (inout SimulatorOptions) -> Void = { _ in }
  var testDescription: String { "\(number) at \(path)" }

  static let asset = #"{"adamId":"1534092391"}"#
  static let book = #"{"adamId":"1534090573"}"#

  static func list(_ count: Int, _ prefix: String) -> String {
    (0..<count).map { "\"\(prefix)\($0)\"" }.joined(separator: ",")
  }

  static func objects(_ count: Int, _ name: String) -> String {
    (0..<count).map { "{\"\(name)\":\"\($0)\"}" }.joined(separator: ",")
  }

  static let all: [Refusal] = assets + revoke + users + clients

  static let assets: [Refusal] = [
    Refusal(
      number: 9700, status: 400, path: "/assets/associate",
      body: #"{"assets":[\#(objects(26, "adamId"))],"serialNumbers":["S"]}"#),
    Refusal(
      number: 9701, status: 400, path: "/assets/associate",
      body: #"{"assets":[\#(asset)],"clientUserIds":[\#(list(1_001, "u"))]}"#),
    Refusal(
      number: 9702, status: 400, path: "/assets/associate",
      body: #"{"assets":[\#(asset)],"serialNumbers":[\#(list(1_001, "s"))]}"#),
    Refusal(
      number: 9703, status: 400, path: "/assets/disassociate",
      body: #"{"assets":[\#(asset),\#(asset)],"serialNumbers":["S"]}"#),
    Refusal(
      number: 9704, status: 400, path: "/assets/associate",
      body: #"{"assets":[\#(asset)],"clientUserIds":["u","u"]}"#),
    Refusal(
      number: 9705, status: 400, path: "/assets/associate",
      body: #"{"assets":[\#(asset)],"serialNumbers":["S","S"]}"#),
    Refusal(
      number: 9706, status: 400, path: "/assets/disassociate",
      body: #"{"assets":[\#(book)],"clientUserIds":["emp-0042"]}"#),
    Refusal(
      number: 9707, status: 400, path: "/assets/associate",
      body: #"{"assets":[\#(asset),\#(book)],"serialNumbers":["S"]}"#),
    Refusal(
      number: 9718, status: 400, path: "/assets/associate", body: #"{"serialNumbers":["S"]}"#),
    Refusal(
      number: 9719, status: 400, path: "/assets/associate", body: #"{"assets":[\#(asset)]}"#),
    Refusal(number: 9602, status: 400, path: "/assets/associate", body: "{"),
    Refusal(
      number: 9602, status: 400, path: "/assets/associate",
      body: #"{"assets":[{"adamId":"42"}],"serialNumbers":["S"]}"#,
      change: { $0.switches.unownedAsset = .refused }),
    Refusal(
      number: 9602, status: 400, path: "/assets/associate",
      body: #"{"assets":[\#(asset)],"serialNumbers":["S"],"clientUserIds":["emp-0042"]}"#,
      change: { $0.switches.mixedHoldersAccepted = false }),
    Refusal(
      number: 9609, status: 400, path: "/assets/associate",
      body: #"{"assets":[\#(asset)],"clientUserIds":["nobody"]}"#,
      change: { $0.switches.unknownUserRefused = true }),
  ]

  static let revoke: [Refusal] = [
    Refusal(
      number: 9701, status: 400, path: "/assets/revoke",
      body: #"{"clientUserIds":[\#(list(101, "u"))]}"#),
    Refusal(
      number: 9702, status: 400, path: "/assets/revoke",
      body: #"{"serialNumbers":[\#(list(101, "s"))]}"#),
    Refusal(number: 9719, status: 400, path: "/assets/revoke", body: "{}"),
  ]

  static let users: [Refusal] = [
    Refusal(
      number: 9714, status: 400, path: "/users/create",
      body: #"{"users":[\#(objects(101, "clientUserId"))]}"#),
    Refusal(
      number: 9715, status: 400, path: "/users/update",
      body: #"{"users":[{"clientUserId":"a"},{"clientUserId":"a"}]}"#),
    Refusal(
      number: 9717, status: 400, path: "/users/create",
      body: #"{"users":[{"clientUserId":"a","email":"nowhere"}]}"#),
    Refusal(number: 9720, status: 400, path: "/users/retire", body: #"{"users":[]}"#),
    Refusal(
      number: 9602, status: 400, path: "/users/retire", body: #"{"users":[{"email":"a@b.de"}]}"#),
  ]

  static func client(_ id: Int, _ name: Int, _ metadata: Int) -> String {
    func text(_ count: Int) -> String { String(repeating: "x", count: count) }
    return #"{"mdmInfo":{"id":"\#(text(id))","name":"\#(text(name))","#
      + #""metadata":"\#(text(metadata))"}}"#
  }

  static let clients: [Refusal] = [
    Refusal(
      number: 9723, status: 400, path: "/client/config", body: #"{"mdmInfo":{"id":"a"}}"#),
    Refusal(number: 9723, status: 400, path: "/client/config", body: client(1, 0, 1)),
    Refusal(
      number: 9723, status: 400, path: "/client/config", body: client(0, 0, 0),
      change: { $0.switches.emptyClientReleases = false }),
    Refusal(number: 9724, status: 400, path: "/client/config", body: client(101, 1, 1)),
    Refusal(number: 9725, status: 400, path: "/client/config", body: client(1, 101, 1)),
    Refusal(number: 9713, status: 400, path: "/client/config", body: client(1, 1, 256)),
    Refusal(
      number: 9710, status: 400, path: "/client/config",
      body: #"{"notificationUrl":"https://hooks.example.org"}"#),
    Refusal(
      number: 9711, status: 400, path: "/client/config",
      body:
        #"{"notificationUrl":"https://a.example","#
        + #""notificationAuthToken":"\#(String(repeating: "x", count: 513))"}"#),
    Refusal(
      number: 9712, status: 400, path: "/client/config",
      body: #"{"notificationUrl":"http://a.example","notificationAuthToken":"x"}"#),
    Refusal(
      number: 9728, status: 400, path: "/client/config",
      body: #"{"notificationUrl":"https://a.example","notificationAuthToken":"x"}"#,
      change: { $0.switches.notificationsReachable = false }),
  ]
}

@Suite(.timeLimit(.minutes(1)))
struct RefusalTests {
  @Test(
    "A request that breaks a rule is refused by number, and nothing changes", arguments: Refusal.all
  )
  func refused(_ refusal: Refusal) async throws {
    try await Bench.run(refusal.change) { bench in
      let rows = await bench.service.rows()
      let answer = try await bench.post(refusal.path, refusal.body)
      #expect(answer.status == refusal.status)
      #expect(answer.errorNumber == refusal.number)
      #expect(answer.string("errorMessage")?.isEmpty == false)
      bench.clock.advance(by: .seconds(60))
      #expect(await bench.service.rows() == rows)
      #expect(await bench.service.events().isEmpty)
      #expect(await bench.service.client() == nil)
    }
  }

  @Test("What is exactly at a limit is accepted")
  func atTheLimit() async throws {
    try await Bench.run { bench in
      let associate = try await bench.post(
        "/assets/associate",
        #"{"assets":[\#(Refusal.objects(25, "adamId"))],"#
          + #""clientUserIds":[\#(Refusal.list(1_000, "u"))],"#
          + #""serialNumbers":[\#(Refusal.list(1_000, "s"))]}"#)
      let event = try #require(associate.string("eventId"))
      #expect(try await bench.get("/status?eventId=\(event)").int("numRequested") == 50_000)
      let users = try await bench.post(
        "/users/create", #"{"users":[\#(Refusal.objects(100, "clientUserId"))]}"#)
      #expect(users.status == 200)
      #expect(try await bench.post("/client/config", Refusal.client(100, 100, 255)).status == 200)
    }
  }

  @Test("Another content type is 9727, another method 9726, another path 404")
  func wrongRequests() async throws {
    try await Bench.run { bench in
      let url = bench.service.url
      let bearer = ["Authorization": "Bearer \(bench.service.token)"]
      let typed = bearer.merging(["Content-Type": "text/plain"]) { $1 }
      let type = try await PlainHTTP.send(
        "POST", url + "/users/create", headers: typed, body: "{}")
      #expect(type.status == 415)
      #expect(type.errorNumber == 9727)
      let method = try await PlainHTTP.send("DELETE", url + "/users", headers: bearer)
      #expect(method.status == 405)
      #expect(method.errorNumber == 9726)
      #expect(try await bench.get("/nothing").status == 404)
    }
  }

  @Test("A query value of the wrong kind is 9602", arguments: ["pageIndex=x", "activeOnly=maybe"])
  func wrongQuery(_ query: String) async throws {
    try await Bench.run { bench in
      let answer = try await bench.get("/users?\(query)")
      #expect(answer.errorNumber == 9602)
    }
  }

  @Test("An unknown event is 9708")
  func unknownEvent() async throws {
    try await Bench.run { bench in
      let answer = try await bench.get("/status?eventId=nothing")
      #expect(answer.status == 400)
      #expect(answer.errorNumber == 9708)
    }
  }

  @Test("Limits are what the switches say, in Service Config and at work")
  func otherLimits() async throws {
    try await Bench.run({ $0.switches.limits.maxSerialNumbers = 2 }) { bench in
      let config = try await bench.get("/service/config")
      #expect((config.json["limits"] as? [String: Int])?["maxSerialNumbers"] == 2)
      let body: [String: Any] = [
        "assets": [["adamId": Sample.tessera]], "serialNumbers": ["a", "b", "c"],
      ]
      #expect(try await bench.post("/assets/associate", body).errorNumber == 9702)
    }
  }

  @Test("Above the rate of a sliding second requests are 429, and are let in again after it")
  func rate() async throws {
    try await Bench.run({ $0.rate = 3 }) { bench in
      var statuses: [Int] = []
      for _ in 0..<4 { statuses.append(try await bench.get("/users").status) }
      #expect(statuses == [200, 200, 200, 429])
      await bench.service.setSwitches { $0.rateRetryAfter = .seconds(2) }
      bench.clock.advance(by: .milliseconds(999))
      let refused = try await bench.get("/users")
      #expect(refused.errorNumber == 9646)
      #expect(refused.headers["retry-after"] == "2")
      bench.clock.advance(by: .milliseconds(1))
      #expect(try await bench.get("/users").status == 200)
      let limits = try await bench.get("/service/config").json["limits"] as? [String: Int]
      #expect(limits?["maxRequestPerSecond"] == 3)
    }
  }
}
