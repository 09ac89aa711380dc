import AppsAndBooks
import Foundation
import Testing

@testable import AppsAndBooks

/// The row «JSON reply» of the bad-input matrix (reliability.md section 10), and those beside it: a read refuses the page with its place,
/// a change whose answer is odd is unknown.
struct BadReplyTests {
  private static let decoders: [(String, @Sendable ([UInt8]) throws -> Void)] = [
    ("Get Assets", { _ = try GetAssets().decode($0) }),
    ("Get Assignments", { _ = try GetAssignments().decode($0) }),
    ("Get Users", { _ = try GetUsers().decode($0) }),
    ("Client Config", { _ = try GetClientConfig().decode($0) }),
    ("Service Config", { _ = try GetServiceConfig().decode($0) }),
    ("Event Status", { _ = try GetEventStatus(eventID: EventID(rawValue: "e")).decode($0) }),
    ("changes", { _ = try EventAnswer.decode($0) }),
  ]

  /// What is broken wherever it stands: every endpoint refuses it.
  private static let broken: [(String, String)] = [
    ("NaN", #"{"uId":"1","x":NaN}"#), ("Infinity", #"{"uId":"1","x":-Infinity}"#),
    ("number for a text", #"{"uId":7}"#), ("bool for a text", #"{"uId":true}"#),
    ("array for a text", #"{"uId":[]}"#), ("object for a text", #"{"uId":{}}"#),
    ("array for an object", #"{"mdmInfo":[]}"#), ("text for an object", #"{"mdmInfo":"x"}"#),
    ("a member twice", #"{"uId":"1","x":{"y":1,"y":2}}"#),
    ("a member twice, escaped", #"{"uId":"1","\u0075Id":"1"}"#),
    (
      "depth 1000",
      #"{"x":\#(String(repeating: "[", count: 1000))\#(String(repeating: "]", count: 1000))}"#
    ),
    ("lone surrogate", #"{"uId":"\ud800"}"#), ("other half alone", #"{"uId":"\udc00x"}"#),
    ("text for a number", #"{"errorNumber":"9622","errorMessage":"x"}"#),
    ("number that is none", #"{"uId":"1","x":1e}"#), ("cut", #"{"uId":"1","x":[1,"#),
    ("two objects", #"{"uId":"1"}{"uId":"1"}"#), ("HTML", "<html>"), ("nothing", ""),
  ]

  @Test("What is broken is refused by every endpoint", arguments: broken)
  func refuses(name: String, body: String) {
    for (endpoint, decode) in Self.decoders {
      #expect(throws: BodyError.self, "\(endpoint): \(name)") { try decode(Array(body.utf8)) }
    }
  }

  /// Members of the wrong type in rows and counts, with the endpoint that has them.
  private static let wrong: [(String, String)] = [
    ("Get Assets", #"{"assets":[{"pricingParam":"STDQ"}]}"#),
    ("Get Assets", #"{"assets":[{"adamId":null}]}"#),
    ("Get Assets", #"{"assets":[{"adamId":361309726}]}"#),
    ("Get Assets", #"{"assets":[{"adamId":"1","totalCount":"7"}]}"#),
    ("Get Assets", #"{"assets":[{"adamId":"1","totalCount":true}]}"#),
    ("Get Assets", #"{"assets":[{"adamId":"1","totalCount":1e400}]}"#),
    ("Get Assets", #"{"assets":[{"adamId":"1","totalCount":9223372036854775808}]}"#),
    ("Get Assets", #"{"assets":[{"adamId":"1","totalCount":1.5}]}"#),
    ("Get Assets", #"{"assets":[{"adamId":"1","revocable":1}]}"#),
    ("Get Assets", #"{"assets":[{"adamId":"1","supportedPlatforms":"iOS"}]}"#),
    ("Get Assets", #"{"assets":[[]]}"#), ("Get Assets", #"{"assets":{"adamId":"1"}}"#),
    ("Get Assignments", #"{"assignments":[{"adamId":"1"}]}"#),
    ("Get Assignments", #"{"assignments":[{"serialNumber":"S"}]}"#),
    ("Get Assignments", #"{"assignments":[{"adamId":"1","serialNumber":7}]}"#),
    ("Get Assignments", #"{"assignments":[{"adamId":"1","serialNumber":["S"]}]}"#),
    ("Get Assignments", #"{"assignments":"none"}"#),
    ("Get Assignments", #"{"totalPages":1e400}"#), ("Get Assignments", #"{"totalPages":"2"}"#),
    ("Get Users", #"{"users":[{"email":"x"}]}"#),
    ("Get Users", #"{"users":[{"clientUserId":7}]}"#),
    ("Get Users", #"{"users":[{"clientUserId":"u","status":false}]}"#),
    ("Event Status", #"{"uId":"1"}"#), ("Event Status", #"{"eventStatus":null}"#),
    ("Event Status", #"{"eventStatus":7}"#),
    ("Event Status", #"{"eventStatus":"FAILED","numRequested":"16"}"#),
    ("Event Status", #"{"eventStatus":"FAILED","numRequested":1e400}"#),
    ("Event Status", #"{"eventStatus":"FAILED","failures":{}}"#),
  ]

  @Test("A member of another type refuses the page with its place", arguments: wrong)
  func refusesTypes(endpoint: String, body: String) throws {
    let decode = try #require(Self.decoders.first { $0.0 == endpoint }).1
    let error = #expect(throws: BodyError.self) { try decode(Array(body.utf8)) }
    #expect(error?.reason.isEmpty == false)
    // A place, never a value.
    #expect(error?.reason.contains("361309726") == false)
  }

  @Test("Negative counts, 2^31 and beyond are taken as they are")
  func oddCounts() throws {
    let body =
      #"{"assets":[{"adamId":"1","assignedCount":-1,"availableCount":2147483648,"#
      + #""totalCount":4,"retiredCount":null}]}"#
    guard case .answer(let page, _) = try GetAssets().decode(Array(body.utf8)) else {
      Issue.record("no answer")
      return
    }
    let asset = page.elements[0]
    #expect(asset.assignedCount == -1 && asset.availableCount == 2_147_483_648)
    #expect(asset.totalCount == 4 && asset.retiredCount == nil && !asset.isUnlimited)
    #expect(asset.countsDisagree)
  }

  @Test(
    "Counts contradict each other where one is negative or the sum is another",
    arguments: [
      (3, 2, 5, 0, false), (3, 2, 6, 1, false), (3, 2, 5, 1, false), (3, 2, 6, 0, true),
      (-1, 6, 5, 0, true), (0, -1, 5, 0, true), (3, 2, nil, 0, false), (nil, nil, 5, nil, false),
      (3, 2, 2_147_483_647, 0, false), (.max, 2, 5, 0, true),
    ] as [(Int?, Int?, Int?, Int?, Bool)])
  func countsDisagree(used: Int?, left: Int?, total: Int?, retired: Int?, isOdd: Bool) {
    let asset = Asset(
      id: AssetID(AdamID(rawValue: "1")), assignedCount: used, availableCount: left,
      totalCount: total, retiredCount: retired)
    #expect(asset.countsDisagree == isOdd)
  }

  @Test("A page of a million rows is read, or refused by its size, in bounded time")
  func manyRows() throws {
    let row = #"{"adamId":"1","serialNumber":"S"},"#
    let body = #"{"assignments":["# + String(repeating: row, count: 1_000_000)
    let bytes = Array(body.utf8.dropLast()) + Array("]}".utf8)
    guard case .answer(let page, _) = try GetAssignments().decode(bytes) else {
      Issue.record("no answer")
      return
    }
    #expect(page.count == 1_000_000)
    #expect(bytes.count > GetAssignments.maxBodyBytes, "the transport ends such an answer")
  }

  @Test(
    "A change whose answer is odd is unknown, whatever is odd about it",
    arguments: broken.filter { !["text for a number", "a member twice, escaped"].contains($0.0) }
      .map(\.1))
  func leavesUnknown(body: String) async throws {
    let fixture = try ClientFixture([
      .success(.status(200, body.replacing("\"uId\":\"1\"", with: "\"eventId\":\"e\"")))
    ])
    let request = ManageAssetsRequest(
      assets: [AssetID(AdamID(rawValue: "1"))], serialNumbers: [SerialNumber(rawValue: "S")])
    let outcome = await APIWriter(fixture.client).associate(request)
    guard case .unknown = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(fixture.client.requestCount == 1)
  }

  @Test(
    "An owner may be null, missing, partial, with more members or with a long name",
    arguments: [
      ("null", nil), (#"{}"#, nil), (#"{"id":null,"name":"x"}"#, nil),
      (#"{"id":"","name":"x","metadata":"y"}"#, nil), (#"{"id":"a"}"#, ""),
      (#"{"id":"a","name":"n","metadata":"m","since":{"year":[2026]}}"#, "n"),
      (
        #"{"id":"a","name":"\#(String(repeating: "x", count: 10_000))"}"#,
        String(repeating: "x", count: 10_000)
      ),
    ] as [(String, String?)])
  func mdmInfo(json: String, name: String?) throws {
    for body in [#"{"uId":"1","mdmInfo":\#(json)}"#, #"{"assets":[],"mdmInfo":\#(json)}"#] {
      let info: MDMInfo? =
        switch (body.contains("assets"), Array(body.utf8)) {
        case (true, let bytes): try meta(GetAssets().decode(bytes)).mdmInfo
        case (false, let bytes): try meta(GetClientConfig().decode(bytes)).mdmInfo
        }
      #expect(info?.name == name)
    }
  }

  private func meta<A>(_ reply: Reply<A>) -> ResponseMeta {
    switch reply {
    case .answer(_, let meta), .failure(_, let meta): meta
    }
  }
}
