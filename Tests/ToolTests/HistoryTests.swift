import Foundation
import SimulatedService
import SystemPackage
import TestSupport
import Testing

@testable import purser

/// `purser history`: what was changed from here, from the disk alone.
struct HistoryTests {
  @Test("Oldest first in every format, without the service and the token")
  func lists() async throws {
    let bench = try await RecordsBench()
    let name = try await bench.name(of: bench.app)
    try #require(await bench.rig.run("sync").code == 0)
    await bench.service.stop()
    try bench.removeToken()
    let lines = await bench.history("--format", "jsonl")
    #expect(lines.code == 0)
    #expect(lines.errors.isEmpty)
    let rows = lines.output.split(separator: "\n")
    let by = try #require(try bench.object(rows[0])["by"] as? String)
    let expected = [
      (1, "assign", "ZZTEST0001"), (1, "assign", "ZZTEST0002"), (2, "reclaim", "ZZTEST0001"),
    ].map { number, kind, serial in
      #","operation":\#(number),"kind":"\#(kind)","adamId":"\#(bench.app)","pricingParam":"STDQ","serialNumber":"\#(serial)","outcome":"done","by":"\#(by)","reason":"INC-1"}"#
    }
    #expect(rows.count == 3)
    for (row, end) in zip(rows, expected) {
      #expect(row.hasPrefix("{\"at\":\"2026-11-2"))
      #expect(row.hasSuffix("Z\"" + end))
    }
    #expect(try await bench.history("--json").objects().count == 3)
    let csv = await bench.history("--format", "csv").output.split(separator: "\r\n")
    #expect(
      csv[0]
        == "at,operation,kind,adamId,pricingParam,clientUserId,serialNumber,outcome,by,reason")
    #expect(csv[3].hasSuffix(",2,reclaim,\(bench.app),STDQ,,ZZTEST0001,done,\(by),INC-1"))
    let table = await bench.history().output.split(separator: "\n")
    #expect(table[0].hasPrefix("When"))
    #expect(table[1].contains("assign") && table[1].contains(name))
    #expect(table[1].contains("ZZTEST0001") && table[1].hasSuffix("INC-1"))
  }

  @Test("Asset by name, user by e-mail, serial in any case, since a day; nothing else passes")
  func filters() async throws {
    let bench = try await RecordsBench()
    let name = try await bench.name(of: bench.app)
    let synced = await bench.rig.run("sync")
    #expect(synced.code == 0)
    let user = try #require(await bench.service.users().first { $0.status == "Associated" })
    await bench.service.stop()
    try bench.append([
      #"{"at":"2026-11-30T08:00:00Z","operation":3,"kind":"userCreate","clientUserId":"\#(user.clientUserId)","outcome":"done","by":"a@b","reason":null}"#,
      #"{"at":"2026-12-01T08:00:00Z","operation":4,"kind":"assign","adamId":"999","pricingParam":"PLUS","clientUserId":"émile","outcome":"failed","by":"a@b","reason":"\u00fc"}"#,
    ])
    let email = try #require(user.email)
    let cases: [([String], [Int])] = [
      ([], [1, 1, 2, 3, 4]), (["--asset", name], [1, 1, 2]), (["--asset", bench.app], [1, 1, 2]),
      (["--asset", "999"], [4]), (["--asset", "999:STDQ"], []), (["--asset", "999:PLUS"], [4]),
      (["--user", user.clientUserId], [3]), (["--user", email.uppercased()], [3]),
      (["--user", "émile"], [4]), (["--serial", "zztest0001"], [1, 2]),
      (["--serial", "ZZTEST0001", "--asset", "999"], []),
      (["--since", "2026-11-30T08:00Z"], [3, 4]),
      (["--since", "2026-11-30T08:00:01Z"], [4]), (["--since", "2026-12-05"], []),
    ]
    for (arguments, numbers) in cases {
      let result = await bench.history(arguments + ["--json"])
      #expect(result.code == 0, "\(arguments): \(result.errors)")
      #expect(
        try result.objects().compactMap { $0["operation"] as? Int } == numbers, "\(arguments)")
    }
    let created = try await bench.history("--json", "--since", "2026-11-29").objects()[0]
    #expect(created["adamId"] == nil && created["pricingParam"] == nil)
    #expect(created["reason"] is NSNull)
    let table = await bench.history("--since", "2026-11-29").output
    #expect(table.contains("create"))
    #expect(table.contains("999:PLUS") && table.contains("émile"))
  }

  @Test("What is no date is 64 with the forms, as are two holders")
  func checksUsage() async throws {
    let bench = try await RecordsBench(isEmpty: true)
    for text in ["yesterday", "2026-02-30", "2026-8-4", "2026-08-24T25:00", "24.08.2026", ""] {
      let result = await bench.history("--since", text)
      #expect(result.code == 64)
      #expect(
        result.errors
          == "purser: '\(text)' is not a date. Write 2026-08-24, 2026-08-24T09:30 or "
          + "2026-08-24T09:30:00; Z or +02:00 behind the time names a zone other than this "
          + "machine's.\n")
    }
    #expect(await bench.history("--user", "a", "--serial", "B1").code == 64)
    let nowhere = await bench.rig.run("history", "--location", "elsewhere")
    #expect(nowhere.code == 64)
    #expect(nowhere.errors.contains("No token is kept as 'elsewhere'"))
    let empty = await bench.history("--json")
    #expect(empty.code == 0)
    #expect(empty.output == "[]\n")
    await bench.service.stop()
  }

  @Test(
    "Forms of --since, in the zone of the machine unless one is named",
    arguments: [
      ("2026-08-24", "2026-08-23T22:00:00Z"), ("2026-08-24T09:30", "2026-08-24T07:30:00Z"),
      ("2026-08-24T09:30:05", "2026-08-24T07:30:05Z"),
      ("2026-08-24T09:30Z", "2026-08-24T09:30:00Z"),
      ("2026-08-24T09:30:05-05:00", "2026-08-24T14:30:05Z"),
    ])
  func reads(text: String, moment: String) throws {
    let date = try SinceDate.date(text) { _ in 7200 }
    #expect(date.formatted(.iso8601) == moment)
  }

  @Test("A damaged line is named and left out, the rest is shown, 0")
  func namesDamage() async throws {
    let bench = try await RecordsBench()
    await bench.service.stop()
    let good =
      #"{"at":"2026-12-01T08:00:00Z","operation":4,"kind":"assign","adamId":"9","pricingParam":"STDQ","serialNumber":"S","outcome":"done","by":"a@b","reason":null}"#
    try bench.append([
      "{\"at\":\"2026", good, "[]", good.replacing("2026-12-01T08:00:00Z", with: "soon"),
    ])
    let file = try bench.state + "/history.jsonl"
    let handle = try #require(FileHandle(forWritingAtPath: file))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data(good.utf8.prefix(30)))
    try handle.close()
    let result = await bench.history("--json")
    #expect(result.code == 0)
    #expect(try result.objects().compactMap { $0["operation"] as? Int } == [1, 1, 2, 4])
    #expect(
      result.errors
        == [(4, "is damaged"), (6, "is damaged"), (7, "is damaged"), (8, "is not whole")]
        .map { "purser: \(file), line \($0) \($1) and was left out.\n" }.joined())
  }
}

extension RecordsBench {
  func history(_ arguments: String...) async -> ToolRig.Result { await history(arguments) }

  func history(_ arguments: [String]) async -> ToolRig.Result {
    await rig.run(["history", "--location", "campus"] + arguments)
  }

  func object(_ line: Substring) throws -> [String: Any] {
    try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
  }

  /// Writes lines at the end of the history.
  func append(_ lines: [String]) throws {
    let handle = try #require(FileHandle(forWritingAtPath: try state + "/history.jsonl"))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data(lines.map { $0 + "\n" }.joined().utf8))
    try handle.close()
  }
}
