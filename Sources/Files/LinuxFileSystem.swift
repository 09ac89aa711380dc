import Glibc
package import SystemPackage

/// The real disk.
package struct LinuxFileSystem: FileSystem {
  /// The real disk, as the effective user of this process.
  package init() {}

  package var userID: UInt32 { geteuid() }

  package func open(_ path: FilePath, _ mode: OpenMode) throws -> OpenFile {
    let (access, options, permissions) = mode.parts
    let descriptor = try FileDescriptor.open(
      path, access, options: options.union(.closeOnExec), permissions: permissions)
    return OpenFile(number: descriptor.rawValue)
  }

  package func read(_ file: OpenFile, into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    try FileDescriptor(rawValue: file.number).read(into: buffer)
  }

  package func read(
    _ file: OpenFile, at offset: Int64, into buffer: UnsafeMutableRawBufferPointer
  ) throws -> Int {
    try FileDescriptor(rawValue: file.number).read(fromAbsoluteOffset: offset, into: buffer)
  }

  package func write(_ file: OpenFile, _ bytes: UnsafeRawBufferPointer) throws -> Int {
    try FileDescriptor(rawValue: file.number).write(bytes)
  }

  package func truncate(_ file: OpenFile, to size: Int64) throws {
    try check { ftruncate(file.number, off_t(size)) }
  }

  package func sync(_ file: OpenFile) throws {
    try check { fsync(file.number) }
  }

  package func syncData(_ file: OpenFile) throws {
    try check { fdatasync(file.number) }
  }

  package func close(_ file: OpenFile) throws {
    // On Linux the descriptor is gone even then; a second close could hit another's.
    if Glibc.close(file.number) != 0, errno != EINTR { throw Errno(rawValue: errno) }
  }

  package func status(of file: OpenFile) throws -> FileStatus {
    var raw = stat()
    try check { fstat(file.number, &raw) }
    return FileStatus(raw)
  }

  package func status(at path: FilePath, followingLinks: Bool) throws -> FileStatus {
    var raw = stat()
    try path.withPlatformString { name in
      try check { followingLinks ? stat(name, &raw) : lstat(name, &raw) }
    }
    return FileStatus(raw)
  }

  package func rename(_ old: FilePath, to new: FilePath) throws {
    try old.withPlatformString { from in
      try new.withPlatformString { to in
        try check { Glibc.rename(from, to) }
      }
    }
  }

  package func unlink(_ path: FilePath) throws {
    try path.withPlatformString { name in try check { Glibc.unlink(name) } }
  }

  package func makeDirectory(_ path: FilePath) throws {
    try path.withPlatformString { name in try check { mkdir(name, 0o700) } }
  }

  package func names(in directory: FilePath) throws -> [String] {
    let stream = try uninterrupted { () throws(Errno) in
      guard let stream = directory.withPlatformString({ opendir($0) }) else {
        throw Errno(rawValue: errno)
      }
      return stream
    }
    defer { closedir(stream) }
    var names: [String] = []
    while true {
      // Nothing is the end, or an error: half a list is never taken for the whole.
      errno = 0
      guard let entry = readdir(stream) else { break }
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    if errno != 0 { throw Errno(rawValue: errno) }
    return names.sorted()
  }

  package func tryLock(_ file: OpenFile) throws -> Bool {
    try uninterrupted { () throws(Errno) in
      if flock(file.number, LOCK_EX | LOCK_NB) == 0 { return true }
      if errno == EWOULDBLOCK { return false }
      throw Errno(rawValue: errno)
    }
  }

  private func check(_ call: () -> CInt) throws(Errno) {
    try uninterrupted { () throws(Errno) in
      if call() != 0 { throw Errno(rawValue: errno) }
    }
  }
}

extension OpenMode {
  fileprivate var parts: (FileDescriptor.AccessMode, FileDescriptor.OpenOptions, FilePermissions?) {
    let private_ = FilePermissions(rawValue: 0o600)
    return switch self {
    case .read: (.readOnly, [.noFollow, .nonBlocking], nil)
    case .createNew: (.writeOnly, [.create, .exclusiveCreate, .noFollow], private_)
    case .append: (.writeOnly, [.append, .noFollow], nil)
    case .appendCreating: (.readWrite, [.append, .create, .noFollow], private_)
    case .directory: (.readOnly, [.directory, .noFollow], nil)
    }
  }
}

extension FileStatus {
  fileprivate init(_ raw: stat) {
    let kind: Kind =
      switch raw.st_mode & S_IFMT {
      case S_IFREG: .regular
      case S_IFDIR: .directory
      case S_IFLNK: .link
      case S_IFIFO: .fifo
      default: .other
      }
    self.init(
      kind: kind, owner: raw.st_uid, mode: raw.st_mode & 0o7777, size: Int64(raw.st_size),
      inode: UInt64(raw.st_ino), device: UInt64(raw.st_dev), modified: Int64(raw.st_mtim.tv_sec))
  }
}
