import Files
import Foundation
import SystemPackage
import TestSupport
import Testing

struct AppendLogTests {
  private let path = FilePath("/d/journal")
  private let record = Array(#"{"seq":1}"#.utf8)
  private let next = Array(#"{"seq":2}"#.utf8)

  private func disk() throws -> MemoryFileSystem {
    let disk = MemoryFileSystem()
    try disk.makeDirectory("/d")
    try DurableFile.syncDirectory("/", on: disk)
    return disk
  }

  private func records(_ disk: MemoryFileSystem) throws -> [[UInt8]] {
    let bytes = try #require(disk.contents(of: path))
    return RecordFrame.scan(bytes).records.map { Array(bytes[$0]) }
  }

  @Test("An appended record survives a power loss, also the first of a new file")
  func isDurable() throws {
    let disk = try disk()
    let log = try AppendLog.create(at: path, on: disk)
    try log.appendRecord(record)
    try log.appendRecord(next, durably: false)
    disk.losePower()
    #expect(try records(disk) == [record])
    let again = try AppendLog.open(at: path, on: disk)
    try again.appendRecord(next, durably: false)
    try again.sync()
    disk.losePower()
    #expect(try records(disk) == [record, next])
  }

  @Test(
    "Whatever call of an append fails, the file holds the old records or the new one too",
    arguments: [
      FaultyFileSystem.Fault.fail(.noSpace), .fail(.ioError), .shortWrite(then: .noSpace),
    ], MemoryFileSystem.Loss.allCases)
  func survivesEveryFault(fault: FaultyFileSystem.Fault, loss: MemoryFileSystem.Loss) throws {
    for call in 1...2 {
      let disk = try disk()
      let log = try AppendLog.create(at: path, on: disk)
      try log.appendRecord(record)
      log.close()
      // The first counted call is the open.
      let faulty = FaultyFileSystem(disk, failAt: call + 1, fault: fault)
      let broken = try AppendLog.open(at: path, on: faulty)
      #expect(throws: FileError.self) { try broken.appendRecord(next) }
      let refused = #expect(throws: FileError.self) { try broken.appendRecord(next) }
      #expect(refused?.code == .closedByFailure)
      #expect(broken.hasFailed)
      disk.losePower(loss)
      let found = try records(disk)
      #expect(found == [record] || found == [record, next])
      let end = RecordFrame.scan(try #require(disk.contents(of: path))).end
      if call == 1 { #expect(end == .clean) }
    }
  }

  @Test("Creation that fails leaves no file", arguments: 1...4)
  func failsToCreate(call: Int) throws {
    let disk = try disk()
    let faulty = FaultyFileSystem(disk, failAt: call)
    #expect(throws: FileError.self) { try AppendLog.create(at: path, on: faulty) }
    #expect(disk.filePaths.isEmpty)
  }

  @Test("A file that was replaced or removed while open takes nothing more")
  func noticesReplacement() throws {
    let disk = try disk()
    let log = try AppendLog.create(at: path, on: disk)
    try disk.rename(path, to: "/d/moved")
    try AppendLog.create(at: path, on: disk).close()
    let error = #expect(throws: FileError.self) { try log.appendRecord(record) }
    #expect(error?.code == .replaced)
    #expect(disk.contents(of: "/d/moved") == [])
  }

  @Test("A file that exists is not created anew, and one that others can read is not continued")
  func refuses() throws {
    let folder = try TemporaryFolder()
    let files = LinuxFileSystem()
    let path = try folder.write("audit.jsonl", record, mode: 0o640)
    let exists = #expect(throws: FileError.self) { try AppendLog.create(at: path, on: files) }
    #expect(exists?.code == .exists)
    let open = #expect(throws: FileError.self) { try AppendLog.openOrCreate(at: path, on: files) }
    #expect(open?.code == .tooOpen)
    #expect(open?.description.contains("chmod 600 \(path)") == true)
  }

  @Test("A torn tail is copied aside and cut off")
  func cutsTails() throws {
    let folder = try TemporaryFolder()
    let files = LinuxFileSystem()
    let whole = try #require(RecordFrame.encode(record))
    let path = try folder.write("journal", whole + Array("torn".utf8))
    let now = Date(timeIntervalSince1970: 1_795_505_520)
    try AppendLog.cutTornTail(of: path, at: whole.count, now: now, on: files)
    #expect(try DurableFile.read(path, limit: 1000, on: files) == whole)
    let aside = folder.path.appending("journal.torn-20261124T073200Z")
    #expect(try DurableFile.read(aside, limit: 1000, on: files) == Array("torn".utf8))
    let log = try AppendLog.open(at: path, on: files)
    try log.appendRecord(next)
    #expect(log.size == Int64(whole.count * 2))
  }
}
