package import FoundationEssentials
import Synchronization
package import SystemPackage

/// A file that only grows: a journal segment, the audit, the history.
///
/// After a write or a sync that failed nothing more is appended: what the disk holds then is not known, and a repeated sync may
/// falsely succeed.
package final class AppendLog: Sendable {
  private struct State {
    var file: OpenFile?
    var size: Int64
    var hasFailed = false
  }

  /// The file's path.
  package let path: FilePath
  private let files: any FileSystem
  private let state: Mutex<State>

  private init(path: FilePath, file: OpenFile, size: Int64, files: any FileSystem) {
    self.path = path
    self.files = files
    state = Mutex(State(file: file, size: size))
  }

  deinit { close() }

  /// A new, empty file; its name is durable when this returns.
  package static func create(at path: FilePath, on files: some FileSystem) throws -> AppendLog {
    do {
      let file = try files.open(path, .createNew)
      do {
        try files.sync(file)
        try DurableFile.syncDirectory(path.removingLastComponent(), on: files)
      } catch {
        try? files.close(file)
        try? files.unlink(path)
        throw error
      }
      return AppendLog(path: path, file: file, size: 0, files: files)
    } catch Errno.fileExists {
      throw FileError(.exists, path: path, "\(path) exists already and was not touched.")
    } catch {
      throw FileError.system(error, path, "could not be made")
    }
  }

  /// An existing file, to be continued; refused if it is not a private file of this user.
  package static func open(at path: FilePath, on files: some FileSystem) throws -> AppendLog {
    do {
      let file = try files.open(path, .append)
      do {
        let status = try files.status(of: file)
        try PrivateFile.check(status, path, files)
        return AppendLog(path: path, file: file, size: status.size, files: files)
      } catch {
        try? files.close(file)
        throw error
      }
    } catch {
      throw FileError.system(error, path, "could not be opened")
    }
  }

  /// The existing file, or a new one.
  package static func openOrCreate(
    at path: FilePath, on files: some FileSystem
  ) throws -> AppendLog {
    do {
      return try open(at: path, on: files)
    } catch let error as FileError where error.code == .missing {
      return try create(at: path, on: files)
    }
  }

  /// Bytes in the file, unsynced ones included.
  package var size: Int64 { state.withLock { $0.size } }

  /// Whether an earlier failure has closed this file for writing.
  package var hasFailed: Bool { state.withLock { $0.hasFailed } }

  /// Appends one JSON record in the journal's frame.
  ///
  /// When `durably`, it is on the disk when this returns; else it follows with the next `sync`.
  package func appendRecord(_ json: [UInt8], durably: Bool = true) throws {
    guard let line = RecordFrame.encode(json) else {
      throw FileError(
        .malformed, path: path, "A record for \(path) is too long or spans lines; not written.")
    }
    try append(line, durably: durably)
  }

  /// Appends bytes as they are; the caller ends them with a line feed.
  package func append(_ bytes: [UInt8], durably: Bool = true) throws {
    try use("could not be written") { file, state in
      do {
        try files.writeAll(bytes, to: file)
      } catch {
        // Take back what a short write left, so that the next start finds no torn tail.
        try? files.truncate(file, to: state.size)
        throw error
      }
      state.size += Int64(bytes.count)
      if durably { try files.syncData(file) }
    }
  }

  /// Makes everything appended so far durable.
  package func sync() throws {
    try use("could not be synced") { file, _ in try files.syncData(file) }
  }

  /// Closes the file; further appends are refused.
  package func close() {
    state.withLock { state in
      if let file = state.file { try? files.close(file) }
      state.file = nil
    }
  }

  /// Copies everything from `offset` on to `NAME.torn-TIME`, then cuts it off.
  package static func cutTornTail(
    of path: FilePath, at offset: Int, now: Date, on files: some FileSystem
  ) throws {
    let bytes = try DurableFile.read(path, limit: .max - 1, on: files)
    guard offset < bytes.count else { return }
    let aside = path.removingLastComponent()
      .appending("\(path.lastComponent?.string ?? "file").torn-\(now.fileStamp)")
    try DurableFile.replace(aside, with: Array(bytes[offset...]), on: files)
    do {
      let file = try files.open(path, .append)
      defer { try? files.close(file) }
      try files.truncate(file, to: Int64(offset))
      try files.sync(file)
    } catch {
      throw FileError.system(error, path, "could not be cut")
    }
  }

  private func use(
    _ action: String, _ body: (OpenFile, inout State) throws -> Void
  ) throws {
    try state.withLock { state in
      guard let file = state.file, !state.hasFailed else {
        throw FileError(
          .closedByFailure, path: path,
          "\(path) is closed after an earlier failure; nothing more is written to it. "
            + "Start Purser again once the disk is well.")
      }
      do {
        try requireSameFile(file)
        try body(file, &state)
      } catch {
        state.hasFailed = true
        throw FileError.system(error, path, action)
      }
    }
  }

  private func requireSameFile(_ file: OpenFile) throws {
    let open = try files.status(of: file)
    let named = try? files.status(at: path, followingLinks: false)
    guard let named, named.isSameFile(as: open) else {
      throw FileError(
        .replaced, path: path, "\(path) was moved or replaced while open; nothing was written.")
    }
  }
}

/// The rule for files that only their owner can read.
enum PrivateFile {
  static func check(_ status: FileStatus, _ path: FilePath, _ files: some FileSystem) throws {
    try DurableFile.requireRegular(status, path)
    guard status.owner == files.userID else {
      throw FileError(
        .foreignOwner, path: path,
        "\(path) belongs to another user (id \(status.owner)) and was not used.")
    }
    guard status.mode & 0o077 == 0 else {
      throw FileError(
        .tooOpen, path: path,
        "\(path) can be read by others and was not used. "
          + "Mend it with: chmod 600 \(path.shellQuoted)")
    }
  }
}
