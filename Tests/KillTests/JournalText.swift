import Files
import Foundation
import SystemPackage

/// The journal as somebody reads it who does not know the product's code: lines, checksums, JSON.
struct JournalText {
  struct Line {
    var operation: Int
    var request: Int?
    var type: String
    var data: [String: Any]
  }

  /// The operations by their numbers.
  private(set) var operations: [Int: JournalOperation] = [:]
  private var readers: [String: LineReader] = [:]

  /// Takes in what is new in a folder of segments, and says what is wrong with it.
  mutating func read(_ folder: FilePath) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.string)) ?? []
    var problems: [String] = []
    var lines: [Line] = []
    for name in names.sorted() where name.hasSuffix(".log") {
      let known = readers[name]?.count ?? 0
      let new = readers[name, default: LineReader()].readNew(folder.appending(name).string)
      if readers[name]?.isTorn == true { problems.append("\(name) ends with half a line") }
      for (index, text) in new.enumerated() {
        let number = known + index + 1
        if let line = Self.line(text, number) {
          lines.append(line)
        } else {
          problems.append("\(name):\(number) can't be read")
        }
      }
    }
    for line in lines where line.type == "intent" {
      operations[line.operation, default: JournalOperation(line.operation)].begin(line.data)
    }
    for line in lines where line.type != "intent" {
      operations[line.operation, default: JournalOperation(line.operation)].take(line)
    }
    return problems
  }

  private static func line(_ text: Data, _ number: Int) -> Line? {
    let parts = text.split(separator: 32, maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, let length = Int(String(decoding: parts[1], as: UTF8.self)),
      length == parts[2].count,
      UInt32(String(decoding: parts[0], as: UTF8.self), radix: 16)
        == CRC32C.checksum(of: Array(parts[2])[...]),
      let json = try? JSONSerialization.jsonObject(with: Data(parts[2])) as? [String: Any],
      json["seq"] as? Int == number, let operation = json["job"] as? Int,
      let type = json["type"] as? String
    else { return nil }
    return Line(
      operation: operation, request: json["op"] as? Int, type: type,
      data: json["data"] as? [String: Any] ?? [:])
  }
}

/// An asset with a holder, `ID:PARAM` and `u:ID` or `s:SERIAL`; for users the asset is empty.
struct KillPair: Hashable, Comparable, CustomStringConvertible {
  var asset: String
  var holder: String

  var description: String { "\(asset) \(holder)" }
  static func < (a: Self, b: Self) -> Bool { (a.asset, a.holder) < (b.asset, b.holder) }
}

/// A pair or a user, and what is to become of it: `assign`, `reclaim`, `create`, `update` or `retire`.
struct KillWish: Hashable {
  var action: String
  /// For `update` the asset is the e-mail.
  var pair: KillPair

  func isMet(by truth: Set<KillPair>) -> Bool {
    truth.contains(pair) != (action == "reclaim" || action == "retire")
  }
}

/// One operation as the journal's text has it.
struct JournalOperation {
  struct Request {
    /// What it is about, pair by pair.
    var pairs: Set<KillPair>
    /// What a POST of it looks like.
    var key: String
    /// Marks without a proof that nothing was taken.
    var openMarks = 0
    var marks = 0
  }

  let number: Int
  var intents = 0
  /// What it is for: moves are two wishes at once.
  var units: [[KillWish]] = []
  var requests: [Request] = []
  /// Requests that were cut anew after they were tried.
  var earlier: [Request] = []
  var events: [String] = []
  var ends = 0
  var problems: [String] = []
  private var assets: [String] = []
  private var holders: [String] = []
  private var pairs: [KillWish] = []
  private var users: [KillWish] = []

  init(_ number: Int) { self.number = number }

  var allRequests: [Request] { earlier + requests }
  var wishes: [KillWish] { pairs + users }
  var allPairs: Set<KillPair> { Set(wishes.map(\.pair)) }

