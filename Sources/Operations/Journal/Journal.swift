import Files
import FoundationEssentials
import SystemPackage

/// The durable record of every operation of a location: segments that only grow (reliability.md 7.3).
///
/// A segment belongs to the process that holds its `flock`; several processes write side by side, each into its own, and read
/// the others'. Not `Sendable`: the actor `Operations` owns it.
final class Journal {
  struct Stamp {
    var location: String
    var token: String
    var bootID: String
    var now: @Sendable () -> Date
    /// Nanoseconds since the boot.
    var uptime: @Sendable () -> Int64
  }

  /// How long and how large a journal grows.
  struct Limits {
    /// A segment is closed at this size, in bytes.
    var segmentSize: Int64 = 8 << 20
    /// A segment whose operations are all over is kept for so many seconds.
    var keptFor: TimeInterval = 90 * 86_400
  }

  /// What is known of a segment from reading or writing it.
  struct Segment {
    /// Lines read or written.
    var count = 0
    var status: FileStatus?
    /// Operations that it has lines of.
    var operations: Set<Int> = []
    var newest = Date.distantPast
    /// Why its content is not what it should be.
    var damage: String?
  }

  struct OwnSegment {
    var name: String
    var log: AppendLog
    var lock: OpenFile
  }

  let directory: FilePath
  let files: any FileSystem
  let stamp: Stamp
  let limits: Limits
  var segments: [String: Segment] = [:]
  var own: OwnSegment?
  /// The locks of segments that this process filled: while it lives, nobody takes it for dead.
  var filled: [String: OpenFile] = [:]
  /// Operations that are over.
  var resolved: Set<Int> = []
  /// Why nothing may be written any more: a clause behind «because».
  private(set) var trouble: String?
  /// What was mended at the start.
  var notes: [String] = []
  /// Whether lines were written that are not on the disk for sure.
  private var hasUnsynced = false

  init(
    directory: FilePath, files: any FileSystem, stamp: Stamp, limits: Limits = Limits()
  ) {
    self.directory = directory
    self.files = files
    self.stamp = stamp
    self.limits = limits
  }

  deinit {
    closeOwn()
    for lock in filled.values { try? files.close(lock) }
  }

  /// The segment this process writes.
  var ownSegment: String? { own?.name }

  /// The highest number of an operation that any line names.
  var highestOperation: Int { segments.values.compactMap { $0.operations.max() }.max() ?? 0 }

  /// Writes one line; on the disk when this returns, if the fact asks for it.
  ///
  /// - Throws: after any failure nothing more is written by this process.
  @discardableResult
  func append(
    _ fact: JournalFact, operation: Int, request: Int? = nil, attempt: Int? = nil
  ) throws -> JournalEntry {
    if let trouble { throw OperationsError.storage(trouble) }
    do {
      let segment = try writableSegment()
      let entry = entry(
        fact, operation: operation, request: request, attempt: attempt,
        sequence: segments[segment.name, default: Segment()].count + 1)
      try segment.log.appendRecord(entry.encoded(), durably: fact.isDurable)
      hasUnsynced = !fact.isDurable
      take(entry, of: segment.name)
      return entry
    } catch {
      throw OperationsError.storage(refuse("the journal can't be written: \(error)"))
    }
  }

  /// Makes durable what was appended without; a failure turns writing off.
  func sync() {
    guard hasUnsynced, trouble == nil, let own else { return }
    hasUnsynced = false
    do {
      try own.log.sync()
    } catch {
      refuse("the journal can't be written: \(error)")
    }
  }

  /// A line as it would have been written, for when it could not be.
  func unwritten(
    _ fact: JournalFact, operation: Int, request: Int?, attempt: Int? = nil
  ) -> JournalEntry {
    entry(fact, operation: operation, request: request, attempt: attempt, sequence: 1)
  }

  private func entry(
    _ fact: JournalFact, operation: Int, request: Int?, attempt: Int?, sequence: Int
  ) -> JournalEntry {
    JournalEntry(
      sequence: sequence, time: JournalDate.rounded(stamp.now()), bootID: stamp.bootID,
      uptime: stamp.uptime(), operation: operation, request: request, attempt: attempt,
      location: stamp.location, token: stamp.token, fact: fact)
  }

  /// Checks that the journal can be written now, so that a plan is not confirmed in vain.
  func prepare() throws {
    if let trouble { throw OperationsError.storage(trouble) }
    do {
      _ = try writableSegment()
    } catch {
      throw OperationsError.storage(refuse("the journal can't be written: \(error)"))
    }
  }

  /// Turns writing off for as long as this process lives.
  @discardableResult
  func refuse(_ reason: String) -> String {
    trouble = trouble ?? reason
    return reason
  }

  /// Keeps in mind what a line means for its segment.
  func take(_ entry: JournalEntry, of name: String) {
    var segment = segments.removeValue(forKey: name) ?? Segment()
    segment.count += 1
    segment.operations.insert(entry.operation)
    segment.newest = max(segment.newest, entry.time)
    segments[name] = segment
    if case .resolved = entry.fact { resolved.insert(entry.operation) }
  }

  func path(_ name: String) -> FilePath { directory.appending(name) }

  /// The segments, oldest first.
  ///
  /// - Throws: where the folder is there and can't be listed: no list is not an empty one.
  func segmentNames() throws -> [String] {
    do {
      return try files.names(in: directory)
        .filter { $0.hasSuffix(".log") && Int($0.dropLast(4)) != nil }.sorted()
    } catch Errno.noSuchFileOrDirectory {
      return []
    } catch {
      throw FileError.system(error, directory, "could not be listed")
    }
  }
}

/// One line and the segment it stands in.
struct JournalLine {
  var segment: String
  var entry: JournalEntry
}

extension JournalDate {
  /// A moment as the journal holds it, so that what is in memory equals what is read again.
  static func rounded(_ date: Date) -> Date {
    Date(timeIntervalSince1970: (date.timeIntervalSince1970 * 1000).rounded() / 1000)
  }
}
