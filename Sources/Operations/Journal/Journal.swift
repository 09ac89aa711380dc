import Files
import FoundationEssentials
import SystemPackage

/// The durable record of every operation of a location: segments that only grow (reliability.md 7.3).
///
/// A segment belongs to the process that holds its `flock`; several processes write side by side, each into its own, and read
/// the others'. Not `Sendable`: the actor `Operations` owns it.
final class Journal {
  /// Segments are closed at this size.
  static let segmentSize: Int64 = 8 << 20

  struct Stamp {
    var location: String
    var token: String
    var bootID: String
    var now: @Sendable () -> Date
    var uptime: @Sendable () -> Int64
  }

  private let directory: FilePath
  private let files: any FileSystem
  private let stamp: Stamp
  private var readCounts: [String: Int] = [:]
  private var own: OwnSegment?
  /// Why nothing may be written any more.
  private(set) var trouble: String?
  /// What was mended at the start.
  private(set) var notes: [String] = []

  private struct OwnSegment {
    var name: String
    var log: AppendLog
    var lock: OpenFile
    var sequence: Int
  }

  init(directory: FilePath, files: any FileSystem, stamp: Stamp) {
    self.directory = directory
    self.files = files
    self.stamp = stamp
  }

  deinit { closeOwn() }

  /// The segment this process writes.
  var ownSegment: String? { own?.name }

  /// Lines not read before, segment by segment, in the order of the segments' names.
  ///
  /// Mends the torn tail of a segment whose writer is gone. A damaged or newer segment sets `trouble`.
  func readNew() -> [JournalLine] {
    var lines: [JournalLine] = []
    for name in segmentNames() where name != own?.name {
      do {
        lines += try readNew(name)
      } catch let error as FileError where error.code == .missing {
        continue
      } catch {
        refuse("The journal can't be read: \(error)")
      }
    }
    return lines
  }

  /// Whether the process that writes a segment lives.
  func isAlive(_ segment: String) -> Bool {
    if segment == own?.name { return true }
    guard let file = try? files.open(path(segment), .append) else { return false }
    defer { try? files.close(file) }
    return !((try? files.tryLock(file)) ?? false)
  }

  /// Writes one line; on the disk when this returns, if the fact asks for it.
  ///
  /// - Throws: after any failure nothing more is written by this process.
  @discardableResult
  func append(
    _ fact: JournalFact, operation: Int, request: Int? = nil, attempt: Int? = nil
  ) throws -> JournalEntry {
    if let trouble { throw OperationsError.storage(trouble) }
    do {
      var segment = try writableSegment()
      segment.sequence += 1
      let entry = JournalEntry(
        sequence: segment.sequence, time: JournalDate.rounded(stamp.now()), bootID: stamp.bootID,
        uptime: stamp.uptime(), operation: operation, request: request, attempt: attempt,
        location: stamp.location, token: stamp.token, fact: fact)
      try segment.log.appendRecord(entry.encoded(), durably: fact.isDurable)
      own = segment
      return entry
    } catch {
      let text = "The journal can't be written: \(error)"
      refuse(text)
      throw OperationsError.storage(text)
    }
  }

  /// A line as it would have been written, for when it could not be.
  func unwritten(_ fact: JournalFact, operation: Int, request: Int?) -> JournalEntry {
    JournalEntry(
      sequence: 0, time: JournalDate.rounded(stamp.now()), bootID: stamp.bootID, uptime: 0,
      operation: operation, request: request, attempt: nil, location: stamp.location,
      token: stamp.token, fact: fact)
  }

  /// Checks that the journal can be written now, so that a plan is not confirmed in vain.
  func prepare() throws {
    if let trouble { throw OperationsError.storage(trouble) }
    do {
      _ = try writableSegment()
    } catch {
      throw OperationsError.storage("The journal can't be written: \(error)")
    }
  }

  private func refuse(_ reason: String) {
    trouble = trouble ?? reason
  }

  private func path(_ name: String) -> FilePath { directory.appending(name) }

  private func segmentNames() -> [String] {
    let names = (try? files.names(in: directory)) ?? []
    return names.filter { $0.hasSuffix(".log") && Int($0.dropLast(4)) != nil }.sorted()
  }
}

/// One line and the segment it stands in.
struct JournalLine {
  var segment: String
  var entry: JournalEntry
}

