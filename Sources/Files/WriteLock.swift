package import FoundationEssentials
import Synchronization
package import SystemPackage

/// Who sends changes for a location now; for a message only, never for a decision.
package struct LockHolder: Sendable, Equatable, Codable {
  package var pid: Int32
  package var bootID: String
  /// When the lock was taken.
  package var since: Date
  package var user: String
  package var host: String
  /// The terminal, or nothing.
  package var tty: String?
  /// What is being done: «assign 3 assets».
  package var operation: String

  /// A holder with all its parts.
  package init(
    pid: Int32, bootID: String, since: Date, user: String, host: String, tty: String?,
    operation: String
  ) {
    self.pid = pid
    self.bootID = bootID
    self.since = since
    self.user = user
    self.host = host
    self.tty = tty
    self.operation = operation
  }
}

/// The right to send changes for a location: an exclusive `flock` on its `write.lock`.
///
/// The kernel frees it when the process ends, so that nothing is ever stale and nothing needs breaking. The file stays.
package final class WriteLock: Sendable {
  /// Why the lock was not taken.
  package enum Failure: Error, Equatable {
    /// Another Purser holds it; its note, if it could be read.
    case held(LockHolder?)
  }

  private let files: any FileSystem
  private let path: FilePath
  private let file: Mutex<OpenFile?>

  private init(path: FilePath, file: OpenFile, files: any FileSystem) {
    self.path = path
    self.files = files
    self.file = Mutex(file)
  }

  deinit { release() }

  /// Takes the lock, trying ten times a second until `patience` is over.
  ///
  /// - Throws: `Failure.held`, `FileError`, or `CancellationError`.
  package static func acquire(
    at path: FilePath, holder: LockHolder, patience: Duration, clock: any Clock<Duration>,
    on files: some FileSystem
  ) async throws -> WriteLock {
    let pause = Duration.milliseconds(100)
    var waited = Duration.zero
    while true {
      if let lock = try tryAcquire(at: path, holder: holder, on: files) { return lock }
      if waited >= patience {
        // A note that can't be read is just being written: a few more looks tell who it is.
        let holder = readHolder(at: path, on: files)
        if holder != nil || waited >= patience + pause * 5 { throw Failure.held(holder) }
      }
      try await clock.sleep(for: pause)
      waited += pause
    }
  }

  /// Takes the lock if it is free.
  package static func tryAcquire(
    at path: FilePath, holder: LockHolder, on files: some FileSystem
  ) throws -> WriteLock? {
    do {
      let file = try files.open(path, .appendCreating)
      do {
        guard try files.tryLock(file), try bearsName(file, path, files) else {
          try? files.close(file)
          return nil
        }
        try write(holder, to: file, files)
      } catch {
        try? files.close(file)
        throw error
      }
      return WriteLock(path: path, file: file, files: files)
    } catch {
      throw FileError.system(error, path, "could not be locked")
    }
  }

  /// The note of who holds the lock, as far as it can be read.
  package static func readHolder(at path: FilePath, on files: some FileSystem) -> LockHolder? {
    guard let bytes = try? DurableFile.read(path, limit: 4096, on: files) else { return nil }
    return try? JSONDecoder().decode(LockHolder.self, from: Data(bytes))
  }

  /// Whether the lock is still held and its file still bears the name; looked at before every request.
  package var isHeld: Bool {
    file.withLock { file in
      guard let file, let open = try? files.status(of: file),
        let named = try? files.status(at: path, followingLinks: false)
      else { return false }
      return named.isSameFile(as: open)
    }
  }

  /// Writes down who holds the lock and for what.
  package func note(_ holder: LockHolder) throws {
    try file.withLock { file in
      if let file { try Self.write(holder, to: file, files) }
    }
  }

  /// Gives the lock back; a second call does nothing.
  package func release() {
    file.withLock { held in
      if let file = held {
        // So that nobody reads this name while the next holder has not written its own.
        try? files.truncate(file, to: 0)
        try? files.close(file)
      }
      held = nil
    }
  }

  // Between opening and locking the name may have gone to another file.
  private static func bearsName(
    _ file: OpenFile, _ path: FilePath, _ files: some FileSystem
  ) throws -> Bool {
    let open = try files.status(of: file)
    try PrivateFile.check(open, path, files)
    let named = try? files.status(at: path, followingLinks: false)
    return named?.isSameFile(as: open) ?? false
  }

  private static func write(
    _ holder: LockHolder, to file: OpenFile, _ files: some FileSystem
  ) throws {
    let text = try JSONEncoder().encode(holder)
    try files.truncate(file, to: 0)
    try files.writeAll(Array(text), to: file)
  }
}
