package import Files
import Synchronization
package import SystemPackage

/// A file system whose N-th call fails, as SQLite's tests do it.
///
/// Changing calls are all but looking and closing; looks are counted too where asked. With `count` one can first learn how many
/// there are.
package final class FaultyFileSystem: FileSystem, Sendable {
  /// What a failing call does.
  package enum Fault: Sendable, Equatable {
    /// It fails with this number and does nothing; `EINTR` once, as the layer below repeats it.
    case fail(Errno)
    /// A write takes half of its bytes, and the next one fails with this number; other calls fail at once.
    case shortWrite(then: Errno)
  }

  /// One call that was made.
  package struct Call: Sendable, Equatable {
    /// Such as `write` or `sync`.
    package var name: String
    package var path: FilePath
    package var hasFailed = false
  }

  private struct State {
    var calls: [Call] = []
    var paths: [Int32: FilePath] = [:]
    var failAt: Int?
    var isForGood = false
    var fault = Fault.fail(.ioError)
  }

  private let base: any FileSystem
  private let countsLooks: Bool
  private let state: Mutex<State>

  /// Wraps `base`; the call with number `failAt` (from 1) fails, once or from then on.
  ///
  /// With `countsLooks` the calls that only look, and closing, count and fail as well.
  package init(
    _ base: any FileSystem, failAt: Int? = nil, fault: Fault = .fail(.ioError),
    forGood: Bool = false, countsLooks: Bool = false
  ) {
    self.base = base
    self.countsLooks = countsLooks
    state = Mutex(State(failAt: failAt, isForGood: forGood, fault: fault))
  }

  /// The counted calls so far.
  package var count: Int { state.withLock { $0.calls.count } }
  /// The counted calls in order.
  package var trace: [Call] { state.withLock { $0.calls } }
  /// Their names in order, such as `write` or `sync`.
  package var calls: [String] { trace.map(\.name) }
  /// Whether a call has failed.
  package var hasFailed: Bool { trace.contains(where: \.hasFailed) }

  package var userID: UInt32 { base.userID }

  package func open(_ path: FilePath, _ mode: OpenMode) throws -> OpenFile {
    if mode == .read { try look("open", path) } else { try count("open", path) }
    let file = try base.open(path, mode)
    state.withLock { $0.paths[file.number] = path }
    return file
  }

  package func read(_ file: OpenFile, into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    try look("read", path(of: file))
    return try base.read(file, into: buffer)
  }

  package func write(_ file: OpenFile, _ bytes: UnsafeRawBufferPointer) throws -> Int {
    let path = path(of: file)
    let isShort = state.withLock { state in
      guard case .shortWrite(let number) = state.fault, state.calls.count + 1 == state.failAt
      else { return false }
      state.calls.append(Call(name: "write", path: path, hasFailed: true))
      state.failAt = state.calls.count + 1
      state.fault = .fail(number)
      return true
    }
    if isShort {
      return try base.write(file, UnsafeRawBufferPointer(rebasing: bytes[..<(bytes.count / 2)]))
    }
    try count("write", path)
    return try base.write(file, bytes)
  }

  package func truncate(_ file: OpenFile, to size: Int64) throws {
    try count("truncate", path(of: file))
    try base.truncate(file, to: size)
  }

  package func sync(_ file: OpenFile) throws {
    try count("sync", path(of: file))
    try base.sync(file)
  }

  package func syncData(_ file: OpenFile) throws {
    try count("syncData", path(of: file))
    try base.syncData(file)
  }

  package func close(_ file: OpenFile) throws {
    let path = path(of: file)
    try base.close(file)
    try look("close", path)
  }

  package func status(of file: OpenFile) throws -> FileStatus {
    try look("status", path(of: file))
    return try base.status(of: file)
  }

  package func status(at path: FilePath, followingLinks: Bool) throws -> FileStatus {
    try look("status", path)
    return try base.status(at: path, followingLinks: followingLinks)
  }

  package func rename(_ old: FilePath, to new: FilePath) throws {
    try count("rename", new)
    try base.rename(old, to: new)
  }

  package func unlink(_ path: FilePath) throws {
    try count("unlink", path)
    try base.unlink(path)
  }

  package func makeDirectory(_ path: FilePath) throws {
    try count("makeDirectory", path)
    try base.makeDirectory(path)
  }

  package func names(in directory: FilePath) throws -> [String] {
    try look("names", directory)
    return try base.names(in: directory)
  }

  package func tryLock(_ file: OpenFile) throws -> Bool {
    try look("tryLock", path(of: file))
    return try base.tryLock(file)
  }

  private func path(of file: OpenFile) -> FilePath {
    state.withLock { $0.paths[file.number] } ?? "?"
  }

  private func look(_ name: String, _ path: FilePath) throws {
    if countsLooks { try count(name, path) }
  }

  private func count(_ name: String, _ path: FilePath) throws {
    try uninterrupted { () throws(Errno) in
      if let error = state.withLock({ Self.next(name, path, &$0) }) { throw error }
    }
  }

  private static func next(_ name: String, _ path: FilePath, _ state: inout State) -> Errno? {
    var call = Call(name: name, path: path)
    let number = state.calls.count + 1
    var error: Errno?
    if let failAt = state.failAt, state.isForGood ? number >= failAt : number == failAt {
      switch state.fault {
      case .fail(let number), .shortWrite(let number): error = number
      }
      // One interruption at each call is as many as there can be without an end.
      if error == .interrupted, state.calls.last == Call(name: name, path: path, hasFailed: true) {
        error = nil
      }
    }
    call.hasFailed = error != nil
    state.calls.append(call)
    return error
  }
}
