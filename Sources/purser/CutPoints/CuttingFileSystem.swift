#if CUT_POINTS
  import Files
  import Synchronization
  import SystemPackage

  /// A disk with a point before and after every call that changes something.
  ///
  /// Points are named by file and call: `journal.sending.sync.before`, `assets.json.rename.after`, `write.lock.unlock.after`. A write
  /// has one more, `half`, at which only half of the bytes have got there.
  final class CuttingFileSystem: FileSystem, Sendable {
    private let base: any FileSystem
    private let points: CutPoints
    private let known = Mutex<[Int32: String]>([:])
    private let locked = Mutex<Set<Int32>>([])

    init(_ base: any FileSystem, _ points: CutPoints) {
      self.base = base
      self.points = points
    }

    var userID: UInt32 { base.userID }

    func open(_ path: FilePath, _ mode: OpenMode) throws -> OpenFile {
      let name = Self.name(of: path)
      let isNew = mode == .createNew || mode == .appendCreating
      if isNew { points.pass("\(name).open.before") }
      let file = try base.open(path, mode)
      if isNew { points.pass("\(name).open.after") }
      known.withLock { $0[file.number] = mode == .directory ? "folder" : name }
      return file
    }

    func read(_ file: OpenFile, into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
      try base.read(file, into: buffer)
    }

    func read(
      _ file: OpenFile, at offset: Int64, into buffer: UnsafeMutableRawBufferPointer
    ) throws -> Int {
      try FileDescriptor(rawValue: file.number).read(fromAbsoluteOffset: offset, into: buffer)
    }

    func write(_ file: OpenFile, _ bytes: UnsafeRawBufferPointer) throws -> Int {
      let name = known.withLock { $0[file.number] ?? "?" }
      if name.hasPrefix("journal"), let type = Self.recordType(bytes) {
        known.withLock { $0[file.number] = "journal.\(type)" }
      }
      return try around("write", file) { name in
        points.pass("\(name).write.half") {
          _ = try? base.write(file, UnsafeRawBufferPointer(rebasing: bytes[..<(bytes.count / 2)]))
        }
        return try base.write(file, bytes)
      }
    }

    func truncate(_ file: OpenFile, to size: Int64) throws {
      try around("truncate", file) { _ in try base.truncate(file, to: size) }
    }

    func sync(_ file: OpenFile) throws {
      try around("sync", file) { _ in try base.sync(file) }
    }

    func syncData(_ file: OpenFile) throws {
      try around("sync", file) { _ in try base.syncData(file) }
    }

    func close(_ file: OpenFile) throws {
      let isLocked = locked.withLock { $0.remove(file.number) != nil }
      guard isLocked else { return try base.close(file) }
      try around("unlock", file) { _ in try base.close(file) }
    }

    func status(of file: OpenFile) throws -> FileStatus { try base.status(of: file) }

    func status(at path: FilePath, followingLinks: Bool) throws -> FileStatus {
      try base.status(at: path, followingLinks: followingLinks)
    }

    func rename(_ old: FilePath, to new: FilePath) throws {
      try around("rename", new) { try base.rename(old, to: new) }
    }

    func unlink(_ path: FilePath) throws {
      try around("unlink", path) { try base.unlink(path) }
    }

    func makeDirectory(_ path: FilePath) throws {
      points.pass("folder.make.before")
      try base.makeDirectory(path)
      points.pass("folder.make.after")
    }

    func names(in directory: FilePath) throws -> [String] { try base.names(in: directory) }

    func tryLock(_ file: OpenFile) throws -> Bool {
      let name = known.withLock { $0[file.number] ?? "?" }
      points.pass("\(name).lock.before")
      guard try base.tryLock(file) else { return false }
      locked.withLock { _ = $0.insert(file.number) }
      points.pass("\(name).lock.after")
      return true
    }

    private func around<Value>(
      _ call: String, _ file: OpenFile, _ body: (String) throws -> Value
    ) throws -> Value {
      let name = known.withLock { $0[file.number] ?? "?" }
      points.pass("\(name).\(call).before")
      let value = try body(name)
      points.pass("\(name).\(call).after")
      return value
    }

    private func around(_ call: String, _ path: FilePath, _ body: () throws -> Void) throws {
      let name = Self.name(of: path)
      points.pass("\(name).\(call).before")
      try body()
      points.pass("\(name).\(call).after")
    }

    /// `journal`, or the file's own name; a temporary one counts as what it will be.
    private static func name(of path: FilePath) -> String {
      let parts = path.components.map(\.string)
      if parts.dropLast().last == "journal" { return "journal" }
      var name = (parts.last ?? "?")[...]
      if name.hasPrefix("."), name.hasSuffix(".tmp") {
        name = name.dropFirst().dropLast(".tmp".count)
        name = name[..<(name.lastIndex(of: ".") ?? name.endIndex)]
      }
      return String(name)
    }

    /// The type of a journal record: the last member of that name, since the keys are in alphabetical order.
    private static func recordType(_ bytes: UnsafeRawBufferPointer) -> Substring? {
      guard bytes.count < 1 << 16 else { return "long" }
      let text = String(decoding: bytes, as: UTF8.self)
      let parts = text.split(separator: "\"type\":\"", omittingEmptySubsequences: false)
      guard parts.count > 1, text.hasSuffix("}\n"), let last = parts.last else { return nil }
      return last.prefix { $0 != "\"" }
    }
  }
#endif
