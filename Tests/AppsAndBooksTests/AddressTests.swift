import AppsAndBooks
import Foundation
import HTTPTypes
import Testing
import TestSupport

@testable import AppsAndBooks

/// Where requests go, and where they never go (product.md section 2).
struct AddressTests {
  @Test(
    "a service address is read into its parts",
    arguments: [
      ("https://vpp.itunes.apple.com/mdm/v2", "vpp.itunes.apple.com", true, false),
      ("https://vpp.itunes.apple.com:443/mdm/v2/", "vpp.itunes.apple.com", true, false),
      ("HTTPS://VPP.iTunes.Apple.com/mdm/v2", "vpp.itunes.apple.com", true, false),
      ("http://127.0.0.1:8080/mdm/v2", "127.0.0.1:8080", false, true),
      ("http://localhost:1/x", "localhost:1", false, true),
      ("http://[::1]:8080", "[::1]:8080", false, true),
      ("https://mdm.example.org", "mdm.example.org", false, false),
      ("http://vpp.itunes.apple.com/mdm/v2", "vpp.itunes.apple.com", false, false),
      ("https://vpp.itunes.apple.com:8443/mdm/v2", "vpp.itunes.apple.com:8443", false, false),
      ("https://127.0.0.1.example.org", "127.0.0.1.example.org", false, false),
    ])
  func read(text: String, name: String, isApple: Bool, isLoopback: Bool) throws {
    let service = try #require(ServiceEndpoint(text))
    #expect(service.name == name && service.isApple == isApple && service.isLoopback == isLoopback)
    #expect(!service.path.hasSuffix("/"))
  }

  @Test(
    "what is not plainly an address is none",
    arguments: [
      "", "vpp.itunes.apple.com", "ftp://a", "https://", "https://user:pw@a/x", "https://a:0",
      "https://a:65536",
      "https://a:x", "https://a b", "https://a/x?y=1", "https://a/#x", "https://ä.example",
      "https://a\\b", "https://[::1",
      "https://::1]",
    ])
  func notAnAddress(text: String) {
    #expect(ServiceEndpoint(text) == nil)
  }

  private func fixture(
    service: ServiceEndpoint, urls: [String: String]
  ) throws -> ClientFixture {
    let body = try String(decoding: JSONEncoder().encode(["urls": urls]), as: UTF8.self)
    return try ClientFixture(service: service) { request, _ in
      if request.path.hasSuffix("/service/config") { return .json(body) }
      return .json(#"{"assets":[]}"#)
    }
  }

  @Test(
    "a learned address is used on the host that was asked, else the documented path",
    arguments: [
      ("https://vpp.itunes.apple.com/mdm/v3/assets", "https://vpp.itunes.apple.com/mdm/v3/assets"),
      (
        "https://vpp.itunes.apple.com:443/mdm/v3/assets",
        "https://vpp.itunes.apple.com/mdm/v3/assets"
      ),
      ("https://evil.example/mdm/v2/assets", "https://vpp.itunes.apple.com/mdm/v2/assets"),
      ("http://vpp.itunes.apple.com/mdm/v3/assets", "https://vpp.itunes.apple.com/mdm/v2/assets"),
      (
        "https://vpp.itunes.apple.com:8443/mdm/v3/assets",
        "https://vpp.itunes.apple.com/mdm/v2/assets"
      ),
      ("https://vpp.itunes.apple.com@evil.example/x", "https://vpp.itunes.apple.com/mdm/v2/assets"),
      ("https://vpp.itunes.apple.com.evil.example/x", "https://vpp.itunes.apple.com/mdm/v2/assets"),
      ("/mdm/v3/assets", "https://vpp.itunes.apple.com/mdm/v2/assets"),
      ("", "https://vpp.itunes.apple.com/mdm/v2/assets"),
    ])
  func learned(url: String, expected: String) async throws {
    let fixture = try fixture(service: .apple, urls: ["getAssets": url])
    _ = try await fixture.client.serviceConfig()
    _ = try await fixture.client.assets(GetAssets(adamID: AdamID(rawValue: "7")))
    #expect(fixture.transport.requests.last?.url == "\(expected)?adamId=7")
  }

  @Test("names are looked up on Apple's host for Apple's service, without the token")
  func appleLookup() async throws {
    for url in ["https://evil.example/lookup", "https://uclient-api.itunes.apple.com/new/lookup"] {
      let fixture = try fixture(service: .apple, urls: ["contentMetadataLookup": url])
      _ = try await fixture.client.serviceConfig()
      _ = try await fixture.client.metadata(
        for: [AdamID(rawValue: "1"), AdamID(rawValue: "2")], countryCode: "DE")
      let request = try #require(fixture.transport.requests.last)
      #expect(request.url.hasPrefix("https://uclient-api.itunes.apple.com/"))
      #expect(
        request.path
          == (url.contains("evil") ? "/WebObjects/MZStorePlatform.woa/wa/lookup" : "/new/lookup"))
      #expect(request.parameter("id") == "1%2C2" && request.parameter("p") == "mdm-lockup")
      #expect(request.parameter("cc") == "de" && request.parameter("caller") == "MDM")
      #expect(request.headerFields[.authorization] == nil)
      #expect(request.headerFields[.cookie] == nil)
    }
  }

