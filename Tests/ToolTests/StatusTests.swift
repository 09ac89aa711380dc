import Foundation
import SimulatedService
import TestSupport
import Testing

struct StatusTests {
  @Test("A good token of an unclaimed location is OK, with its days as performance data")
  func isOK() async throws {
    let rig = try await ToolRig()
    let result = await rig.run("status", "--token-file", try rig.writeToken())
    #expect(result.code == 0, "\(result.errors)")
    #expect(result.output.hasPrefix("PURSER OK: "))
    #expect(result.output.contains("token 212 d, unclaimed | days_left=212;31:;0:\n"))
  }

  @Test("The JSON is an array with the contract's members")
  func printsJSON() async throws {
    let rig = try await ToolRig { $0.client = (id: "other", name: "Jamf") }
    let result = await rig.run("status", "--token-file", try rig.writeToken(), "--json")
    #expect(result.code == 1)
    let object = try #require(try result.objects().first)
    #expect(
      Set(object.keys) == ["location", "organization", "uId", "token", "client", "checkedAt"])
    let token = try #require(object["token"] as? [String: Any])
    #expect(token["state"] as? String == "ok")
    #expect(token["daysLeft"] as? Int == 212)
    #expect((token["expires"] as? String)?.hasSuffix("Z") == true)
    #expect((token["fingerprint"] as? String)?.count == 8)
    let client = try #require(object["client"] as? [String: Any])
    #expect(client["state"] as? String == "foreign")
    #expect(client["name"] as? String == "Jamf")
  }

  @Test(
    "Each state of the token has its word and its code",
    arguments: [
      (TokenState.expiring(days: 12), 1, "WARNING", "expiring"),
      (.expired, 2, "CRITICAL", "expired"),
      (.revoked, 2, "CRITICAL", "revoked"), (.garbage, 2, "CRITICAL", "invalid"),
      (.readOnly, 0, "OK", "ok"),
    ])
  func tellsStates(state: TokenState, code: Int32, word: String, jsonState: String) async throws {
    let rig = try await ToolRig { $0.switches.readOnlyRefusesClientConfig = true }
    let service = try #require(rig.service)
    let file = try rig.writeToken("s.vpptoken", await service.makeToken(state))
    let text = await rig.run("status", "--token-file", file)
    #expect(text.code == code, "\(text.output)\(text.errors)")
    #expect(text.output.hasPrefix("PURSER \(word): "))
    if state == .readOnly { #expect(text.output.contains("may only read")) }
    let json = await rig.run("status", "--token-file", file, "--json")
    let token = try #require(try json.objects().first?["token"] as? [String: Any])
    #expect(token["state"] as? String == jsonState)
    #expect(await service.postCount() == 0)
  }

  @Test("A service that does not answer is UNKNOWN, one that may not be asked too")
  func isUnknown() async throws {
    var rig = try await ToolRig()
    let file = try rig.writeToken()
    await rig.service?.stop()
    let gone = await rig.run("status", "--token-file", file)
    #expect(gone.code == 3)
    #expect(gone.output.hasPrefix("PURSER UNKNOWN: "))
    rig.environment["PURSER_SERVICE_URL"] = "https://example.org/mdm/v2"
    let refused = await rig.run("status", "--token-file", file)
    #expect(refused.code == 3)
    #expect(refused.errors.contains("allowedServiceHosts"))
  }

  @Test("--all sums up first, and the worst code wins in the order 2, 3, 1, 0")
  func checksAll() async throws {
    let rig = try await ToolRig()
    let service = try #require(rig.service)
    #expect(await rig.run("token", "add", try rig.writeToken("nord.vpptoken")).code == 0)
    let other = try await ToolRig { $0.seed = 9 }
    let second = try #require(other.service)
    var both = rig
    both.environment["PURSER_SERVICE_URL"] = second.url
    let file = try rig.writeToken("sued.vpptoken", second.token)
    #expect(await both.run("token", "add", file).code == 0)
    await service.setTokenState(.revoked)
    let result = await rig.run("status", "--all")
    let lines = result.output.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines[0].hasPrefix("PURSER CRITICAL: 2 locations, "))
    #expect(lines[1].contains("nord: token revoked"))
    #expect(result.code == 2)
  }

  @Test("Without any token the code is 2 and the way to add one is named")
  func wantsToken() async throws {
    let result = await (try ToolRig.alone()).run("status")
    #expect(result.code == 2)
    #expect(result.errors.contains("purser token add"))
  }
}
