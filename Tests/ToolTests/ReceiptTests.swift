import Foundation
import SimulatedService
import SystemPackage
import TestSupport
import Testing

/// `purser receipt`: from the journal alone.
struct ReceiptTests {
  @Test("The text, the JSON and the rows of an operation, also without the service and the token")
  func prints() async throws {
    let bench = try await RecordsBench()
    try #require(await bench.rig.run("sync").code == 0)
    let name = try await bench.name(of: bench.app)
    await bench.service.stop()
    try bench.removeToken()
    let text = await bench.rig.run("receipt", "1", "--location", "campus")
    #expect(text.code == 0, "\(text.errors)")
    #expect(text.errors.isEmpty)
    let lines = text.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[0].hasPrefix("Purser, operation 1: assign at campus ("))
    #expect(lines[1] == "done: 2 of 2 pairs applied")
    #expect(lines.contains("Reason    INC-1"))
    #expect(lines.contains("\(name) (\(bench.app)): assigned to 2 devices"))
    #expect(lines.contains("  ZZTEST0001, ZZTEST0002"))
    #expect(lines.count <= 26)
    let json = await bench.rig.run("receipt", "1", "--location", "campus", "--json")
    let object = try #require(try json.json() as? [String: Any])
    #expect(object["operation"] as? Int == 1)
    #expect(object["location"] as? String == "campus")
    #expect(object["reason"] as? String == "INC-1")
    let pairs = try #require(object["pairs"] as? [[String: Any]])
    #expect(pairs.map { $0["serialNumber"] as? String } == ["ZZTEST0001", "ZZTEST0002"])
    #expect(pairs.allSatisfy { $0["name"] as? String == name && $0["state"] as? String == "done" })
    let rows = await bench.rig.run("receipt", "2", "--location", "campus", "--format", "csv")
    let row = try #require(rows.output.split(separator: "\r\n").last)
    #expect(row == "2,reclaim,\(bench.app),STDQ,,ZZTEST0001,\(name),reclaim,done,,")
  }

  @Test("A client user made from here is in receipt and history, without an asset")
  func users() async throws {
    let bench = try await RecordsBench(isEmpty: true)
    let made = await bench.rig.run(
      "user", "create", "emp-9001", "--email", "nine@example.org", "--yes", "--reason", "INC-2")
    try #require(made.code == 0, "\(made.errors)")
    let text = await bench.rig.run("receipt", "1").output
    #expect(text.contains("\ndone: 1 of 1 user applied\n"))
    #expect(text.contains("\ncreated 1 user\n  emp-9001\n"))
    let rows = await bench.rig.run("receipt", "1", "--format", "csv").output
    #expect(rows.hasSuffix("\r\n1,userCreate,,,emp-9001,,,create,done,,\r\n"))
    let line = await bench.rig.run("history", "--user", "emp-9001", "--format", "jsonl").output
    #expect(
      line.contains(
        #","operation":1,"kind":"userCreate","clientUserId":"emp-9001","outcome":"done","by":"#))
    #expect(await bench.rig.run("history", "--asset", bench.app, "--json").output == "[]\n")
    await bench.service.stop()
  }

  @Test("An unknown number is 64 and says so; nothing is sent")
  func unknownNumber() async throws {
    let bench = try await RecordsBench(isEmpty: true)
    let result = await bench.rig.run("receipt", "7", "--location", "campus")
    #expect(result.code == 64)
    #expect(result.output.isEmpty)
    #expect(result.errors == "purser: There is no operation 7 at this location.\n")
    #expect(await bench.rig.run("receipt", "seven").code == 64)
    await bench.service.stop()
  }
}

/// A kept location «campus» in which operation 1 assigned an app to two devices and operation 2 took one back.
struct RecordsBench {
  var rig: ToolRig
  let service: SimulatedService
  let app: String

  init(isEmpty: Bool = false, eventDelay: Duration = .milliseconds(1)) async throws {
    rig = try await ToolRig { options in
      options.assets = 40
      options.eventDelay = eventDelay
    }
    rig.now = ToolRig.runningNow
    service = try #require(rig.service)
    app = try #require(
      await service.assets().first {
        !$0.isBook && $0.deviceAssignable && $0.total == 2_147_483_647 && $0.pricingParam == "STDQ"
      }
    ).adamId
    let file = try rig.writeToken("campus.vpptoken")
    let kept = await rig.run("token", "add", file)
    try #require(kept.code == 0, "\(kept.errors)")
    _ = await rig.run("client", "claim", "--yes")
    guard !isEmpty else { return }
    let first = ["--asset", app, "--serial", "ZZTEST0001", "--yes", "--reason", "INC-1"]
    try #require(await rig.run(["assign"] + first + ["--serial", "ZZTEST0002"]).code == 0)
    try #require(await rig.run(["reclaim"] + first).code == 0)
  }

  /// The folder of the location's records.
  var state: String {
    get throws {
      let folder = rig.folder.path.string + "/state/purser"
      let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      return folder + "/" + (try #require(names.first { $0.count == 32 }))
    }
  }

  func name(of adamID: String) async throws -> String {
    let assets = try await rig.run("assets", "--json").objects()
    return try #require(
      assets.first { $0["adamId"] as? String == adamID }?["name"] as? String)
  }

  func removeToken() throws {
    try FileManager.default.removeItem(
      atPath: rig.folder.path.string + "/config/purser/tokens/campus.vpptoken")
  }
}
