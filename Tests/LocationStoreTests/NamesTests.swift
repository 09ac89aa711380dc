import AppsAndBooks
import FoundationEssentials
import HTTPTypes
import TestSupport
import Testing

@testable import LocationStore

/// Names from the metadata lookup: what it tells without the token, and with it where a person wants that.
struct NamesTests {
  private static let publicApp = AdamID(rawValue: "1")
  private static let customApp = AdamID(rawValue: "2")

  /// Apple's lookup: a custom app is told only to who shows the token, and with `breaks` that one is not reached.
  private static func lookup(breaks: Bool = false) -> ScriptedTransport {
    ScriptedTransport { request, _ in
      guard let cookie = request.headerFields[.cookie] else {
        return .json(#"{"results": {"1": {"name": "Skizze Pro"}}}"#)
      }
      if breaks { throw TransportError(kind: .tls, mayHaveBeenSent: false, reason: "refused") }
      #expect(cookie.hasPrefix("itvt="))
      #expect(request.url.hasPrefix("https://uclient-api.itunes.apple.com/"))
      #expect(request.parameter("id") == "2", "only what the lookup does not tell without it")
      return .json(#"{"results": {"2": {"name": "Federkiel intern"}}}"#)
    }
  }

  private func store(_ transport: ScriptedTransport, customAppNames: Bool) throws -> LocationStore {
    let token = #"{"token":"c2VjcmV0","expDate":"2030-11-08T22:33:22+0000","orgName":"O"}"#
    let board = StatusBoard(clientID: nil, now: { StoreBench.today })
    let client = APIClient(
      service: .apple,
      token: try ContentToken(bytes: Array(Data(token.utf8).base64EncodedString().utf8)),
      transport: transport, clock: ImmediateClock(), now: { StoreBench.today },
      random: FixedRandom(), namesCustomApps: customAppNames)
    return LocationStore(
      location: LocationIdentity(uID: "u", name: "campus-nord", organization: "O"), client: client,
      cache: nil, board: board, clock: ImmediateClock(), now: { StoreBench.today })
  }

  @Test("a custom app stays an adam ID unless customAppNames is set", arguments: [false, true])
  func custom(isWanted: Bool) async throws {
    let transport = Self.lookup()
    let store = try store(transport, customAppNames: isWanted)
    await store.lookUpNames(of: [Self.publicApp, Self.customApp], nil)
    let names = await store.names.entries
    #expect(names[Self.publicApp]?.name == "Skizze Pro")
    #expect(names[Self.customApp]?.name == (isWanted ? "Federkiel intern" : nil))
    #expect(transport.requests.count == (isWanted ? 2 : 1))
    #expect(transport.requests.count { $0.headerFields[.cookie] != nil } == (isWanted ? 1 : 0))
  }

  @Test("where only the second lookup fails, the first answer stands and the rest is asked again")
  func broken() async throws {
    let transport = Self.lookup(breaks: true)
    let store = try store(transport, customAppNames: true)
    await store.lookUpNames(of: [Self.publicApp, Self.customApp], nil)
    let names = await store.names
    #expect(names.entries[Self.publicApp]?.name == "Skizze Pro")
    #expect(
      names.due([Self.publicApp, Self.customApp], now: StoreBench.today) == [Self.customApp])
  }
}
