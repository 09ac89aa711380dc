import Foundation
import Testing

@testable import SimulatedService

@Suite(.timeLimit(.minutes(1)))
struct TokenTests {
  @Test(
    "Each state of a token has its status and number",
    arguments: [
      (TokenState.valid, 200, nil), (.expiring(days: 3), 200, nil), (.expired, 401, 9621),
      (.revoked, 401, 9625), (.garbage, 200, 9622), (.readOnly, 200, nil),
    ] as [(TokenState, Int, Int?)])
  func states(state: TokenState, status: Int, number: Int?) async throws {
    try await Bench.run { bench in
      let token = await bench.service.makeToken(state)
      let answer = try await bench.get("/assets", token: token)
      #expect(answer.status == status)
      #expect(answer.errorNumber == number)
      #expect((answer.string("uId") == bench.service.uID) == (number == nil))
    }
  }

  @Test("A header that is missing or of another form is 401")
  func headers() async throws {
    try await Bench.run { bench in
      let url = bench.service.url + "/assets"
      let missing = try await PlainHTTP.send("GET", url)
      #expect(missing.status == 401)
      #expect(missing.errorNumber == 9601)
      let bad = try await PlainHTTP.send("GET", url, headers: ["Authorization": "Basic eDp5"])
      #expect(bad.status == 401)
      #expect(bad.errorNumber == 9722)
      await bench.service.setSwitches {
        $0.missingHeaderNumber = 9722
        $0.unknownTokenStatus = 401
      }
      #expect(try await PlainHTTP.send("GET", url).errorNumber == 9722)
      let unknown = try await bench.get("/assets", token: "QUFB")
      #expect(unknown.status == 401)
      #expect(unknown.errorNumber == 9622)
    }
  }

  @Test("The inner token alone is not known")
  func innerToken() async throws {
    try await Bench.run { bench in
      let data = try #require(Data(base64Encoded: bench.service.token))
      let fields = try #require(try JSONSerialization.jsonObject(with: data) as? [String: String])
      #expect(fields["orgName"] == "Lindenhof Schools")
      #expect(fields["expDate"] == "2027-03-24T07:42:00+0000")
      let inner = try #require(fields["token"])
      #expect(try await bench.get("/assets", token: inner).errorNumber == 9622)
    }
  }

  @Test("A read-only token reads, and every change is 403")
  func readOnly() async throws {
    try await Bench.run({ $0.token = .readOnly }) { bench in
      #expect(try await bench.get("/client/config").status == 200)
      for path in ["/assets/associate", "/users/create", "/client/config"] {
        let answer = try await bench.post(path, "{}")
        #expect(answer.status == 403)
        #expect(answer.errorNumber == 9637)
      }
      await bench.service.setSwitches { $0.readOnlyRefusesClientConfig = true }
      #expect(try await bench.get("/client/config").errorNumber == 9637)
      #expect(try await bench.get("/assets").status == 200)
    }
  }

  @Test("A token can be revoked while it is in use, and another of the location goes on")
  func revokedMeanwhile() async throws {
    try await Bench.run { bench in
      let second = await bench.service.makeToken(.valid)
      #expect(second != bench.service.token)
      await bench.service.setTokenState(.revoked)
      let revoked = try await bench.get("/assets")
      #expect(revoked.errorNumber == 9625)
      #expect(try await bench.get("/assets", token: second).string("uId") == bench.service.uID)
    }
  }

  @Test("The log holds no token, neither whole nor in parts")
  func logIsClean() async throws {
    try await Bench.run { bench in
      _ = try await bench.get("/assets?adamId=1")
      _ = try await bench.post("/users/create", #"{"users":[]}"#)
      let log = await bench.service.requests()
      #expect(log.count == 2)
      #expect(log.filter(\.carriedCredentials).count == 2)
      let text = String(describing: log)
      let token = Array(bench.service.token)
      for start in stride(from: 0, to: token.count - 24, by: 24) {
        #expect(!text.contains(String(token[start..<start + 24])))
      }
    }
  }
}
