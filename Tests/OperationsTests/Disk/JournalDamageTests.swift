import Files
import Foundation
import SystemPackage
import TestSupport
import Testing

@testable import Operations

/// A journal that is not what was written (reliability.md 7.5, F38, G15): kept, told, and never written to.
struct JournalDamageTests {
  private let stamp = Journal.Stamp(
    location: "0123", token: "0badcafe", bootID: "boot", now: { noon }, uptime: { 7 })
  private let directory = FilePath("/state/purser/0123/journal")
  private var first: FilePath { directory.appending("000001.log") }

  private func journal(
    _ disk: any FileSystem, _ limits: Journal.Limits = Journal.Limits(),
    now: @escaping @Sendable () -> Date = { noon }
  ) -> Journal {
    var stamp = stamp
    stamp.now = now
    return Journal(directory: directory, files: disk, stamp: stamp, limits: limits)
  }

  private let facts: [JournalFact] = [
    .sending(SendingRecord(endpoint: "assets/associate", body: "ab")),
    .accepted(AcceptedRecord(event: "e1", uID: "u")),
    .observed(ObservedRecord(readAt: noon, settled: [0, 2])),
    .resolved(ResolvedRecord(by: "list", state: "done")),
  ]

  /// A disk with a journal of a few lines.
  private func written(
    _ count: Int = 4
  ) throws -> (disk: MemoryFileSystem, bytes: [UInt8]) {
    let disk = MemoryFileSystem()
    let writer = journal(disk)
    for fact in facts.prefix(count) { try writer.append(fact, operation: 1, request: 0) }
    return (disk.copy(), try requireValue(disk.contents(of: first)))
  }

  @Test("A flipped bit anywhere: found, the other lines still told, the file kept, nothing written")
  func flippedBits() throws {
    let (disk, bytes) = try written(2)
    let isThorough = ProcessInfo.processInfo.environment["PURSER_DISK_FAULTS"] == "all"
    for index in bytes.indices {
      for bit in isThorough ? Array(0..<8) : [index % 8] {
        var bad = bytes
        bad[index] ^= 1 << bit
        disk.overwrite(first, bad)
        let reader = journal(disk)
        let lines = reader.readNew()
        // A lost line feed takes both of its lines along.
        #expect(lines.count < 2, "byte \(index), bit \(bit)")
        #expect(reader.trouble?.contains("purser operations --new-journal") == true)
        #expect(throws: OperationsError.self) { try reader.prepare() }
        #expect(throws: OperationsError.self) { try reader.append(facts[1], operation: 2) }
        #expect(disk.contents(of: first) == bad)
        #expect(disk.filePaths == [first.string])
      }
    }
  }

  @Test("Cut at any byte: the whole lines stay, the rest is set aside, and it goes on behind them")
  func everyLength() throws {
    let (disk, bytes) = try written(2)
    let ends = bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") }
    for length in 0..<bytes.count {
      let disk = disk.copy()
      disk.overwrite(first, Array(bytes[..<length]))
      let reader = journal(disk)
      let whole = ends.count { $0 < length }
      #expect(reader.readNew().count == whole)
      #expect(reader.trouble == nil)
      let isTorn = length > 0 && bytes[length - 1] != UInt8(ascii: "\n")
      #expect(reader.notes.count == (isTorn ? 1 : 0))
      #expect(disk.filePaths.count == (isTorn ? 2 : 1))
      try reader.append(facts[3], operation: 1)
      #expect(journal(disk).readNew().count == whole + 1)
    }
  }

  @Test("A hole before lines that nobody relied on is cut off; before others it is damage")
  func holes() throws {
    for (behind, isMended) in [(facts[2], true), (facts[3], false)] {
      let disk = MemoryFileSystem()
      let writer = journal(disk)
      for fact in [facts[0], facts[2], behind] {
        try writer.append(fact, operation: 1, request: 0)
      }
      var bytes = try requireValue(disk.contents(of: first))
      let line = try requireValue(bytes.firstIndex(of: UInt8(ascii: "\n")))
      for index in line + 5..<line + 40 { bytes[index] = 0 }
      let after = disk.copy()
      after.overwrite(first, bytes)
      let reader = journal(after)
      #expect(reader.readNew().count == (isMended ? 1 : 2))
      #expect((reader.trouble == nil) == isMended)
      #expect((after.contents(of: first) == Array(bytes[...line])) == isMended)
    }
  }

