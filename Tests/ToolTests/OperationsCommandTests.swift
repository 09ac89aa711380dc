import Foundation
import SimulatedService
import SystemPackage
import TestSupport
import Testing

/// `purser operations`: the change objects of everything done from here.
struct OperationsCommandTests {
  @Test("Oldest first with when, by whom and why; nothing open with --open; CSV has the same names")
  func lists() async throws {
    let bench = try await RecordsBench()
    let rows = try await bench.rig.run("operations", "--json").objects()
    #expect(rows.map { $0["operation"] as? Int } == [1, 2])
    #expect(rows.map { $0["kind"] as? String } == ["assign", "reclaim"])
    for row in rows {
      #expect(row["outcome"] as? String == "done")
      #expect(row["reason"] as? String == "INC-1")
      #expect((row["by"] as? String)?.contains("@") == true)
      let started = try #require(row["startedAt"] as? String)
      #expect(try #require(row["endedAt"] as? String) >= started)
      #expect(row["service"] as? String == bench.rig.host)
      #expect(row["undoes"] == nil)
    }
    #expect(await bench.rig.run("operations", "--open", "--json").output == "[]\n")
    let csv = await bench.rig.run("operations", "--format", "csv").output
      .split(separator: "\r\n")
    #expect(
      csv[0]
        == "operation,kind,outcome,requested,applied,alreadySo,unknown,notSent,failed,requests,service,startedAt,endedAt,by,reason,undoes"
    )
    #expect(csv[2].hasPrefix("2,reclaim,done,1,1,0,0,0,0,1,\(bench.rig.host),2026-11-24T"))
    await bench.service.stop()
  }

  @Test("An open one has no end yet, and is listed with --open and told by other commands")
  func open() async throws {
    let bench = try await RecordsBench(isEmpty: true, eventDelay: .seconds(3600))
    let sent = await bench.rig.run(
      "assign", "--asset", bench.app, "--serial", "ZZTEST0001", "--yes", "--no-wait")
    #expect(sent.code == 4)
    let open = try #require(
      try await bench.rig.run("operations", "--open", "--json").objects().first)
    #expect(open["outcome"] as? String == "pending")
    #expect(open["endedAt"] is NSNull)
    #expect(open["reason"] is NSNull)
    let told = "purser: 1 operation is unfinished, see: purser operations --open\n"
    let history = await bench.history("--json")
    #expect(history.output == "[]\n")
    #expect(history.errors == told)
    let receipt = await bench.rig.run("receipt", "1")
    #expect(receipt.errors == told)
    #expect(receipt.output.contains(", not over yet\n"))
    #expect(receipt.output.hasSuffix("Until it is known: purser wait 1\n"))
    await bench.service.stop()
  }

  @Test("Without the token the journal alone tells, and says so")
  func withoutToken() async throws {
    let bench = try await RecordsBench()
    await bench.service.stop()
    try bench.removeToken()
    let result = await bench.rig.run("operations", "--location", "campus", "--json")
    #expect(result.code == 0)
    #expect(try result.objects().count == 2)
    #expect(
      result.errors
        == "purser: No token is kept as 'campus'. None is kept yet: purser token add FILE\n"
        + "purser: without the token, what follows is as the journal has it.\n")
    let unknown = await bench.rig.run("operations", "--location", "elsewhere")
    #expect(unknown.code == 64)
    #expect(unknown.output.isEmpty)
  }
}

extension ToolRig {
  /// The host of the service, as answers name it.
  var host: String { service?.url.split(separator: "/")[1].description ?? "" }
}
