import AppsAndBooks
import Foundation
import HTTPTypes
import Testing
import TestSupport

@testable import AppsAndBooks

/// What becomes of the one attempt to send a change: every row of reliability.md section 8.2.
struct PostOutcomeTests {
  private static let request = ManageAssetsRequest(
    assets: [AssetID(AdamID(rawValue: "1"))], serialNumbers: [SerialNumber(rawValue: "S")])

  private func outcome(
    _ answer: Result<TransportResponse, TransportError>, uID: String? = nil
  ) async throws -> (PostOutcome, ClientFixture) {
    let fixture = try ClientFixture([answer])
    if let uID { fixture.client.bind(uID: uID) }
    let outcome = await APIWriter(fixture.client).associate(Self.request)
    #expect(fixture.client.requestCount == 1, "sent more than once")
    return (outcome, fixture)
  }

  @Test(
    "without a connection nothing was sent, and it may be sent again",
    arguments: [
      TransportError.Kind.nameLookup, .connect, .proxy,
    ])
  func notSent(kind: TransportError.Kind) async throws {
    let error = TransportError(kind: kind, mayHaveBeenSent: false, reason: "connection refused")
    let (outcome, _) = try await outcome(.failure(error))
    #expect(
      outcome
        == .notSent(
          reason: "connection refused",
          repeatable: RepeatRule(repeats: 3, base: .seconds(2), cap: .seconds(30))))
  }

  @Test("a certificate that is not trusted: not sent, and not again by itself")
  func tls() async throws {
    let error = TransportError(kind: .tls, mayHaveBeenSent: false, reason: "not trusted")
    #expect(
      try await outcome(.failure(error)).0 == .notSent(reason: "not trusted", repeatable: nil))
  }

  @Test(
    "once a byte may have left, a broken exchange is unknown",
    arguments: [
      TransportError.Kind.closed, .timeout, .tooLarge, .notHTTP,
    ])
  func broken(kind: TransportError.Kind) async throws {
    let error = TransportError(kind: kind, mayHaveBeenSent: true, reason: "the line broke")
    #expect(try await outcome(.failure(error)).0 == .unknown(reason: "the line broke"))
  }

  @Test("an event id means taken, and what stands beside it is passed on")
  func accepted() async throws {
    let body = #"{"eventId":"e-1","uId":"7","mdmInfo":{"id":"x","name":"n","metadata":"m"}}"#
    let (outcome, fixture) = try await outcome(.success(.json(body)))
    guard case .accepted(let id, let meta) = outcome else { throw Unexpected(outcome) }
    #expect(id.rawValue == "e-1" && meta.mdmInfo?.id == "x")
    #expect(fixture.seen.all == [meta])
  }

  private struct Unexpected: Error {
    init(_ outcome: PostOutcome) {}
  }

  @Test(
    "an answer with 200 that names no event is unknown",
    arguments: [
      "", "{", #"{"eventId":"e-1""#, "<html>", "[]", "{}", #"{"eventId":""}"#, #"{"eventId":null}"#,
      #"{"eventId":7}"#, #"{"eventId":"a","eventId":"b"}"#, #"{"uId":"7"}"#,
      #"{"eventId":"e","errorNumber":9709}"#,
    ])
  func unreadable(body: String) async throws {
    let (outcome, _) = try await outcome(.success(.json(body)))
    guard case .unknown = outcome else { throw Unexpected(outcome) }
  }

  @Test(
    "numbers that say «later» may be repeated by rule, at any status",
    arguments: [
      (9646, 429, 5), (9646, 200, 5), (9729, 503, 3), (9644, 503, 3), (9644, 200, 3),
    ])
  func later(number: Int, status: Int, repeats: Int) async throws {
    let response = TransportResponse.status(
      status, retryAfter: "7", #"{"errorNumber":\#(number),"errorMessage":"later"}"#)
    let (outcome, _) = try await outcome(.success(response))
    guard case .rejected(let error, .some(let rule)) = outcome else { throw Unexpected(outcome) }
    #expect(error.number?.rawValue == number)
    #expect(rule.repeats == repeats && rule.base == .seconds(2) && rule.cap == .seconds(60))
    #expect(rule.retryAfter == .wait(.seconds(7)))
  }

  @Test(
    "every other number of the service means: nothing was processed, and not again by itself",
    arguments: [
      (9603, 500), (9601, 401), (9621, 401), (9622, 200), (9625, 401), (9722, 401), (9637, 403),
      (9647, 403),
      (9634, 410), (9700, 400), (9701, 400), (9702, 400), (9703, 400), (9704, 400), (9705, 400),
      (9714, 400),
      (9715, 400), (9718, 400), (9719, 400), (9720, 400), (9609, 400), (9706, 400), (9707, 400),
      (9717, 400),
      (9727, 415), (9999, 400), (9999, 200),
    ])
  func rejected(number: Int, status: Int) async throws {
    let response = TransportResponse.status(
      status, #"{"errorNumber":\#(number),"errorMessage":"no"}"#)
    let (outcome, _) = try await outcome(.success(response))
    guard case .rejected(let error, repeatable: nil) = outcome else { throw Unexpected(outcome) }
    #expect(error.number?.rawValue == number && error.status == status)
    #expect(error.operation == "Associate Assets")
  }

  @Test("an unknown number with a server's status is unknown")
  func unknownNumber() async throws {
    let (outcome, _) = try await outcome(.success(.status(500, #"{"errorNumber":9999}"#)))
    guard case .unknown = outcome else { throw Unexpected(outcome) }
  }

  @Test(
    "a status without the service's body is unknown, a redirect too",
    arguments: [
      301, 302, 307, 308, 401, 403, 407, 429, 500, 502, 503, 504, 520,
    ])
  func statusAlone(status: Int) async throws {
    for body in ["", "<html></html>", "{}", #"{"eventId":"e-1"}"#, #"{"errorNumber":0}"#] {
      let (outcome, _) = try await outcome(.success(.status(status, body)))
      guard case .unknown(let reason) = outcome else { throw Unexpected(outcome) }
      #expect(reason.contains("\(status)"))
    }
  }

  @Test("an answer of another location is unknown, and its owner is not taken for ours")
  func wrongLocation() async throws {
    let body = #"{"eventId":"e-1","uId":"8"}"#
    let (outcome, fixture) = try await outcome(.success(.json(body)), uID: "7")
    guard case .unknown(let reason) = outcome else { throw Unexpected(outcome) }
    #expect(reason.contains("another location") && fixture.seen.all.isEmpty)
  }

  @Test("a change that is called off before its turn is not sent")
  func calledOff() async throws {
    let fixture = try ClientFixture([.success(.json("{}"))])
    let writer = APIWriter(fixture.client)
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return await writer.associate(Self.request)
    }
    guard case .notSent = await task.value else { throw Unexpected(await task.value) }
    #expect(fixture.transport.requests.isEmpty)
  }

  @Test("Client Config answers at once")
  func clientConfig() async throws {
    let body = #"{"uId":"7","mdmInfo":{"id":"x","name":"n","metadata":"m"}}"#
    let fixture = try ClientFixture([.success(.json(body))])
    let outcome = await APIWriter(fixture.client).setClientConfig(
      mdmInfo: MDMInfo(id: "x", name: "n", metadata: "m"))
    guard case .answered(let config) = outcome else { throw Unexpected(outcome) }
    #expect(config.meta.mdmInfo?.id == "x")
  }

  @Test(
    "every change is one POST as JSON on a connection of its own, with the token",
    arguments: [
      "/assets/associate", "/assets/disassociate", "/assets/revoke", "/users/create",
      "/users/update",
      "/users/retire", "/client/config",
    ])
  func wire(path: String) async throws {
    let fixture = try ClientFixture([.success(.json(#"{"eventId":"e"}"#))])
    let writer = APIWriter(fixture.client)
    let users = [UserChange(id: ClientUserID(rawValue: "u"))]
    switch path {
    case "/assets/associate": _ = await writer.associate(Self.request)
    case "/assets/disassociate": _ = await writer.disassociate(Self.request)
    case "/assets/revoke":
      _ = await writer.revoke(RevokeAssetsRequest(clientUserIDs: [users[0].id]))
    case "/users/create": _ = await writer.createUsers(users)
    case "/users/update": _ = await writer.updateUsers(users)
    case "/users/retire": _ = await writer.retireUsers(users)
    default: _ = await writer.setClientConfig(mdmInfo: MDMInfo(id: "", name: "", metadata: ""))
    }
    let request = try #require(fixture.transport.requests.first)
    #expect(request.method == .post && request.usesFreshConnection)
    #expect(request.url == "https://vpp.itunes.apple.com/mdm/v2\(path)")
    #expect(request.headerFields[.contentType] == "application/json")
    #expect(request.headerFields[.authorization] == "Bearer \(ClientFixture.tokenText)")
    #expect(request.maxBodyBytes == 1 << 20)
    #expect(request.deadline == (path == "/client/config" ? .seconds(30) : .seconds(60)))
    #expect(!"\(request)".contains(ClientFixture.tokenText.prefix(8)))
  }
}
