import Files
import Foundation
import Glibc
import SystemPackage
import TestSupport
import Testing

struct DurableFileTests {
  private let now = Date(timeIntervalSince1970: 1_795_505_520)
  private let old = Array("old".utf8)
  private let new = Array(repeating: UInt8(ascii: "n"), count: 600_000)

  @Test("A replaced file holds the new bytes, is 0600 whatever the umask, and leaves no temporary")
  func replaces() throws {
    let folder = try TemporaryFolder()
    let files = LinuxFileSystem()
    let path = folder.path.appending("file.json")
    try DurableFile.replace(path, with: old, on: files)
    try DurableFile.replace(path, with: new, on: files)
    #expect(try DurableFile.read(path, limit: 1 << 20, on: files) == new)
    #expect(try files.status(at: path, followingLinks: false).mode == 0o600)
    #expect(try files.names(in: folder.path) == ["file.json"])
  }

  @Test(
    "Whatever call fails, the file is the old or the new one and nothing else lies beside it",
    arguments: [
      FaultyFileSystem.Fault.fail(.noSpace), .fail(.ioError), .shortWrite(then: .noSpace),
    ], [false, true])
  func survivesEveryFault(fault: FaultyFileSystem.Fault, forGood: Bool) throws {
    let path = FilePath("/d/file.json")
    func disk() throws -> MemoryFileSystem {
      let disk = MemoryFileSystem()
      try disk.makeDirectory("/d")
      try DurableFile.replace(path, with: old, on: disk)
      return disk
    }
    let counter = FaultyFileSystem(try disk())
    try DurableFile.replace(path, with: new, on: counter)
    #expect(counter.count >= 6)
    for call in 1...counter.count {
      let disk = try disk()
      let faulty = FaultyFileSystem(disk, failAt: call, fault: fault, forGood: forGood)
      #expect(throws: FileError.self) { try DurableFile.replace(path, with: new, on: faulty) }
      let bytes = try #require(disk.contents(of: path))
      #expect(bytes == old || bytes == new)
      if !forGood { #expect(disk.filePaths == ["/d/file.json"]) }
    }
  }

  @Test(
    "A power loss after any call leaves the old or the new file",
    arguments: MemoryFileSystem.Loss.allCases)
  func survivesPowerLoss(loss: MemoryFileSystem.Loss) throws {
    let path = FilePath("/d/file.json")
    for call in 1...20 {
      let disk = MemoryFileSystem()
      try disk.makeDirectory("/d")
      try DurableFile.syncDirectory("/", on: disk)
      try DurableFile.replace(path, with: old, on: disk)
      let faulty = FaultyFileSystem(disk, failAt: call, forGood: true)
      let result = Result { try DurableFile.replace(path, with: new, on: faulty) }
      disk.losePower(loss)
      let bytes = try #require(disk.contents(of: path))
      #expect(bytes == old || bytes == new)
      if case .success = result { #expect(bytes == new) }
    }
  }

  @Test("The order is write, sync, rename, sync of the directory")
  func syncsInOrder() throws {
    let disk = FaultyFileSystem(MemoryFileSystem())
    try disk.makeDirectory("/d")
    try DurableFile.replace("/d/f", with: old, on: disk)
    #expect(
      disk.calls.dropFirst() == ["open", "write", "sync", "rename", "open", "sync"])
  }

  @Test("Reading refuses a link, a directory, a FIFO, too many bytes and a missing file")
  func refuses() throws {
    let folder = try TemporaryFolder()
    let files = LinuxFileSystem()
    let file = try folder.write("file", Array("12345".utf8))
    let link = folder.path.appending("link")
    symlink(file.string, link.string)
    let fifo = folder.path.appending("fifo")
    mkfifo(fifo.string, 0o600)
    let cases: [(FilePath, FileError.Code)] = [
      (link, .wrongKind), (folder.path, .wrongKind), (fifo, .wrongKind), (file, .tooLarge),
      (folder.path.appending("none"), .missing),
    ]
    for (path, code) in cases {
      let error = #expect(throws: FileError.self) {
        try DurableFile.read(path, limit: 4, on: files)
      }
      #expect(error?.code == code)
    }
    #expect(try DurableFile.read(file, limit: 5, on: files) == Array("12345".utf8))
  }

  @Test("A file set aside keeps its bytes, and only the newest three are kept")
  func setsAside() throws {
    let folder = try TemporaryFolder()
    let files = LinuxFileSystem()
    for step in 0..<5 {
      let path = try folder.write("users.json", [UInt8(step)])
      try DurableFile.setAside(path, now: now.addingTimeInterval(Double(step)), on: files)
    }
    let names = try files.names(in: folder.path)
    #expect(names.count == 3)
    #expect(names.first == "users.json.bad-20261124T073202Z")
    let last = folder.path.appending(try #require(names.last))
    #expect(try DurableFile.read(last, limit: 10, on: files) == [4])
  }

  @Test("Temporaries of a killed process are removed after a day, other files stay")
  func removesStrays() throws {
    let folder = try TemporaryFolder()
    let files = LinuxFileSystem()
    try folder.write(".a.xyz.tmp", [])
    try folder.write("kept", [])
    DurableFile.removeStrayTemporaries(in: folder.path, now: Date(), on: files)
    #expect(try files.names(in: folder.path) == [".a.xyz.tmp", "kept"])
    let later = Date().addingTimeInterval(90_000)
    DurableFile.removeStrayTemporaries(in: folder.path, now: later, on: files)
    #expect(try files.names(in: folder.path) == ["kept"])
  }
}
