import AppsAndBooks
import Files
import FoundationEssentials
import SystemPackage
import Testing
import TestSupport

@testable import Operations

struct JournalTests {
  private let stamp = Journal.Stamp(
    location: "0123", token: "0badcafe", bootID: "boot", now: { noon }, uptime: { 7 })
  private let directory = FilePath("/state/purser/0123/journal")

  private func journal(_ disk: any FileSystem) -> Journal {
    Journal(directory: directory, files: disk, stamp: stamp)
  }

  private var intent: IntentRecord {
    var table = IntentTable()
    let request = PlannedRequest(
      action: .assign, assets: [asset("1"), asset("2", .plus)],
      holders: [device("SN1"), device("SN2")])
    let pairs = request.pairs.map { table.enter(PlannedPair(pair: $0, action: .assign)) }
    let users = [
      table.enter(
        PlannedUser(
          change: UserChange(id: ClientUserID(rawValue: "u"), email: "e"), action: .update))
    ]
    return IntentRecord(
      kind: .assign, service: "localhost", location: "campus-nord", by: "alice@admin-1",
      reason: "first day", confirmation: "y", readAt: noon,
      limits: .init(CutLimits()),
      assets: table.assets.map(IntentRecord.AssetName.init),
      holders: table.holders.map(IntentRecord.HolderName.init), pairs: pairs,
      moves: [.init(first: 0, second: 1)], users: users, alreadySo: 1,
      leftOut: [.init(asset: 0, holder: 0, reason: "noLicenceLeft")], occupied: 0,
      requests: [request].compactMap(table.request), undoes: 7)
  }

  private var facts: [JournalFact] {
    [
      .intent(intent), .sending(SendingRecord(endpoint: "assets/associate", body: "ab")),
      .accepted(AcceptedRecord(event: "e1", uID: "u")),
      .rejected(RejectedRecord(status: 400, number: 9702, message: "m", isVerified: false)),
      .recut(RecutRecord(from: 0, requests: intent.requests)),
      .notSent(CauseRecord(cause: "c")), .unknown(CauseRecord(cause: "c")),
      .held(HoldReason(kind: .owner, text: "t")),
      .polled(
        PolledRecord(
          status: "FAILED", requested: 4, completed: 3,
          failures: [
            .init(
              number: 9709, message: "m", assets: intent.assets, clientUserIDs: ["u"],
              serialNumbers: ["s"])
          ])),
      .observed(ObservedRecord(readAt: noon, settled: [0, 2])),
      .resolved(ResolvedRecord(by: "list", state: "done")),
    ]
  }

  @Test("Every kind of line is read as it was written")
  func roundTrip() throws {
    let disk = MemoryFileSystem()
    let writer = journal(disk)
    let written = try facts.map { try writer.append($0, operation: 1, request: 0, attempt: 1) }
    #expect(written.map(\.sequence) == Array(1...facts.count))
    let read = journal(disk).readNew().map(\.entry)
    #expect(read == written)
  }

  @Test("A line is a checksum, a length and JSON with the names of reliability.md 7.3")
  func format() throws {
    let disk = MemoryFileSystem()
    try journal(disk).append(
      .accepted(AcceptedRecord(event: "e1", uID: nil)), operation: 3, request: 0)
    let bytes = try requireValue(disk.contents(of: directory.appending("000001.log")))
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(
      text.hasSuffix(
        #" {"boot":"boot","data":{"eventId":"e1"},"job":3,"loc":"0123","mono":7,"op":0,"seq":1,"t":"2026-08-24T10:00:00.000Z","tok":"0badcafe","type":"accepted","v":1}"#
          + "\n"))
  }

  @Test("What is durable survives a power loss; a poll that was not synced may not")
  func durability() throws {
    let disk = MemoryFileSystem()
    let writer = journal(disk)
    for fact in facts where fact.isDurable { try writer.append(fact, operation: 1, request: 0) }
    try writer.append(facts[8], operation: 1, request: 0)
    disk.losePower(.halfUnsynced)
    let reader = journal(disk)
    #expect(reader.readNew().count == facts.count(where: \.isDurable))
    #expect(reader.trouble == nil)
  }