extension Journal {
  private func readNew(_ name: String) throws -> [JournalLine] {
    let bytes = try DurableFile.read(path(name), limit: 64 << 20, on: files)
    let scan = RecordFrame.scan(bytes)
    let known = readCounts[name, default: 0]
    readCounts[name] = max(known, scan.records.count)
    switch scan.end {
    case .clean: break
    case .tornTail(let offset): mend(name, at: offset)
    case .damaged(let offset):
      refuse(
        "The journal \(path(name)) is damaged at byte \(offset). It is kept as it is; "
          + "Purser only reads here until it was looked at.")
    }
    return decoded(name, scan.records, of: bytes, from: known)
  }

  private func decoded(
    _ name: String, _ records: [Range<Int>], of bytes: [UInt8], from known: Int
  ) -> [JournalLine] {
    var lines: [JournalLine] = []
    for (index, range) in records.enumerated() where index >= known {
      do {
        let entry = try JournalEntry.decoded(bytes[range])
        guard entry.sequence == index + 1 else {
          refuse(
            "The journal \(path(name)) has a gap before line \(index + 1). It is kept as it is.")
          return lines
        }
        lines.append(JournalLine(segment: name, entry: entry))
      } catch is JournalNewerVersion {
        refuse("The journal \(path(name)) was written by a newer Purser. This one only reads here.")
        return lines
      } catch {
        refuse("The journal \(path(name)) can't be understood at line \(index + 1).")
        return lines
      }
    }
    return lines
  }

  /// Cuts off what a killed process left half written, unless its writer lives and is just writing.
  private func mend(_ name: String, at offset: Int) {
    guard let file = try? files.open(path(name), .append) else { return }
    defer { try? files.close(file) }
    guard (try? files.tryLock(file)) ?? false else { return }
    do {
      try AppendLog.cutTornTail(of: path(name), at: offset, now: stamp.now(), on: files)
      notes.append("The last line of \(name) was not whole; it was set aside and cut off.")
    } catch {
      refuse("The journal can't be mended: \(error)")
    }
  }

  private func writableSegment() throws -> OwnSegment {
    if let own, own.log.size < Self.segmentSize { return own }
    closeOwn()
    try PrivateDirectory.ensure(directory, on: files)
    let segment = try continued() ?? created()
    own = segment
    return segment
  }

  /// The newest segment, if nobody writes it and it has room.
  private func continued() throws -> OwnSegment? {
    guard let name = segmentNames().last else { return nil }
    let lock = try files.open(path(name), .append)
    do {
      let size = try files.status(of: lock).size
      guard size < Self.segmentSize, try files.tryLock(lock) else {
        try files.close(lock)
        return nil
      }
      let scan = RecordFrame.scan(try DurableFile.read(path(name), limit: 64 << 20, on: files))
      guard scan.end == .clean, readCounts[name, default: 0] == scan.records.count else {
        try files.close(lock)
        return nil
      }
      return OwnSegment(
        name: name, log: try AppendLog.open(at: path(name), on: files), lock: lock,
        sequence: scan.records.count)
    } catch {
      try? files.close(lock)
      throw error
    }
  }

  private func created() throws -> OwnSegment {
    var number = (segmentNames().last.flatMap { Int($0.dropLast(4)) } ?? 0) + 1
    while true {
      let digits = String(number)
      let name = String(repeating: "0", count: max(0, 6 - digits.count)) + digits + ".log"
      do {
        let log = try AppendLog.create(at: path(name), on: files)
        let lock = try files.open(path(name), .append)
        // Another process may have taken the new, still empty segment as its own: then make the next one.
        guard try files.tryLock(lock) else {
          try files.close(lock)
          number += 1
          continue
        }
        return OwnSegment(name: name, log: log, lock: lock, sequence: 0)
      } catch let error as FileError where error.code == .exists {
        number += 1
      }
    }
  }

  private func closeOwn() {
    guard let own else { return }
    readCounts[own.name] = own.sequence
    own.log.close()
    try? files.close(own.lock)
    self.own = nil
  }
}

extension JournalDate {
  /// A moment as the journal holds it, so that what is in memory equals what is read again.
  static func rounded(_ date: Date) -> Date {
    Date(timeIntervalSince1970: (date.timeIntervalSince1970 * 1000).rounded() / 1000)
  }
}
