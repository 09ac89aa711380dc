package import FoundationEssentials
package import SystemPackage

/// Whole files that are replaced, never rewritten: a reader sees the old or the new one.
package struct DurableFile {
  /// Replaces `path` by a file of mode 0600 that holds `bytes`.
  package static func replace(
    _ path: FilePath, with bytes: [UInt8], on files: some FileSystem
  ) throws {
    try replace(path, on: files) { writer in try writer.write(bytes) }
  }

  /// Replaces `path` by what `body` writes, in pieces.
  ///
  /// Temporary file beside it, written, synced, closed, renamed, directory synced. After any failure the old file stands and the
  /// temporary one is gone.
  package static func replace(
    _ path: FilePath, on files: some FileSystem,
    writing body: (inout DurableWriter) throws -> Void
  ) throws {
    let temporary = temporaryPath(for: path)
    do {
      let file = try files.open(temporary, .createNew)
      var isOpen = true
      do {
        var writer = DurableWriter(file: file, files: files)
        try body(&writer)
        try writer.flush()
        try files.sync(file)
        isOpen = false
        try files.close(file)
        try files.rename(temporary, to: path)
      } catch {
        if isOpen { try? files.close(file) }
        try? files.unlink(temporary)
        throw error
      }
      try syncDirectory(path.removingLastComponent(), on: files)
    } catch {
      throw FileError.system(error, path, "could not be written")
    }
  }

  /// The content of a regular file of at most `limit` bytes.
  ///
  /// - Throws: `FileError`: `missing`, `wrongKind`, `tooLarge`, or what the system said.
  package static func read(
    _ path: FilePath, limit: Int, on files: some FileSystem
  ) throws -> [UInt8] {
    do {
      let file = try files.open(path, .read)
      defer { try? files.close(file) }
      let status = try files.status(of: file)
      try requireRegular(status, path)
      return try contents(of: file, size: Int(clamping: status.size), limit: limit, path, files)
    } catch Errno.tooManySymbolicLinkLevels {
      throw FileError(.wrongKind, path: path, "\(path) is a link. Name the file it leads to.")
    } catch {
      throw FileError.system(error, path, "could not be read")
    }
  }

  /// Renames a file that can't be trusted to `NAME.bad-TIME` and keeps the newest three of these.
  ///
  /// - Returns: the new path.
  @discardableResult
  package static func setAside(
    _ path: FilePath, now: Date, on files: some FileSystem
  ) throws -> FilePath {
    let directory = path.removingLastComponent()
    let name = path.lastComponent?.string ?? "file"
    let aside = directory.appending("\(name).bad-\(now.fileStamp)")
    do {
      try files.rename(path, to: aside)
      let old = try files.names(in: directory).filter { $0.hasPrefix("\(name).bad-") }
      for name in old.dropLast(3) { try files.unlink(directory.appending(name)) }
      try syncDirectory(directory, on: files)
    } catch {
      throw FileError.system(error, path, "could not be set aside")
    }
    return aside
  }

  /// Removes temporary files older than a day that a killed process left in `directory`; failures are ignored.
  package static func removeStrayTemporaries(
    in directory: FilePath, now: Date, on files: some FileSystem
  ) {
    for name in (try? files.names(in: directory)) ?? [] where isTemporary(name) {
      let path = directory.appending(name)
      guard let status = try? files.status(at: path, followingLinks: false),
        status.kind == .regular, status.owner == files.userID,
        now.timeIntervalSince1970 - Double(status.modified) > 86_400
      else { continue }
      try? files.unlink(path)
    }
  }

  /// Makes the entries of a directory durable.
  package static func syncDirectory(_ directory: FilePath, on files: some FileSystem) throws {
    let path = directory.isEmpty ? FilePath(".") : directory
    let handle = try files.open(path, .directory)
    defer { try? files.close(handle) }
    try files.sync(handle)
  }

  static func contents(
    of file: OpenFile, size: Int, limit: Int, _ path: FilePath, _ files: some FileSystem
  ) throws -> [UInt8] {
    guard size <= limit else { throw tooLarge(path, limit) }
    var bytes: [UInt8] = []
    // One byte more than the size shows the end without a second round.
    var room = size + 1
    while true {
      let piece = try [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
        count = try files.read(file, into: UnsafeMutableRawBufferPointer(buffer))
      }
      if piece.isEmpty { return bytes }
      if bytes.isEmpty { bytes = piece } else { bytes += piece }
      guard bytes.count <= limit else { throw tooLarge(path, limit) }
      room = max(4096, size + 1 - bytes.count)
    }
  }

  static func requireRegular(_ status: FileStatus, _ path: FilePath) throws {
    guard status.kind == .regular else {
      throw FileError(
        .wrongKind, path: path, "\(path) is \(status.kind.words), not a file.")
    }
  }

  private static func tooLarge(_ path: FilePath, _ limit: Int) -> FileError {
    FileError(.tooLarge, path: path, "\(path) is larger than \(words(limit)) and was not read.")
  }

  private static func words(_ bytes: Int) -> String {
    for (unit, shift) in [("MiB", 20), ("KiB", 10)] where bytes >= 1 << shift {
      if bytes & (1 << shift - 1) == 0 { return "\(bytes >> shift) \(unit)" }
    }
    return "\(bytes) bytes"
  }

  private static func temporaryPath(for path: FilePath) -> FilePath {
    let name = path.lastComponent?.string ?? "file"
    let random = String(UInt64.random(in: .min ... .max), radix: 36)
    return path.removingLastComponent().appending(".\(name).\(random).tmp")
  }

  private static func isTemporary(_ name: String) -> Bool {
    name.hasPrefix(".") && name.hasSuffix(".tmp")
  }
}

/// Collects pieces and writes them in blocks.
package struct DurableWriter {
  private let file: OpenFile
  private let files: any FileSystem
  private var buffer: [UInt8] = []
  private static let blockSize = 1 << 18

  init(file: OpenFile, files: any FileSystem) {
    self.file = file
    self.files = files
  }

  /// Adds bytes to the file.
  package mutating func write(_ bytes: some Sequence<UInt8>) throws {
    buffer.append(contentsOf: bytes)
    if buffer.count >= Self.blockSize { try flush() }
  }

  mutating func flush() throws {
    try files.writeAll(buffer, to: file)
    buffer.removeAll(keepingCapacity: true)
  }
}

extension FileSystem {
  /// Writes all bytes, in as many calls as it takes.
  func writeAll(_ bytes: [UInt8], to file: OpenFile) throws {
    try bytes.withUnsafeBytes { raw in
      var rest = raw[...]
      while !rest.isEmpty {
        let count = try write(file, UnsafeRawBufferPointer(rebasing: rest))
        guard count > 0 else { throw Errno.ioError }
        rest = rest.dropFirst(count)
      }
    }
  }
}

extension Date {
  /// The moment as part of a file's name: `20261124T073200Z`.
  package var fileStamp: String {
    ISO8601Format(
      .init(dateSeparator: .omitted, timeSeparator: .omitted, timeZone: .gmt))
  }
}
