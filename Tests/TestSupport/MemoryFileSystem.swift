package import Files
import Synchronization
package import SystemPackage

/// A file system in memory that knows what a power loss takes: whatever was not synced.
///
/// A file's bytes are durable after `sync` or `syncData` of it, a name after `sync` of its directory.
package final class MemoryFileSystem: FileSystem, Sendable {
  /// What a power loss leaves of bytes that were appended and not synced.
  package enum Loss: Sendable, CaseIterable {
    case nothingUnsynced, halfUnsynced, allUnsynced
  }

  struct Node {
    var isDirectory: Bool
    var bytes: [UInt8] = []
    var durable: [UInt8] = []
    /// Changes since the last sync, oldest first.
    var pending: [Change] = []
  }

  /// A change of a file's bytes that is not on the disk for sure.
  struct Change {
    var step: Int
    var kind: Kind

    enum Kind {
      case write(at: Int, [UInt8])
      case truncate(to: Int)
    }
  }

  /// A change of a directory that is not on the disk for sure.
  struct NameChange {
    var directory: FilePath
    var removed: FilePath?
    var added: (path: FilePath, node: Int)?
  }

  struct Handle {
    var node: Int
    var path: FilePath
    var position = 0
    var appends = false
  }

  struct State {
    var nodes: [Int: Node] = [:]
    var names: [FilePath: Int] = [:]
    var durableNames: [FilePath: Int] = [:]
    var handles: [Int32: Handle] = [:]
    var locks: [Int: Int32] = [:]
    var next = 3
    /// Names that changed since the last sync of their directory, oldest first.
    var pendingNames: [NameChange] = []
    /// Changing calls so far.
    var steps = 0
    /// The power goes off behind the changing call of this number.
    var powerOffAfter: Int?
    var isOff = false

    mutating func number() -> Int {
      next += 1
      return next
    }

    /// Counts a changing call; refuses it where the power is off.
    mutating func step() throws {
      if let powerOffAfter, steps >= powerOffAfter { isOff = true }
      try check()
      steps += 1
    }

    func check() throws {
      if isOff { throw Errno.ioError }
    }
  }

  let state: Mutex<State>

  init(_ state: State) { self.state = Mutex(state) }

  /// An empty disk with only a root.
  package init() {
    state = Mutex(State())
    state.withLock { state in
      state.nodes[1] = Node(isDirectory: true)
      state.names[FilePath("/")] = 1
      state.durableNames[FilePath("/")] = 1
    }
  }

  package var userID: UInt32 { 1000 }

  /// Takes away what was not synced, and every open descriptor and lock.
  package func losePower(_ loss: Loss = .nothingUnsynced) {
    state.withLock { state in
      state.names = state.durableNames
      state.pendingNames = []
      state.handles = [:]
      state.locks = [:]
      for (number, node) in state.nodes {
        var kept = node.durable
        if node.bytes.count > kept.count, node.bytes.starts(with: kept) {
          let unsynced = node.bytes[kept.count...]
          switch loss {
          case .nothingUnsynced: break
          case .halfUnsynced: kept += unsynced.prefix(unsynced.count / 2)
          case .allUnsynced: kept += unsynced
          }
        }
        state.nodes[number]?.bytes = kept
        state.nodes[number]?.durable = kept
        state.nodes[number]?.pending = []
      }
    }
  }

  /// A file's bytes, or nothing if the name does not exist.
  package func contents(of path: FilePath) -> [UInt8]? {
    state.withLock { state in state.names[path].flatMap { state.nodes[$0]?.bytes } }
  }

  /// Every name of a file, directories left out.
  package var filePaths: [String] {
    state.withLock { state in
      state.names.filter { state.nodes[$0.value]?.isDirectory == false }.map(\.key.string).sorted()
    }
  }

  package func open(_ path: FilePath, _ mode: OpenMode) throws -> OpenFile {
    try state.withLock { state in
      try state.check()
      let existing = state.names[path]
      let node: Int
      switch (mode, existing) {
      case (.createNew, .some): throw Errno.fileExists
      case (.createNew, nil), (.appendCreating, nil):
        guard state.names[path.removingLastComponent()] != nil else {
          throw Errno.noSuchFileOrDirectory
        }
        try state.step()
        node = state.number()
        state.nodes[node] = Node(isDirectory: false)
        state.names[path] = node
        state.pendingNames.append(
          NameChange(directory: path.removingLastComponent(), added: (path, node)))
      case (_, nil): throw Errno.noSuchFileOrDirectory
      case (_, .some(let number)): node = number
      }
      let number = Int32(state.number())
      state.handles[number] = Handle(
        node: node, path: path, appends: mode == .append || mode == .appendCreating)
      return OpenFile(number: number)
    }
  }

  package func read(_ file: OpenFile, into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    try state.withLock { state in
      try state.check()
      guard var handle = state.handles[file.number], let node = state.nodes[handle.node] else {
        throw Errno.badFileDescriptor
      }
      let bytes = node.bytes.dropFirst(handle.position).prefix(buffer.count)
      buffer.copyBytes(from: bytes)
      handle.position += bytes.count
      state.handles[file.number] = handle
      return bytes.count
    }
  }

  package func write(_ file: OpenFile, _ bytes: UnsafeRawBufferPointer) throws -> Int {
    try change(file) { node, step in
      let new = Array(bytes)
      node.pending.append(Change(step: step, kind: .write(at: node.bytes.count, new)))
      node.bytes.append(contentsOf: new)
    }
    return bytes.count
  }

  package func truncate(_ file: OpenFile, to size: Int64) throws {
    try change(file) { node, step in
      node.pending.append(Change(step: step, kind: .truncate(to: Int(size))))
      node.bytes = Array(node.bytes.prefix(Int(size)))
    }
  }

  package func sync(_ file: OpenFile) throws {
    let directory = try state.withLock { state -> FilePath? in
      guard let handle = state.handles[file.number] else { throw Errno.badFileDescriptor }
      return state.nodes[handle.node]?.isDirectory == true ? handle.path : nil
    }
    guard let directory else { return try syncData(file) }
    try state.withLock { state in
      try state.step()
      for change in state.pendingNames where change.directory == directory {
        if let removed = change.removed { state.durableNames[removed] = nil }
        if let added = change.added { state.durableNames[added.path] = added.node }
      }
      state.pendingNames.removeAll { $0.directory == directory }
    }
  }

  package func syncData(_ file: OpenFile) throws {
    try change(file) { node, _ in
      node.durable = node.bytes
      node.pending = []
    }
  }

  package func close(_ file: OpenFile) throws {
    try state.withLock { state in
      try state.check()
      state.handles[file.number] = nil
      state.locks = state.locks.filter { $0.value != file.number }
    }
  }

  package func status(of file: OpenFile) throws -> FileStatus {
    try state.withLock { state in
      try state.check()
      guard let handle = state.handles[file.number] else { throw Errno.badFileDescriptor }
      return try status(handle.node, state)
    }
  }

  package func status(at path: FilePath, followingLinks: Bool) throws -> FileStatus {
    try state.withLock { state in
      try state.check()
      guard let node = state.names[path] else { throw Errno.noSuchFileOrDirectory }
      return try status(node, state)
    }
  }

  package func rename(_ old: FilePath, to new: FilePath) throws {
    try state.withLock { state in
      try state.step()
      guard let node = state.names.removeValue(forKey: old) else {
        throw Errno.noSuchFileOrDirectory
      }
      state.names[new] = node
      state.pendingNames.append(
        NameChange(directory: new.removingLastComponent(), removed: old, added: (new, node)))
    }
  }

  package func unlink(_ path: FilePath) throws {
    try state.withLock { state in
      try state.step()
      guard state.names.removeValue(forKey: path) != nil else {
        throw Errno.noSuchFileOrDirectory
      }
      state.pendingNames.append(
        NameChange(directory: path.removingLastComponent(), removed: path))
    }
  }

  package func makeDirectory(_ path: FilePath) throws {
    try state.withLock { state in
      try state.step()
      guard state.names[path] == nil else { throw Errno.fileExists }
      let node = state.number()
      state.nodes[node] = Node(isDirectory: true)
      state.names[path] = node
      state.pendingNames.append(
        NameChange(directory: path.removingLastComponent(), added: (path, node)))
    }
  }

  package func names(in directory: FilePath) throws -> [String] {
    try state.withLock { state in
      try state.check()
      guard state.names[directory] != nil else { throw Errno.noSuchFileOrDirectory }
      return state.names.keys.filter { $0.removingLastComponent() == directory }
        .compactMap { $0.lastComponent?.string }.sorted()
    }
  }

  package func tryLock(_ file: OpenFile) throws -> Bool {
    try state.withLock { state in
      try state.check()
      guard let handle = state.handles[file.number] else { throw Errno.badFileDescriptor }
      if let holder = state.locks[handle.node], holder != file.number { return false }
      state.locks[handle.node] = file.number
      return true
    }
  }

  private func change(_ file: OpenFile, _ body: (inout Node, Int) throws -> Void) throws {
    try state.withLock { state in
      try state.step()
      guard let handle = state.handles[file.number], var node = state.nodes[handle.node] else {
        throw Errno.badFileDescriptor
      }
      try body(&node, state.steps)
      state.nodes[handle.node] = node
    }
  }

  private func status(_ number: Int, _ state: State) throws -> FileStatus {
    guard let node = state.nodes[number] else { throw Errno.noSuchFileOrDirectory }
    return FileStatus(
      kind: node.isDirectory ? .directory : .regular, owner: userID,
      mode: node.isDirectory ? 0o700 : 0o600, size: Int64(node.bytes.count),
      inode: UInt64(number), device: 1, modified: 0)
  }
}
