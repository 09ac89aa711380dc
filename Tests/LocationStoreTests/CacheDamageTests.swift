import AppsAndBooks
import Files
import Foundation
import SystemPackage
import TestSupport
import Testing

@testable import LocationStore

/// Every file of the cache at every length and with every bit wrong (reliability.md F37, G15): never a crash, never trusted.
///
/// `PURSER_DISK_FAULTS=all` tries each of them; else every third byte and one of its bits.
struct CacheDamageTests {
  private let files = MemoryFileSystem()
  private let time = Date(timeIntervalSince1970: 1_787_557_320)
  private let key = LocationKey(uID: "3051772900118402")
  private static let names = ["users", "assets", "assignments", "location", "names"]
  private static let isThorough =
    ProcessInfo.processInfo.environment["PURSER_DISK_FAULTS"] == "all"

  private func cache() -> LocationCache {
    LocationCache(places: Places(under: "/home"), key: key, files: files, now: { [time] in time })
  }

  private func path(_ name: String) -> FilePath { cache().directory.appending("\(name).json") }

  /// Leaves one file alone in the folder: what stands beside it is another test's matter, and takes time.
  private func keepOnly(_ name: String) throws {
    for other in Self.names where other != name { try files.unlink(path(other)) }
  }

  /// A small cache with every file; the bytes of one.
  private func save(_ name: String) throws -> [UInt8] {
    let cache = cache()
    let saved = Samples.location(assets: 4, holders: 8, rows: 12, seed: 2)
    try cache.prepare()
    try cache.save(saved.users, version: "users-1", at: time)
    try cache.save(saved.assets, at: time)
    try cache.saveAssignments(of: saved, version: "rows-1", at: time)
    try cache.saveTimes(fetchedAt: time, fullWalkAt: time)
    cache.save(
      NameBook([
        NameBook.Entry(
          adamId: "1", name: "Keynote", developer: "Apple", platforms: ["ios"], at: time)
      ]))
    #expect(cache.problems == [])
    return try DurableFile.read(path(name), limit: 1 << 20, on: files)
  }

  /// Whether a file is used; when it is not, it has to be out of the way.
  private func isUsed(_ name: String, with bytes: [UInt8]) throws -> Bool {
    let disk = files.copy()
    disk.overwrite(path(name), bytes)
    let cache = LocationCache(
      places: Places(under: "/home"), key: key, files: disk, now: { [time] in time })
    let small = cache.loadSmall()
    var model = small.model
    let rows = cache.loadAssignments(into: &model)
    let used =
      switch name {
      case "users": small.hasUsers
      case "assets": small.hasAssets
      case "assignments": rows != nil
      case "location": small.fetchedAt != nil
      default: !small.names.entries.isEmpty
      }
    #expect(cache.problems.count == (used ? 0 : 1))
    #expect((disk.contents(of: path(name)) != nil) == used)
    if !used {
      #expect(disk.filePaths.count == 1 && disk.filePaths[0].contains("\(name).json.bad-"))
    }
    return used
  }

  @Test("cut at any length it is set aside", arguments: names)
  func everyLength(_ name: String) throws {
    let good = try save(name)
    try keepOnly(name)
    for length in stride(from: 0, through: good.count, by: 1)
    where Self.isThorough || length % 3 == 0 || length == good.count {
      #expect(
        try isUsed(name, with: Array(good[..<length])) == (length == good.count),
        "length \(length)")
    }
  }

  @Test("with any byte wrong it is set aside", arguments: names)
  func everyByte(_ name: String) throws {
    let good = try save(name)
    try keepOnly(name)
    for index in good.indices where Self.isThorough || index % 3 == 0 {
      for bit in Self.isThorough ? Array(0..<8) : [index % 8] {
        var bad = good
        bad[index] ^= 1 << bit
        #expect(try !isUsed(name, with: bad), "byte \(index), bit \(bit)")
      }
    }
  }

  @Test("a file of somebody else is left alone and not used", arguments: names)
  func otherOwner(_ name: String) throws {
    let good = try save(name)
    let cache = LocationCache(
      places: Places(under: "/home"), key: LocationKey(uID: "1"), files: files,
      now: { [time] in time })
    try cache.prepare()
    try DurableFile.replace(
      cache.directory.appending("\(name).json"), with: good, on: files)
    let small = cache.loadSmall()
    var model = small.model
    #expect(cache.loadAssignments(into: &model) == nil)
    #expect(!small.hasUsers && !small.hasAssets && small.fetchedAt == nil)
    #expect(cache.problems.count == 1)
    #expect(cache.problems.first?.contains("belongs to something else") == true)
  }

  @Test("whatever call of saving fails, the old files or the new ones stand, never a mixture")
  func everyFault() throws {
    let old = Samples.location(assets: 4, holders: 8, rows: 12, seed: 2)
    let new = Samples.location(assets: 4, holders: 8, rows: 13, seed: 3)
    var call = 1
    var isOver = false
    while !isOver {
      for fault in [
        FaultyFileSystem.Fault.fail(.noSpace), .fail(.ioError), .shortWrite(then: .noSpace),
      ] {
        _ = try save("users")
        let disk = files.copy()
        let faulty = FaultyFileSystem(disk, failAt: call, fault: fault, forGood: call % 2 == 0)
        let cache = LocationCache(
          places: Places(under: "/home"), key: key, files: faulty, now: { [time] in time })
        let isSaved = (try? cache.saveAssignments(of: new, version: "2", at: time)) != nil
        let after = LocationCache(
          places: Places(under: "/home"), key: key, files: disk, now: { [time] in time })
        var model = after.loadSmall().model
        let (table, header) = try #require(after.loadAssignments(into: &model))
        #expect(table.count == (header.versionID == "2" ? new : old).assignments.count)
        if isSaved { #expect(header.versionID == "2") }
        #expect(after.problems == [])
        isOver = !faulty.hasFailed
      }
      call += 1
    }
    #expect(call > 5)
  }
}
