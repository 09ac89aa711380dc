import AppsAndBooks
import Foundation
import Testing

/// Reading a content token, and keeping it to itself.
struct ContentTokenTests {
  private static let inner = "aW5uZXIgdmFsdWUgb2YgdGhlIHRva2Vu"

  private static func file(_ json: String) -> String { Data(json.utf8).base64EncodedString() }

  private static let whole = file(
    #"{"token":"\#(inner)","expDate":"2030-11-08T22:33:22+0000","orgName":"Lindenhof Schools"}"#)

  private func token(_ text: String) throws(ContentTokenError) -> ContentToken {
    try ContentToken(bytes: Array(text.utf8))
  }

  @Test("a token tells organization and expiry, and goes out exactly as it was downloaded")
  func tellsAll() throws {
    let token = try token(Self.whole)
    #expect(token.organizationName == "Lindenhof Schools")
    #expect(token.expirationDate == Date(timeIntervalSince1970: 1_920_407_602))
    #expect(token.withHeaderValue { $0 } == Self.whole)
    #expect(token.trimmedBytes == Array(Self.whole.utf8))
  }

  @Test(
    "outer white space and a byte order mark are trimmed",
    arguments: [
      "\n\(whole)\n", "\r\n  \(whole)\t\r\n", "\u{FEFF}\(whole)\n\n",
    ])
  func isTrimmed(text: String) throws {
    #expect(try token(text).trimmedBytes == Array(Self.whole.utf8))
  }

  @Test(
    "the expiry is read in every layout",
    arguments: [
      "2030-11-08T22:33:22+0000", "2030-11-08T22:33:22+00:00", "2030-11-08T22:33:22Z",
      "2030-11-08T15:33:22-0700", "2030-11-08T22:33:22.123Z",
    ])
  func expiry(text: String) throws {
    let token = try token(Self.file(#"{"token":"x","expDate":"\#(text)"}"#))
    #expect(token.expirationDate == Date(timeIntervalSince1970: 1_920_407_602))
  }

  @Test(
    "an expiry that can't be read is no error",
    arguments: [
      "", "soon", "2030-13-01T00:00:00Z", "2030-02-30T00:00:00Z", "2030-11-08T22:33:22",
      "2030-11-08",
      "2030-11-08T24:00:00Z", "2030-11-08T22:33:22+00:00x", "٢٠٣٠-11-08T22:33:22Z",
    ])
  func noExpiry(text: String) throws {
    let token = try token(Self.file(#"{"token":"x","expDate":"\#(text)"}"#))
    #expect(token.expirationDate == nil)
    #expect(token.organizationName == "")
  }

  @Test(
    "every way of being wrong has its own name",
    arguments: [
      ("", ContentTokenError.empty),
      (" \n\t", .empty),
      (String(repeating: "A", count: 8_193), .tooLong),
      (#"{"token":"x"}"#, .notEncoded),
      ("\"\(whole)\"", .quoted(position: 1)),
      ("\(whole.prefix(10))'\(whole.dropFirst(10))", .quoted(position: 11)),
      ("\(whole.prefix(20))\n\(whole.dropFirst(20))", .brokenByBlank(position: 21)),
      ("\(whole.prefix(4)) \(whole.dropFirst(4))", .brokenByBlank(position: 5)),
      ("\(whole.prefix(7))ä\(whole.dropFirst(7))", .notBase64(position: 8)),
      (String(whole.dropLast()), .notBase64(position: whole.count - 1)),
      (inner, .innerValue),
      (file("{\"token\":"), .notJSON),
      (file(#"{"token":7}"#), .wrongType(member: "token")),
      (file(#"{"token":"x","orgName":[]}"#), .wrongType(member: "orgName")),
      (file(#"{"token":"x","expDate":1920407602}"#), .wrongType(member: "expDate")),
      (file(#"{"orgName":"x"}"#), .noSecret),
      (file(#"{"token":null}"#), .noSecret),
      (file(#"{"token":""}"#), .noSecret),
    ])
  func wrong(text: String, error: ContentTokenError) {
    #expect(throws: error) { try token(text) }
  }

  @Test(
    "no error text echoes what was given, praises or scolds",
    arguments: [
      ContentTokenError.empty, .tooLong, .notEncoded, .quoted(position: 1),
      .brokenByBlank(position: 2),
      .notBase64(position: 3), .innerValue, .notJSON, .wrongType(member: "orgName"), .noSecret,
    ])
  func tone(error: ContentTokenError) {
    Tone.check(error.description)
  }

  @Test("nothing that describes a value shows the token or what is inside")
  func redacted() throws {
    let token = try token(Self.whole)
    var dumped = ""
    dump(token, to: &dumped)
    let shown = dumped + "\(token)" + String(reflecting: token) + String(describing: [token])
    #expect(!shown.contains(Self.whole.prefix(8)) && !shown.contains(Self.inner.prefix(8)))
    #expect("\(token)" == "[content token]")
  }
}