  @Test("A segment that is removed, moved or replaced while it is open takes nothing more")
  func replaced() throws {
    for isPutBack in [true, false] {
      let (disk, bytes) = try written()
      let writer = journal(disk)
      _ = writer.readNew()
      try writer.append(facts[2], operation: 1, request: 0)
      try disk.rename(first, to: directory.appending("moved"))
      if isPutBack { try DurableFile.replace(first, with: bytes, on: disk) }
      let before = disk.contents(of: directory.appending("moved"))
      let error = #expect(throws: OperationsError.self) {
        try writer.append(facts[3], operation: 1)
      }
      #expect(error?.exitCode == 6)
      #expect(error?.description.contains("was moved or replaced") == true)
      #expect(disk.contents(of: directory.appending("moved")) == before)
    }
  }

  @Test("A segment of another process that shrinks, is replaced or goes turns writing off")
  func othersReplaced() throws {
    for kind in 0..<3 {
      let disk = MemoryFileSystem()
      try journal(disk).append(facts[0], operation: 1, request: 0)
      let bytes = try requireValue(disk.contents(of: first))
      let reader = journal(disk)
      #expect(reader.readNew().count == 1)
      #expect(reader.readNew().isEmpty && reader.trouble == nil)
      switch kind {
      case 0: disk.overwrite(first, [])
      case 1: try DurableFile.replace(first, with: bytes, on: disk)
      default: try disk.unlink(first)
      }
      #expect(reader.readNew().isEmpty)
      #expect(reader.trouble?.contains("while Purser ran") == true)
    }
  }

  @Test("A folder that can't be listed is not an empty one")
  func unlisted() throws {
    let (disk, _) = try written()
    let reader = journal(
      FaultyFileSystem(disk, failAt: 1, fault: .fail(.permissionDenied), countsLooks: true))
    #expect(reader.readNew().isEmpty)
    #expect(reader.trouble?.contains("could not be listed: permission denied") == true)
    #expect(throws: OperationsError.self) { try reader.append(facts[0], operation: 1) }
  }

  @Test("Lines of another location are not used, and nothing is written beside them")
  func foreign() throws {
    let (disk, bytes) = try written()
    var stamp = stamp
    stamp.location = "4567"
    let reader = Journal(directory: directory, files: disk, stamp: stamp)
    #expect(reader.readNew().isEmpty)
    #expect(reader.trouble?.contains("has lines of another location") == true)
    #expect(disk.contents(of: first) == bytes)
  }

  @Test("Where it can't be told whether a writer lives, it does")
  func doubtfulWriter() throws {
    let (disk, _) = try written()
    #expect(!journal(disk).isAlive("000001.log"))
    #expect(!journal(disk).isAlive("000009.log"))
    let files = FaultyFileSystem(disk, failAt: 1, fault: .fail(.tooManyOpenFiles))
    #expect(journal(files).isAlive("000001.log"))
    // On a disk that takes no writing its lock can still be looked at.
    let readOnly = FaultyFileSystem(
      disk, failAt: 1, fault: .fail(.readOnlyFileSystem), forGood: true)
    #expect(!journal(readOnly).isAlive("000001.log"))
  }

  @Test("A segment that is full is followed by the next; what began in it counts as alive")
  func rotates() throws {
    let disk = MemoryFileSystem()
    let limits = Journal.Limits(segmentSize: 300)
    let writer = journal(disk, limits)
    for fact in facts { try writer.append(fact, operation: 1, request: 0) }
    #expect(disk.filePaths.count > 1)
    let other = journal(disk, limits)
    #expect(other.readNew().map(\.entry.fact) == facts)
    #expect(other.isAlive("000001.log"))
    #expect(writer.readNew().isEmpty && writer.trouble == nil)
  }

  @Test("Only what is over, old, and shared with nothing that is kept goes; numbers go on")
  func prunes() throws {
    let disk = MemoryFileSystem()
    let limits = Journal.Limits(segmentSize: 300)
    // 1 is over; 2 is open; 3 is over, but in the same segments as 2.
    let early = journal(disk, limits)
    for fact in facts { try early.append(fact, operation: 1, request: 0) }
    let first = try disk.names(in: directory)
    try early.append(facts[0], operation: 2, request: 0)
    for fact in facts { try early.append(fact, operation: 3, request: 0) }
    let names = try disk.names(in: directory)
    let later = noon.addingTimeInterval(91 * 86_400)
    func restart(_ now: Date) throws -> Journal {
      let next = journal(disk.copy(), limits, now: { now })
      _ = next.readNew()
      for _ in 0..<3 { try next.append(facts[0], operation: 4, request: 0) }
      #expect(next.trouble == nil && next.highestOperation == 4)
      return next
    }
    let young = try restart(noon.addingTimeInterval(89 * 86_400))
    #expect(Set(young.segments.keys).isSuperset(of: names))
    let old = try restart(later)
    #expect(Set(old.segments.keys).isDisjoint(with: first.dropLast()))
    #expect(Set(old.segments.keys).isSuperset(of: names.dropFirst(first.count)))
  }
}