  @Test(
    "names of custom apps: the token goes along as Apple's cookie, to Apple's lookup host alone")
  func customApps() async throws {
    let local = try #require(ServiceEndpoint("http://127.0.0.1:8080/mdm/v2"))
    for (service, isWanted, isShown) in [
      (ServiceEndpoint.apple, true, true), (.apple, false, false), (local, true, false),
    ] {
      let fixture = try ClientFixture(service: service, namesCustomApps: isWanted) { _, _ in
        .json(#"{"results": {"1": {"name": "Federkiel intern"}}}"#)
      }
      let found = try await fixture.client.metadata(
        for: [AdamID(rawValue: "1")], showingToken: true)
      #expect(found[AdamID(rawValue: "1")]?.name == "Federkiel intern")
      let request = try #require(fixture.transport.requests.first)
      #expect(
        request.headerFields[.cookie] == (isShown ? "itvt=\(ClientFixture.tokenText)" : nil))
      #expect(request.headerFields[.authorization] == nil)
      if isShown { #expect(request.url.hasPrefix("https://uclient-api.itunes.apple.com/")) }
      #expect(!"\(request)".contains(ClientFixture.tokenText))
      _ = try await fixture.client.metadata(for: [AdamID(rawValue: "1")])
      #expect(fixture.transport.requests.last?.headerFields[.cookie] == nil)
    }
  }

  @Test("names are looked up on the very host for any other service")
  func otherLookup() async throws {
    for url in ["https://uclient-api.itunes.apple.com/x", "http://127.0.0.1:9/x"] {
      let service = try #require(ServiceEndpoint("http://127.0.0.1:8080/mdm/v2"))
      let fixture = try fixture(service: service, urls: ["contentMetadataLookup": url])
      _ = try await fixture.client.serviceConfig()
      _ = try await fixture.client.metadata(for: [AdamID(rawValue: "1")])
      let request = try #require(fixture.transport.requests.last)
      #expect(request.url.hasPrefix("http://127.0.0.1:8080/WebObjects/"))
    }
  }

  @Test("Service Config is asked without the token, kept five minutes, then asked again")
  func serviceConfig() async throws {
    let fixture = try fixture(service: .apple, urls: [:])
    _ = try await fixture.client.serviceConfig()
    _ = try await fixture.client.serviceConfig()
    #expect(fixture.client.requestCount == 1)
    #expect(fixture.transport.requests[0].headerFields[.authorization] == nil)
    fixture.clock.advance(by: .seconds(301))
    _ = try await fixture.client.serviceConfig()
    #expect(fixture.client.requestCount == 2)
    _ = try await fixture.client.serviceConfig(maxAge: .zero)
    #expect(fixture.client.requestCount == 2, "an answer of this very moment is fresh")
  }

  @Test("reads carry the token, their cap and their deadline")
  func reads() async throws {
    let fixture = try fixture(service: .apple, urls: [:])
    _ = try await fixture.client.assets()
    let list = try #require(fixture.transport.requests.last)
    #expect(list.headerFields[.authorization] == "Bearer \(ClientFixture.tokenText)")
    #expect(
      list.maxBodyBytes == 16 << 20 && list.deadline == .seconds(60) && !list.usesFreshConnection)
    _ = try await fixture.client.clientConfig()
    let config = try #require(fixture.transport.requests.last)
    #expect(config.maxBodyBytes == 1 << 20 && config.deadline == .seconds(20))
    #expect(config.method == .get && config.body == nil)
  }

  @Test("without a token only what needs none can be asked, and nothing is sent otherwise")
  func noToken() async throws {
    let transport = ScriptedTransport { _, _ in .json("{}") }
    let client = APIClient(
      service: .apple, token: nil, transport: transport, clock: JumpingClock(),
      now: { Date(timeIntervalSince1970: 0) })
    _ = try await client.serviceConfig()
    let error = await #expect(throws: APIError.self) { try await client.clientConfig() }
    #expect(error?.isTokenProblem == true)
    #expect(transport.requests.count == 1)
  }

  @Test("an answer of another location is refused, and told to nobody")
  func otherLocation() async throws {
    let fixture = try ClientFixture { _, index in .json(#"{"uId":"\#(index < 2 ? 1 : 2)"}"#) }
    _ = try await fixture.client.clientConfig()
    _ = try await fixture.client.clientConfig()
    let error = await #expect(throws: APIError.self) { try await fixture.client.clientConfig() }
    #expect(error?.kind == .wrongLocation)
    #expect(fixture.seen.all.map(\.uID) == ["1", "1"])
    let bound = try ClientFixture([.success(.json(#"{"uId":"1"}"#))])
    bound.client.bind(uID: "9")
    await #expect(throws: APIError.self) { try await bound.client.clientConfig() }
  }

  @Test("the owner beside an error is told too")
  func ownerOnErrors() async throws {
    let body = #"{"errorNumber":9637,"uId":"1","mdmInfo":{"id":"x","name":"n","metadata":""}}"#
    let fixture = try ClientFixture([.success(.status(403, body))])
    await #expect(throws: APIError.self) { try await fixture.client.clientConfig() }
    #expect(fixture.seen.all.map(\.mdmInfo?.id) == ["x"])
  }

  @Test(
    "the invitation link takes the code where the template has its place",
    arguments: [
      (
        "https://buy.itunes.apple.com/x?inviteCode=%25inviteCode%25&mt=8",
        "https://buy.itunes.apple.com/x?inviteCode=a%2Fb&mt=8"
      ),
      ("https://any.example/%25inviteCode%25", "https://any.example/a%2Fb"),
      ("http://buy.itunes.apple.com/x?inviteCode=%25inviteCode%25", nil), ("https://a/x", nil),
      ("junk", nil),
    ])
  func invitation(template: String, expected: String?) async throws {
    let fixture = try fixture(service: .apple, urls: ["invitationEmail": template])
    #expect(try await fixture.client.invitationURL(code: "a/b") == expected)
    #expect(fixture.client.requestCount == 1, "the link itself is never requested")
  }
}
