import AppsAndBooks
import Foundation
import Testing

/// The service's numbers and the texts of errors.
struct ErrorTests {
  /// Every number of the table in service-api.md section 12 that this product can meet.
  private static let numbers =
    [
      9601, 9602, 9603, 9609, 9621, 9622, 9623, 9625, 9634, 9635, 9637, 9641, 9644, 9646, 9647,
      9650,
    ]
    + Array(9700...9729)

  @Test("every number of the service has a text of its own", arguments: numbers)
  func known(number: Int) {
    let number = ServiceErrorNumber(rawValue: number)
    #expect(number.isKnown)
    Tone.check(number.advice)
    #expect(number.advice != ServiceErrorNumber(rawValue: 1).advice)
  }

  @Test("an unknown number is kept and shown with the service's text")
  func unknown() {
    let error = APIError(
      operation: "Get Assets",
      kind: .service(ServiceErrorNumber(rawValue: 9999), message: "Something new"), status: 400)
    #expect(error.number?.rawValue == 9999)
    #expect(error.description.contains("9999") && error.description.contains("Something new"))
    #expect(error.logText == "Get Assets: service 9999 status 400")
  }

  @Test(
    "errors sort into token, permission and not reached",
    arguments: [
      (9601, 401, "token"), (9621, 401, "token"), (9622, 200, "token"), (9625, 401, "token"),
      (9722, 401, "token"), (9999, 401, "token"), (9637, 403, "permission"),
      (9647, 403, "permission"),
      (9634, 410, "permission"), (9603, 500, "unreachable"), (9646, 429, "unreachable"),
      (9729, 503, "unreachable"), (9708, 400, "other"), (9721, 400, "other"),
    ])
  func sorts(number: Int, status: Int, expected: String) {
    let error = APIError(
      operation: "x", kind: .service(ServiceErrorNumber(rawValue: number), message: ""),
      status: status)
    #expect(Self.sort(error) == expected)
  }

  @Test(
    "statuses without the service's body sort as well",
    arguments: [
      (401, "token"), (403, "permission"), (302, "unreachable"), (407, "unreachable"),
      (502, "unreachable"),
    ])
  func sorts(status: Int, expected: String) {
    #expect(
      Self.sort(APIError(operation: "x", kind: .http(status: status), status: status)) == expected)
  }

  private static func sort(_ error: APIError) -> String {
    if error.isTokenProblem { return "token" }
    if error.isPermissionProblem { return "permission" }
    return error.isUnreachable ? "unreachable" : "other"
  }

  @Test(
    "every kind of error speaks in the tone of the house",
    arguments: [
      APIError.Kind.http(status: 302), .http(status: 401), .http(status: 403), .http(status: 407),
      .http(status: 404), .http(status: 429), .http(status: 502),
      .transport(
        TransportError(kind: .connect, mayHaveBeenSent: false, reason: "connection refused")),
      .notApple("it is HTML at byte 1"), .paging("after page 3 it names page 2"), .wrongLocation,
      .pause("Apple asks to be left alone until 2026-08-19T09:36:00Z"),
    ])
  func tone(kind: APIError.Kind) {
    let error = APIError(operation: "Get Assets", kind: kind)
    Tone.check(error.description)
    #expect(error.description.contains("Get Assets") || kind == .wrongLocation)
  }

  @Test(
    "Retry-After is read in all its forms",
    arguments: [
      ("120", RetryAfter.wait(.seconds(120))), (" 0 ", .wait(.zero)), ("-5", .wait(.zero)),
      ("86400", .wait(.seconds(86_400))),
      ("1796774400", .until(Date(timeIntervalSince1970: 1_796_774_400))),
      ("1796774400000", .until(Date(timeIntervalSince1970: 1_796_774_400))),
      ("Sun, 06 Nov 1994 08:49:37 GMT", .until(Date(timeIntervalSince1970: 784_111_777))),
    ])
  func retryAfter(header: String, expected: RetryAfter) {
    #expect(RetryAfter(header: header) == expected)
  }

  @Test(
    "a Retry-After that says nothing is passed over",
    arguments: [
      "", "soon", "1.5", "12 s", "Sunday", "Sun, 06 Foo 1994 08:49:37 GMT",
      "9999999999999999999999",
      "Sun, 06 Nov 1994 25:49:37 GMT",
    ])
  func noRetryAfter(header: String) {
    #expect(RetryAfter(header: header) == nil)
  }

  @Test("a moment in the past is no pause, one far ahead does not overflow")
  func pauses() {
    let now = Date(timeIntervalSince1970: 1_000)
    #expect(RetryAfter.until(Date(timeIntervalSince1970: 900)).pause(from: now) == .zero)
    #expect(RetryAfter.until(Date(timeIntervalSince1970: 1_090)).pause(from: now) == .seconds(90))
    #expect(RetryAfter.until(Date(timeIntervalSince1970: 1e300)).pause(from: now) == .seconds(1e9))
  }
}
