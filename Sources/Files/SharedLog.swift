package import FoundationEssentials
package import SystemPackage

/// A file of lines to which several processes append: the audit, the history.
///
/// Whoever appends holds its `flock` meanwhile, first cuts off what a killed process or a power loss left half written, and
/// appends whole lines. After a failure this value takes nothing more: a repeated sync may falsely succeed.
package struct SharedLog: Sendable {
  /// The file's path.
  package let path: FilePath
  private let files: any FileSystem
  private let now: @Sendable () -> Date
  private let pause: @Sendable () async throws -> Void

  /// Names the file; touches no disk yet.
  ///
  /// - Parameters:
  ///   - path: the file, in a private directory that is made if need be.
  ///   - files: the way to the disk.
  ///   - now: for the name of what is cut off.
  ///   - pause: a short wait while another process appends, a thousand of them at most.
  package init(
    _ path: FilePath, on files: any FileSystem, now: @escaping @Sendable () -> Date,
    pause: @escaping @Sendable () async throws -> Void
  ) {
    self.path = path
    self.files = files
    self.now = now
    self.pause = pause
  }

  /// Appends what `lines` makes of the end of the file, whole lines of it; on the disk when this returns.
  ///
  /// `lines` is asked again with a longer end while it gives nothing.
  ///
  /// - Throws: `FileError`, or what `lines` and `pause` throw.
  package func append(_ lines: (FileTail) throws -> [UInt8]?) async throws {
    let lock: OpenFile
    do {
      try PrivateDirectory.ensure(path.removingLastComponent(), on: files)
      try createIfMissing()
      lock = try files.open(path, .append)
    } catch {
      throw FileError.system(error, path, "could not be opened")
    }
    defer { try? files.close(lock) }
    try await take(lock)
    var limit = Self.tailSize
    var made: [UInt8]?
    while made == nil {
      let tail = try wholeLines(limit)
      made = try lines(tail)
      if made == nil, tail.offset == 0 { return }
      limit *= 16
    }
    guard let new = made, !new.isEmpty else { return }
    let log = try AppendLog.open(at: path, on: files)
    defer { log.close() }
    try log.append(new)
  }

  /// The file's name is durable before its first line is.
  private func createIfMissing() throws {
    do {
      try AppendLog.openOrCreate(at: path, on: files).close()
    } catch let error as FileError where error.code == .exists {
      // Another process made it in between.
    }
  }

  private func take(_ lock: OpenFile) async throws {
    for attempt in 0..<1200 {
      do {
        if try files.tryLock(lock) { return }
      } catch {
        throw FileError.system(error, path, "could not be locked")
      }
      // Mostly it is a matter of microseconds.
      if attempt < 200 { await Task.yield() } else { try await pause() }
    }
    throw FileError(
      .system(.wouldBlock), path: path,
      "\(path) is being written by another Purser that does not end.")
  }

  /// The end of the file, after whatever is no whole line there was cut off.
  private func wholeLines(_ limit: Int) throws -> FileTail {
    let tail = try FileTail.read(path, limit: limit, on: files)
    let bytes = tail.bytes
    let newline = UInt8(ascii: "\n")
    var whole = bytes.lastIndex(of: newline).map { $0 + 1 }
    // Zeros are where bytes never came to the disk, though those behind them did; a flipped bit makes one at most.
    if let hole = bytes.indices.dropLast().first(where: { bytes[$0] == 0 && bytes[$0 + 1] == 0 }) {
      whole = bytes[..<hole].lastIndex(of: newline).map { $0 + 1 }
    }
    guard let whole = whole ?? (tail.offset == 0 ? 0 : nil) else { return tail }
    guard whole < bytes.count else { return tail }
    try AppendLog.cutTornTail(of: path, at: Int(tail.offset) + whole, now: now(), on: files)
    return FileTail(offset: tail.offset, bytes: Array(bytes[..<whole]))
  }

  /// How much of the end is read at first.
  private static let tailSize = 1 << 16
}
