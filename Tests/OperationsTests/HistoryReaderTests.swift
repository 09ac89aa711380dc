import AppsAndBooks
import Files
import Foundation
import SystemPackage
import TestSupport
import Testing

@testable import Operations

/// History and audit read again: what is taken, what is named, and how much is held.
struct HistoryReaderTests {
  private let directory = FilePath("/state/purser/0123")
  private let disk = MemoryFileSystem()

  private func write(_ name: String, _ text: String) throws {
    try PrivateDirectory.ensure(directory, on: disk)
    try DurableFile.replace(directory.appending(name), with: Array(text.utf8), on: disk)
  }

  private func record(_ number: Int, reason: String? = nil) -> OperationRecord {
    var record = OperationRecord(
      number: number, kind: .assign, state: .done,
      pairs: [PairRecord(pair: pair("1", user("ü\"x\\")), action: .assign, state: .done)],
      startedAt: noon, by: "alice@admin-1", service: "h")
    record.reason = reason
    return record
  }

  @Test("What was written is read again, escapes and other alphabets too")
  func roundTrip() async throws {
    let path = directory.appending("history.jsonl")
    let history = History(path: path, files: disk, now: { noon })
    try await history.append(record(1, reason: "a\n\u{1}😀\"b\""), at: noon)
    try await history.append(record(2), at: noon.addingTimeInterval(1))
    var lines: [HistoryLine] = []
    let result = try HistoryReader(directory: directory, files: disk).read { lines.append($0) }
    #expect(result == HistoryReader.Result())
    #expect(lines.map(\.operation) == [1, 2])
    #expect(lines.map(\.clientUserID) == ["ü\"x\\", "ü\"x\\"])
    #expect(lines[0].reason == "a\n\u{1}😀\"b\"")
    #expect(lines[1].reason == nil)
    #expect(lines[1].at == "2026-08-24T10:00:01Z")
  }

  @Test("A torn line is set aside, and one in the middle takes no other with it")
  func torn() async throws {
    try write("history.jsonl", "{\"at\":\"20\n{\"at\":\"20")
    let history = History(
      path: directory.appending("history.jsonl"), files: disk, now: { noon })
    try await history.append(record(7), at: noon)
    try await history.append(record(8), at: noon)
    try await history.append(record(7), at: noon)
    #expect(disk.filePaths.contains { $0.contains("history.jsonl.torn-") })
    var numbers: [Int] = []
    let result = try HistoryReader(directory: directory, files: disk).read {
      numbers.append($0.operation)
    }
    #expect(numbers == [7, 8])
    #expect(result.damages == [HistoryReader.Damage(line: 1, problem: "is damaged")])
  }

  @Test(
    "A line is taken or named as damaged",
    arguments: [
      (
        #"{"at":"2026-08-24T10:00:00Z","operation":1,"kind":"userRetire","clientUserId":"u","outcome":"done","by":"a","reason":null}"#,
        true
      ),
      (
        #"{"outcome":"done","by":"a","at":"2026-08-24T10:00:00Z","operation":1,"kind":"new","serialNumber":"S","later":{"a":[1]}}"#,
        true
      ),
      (
        #" {"at": "2026-08-24T10:00:00Z", "operation": 1, "kind": "k", "serialNumber": "S", "outcome": "o", "by": "a"}"#,
        true
      ),
      (
        #"{"at":"2026-08-24T10:00:00Z","operation":1,"kind":"k","outcome":"done","by":"a","reason":null}"#,
        false
      ),
      (
        #"{"at":"2026-08-24 10:00:00","operation":1,"kind":"k","serialNumber":"S","outcome":"o","by":"a"}"#,
        false
      ),
      (
        #"{"at":"2026-08-24T10:00:00Z","operation":"1","kind":"k","serialNumber":"S","outcome":"o","by":"a"}"#,
        false
      ),
      (
        #"{"at":"2026-08-24T10:00:00Z","operation":1,"kind":"k","serialNumber":"S","outcome":"o","by":"a"}}"#,
        false
      ),
      ("null", false), ("{", false), (#"{"a"}"#, false), ("{}", false),
    ])
  func lines(text: String, isTaken: Bool) throws {
    #expect((HistoryLine(Array(text.utf8)[...]) != nil) == isTaken)
  }

  @Test("Many damaged lines are counted, a hundred are kept")
  func manyDamages() throws {
    try write("history.jsonl", String(repeating: "x\n", count: 250))
    let result = try HistoryReader(directory: directory, files: disk).read { _ in }
    #expect(result.damageCount == 250)
    #expect(result.damages.count == 100)
  }

  @Test("The last hash is found from the end, however long the last line is")
  func longLines() async throws {
    let audit = Audit(
      path: directory.appending("audit.jsonl"), files: disk,
      person: Person(
        login: "alice", userID: 1000, host: "admin-1", pid: 1, bootID: "b", version: "1"),
      location: "0123", token: "0badcafe", now: { noon })
    for length in [1, 100_000, 3_000_000, 1] {
      var deed = Audit.Deed(deed: "note")
      deed.reason = String(repeating: "x", count: length)
      try await audit.append(deed)
    }
    let check = try AuditCheck.run(directory: directory, on: disk)
    #expect(check.isWhole)
    #expect(check.lines == 4)
    #expect(check.first == noon && check.last == noon)
  }

  @Test("A torn tail is set aside at the next line, also behind a line longer than what is read")
  func tornAudit() async throws {
    let path = directory.appending("audit.jsonl")
    let trail = AuditTrail(
      directory: directory, files: disk,
      person: Person(
        login: "alice", userID: 1000, host: "admin-1", pid: 1, bootID: "b", version: "1"),
      location: "0123", tokenFingerprint: "0badcafe", now: { noon })
    let long = String(repeating: "x", count: 200_000)
    try await trail.note(.export(list: "assets", rows: 3, file: long))
    let whole = try requireValue(disk.contents(of: path))
    for torn in ["{", String(repeating: "y", count: 100_000)] {
      try DurableFile.replace(path, with: whole + Array(torn.utf8), on: disk)
      let check = try AuditCheck.run(directory: directory, on: disk)
      #expect(check.flaws.map(\.line) == [2])
      try await trail.note(.removeToken(name: "campus"))
      #expect(try AuditCheck.run(directory: directory, on: disk).isWhole)
      #expect(try requireValue(disk.contents(of: path)).starts(with: whole))
    }
    #expect(disk.filePaths.contains { $0.contains("audit.jsonl.torn-") })
  }
}
