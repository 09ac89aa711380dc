import Files
import Foundation
import SystemPackage
import TestSupport
import Testing

struct WriteLockTests {
  private let holder = LockHolder(
    pid: 4711, bootID: "b", since: Date(timeIntervalSince1970: 1_795_505_520), user: "alice",
    host: "bastion1", tty: "pts/3", operation: "assign 3 assets")

  @Test("A second writer is refused and told who holds the lock; after release it gets it")
  func excludes() throws {
    let folder = try TemporaryFolder()
    let files = LinuxFileSystem()
    let path = folder.path.appending("write.lock")
    let first = try #require(try WriteLock.tryAcquire(at: path, holder: holder, on: files))
    #expect(first.isHeld)
    #expect(try WriteLock.tryAcquire(at: path, holder: holder, on: files) == nil)
    #expect(WriteLock.readHolder(at: path, on: files) == holder)
    first.release()
    #expect(!first.isHeld)
    var other = holder
    other.user = "bob"
    let second = try #require(try WriteLock.tryAcquire(at: path, holder: other, on: files))
    #expect(WriteLock.readHolder(at: path, on: files)?.user == "bob")
    second.release()
    #expect(try files.status(at: path, followingLinks: false).mode == 0o600)
  }

  @Test("A waiting writer gives up when its patience is over and names the holder")
  func waits() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path.appending("write.lock")
    let first = try #require(
      try WriteLock.tryAcquire(at: path, holder: holder, on: LinuxFileSystem()))
    let clock = ManualClock()
    let waiting = Task { [holder] in
      try await WriteLock.acquire(
        at: path, holder: holder, patience: .milliseconds(300), clock: clock,
        on: LinuxFileSystem())
    }
    for _ in 1...3 {
      await clock.sleepers(atLeast: 1)
      clock.advance(by: .milliseconds(100))
    }
    await #expect(throws: WriteLock.Failure.held(holder)) { try await waiting.value }
    first.release()
  }

  @Test("A waiting writer gets the lock once it is given back")
  func succeeds() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path.appending("write.lock")
    let first = try #require(
      try WriteLock.tryAcquire(at: path, holder: holder, on: LinuxFileSystem()))
    let clock = ManualClock()
    let waiting = Task { [holder] in
      try await WriteLock.acquire(
        at: path, holder: holder, patience: .seconds(10), clock: clock, on: LinuxFileSystem())
    }
    await clock.sleepers(atLeast: 1)
    first.release()
    clock.advance(by: .milliseconds(100))
    #expect(try await waiting.value.isHeld)
  }

  @Test("A lock whose file was replaced is no longer held")
  func noticesReplacement() throws {
    let folder = try TemporaryFolder()
    let files = LinuxFileSystem()
    let path = folder.path.appending("write.lock")
    let lock = try #require(try WriteLock.tryAcquire(at: path, holder: holder, on: files))
    try files.rename(path, to: folder.path.appending("moved"))
    #expect(!lock.isHeld)
    try folder.write("write.lock", [])
    #expect(!lock.isHeld)
  }

  @Test("A note that is no JSON gives no holder", arguments: ["", "{", "[]", "\u{0}\u{1B}"])
  func survivesNotes(text: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("write.lock", Array(text.utf8))
    #expect(WriteLock.readHolder(at: path, on: LinuxFileSystem()) == nil)
  }
}
