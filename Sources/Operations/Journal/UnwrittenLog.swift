import AppsAndBooks
import Files
import FoundationEssentials
import SystemPackage

/// The way out for an answer that the journal could not take: a file elsewhere, read at the next start (reliability.md 7.4 step 5).
///
/// Its lines are the journal's own. Not `Sendable`: the actor `Operations` owns it.
final class UnwrittenLog {
  /// What an earlier process left.
  struct Found {
    var path: FilePath
    var entries: [JournalEntry]
    /// Whether the process that writes it lives.
    var isInUse: Bool
  }

  private let directories: [FilePath]
  private let files: any FileSystem
  private let location: String
  private let name: String
  private var own: (log: AppendLog, lock: OpenFile)?
  private var count = 0

  /// Names the places, best first; touches no disk yet.
  init(
    directories: [FilePath], files: any FileSystem, location: String, pid: Int32, now: Date
  ) {
    self.directories = directories
    self.files = files
    self.location = location
    name = "unwritten-\(now.fileStamp)-\(pid).log"
  }

  deinit {
    if let own { try? files.close(own.lock) }
  }

  /// Keeps a line where it can be kept; its path, or nothing where no place takes it.
  func append(_ entry: JournalEntry) -> FilePath? {
    var entry = entry
    entry.sequence = count + 1
    guard let json = try? entry.encoded() else { return nil }
    if let own, (try? own.log.appendRecord(json)) != nil {
      count += 1
      return own.log.path
    }
    for directory in directories where directory != own?.log.path.removingLastComponent() {
      guard let opened = try? open(in: directory),
        (try? opened.log.appendRecord(json)) != nil
      else { continue }
      own = opened
      count += 1
      return opened.log.path
    }
    return nil
  }

  private func open(in directory: FilePath) throws -> (log: AppendLog, lock: OpenFile) {
    try PrivateDirectory.ensure(directory, on: files)
    let log = try AppendLog.create(at: directory.appending(name), on: files)
    let lock = try files.open(log.path, .append)
    _ = try files.tryLock(lock)
    return (log, lock)
  }

  /// What earlier processes left; places that can't be read or are not ours alone are passed over.
  func read() -> [Found] {
    directories.flatMap { directory -> [Found] in
      guard (try? PrivateDirectory.check(directory, on: files)) != nil else { return [] }
      let names = (try? files.names(in: directory)) ?? []
      return names.filter { $0.hasPrefix("unwritten-") && $0.hasSuffix(".log") && $0 != name }
        .compactMap { read(directory.appending($0)) }
    }
  }

  private func read(_ path: FilePath) -> Found? {
    guard let bytes = try? DurableFile.read(path, limit: 64 << 20, on: files) else { return nil }
    let entries = RecordFrame.scan(bytes).records
      .compactMap { try? JournalEntry.decoded(bytes[$0]) }.filter { $0.location == location }
    guard let lock = try? files.open(path, .append) else { return nil }
    defer { try? files.close(lock) }
    return Found(
      path: path, entries: entries, isInUse: !((try? files.tryLock(lock)) ?? false))
  }

  /// Removes a file whose lines are in the journal now.
  func remove(_ found: Found) {
    guard !found.isInUse, (try? files.unlink(found.path)) != nil else { return }
    try? DurableFile.syncDirectory(found.path.removingLastComponent(), on: files)
  }
}
