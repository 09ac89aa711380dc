import Crypto
import Files
import FoundationEssentials
import LocationStore
import SystemPackage

/// A location made from counts, written as a cache by Docs/CacheFormat.md alone: the same on every machine.
struct MadeLocation {
  /// Active client users.
  var users: Int
  /// Client users that were retired.
  var retired: Int
  var devices: Int
  var assets: Int
  /// The name of an asset.
  var name: @Sendable (Int) -> String
  /// The id of a client user.
  var user: @Sendable (Int) -> String
  /// Who holds an asset, ascending: twice the place of a user, or twice that of a device plus one.
  var holders: @Sendable (_ asset: Int) -> [Int]

  /// The location of the instruction counts.
  static let gateID = "2049025000431439"

  /// 400 assets, 4,000 holders, 40,000 assignments.
  static let gate = MadeLocation(
    users: 2_000, retired: 50, devices: 2_000, assets: 400,
    name: { "Lesson \($0) of Geometry" }, user: { "emp-\(100_000 + $0)" },
    holders: { asset in (0..<100).map { $0 * 40 + asset % 40 } })

  /// Long and wide names, an asset with 500,000 devices, a user with 25,000 assignments, 200,000 retired users.
  static let worst = MadeLocation(
    users: 50_000, retired: 200_000, devices: 500_000, assets: 25_001,
    name: { String(repeating: "授業の算数 Ärzte ", count: 22).prefix(294) + " \($0)" },
    user: { "利用者-\(100_000 + $0)" },
    holders: { asset in asset == 0 ? (0..<500_000).map { $0 * 2 + 1 } : [0] })

  /// Writes the five files where a Purser with its homes under `folder` looks for them.
  func write(under folder: FilePath, uID: String) throws {
    let key = LocationKey(uID: uID)
    let cache = Places(under: folder).cache(of: key)
    try PrivateDirectory.ensure(cache, on: LinuxFileSystem())
    for (name, members) in [
      ("users", userMembers), ("assets", assetMembers), ("names", nameMembers),
      ("assignments", assignmentMembers), ("location", #""fullWalkAt":"2026-11-24T08:00:00Z""#),
    ] {
      let text =
        #"{"format":"purser-\#(name)","version":1,"uIdHash":"\#(key.rawValue)","#
        + #""fetchedAt":"2026-11-24T08:00:00Z","versionId":null,\#(members)}"# + "\n"
      let bytes = Array(text.utf8)
      let sum = SHA256.hash(data: bytes).map { byte in
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }.joined()
      let line = #"{"sha256":"\#(sum)","length":\#(bytes.count)}"# + "\n"
      try DurableFile.replace(
        cache.appending("\(name).json"), with: bytes + Array(line.utf8), on: LinuxFileSystem())
    }
  }

  private var userMembers: String {
    let all = 0..<(users + retired)
    return column("clientUserIds", all) { quoted(user($0)) } + ","
      + column("emails", all) { quoted("\(user($0))@example.org") } + ","
      + column("inviteCodes", all) { _ in "null" } + ","
      + column("idHashes", all) { _ in "null" } + ","
      + #""statusWords":["Associated","Retired"],"#
      + column("statuses", all) { $0 < users ? "0" : "1" }
  }

  private var assetMembers: String {
    column("assets", 0..<assets) { asset in
      let held = holders(asset).count
      return #"{"adamId":"\#(adamID(asset))","pricingParam":"STDQ","productType":"App","#
        + #""assignedCount":\#(held),"availableCount":9,"totalCount":\#(held + 9),"retiredCount":0,"#
        + #""deviceAssignable":true,"revocable":true,"supportedPlatforms":["iOS","macOS"]}"#
    }
  }

  private var nameMembers: String {
    column("names", 0..<assets) { asset in
      #"{"adamId":"\#(adamID(asset))","name":\#(quoted(name(asset))),"developer":"Verlag 学習","#
        + #""platforms":["iOS"],"at":"2026-11-24T08:00:00Z"}"#
    }
  }

  private var assignmentMembers: String {
    let lists = (0..<assets).map(holders)
    let held = Set(lists.joined())
    return #""count":\#(lists.reduce(0) { $0 + $1.count }),"#
      + column("assets", 0..<assets) { quoted("\(adamID($0)):STDQ") } + ","
      + column("clientUserIds", 0..<users) { held.contains($0 * 2) ? quoted(user($0)) : "null" }
      + ","
      + column("serialNumbers", 0..<devices) {
        held.contains($0 * 2 + 1) ? quoted(serial($0)) : "null"
      }
      + ","
      + column("rows", 0..<assets) { asset in
        var last = 0
        let steps = lists[asset].map { code in
          defer { last = code }
          return String(code - last)
        }
        return "[\(steps.joined(separator: ","))]"
      }
  }

  private func adamID(_ asset: Int) -> Int { 361_285_480 + asset * 7 }

  private func serial(_ device: Int) -> String { "DMPC7\(100_000 + device)F" }

  private func quoted(_ text: String) -> String { "\"\(text)\"" }

  private func column(_ name: String, _ range: Range<Int>, _ text: (Int) -> String) -> String {
    "\"\(name)\":[\(range.map(text).joined(separator: ","))]"
  }
}
