import AppsAndBooks
import Testing

@testable import AppsAndBooks

/// What the scanner of list bodies takes, and what it refuses and where.
struct PageScannerTests {
  private func rows(_ body: String) throws -> [Assignment] {
    guard case .answer(let page, _) = try ListBody.assignments(Array(body.utf8)) else { return [] }
    return page.assignments
  }

  private func reason(_ body: String) -> String {
    do {
      _ = try ListBody.assignments(Array(body.utf8))
      return "taken"
    } catch {
      return error.reason
    }
  }

  private static let row = #"{"adamId":"1","serialNumber":"S"}"#

  @Test(
    "a row may name its members in any order, whatever stands between",
    arguments: [
      #"{"adamId":"1","pricingParam":"STDQ","serialNumber":"S"}"#,
      #"{"serialNumber":"S","pricingParam":"STDQ","adamId":"1"}"#,
      #"{"pricingParam":"STDQ","adamId":"1","userStatus":"x","serialNumber":"S","idHash":null}"#,
      #"{"adamId":"1","clientUserId":null,"serialNumber":"S"}"#,
      #"{"adamId":"1","a":{"adamId":"2","adamId2":[{"serialNumber":"T"}]},"serialNumber":"S"}"#,
      "{\t\"adamId\"\r\n:\n\"1\" ,\"serialNumber\":\"\\u0053\" }",
      #"{"adamId":"1","serialNumber":"S","x1":1,"x2":-0.5e+3,"x3":true,"x4":false,"x5":[],"x6":{}}"#,
    ])
  func anyOrder(row: String) throws {
    #expect(
      try rows(#"{"assignments":[\#(row)],"more":1}"#) == [
        Assignment(
          asset: AssetID(AdamID(rawValue: "1")), holder: .device(SerialNumber(rawValue: "S")))
      ])
  }

  @Test(
    "names as long as others but different are unknown members",
    arguments: [
      "adamIe", "adamID", "pricingParan", "clientUserIe", "serialNumbes", "xerialNumber", "",
    ])
  func nearNames(name: String) throws {
    #expect(
      try rows(#"{"assignments":[{"\#(name)":"7","adamId":"1","serialNumber":"S"}]}"#).count == 1)
    #expect(
      reason(#"{"assignments":[{"\#(name)":"7","adamId":"1"}]}"#)
        == "a row has no holder at byte 17")
  }

  @Test("texts of every length around the word size keep their value", arguments: 0...40)
  func lengths(length: Int) throws {
    let text = String("abcdefghijklmnopqrstuvwxyz0123456789äöü€".prefix(length)) + "z"
    let found = try rows(#"{"assignments":[{"adamId":"1","clientUserId":"\#(text)"}]}"#)
    #expect(found.first?.holder == .clientUser(ClientUserID(rawValue: text)))
  }

  @Test(
    "what a page lacks or has wrongly is named with its place",
    arguments: [
      (#"{"assignments":[{"serialNumber":"S"}]}"#, "a row has no adamId at byte 17"),
      (#"{"assignments":[{"adamId":null,"serialNumber":"S"}]}"#, "a row has no adamId at byte 17"),
      (#"{"assignments":[{"adamId":"","serialNumber":"S"}]}"#, "a row has no adamId at byte 17"),
      (#"{"assignments":[\#(row),{"adamId":"1"}]}"#, "a row has no holder at byte 51"),
      (
        #"{"assignments":[{"adamId":"1","serialNumber":"S","clientUserId":"u"}]}"#,
        "a row has two holders at byte 17"
      ),
      (
        #"{"assignments":[{"adamId":1,"serialNumber":"S"}]}"#,
        "a member has another type than it should at byte 27"
      ),
      (
        #"{"assignments":[{"adamId":"1","adamId":"1","serialNumber":"S"}]}"#,
        "an object names a member twice at byte 31"
      ),
      (
        #"{"assignments":[{"adamId":"1","serialNumber":"S","x":1,"x":2}]}"#,
        "an object names a member twice at byte 56"
      ),
      (
        #"{"assignments":[{"adamId":"1","serialNumber":"S","x":{"a":1,"\u0061":2}}]}"#,
        "an object names a member twice at byte 61"
      ),
      (#"{"uId":"1","assignments":[],"uId":"1"}"#, "an object names a member twice at byte 29"),
      (#"{"mdmInfo":{"id":"a","id":"a"}}"#, "an object names a member twice at byte 22"),
      (#"{"assignments":[7]}"#, "a row is no object at byte 17"),
      (#"{"assignments":[null]}"#, "a row is no object at byte 17"),
      (#"{"assignments":{}}"#, "a member has another type than it should at byte 16"),
      (#"{"totalPages":"2"}"#, "a member has another type than it should at byte 15"),
      (#"{"totalPages":2.5}"#, "a number is not a whole one or too large at byte 15"),
      (
        #"{"totalPages":99999999999999999999}"#,
        "a number is not a whole one or too large at byte 15"
      ),
      (#"{"totalPages":1e400}"#, "a number is not a whole one or too large at byte 15"),
      (#"{"totalPages":01}"#, "there is a number that JSON has not at byte 15"),
      (#"{"totalPages":-}"#, "there is a number that JSON has not at byte 16"),
      (#"{"totalPages":1.}"#, "there is a number that JSON has not at byte 17"),
      (#"{"uId":true}"#, "a member has another type than it should at byte 8"),
      (#"{"x":nul}"#, "there is a character that JSON has not at byte 6"),
      (#"{"x":"\q"}"#, "there is an escape that JSON has not at byte 7"),
      (#"{"x":"\ud800"}"#, "there is an escape that JSON has not at byte 13"),
      (#"{"x":"\udc00"}"#, "there is an escape that JSON has not at byte 7"),
      (#"{"x":"\u00g0"}"#, "there is an escape that JSON has not at byte 7"),
      ("{\"x\":\"a\u{1}b\"}", "there is a control character in a text at byte 8"),
      (#"{"a":1,}"#, "there is a character that JSON has not at byte 8"),
      (#"{"a":[1,]}"#, "there is a character that JSON has not at byte 9"),
      (#"{"a" 1}"#, "there is a character that JSON has not at byte 6"),
      (#"{"a":1} x"#, "something follows the JSON object at byte 9"),
      (#"[]"#, "it is no JSON object at byte 1"),
      ("\n<!DOCTYPE html>", "it is HTML at byte 2"),
    ])
  func refused(body: String, expected: String) {
    #expect(reason(body) == expected)
  }

  @Test(
    "bytes that are not UTF-8 are refused, in a row and beside it",
    arguments: [
      #"{"assignments":[{"adamId":"1","serialNumber":"S_"}]}"#, #"{"x":"_______________"}"#,
    ])
  func notUTF8(body: String) {
    for bad: [UInt8] in [
      [0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xC0, 0x80], [0xF4, 0x90, 0x80, 0x80],
    ] {
      let bytes = body.utf8.flatMap { $0 == UInt8(ascii: "_") ? bad : [$0] }
      #expect(throws: BodyError.self) { try ListBody.assignments(bytes) }
    }
  }

  @Test("nesting is taken to a depth and refused beyond it")
  func depth() {
    func nested(_ depth: Int) -> String {
      #"{"size":0,"x":"# + String(repeating: "[", count: depth)
        + String(repeating: "]", count: depth) + "}"
    }
    #expect(reason(nested(500)) == "taken")
    #expect(reason(nested(600)).hasPrefix("it is nested too deeply"))
    #expect(reason(nested(200_000)).hasPrefix("it is nested too deeply"))
  }

  @Test("a body cut anywhere is refused as cut")
  func cut() throws {
    let body = Array(
      #"{"assignments":[{"adamId":"1","pricingParam":"STDQ","clientUserId":"\u00fcä"}],"size":1,"x":[true,-1.5e3]}"#
        .utf8)
    for end in 0..<body.count {
      let error = #expect(throws: BodyError.self) { try ListBody.assignments(Array(body[..<end])) }
      // Between a letter's two bytes the rest is not UTF-8, or the body is cut: both are right.
      #expect(error?.isCut == true, "cut at \(end): \(error?.reason ?? "")")
    }
  }

  @Test("a member named twice is found among many")
  func manyNames() {
    let names = (0..<3_000).map { #""n\#($0)":0"# }
    #expect(reason(#"{"size":0,"# + names.joined(separator: ",") + "}") == "taken")
    let twice = names + [#""n2999":0"#]
    #expect(
      reason("{" + twice.joined(separator: ",") + "}").hasPrefix("an object names a member twice"))
  }

  @Test(
    "assets and users need their identity too",
    arguments: [
      (#"{"assets":[{"productType":"App"}]}"#, #"{"users":[{"email":"x"}]}"#),
      (#"{"assets":[{"adamId":""}]}"#, #"{"users":[{"clientUserId":""}]}"#),
      (#"{"assets":[{"adamId":null}]}"#, #"{"users":[{"clientUserId":null}]}"#),
      (
        #"{"assets":[{"adamId":"1","adamId":"1"}]}"#,
        #"{"users":[{"clientUserId":"u","clientUserId":"u"}]}"#
      ),
      (#"{"assets":[{"adamId":"1","totalCount":"7"}]}"#, #"{"users":[{"clientUserId":7}]}"#),
      (
        #"{"assets":[{"adamId":"1","revocable":1}]}"#,
        #"{"users":[{"clientUserId":"u","status":true}]}"#
      ),
    ])
  func identity(assets: String, users: String) {
    #expect(throws: BodyError.self) { try ListBody.assets(Array(assets.utf8)) }
    #expect(throws: BodyError.self) { try ListBody.users(Array(users.utf8)) }
  }

  @Test("a row's texts are never more than the page, even with many escapes")
  func manyEscapes() throws {
    let rows = (0..<500).map { #"{"adamId":"\u0031\#($0)","clientUserId":"\ud83d\ude00\#($0)\n"}"# }
    let found = try self.rows(#"{"assignments":[\#(rows.joined(separator: ","))]}"#)
    #expect(found.count == 500)
    #expect(found[499].holder.text == "😀499\n")
    #expect(found[499].asset == AssetID(AdamID(rawValue: "1499")))
  }
}