  @Test("Cut anywhere, the journal gives its whole lines and goes on")
  func everyPrefix() throws {
    let disk = MemoryFileSystem()
    let writer = journal(disk)
    for fact in facts.dropFirst() { try writer.append(fact, operation: 1, request: 0) }
    let bytes = try requireValue(disk.contents(of: directory.appending("000001.log")))
    let ends = bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") }
    for length in stride(from: 0, through: bytes.count, by: 41) {
      let other = MemoryFileSystem()
      try PrivateDirectory.ensure(directory, on: other)
      let path = directory.appending("000001.log")
      try DurableFile.replace(path, with: Array(bytes[..<length]), on: other)
      let reader = journal(other)
      #expect(reader.readNew().count == ends.count { $0 < length })
      #expect(reader.trouble == nil)
      try reader.append(.resolved(ResolvedRecord(by: "list", state: "done")), operation: 1)
      #expect(journal(other).readNew().count == ends.count { $0 < length } + 1)
    }
  }

  @Test("A line of a newer Purser is kept, and nothing is written")
  func newer() throws {
    let disk = MemoryFileSystem()
    let writer = journal(disk)
    try writer.append(facts[2], operation: 1, request: 0)
    let path = directory.appending("000001.log")
    let line = try requireValue(disk.contents(of: path))
    let json = String(decoding: line, as: UTF8.self).drop { $0 != "{" }.dropLast()
      .replacing(#""v":1"#, with: #""v":2"#)
    let framed = try requireValue(RecordFrame.encode(Array(json.utf8)))
    try DurableFile.replace(path, with: framed, on: disk)
    let reader = journal(disk)
    #expect(reader.readNew().isEmpty)
    #expect(reader.trouble?.contains("newer Purser") == true)
    #expect(throws: OperationsError.self) { try reader.append(facts[2], operation: 1) }
    #expect(disk.contents(of: path) == framed)
  }

  @Test("Two processes write side by side and read each other's lines once")
  func twoWriters() throws {
    let disk = MemoryFileSystem()
    let (first, second) = (journal(disk), journal(disk))
    try first.append(facts[0], operation: 1)
    #expect(second.readNew().count == 1)
    try second.append(facts[8], operation: 1, request: 0)
    #expect(first.ownSegment == "000001.log" && second.ownSegment == "000002.log")
    #expect(second.isAlive("000001.log"))
    try first.append(facts[9], operation: 1, request: 0)
    #expect(first.readNew().map(\.segment) == ["000002.log"])
    #expect(second.readNew().map(\.entry.fact) == [facts[9]])
    #expect(first.readNew().isEmpty && second.readNew().isEmpty)
  }

  @Test("After a failed write nothing more is written")
  func closedByFailure() throws {
    let disk = MemoryFileSystem()
    let counter = FaultyFileSystem(disk)
    try journal(counter).append(facts[2], operation: 1)
    let other = MemoryFileSystem()
    let writer = journal(FaultyFileSystem(other, failAt: counter.count))
    #expect(throws: OperationsError.self) { try writer.append(facts[2], operation: 1) }
    #expect(throws: OperationsError.self) { try writer.append(facts[2], operation: 1) }
    #expect(writer.trouble != nil)
  }

  @Test("The audit is a chain: an edited line shows")
  func audit() async throws {
    let disk = MemoryFileSystem()
    let path = FilePath("/state/purser/0123/audit.jsonl")
    let audit = Audit(
      path: path, files: disk,
      person: Person(
        login: "alice", userID: 1000, host: "admin-1", pid: 1, bootID: "b", version: "1"),
      location: "0123", token: "0badcafe", now: { noon })
    for number in 1...3 { try await audit.append(.init(confirmed: intent, number: number)) }
    var bytes = try requireValue(disk.contents(of: path))
    let folder = path.removingLastComponent()
    #expect(try AuditCheck.run(directory: folder, on: disk).isWhole)
    // A killed process left half a line: it is cut off, the chain goes on.
    try DurableFile.replace(path, with: bytes + Array("{\"at\"".utf8), on: disk)
    try await audit.append(.init("claim", owner: "nobody"))
    bytes = try requireValue(disk.contents(of: path))
    #expect(bytes.count { $0 == UInt8(ascii: "\n") } == 4)
    #expect(try AuditCheck.run(directory: folder, on: disk).isWhole)
    let edited = String(decoding: bytes, as: UTF8.self)
      .replacing("\"operation\":2", with: "\"operation\":5")
    try DurableFile.replace(path, with: Array(edited.utf8), on: disk)
    #expect(try AuditCheck.run(directory: folder, on: disk).flaws.map(\.line) == [3])
  }
}
