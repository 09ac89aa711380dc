import AppsAndBooks
import Foundation
import Testing

@testable import AppsAndBooks

/// The scanner against `JSONDecoder` on thousands of damaged bodies: the same value, or both refuse.
///
/// `JSONDecoder` passes over trailing commas, and anything wrong in what nobody reads; so a body must also be JSON by a
/// plain reading of the grammar (`StrictJSON`), in which no object names a member twice.
struct ScannerDifferentialTests {
  private struct RowWire: Decodable {
    var adamId: String
    var pricingParam: String?
    var clientUserId: String?
    var serialNumber: String?

    var assignment: Assignment? {
      let user = clientUserId.flatMap { $0.isEmpty ? nil : $0 }
      let serial = serialNumber.flatMap { $0.isEmpty ? nil : $0 }
      guard !adamId.isEmpty, (user == nil) != (serial == nil) else { return nil }
      let param = pricingParam.flatMap { $0.isEmpty ? nil : PricingParam(rawValue: $0) }
      return Assignment(
        asset: AssetID(AdamID(rawValue: adamId), param ?? .standard),
        holder: serial.map { .device(SerialNumber(rawValue: $0)) }
          ?? .clientUser(ClientUserID(rawValue: user ?? "")))
    }
  }

  private struct PageWire: Decodable {
    var assignments: [RowWire]?
    var currentPageIndex: Int?
    var nextPageIndex: Int?
    var totalPages: Int?
    var size: Int?
    var versionId: String?
    var uId: String?
    /// Whether the member with the rows is there, be it null.
    var namesRows: Bool

    enum CodingKeys: CodingKey {
      case assignments, currentPageIndex, nextPageIndex, totalPages, size, versionId, uId
    }

    init(from decoder: any Decoder) throws {
      let body = try decoder.container(keyedBy: CodingKeys.self)
      assignments = try body.decodeIfPresent([RowWire].self, forKey: .assignments)
      currentPageIndex = try body.decodeIfPresent(Int.self, forKey: .currentPageIndex)
      nextPageIndex = try body.decodeIfPresent(Int.self, forKey: .nextPageIndex)
      totalPages = try body.decodeIfPresent(Int.self, forKey: .totalPages)
      size = try body.decodeIfPresent(Int.self, forKey: .size)
      versionId = try body.decodeIfPresent(String.self, forKey: .versionId)
      uId = try body.decodeIfPresent(String.self, forKey: .uId)
      namesRows = body.contains(.assignments)
    }
  }

  private enum Outcome: Equatable {
    case refused
    case page([Assignment], [Int?], [String?])
  }

  private func reference(_ body: [UInt8]) -> Outcome {
    guard let wire = try? JSONDecoder().decode(PageWire.self, from: Data(body)) else {
      return .refused
    }
    let rows = (wire.assignments ?? []).map(\.assignment)
    guard !rows.contains(nil) else { return .refused }
    let paging: [Any?] = [
      wire.currentPageIndex, wire.nextPageIndex, wire.totalPages, wire.size, wire.versionId,
    ]
    guard wire.namesRows || paging.contains(where: { $0 != nil }) else { return .refused }
    return .page(
      rows.compactMap { $0 },
      [wire.currentPageIndex, wire.nextPageIndex, wire.totalPages, wire.size],
      [wire.versionId, wire.uId])
  }

  private func scanned(_ body: [UInt8]) -> (Outcome, String) {
    do {
      guard case .answer(let page, let meta) = try ListBody.assignments(body) else {
        return (.refused, "error body")
      }
      let paging = page.paging
      return (
        .page(
          page.assignments,
          [paging.currentPageIndex, paging.nextPageIndex, paging.totalPages, paging.size],
          [paging.versionID, meta.uID]), ""
      )
    } catch {
      return (.refused, error.reason)
    }
  }

  private static let seeds = [
    #"{"assignments":[{"adamId":"361309726","pricingParam":"STDQ","serialNumber":"F9FZK2Q0PLK4"},{"adamId":"431617578","pricingParam":"PLUS","clientUserId":"emp-0042"}],"currentPageIndex":0,"nextPageIndex":1,"totalPages":2,"size":2,"versionId":"c0d9a8f2","uId":"3051772900118402"}"#,
    #"{ "size" : 5.0 , "uId" : "\u00e4\ud83d\ude00" , "assignments" : [ { "clientUserId" : "\"\\\/\b\f\n\r\t" , "adamId" : "1" } , {"serialNumber":"ßé€😀","adamId":"2","pricingParam":null,"x":{"y":[1,-2.5e3,true,false,null,"z"]}} ] , "totalPages" : 1e2 }"#,
    #"{"assignments":[],"nextPageIndex":null,"versionId":null,"currentPageIndex":-3}"#,
  ]

  @Test("damaged bodies give the same value or are refused by both", arguments: 0..<8)
  func mutations(seed: Int) {
    var random = SeededRandom(seed: UInt64(seed) &* 7919 &+ 1)
    var taken = 0
    for _ in 0..<1_500 {
      let body = Self.mutated(Array(Self.seeds.randomElement(using: &random)!.utf8), &random)
      let (found, reason) = scanned(body)
      let expected = StrictJSON.isObject(body) ? reference(body) : .refused
      #expect(
        found == expected, "\(String(decoding: body, as: UTF8.self)): \(reason)")
      if found != .refused { taken += 1 }
    }
    // Most damage is fatal; if all or none were, the test would prove nothing.
    #expect((100...1_400).contains(taken))
  }

  private static let pieces = [
    "\"", "\\", "{", "}", "[", "]", ",", ":", "null", "true", "0", "-", ".", "e9", " ", "\n",
    "\\u00e4",
    "\\ud800", "\"adamId\":\"7\"", ",\"clientUserId\":\"u\"", "\"serialNumber\"", "ä", "\u{0}",
    "12345678901234567890",
  ].map { Array($0.utf8) }

  /// One to three changes: a byte changed, dropped, doubled, a stretch moved, a piece of JSON put in.
  private static func mutated(_ body: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
    var body = body
    for _ in 0..<Int.random(in: 1...3, using: &random) where body.count > 4 {
      let place = Int.random(in: 0..<body.count, using: &random)
      switch Int.random(in: 0..<6, using: &random) {
      case 0: body[place] = UInt8.random(in: 0...255, using: &random)
      case 1: body[place] ^= 1 << UInt8.random(in: 0..<7, using: &random)
      case 2:
        body.removeSubrange(place..<min(body.count, place + Int.random(in: 1...12, using: &random)))
      case 3: body.insert(contentsOf: pieces.randomElement(using: &random) ?? [], at: place)
      case 4: body.insert(contentsOf: body[place..<min(body.count, place + 20)], at: place)
      default: body.removeLast(min(body.count - 1, Int.random(in: 1...8, using: &random)))
      }
    }
    return body
  }
}

/// A small generator whose sequence a seed fixes (SplitMix64).
struct SeededRandom: RandomNumberGenerator, Sendable {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
    return value ^ value >> 31
  }
}