  mutating func begin(_ data: [String: Any]) {
    intents += 1
    assets = (data["assets"] as? [[String: Any]] ?? []).map {
      "\($0["adamId"] ?? ""):\($0["pricingParam"] ?? "")"
    }
    holders = (data["holders"] as? [[String: Any]] ?? []).map(Self.holder)
    pairs = (data["pairs"] as? [[Int]] ?? []).map { pair in
      KillWish(
        action: pair[2] == 1 ? "assign" : "reclaim",
        pair: KillPair(asset: assets[pair[0]], holder: holders[pair[1]]))
    }
    users = (data["users"] as? [[String: Any]] ?? []).map { user in
      let action = user["action"] as? String ?? ""
      return KillWish(
        action: action,
        pair: KillPair(
          asset: action == "update" ? "\(user["email"] ?? "")" : "",
          holder: "u:\(user["clientUserId"] ?? "")"))
    }
    let moves = data["moves"] as? [[String: Int]] ?? []
    let moved = Set(moves.flatMap(\.values))
    units = moves.map { move in move.values.sorted().map { pairs[$0] } }
    units += pairs.indices.filter { !moved.contains($0) }.map { [pairs[$0]] } + users.map { [$0] }
    requests = (data["requests"] as? [[String: Any]] ?? []).map { request($0) }
  }

  private mutating func request(_ data: [String: Any]) -> Request {
    let verb = data["verb"] as? String ?? ""
    let assets = (data["assets"] as? [Int] ?? []).map { self.assets[$0] }
    let holders = (data["holders"] as? [Int] ?? []).map { self.holders[$0] }
    let users = (data["users"] as? [Int] ?? []).map { self.users[$0].pair }
    let named = WirePost.product(assets, holders + users.map(\.holder))
    var pairs = named
    if verb == "revoke" {
      pairs = Set((data["taken"] as? [Int] ?? []).map { self.pairs[$0].pair })
      if Set(pairs.map(\.holder)) != Set(holders) {
        problems.append("I9: operation \(number) revokes from holders that it does not plan")
      }
    }
    if !users.isEmpty { pairs = Set(users) }
    let action = ["associate": "assign", "disassociate": "reclaim", "revoke": "reclaim"][verb]
    let wanted = Set(wishes.filter { $0.action == action ?? verb }.map(\.pair))
    if !pairs.isSubset(of: wanted) {
      problems.append("I9: operation \(number) sends pairs that it does not plan")
    }
    return Request(pairs: pairs, key: WirePost.key(verb, named))
  }

  static func holder(_ data: [String: Any]) -> String {
    if let user = data["clientUserId"] as? String { return "u:\(user)" }
    return "s:\(data["serialNumber"] as? String ?? "")"
  }

  mutating func take(_ line: JournalText.Line) {
    switch line.type {
    case "resolved": ends += 1
    case "recut":
      let from = line.data["from"] as? Int ?? 0
      earlier += requests[from...].filter { $0.marks > 0 }
      let anew = (line.data["requests"] as? [[String: Any]] ?? []).map { request($0) }
      requests.replaceSubrange(from..., with: anew)
    default:
      guard let index = line.request else { return }
      guard requests.indices.contains(index) else {
        problems.append("operation \(number) has a line about request \(index), not planned")
        return
      }
      take(line, of: index)
    }
  }

  private mutating func take(_ line: JournalText.Line, of index: Int) {
    switch line.type {
    case "sending":
      if requests[index].openMarks > 0 {
        problems.append("operation \(number) sends request \(index) again without a proof")
      }
      requests[index].openMarks += 1
      requests[index].marks += 1
    case "accepted":
      if let event = line.data["eventId"] as? String { events.append(event) }
    case "notSent": requests[index].openMarks = 0
    case "rejected":
      let number = line.data["errorNumber"] as? Int ?? 0
      if [9646, 9729, 9644].contains(number) { requests[index].openMarks = 0 }
    default: break
    }
  }
}
