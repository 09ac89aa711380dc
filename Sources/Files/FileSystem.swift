package import SystemPackage

/// The few file calls that this room makes.
///
/// Everything that is written goes through this protocol, so that a test can fail the N-th call or drop what was not synced.
/// Errors thrown are `Errno` values; `EINTR` is repeated below.
package protocol FileSystem: Sendable {
  /// Opens a file; `O_CLOEXEC` is always set.
  func open(_ path: FilePath, _ mode: OpenMode) throws -> OpenFile
  /// Reads at the descriptor's position; 0 is the end.
  func read(_ file: OpenFile, into buffer: UnsafeMutableRawBufferPointer) throws -> Int
  /// Reads at a place of the file; where the descriptor reads next is not told. 0 is the end.
  func read(
    _ file: OpenFile, at offset: Int64, into buffer: UnsafeMutableRawBufferPointer
  ) throws -> Int
  /// Writes at the descriptor's position and may write less than asked.
  func write(_ file: OpenFile, _ bytes: UnsafeRawBufferPointer) throws -> Int
  /// Cuts or extends a file.
  func truncate(_ file: OpenFile, to size: Int64) throws
  /// Makes content and metadata durable (`fsync`); for a directory, its entries.
  func sync(_ file: OpenFile) throws
  /// Makes content durable (`fdatasync`).
  func syncData(_ file: OpenFile) throws
  /// Closes a descriptor.
  func close(_ file: OpenFile) throws
  /// What a descriptor refers to.
  func status(of file: OpenFile) throws -> FileStatus
  /// What a path refers to, links not followed unless asked.
  func status(at path: FilePath, followingLinks: Bool) throws -> FileStatus
  /// Gives a new name, replacing what bore it.
  func rename(_ old: FilePath, to new: FilePath) throws
  /// Removes a name.
  func unlink(_ path: FilePath) throws
  /// Makes one directory of mode 0700, whatever the umask takes from it.
  func makeDirectory(_ path: FilePath) throws
  /// The names in a directory, sorted, without `.` and `..`.
  func names(in directory: FilePath) throws -> [String]
  /// Tries to take an exclusive `flock`; `false` if another holds it.
  func tryLock(_ file: OpenFile) throws -> Bool
  /// The user whose files these have to be.
  var userID: UInt32 { get }
}

/// Repeats a call that a signal interrupted (`EINTR`) until it is through or fails for another reason.
///
/// Every version of `FileSystem` makes its calls in here, so that nobody above ever sees `EINTR`.
package func uninterrupted<Value>(_ call: () throws(Errno) -> Value) throws(Errno) -> Value {
  while true {
    do {
      return try call()
    } catch {
      if error != .interrupted { throw error }
    }
  }
}

/// How a file is opened.
package enum OpenMode: Sendable, Equatable {
  /// For reading; a link at the end of the path is refused (`ELOOP`), a FIFO does not block.
  case read
  /// A new file of mode 0600 for writing; refused if the name exists.
  case createNew
  /// An existing file for writing at its end; a link is refused.
  case append
  /// An existing or new file of mode 0600 for reading and writing at its end; a link is refused.
  case appendCreating
  /// A directory, for syncing it; a link is refused.
  case directory
}

/// An open descriptor of a `FileSystem`.
package struct OpenFile: Sendable, Hashable {
  /// The descriptor's number.
  package let number: Int32

  /// Wraps a descriptor that the file system has opened.
  package init(number: Int32) {
    self.number = number
  }
}

/// The part of `stat` that is looked at.
package struct FileStatus: Sendable, Equatable {
  /// What kind of thing a name is.
  package enum Kind: Sendable, Equatable {
    case regular, directory, link, fifo, other
  }

  package var kind: Kind
  /// The owner's user id.
  package var owner: UInt32
  /// Permission bits, including sticky (01777 for `/tmp`).
  package var mode: UInt32
  /// Bytes.
  package var size: Int64
  package var inode: UInt64
  package var device: UInt64
  /// Last change of the content, seconds since 1970.
  package var modified: Int64

  /// A status with all its parts.
  package init(
    kind: Kind, owner: UInt32, mode: UInt32, size: Int64, inode: UInt64, device: UInt64,
    modified: Int64
  ) {
    self.kind = kind
    self.owner = owner
    self.mode = mode
    self.size = size
    self.inode = inode
    self.device = device
    self.modified = modified
  }

  /// Whether both are the same file on the same device.
  package func isSameFile(as other: FileStatus) -> Bool {
    inode == other.inode && device == other.device
  }
}
