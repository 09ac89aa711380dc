package import Files
import Synchronization
package import SystemPackage

/// A file system whose N-th changing call fails, as SQLite's tests do it.
///
/// Changing calls are all but looking and closing. With `count` one can first learn how many there are.
package final class FaultyFileSystem: FileSystem, Sendable {
  /// What a failing call does.
  package enum Fault: Sendable, Equatable {
    /// It fails with this number and does nothing.
    case fail(Errno)
    /// A write takes half of its bytes, and the next one fails with this number; other calls fail at once.
    case shortWrite(then: Errno)
  }

  private struct State {
    var calls = 0
    var failAt: Int?
    var isForGood = false
    var fault = Fault.fail(.ioError)
    var names: [String] = []
  }

  private let base: any FileSystem
  private let state: Mutex<State>

  /// Wraps `base`; the call with number `failAt` (from 1) fails, once or from then on.
  package init(
    _ base: any FileSystem, failAt: Int? = nil, fault: Fault = .fail(.ioError),
    forGood: Bool = false
  ) {
    self.base = base
    state = Mutex(State(failAt: failAt, isForGood: forGood, fault: fault))
  }

  /// The changing calls so far.
  package var count: Int { state.withLock { $0.calls } }
  /// Their names in order, such as `write` or `sync`.
  package var calls: [String] { state.withLock { $0.names } }

  package var userID: UInt32 { base.userID }

  package func open(_ path: FilePath, _ mode: OpenMode) throws -> OpenFile {
    if mode != .read { try count("open") }
    return try base.open(path, mode)
  }

  package func read(_ file: OpenFile, into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    try base.read(file, into: buffer)
  }

  package func write(_ file: OpenFile, _ bytes: UnsafeRawBufferPointer) throws -> Int {
    let isShort = state.withLock { state in
      guard case .shortWrite(let number) = state.fault, state.calls + 1 == state.failAt else {
        return false
      }
      state.calls += 1
      state.names.append("write")
      state.failAt = state.calls + 1
      state.fault = .fail(number)
      return true
    }
    if isShort {
      return try base.write(file, UnsafeRawBufferPointer(rebasing: bytes[..<(bytes.count / 2)]))
    }
    try count("write")
    return try base.write(file, bytes)
  }

  package func truncate(_ file: OpenFile, to size: Int64) throws {
    try count("truncate")
    try base.truncate(file, to: size)
  }

  package func sync(_ file: OpenFile) throws {
    try count("sync")
    try base.sync(file)
  }

  package func syncData(_ file: OpenFile) throws {
    try count("syncData")
    try base.syncData(file)
  }

  package func close(_ file: OpenFile) throws { try base.close(file) }

  package func status(of file: OpenFile) throws -> FileStatus { try base.status(of: file) }

  package func status(at path: FilePath, followingLinks: Bool) throws -> FileStatus {
    try base.status(at: path, followingLinks: followingLinks)
  }

  package func rename(_ old: FilePath, to new: FilePath) throws {
    try count("rename")
    try base.rename(old, to: new)
  }

  package func unlink(_ path: FilePath) throws {
    try count("unlink")
    try base.unlink(path)
  }

  package func makeDirectory(_ path: FilePath) throws {
    try count("makeDirectory")
    try base.makeDirectory(path)
  }

  package func names(in directory: FilePath) throws -> [String] {
    try base.names(in: directory)
  }

  package func tryLock(_ file: OpenFile) throws -> Bool { try base.tryLock(file) }

  private func count(_ name: String) throws {
    let error = state.withLock { state -> Errno? in
      state.calls += 1
      state.names.append(name)
      guard let failAt = state.failAt else { return nil }
      let isDue = state.isForGood ? state.calls >= failAt : state.calls == failAt
      guard isDue else { return nil }
      return switch state.fault {
      case .fail(let number), .shortWrite(let number): number
      }
    }
    if let error { throw error }
  }
}
