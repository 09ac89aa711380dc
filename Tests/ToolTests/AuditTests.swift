import Foundation
import SimulatedService
import SystemPackage
import TestSupport
import Testing

/// `purser audit verify`, and what is audited beside changes.
struct AuditTests {
  @Test("A whole chain is 0 and says file, lines and times, without the service and the token")
  func isWhole() async throws {
    let bench = try await RecordsBench()
    await bench.service.stop()
    try bench.removeToken()
    let file = try bench.state + "/audit.jsonl"
    let count = try bench.audit.count
    let text = await bench.verify()
    #expect(text.code == 0, "\(text.errors)")
    #expect(text.errors.isEmpty)
    let lines = text.output.split(separator: "\n")
    #expect(lines[0].hasPrefix("campus: the chain is whole, \(count) lines, 2026-11-2"))
    #expect(lines[1] == "  \(file)")
    let record = try #require(try await bench.verify("--json").objects().first)
    #expect(record["location"] as? String == "campus")
    #expect(record["file"] as? String == file)
    #expect(record["lines"] as? Int == count)
    #expect(record["state"] as? String == "whole")
    #expect((record["first"] as? String)?.hasSuffix("Z") == true)
    #expect(record["line"] is NSNull && record["problem"] is NSNull)
    let key = try #require(try bench.state.split(separator: "/").last)
    #expect(await bench.rig.run("audit", "verify", "--location", String(key)).code == 0)
    let all = try await bench.rig.run("audit", "verify", "--all", "--json").objects()
    #expect(all.map { $0["location"] as? String } == ["campus"])
    #expect(await bench.rig.run("audit", "verify", "--all", "--location", "campus").code == 64)
  }

  @Test("Edited, taken out, put in, torn, not JSON, cut off, removed: 6, with line and reason")
  func isBroken() async throws {
    let bench = try await RecordsBench()
    await bench.service.stop()
    let lines = try bench.audit
    try #require(lines.count >= 6)
    let cases: [([String], Int?, String)] = [
      (
        [lines[0], lines[1].replacing("\"at\":\"2026", with: "\"at\":\"2025")] + lines[2...], 3,
        "it does not hold the hash of line 2: that one was edited, or lines between them are gone"
      ),
      (
        [lines[0]] + lines[2...], 2,
        "it does not hold the hash of line 1: that one was edited, or lines between them are gone"
      ),
      (
        Array(lines[1...]), 1, "it is not the first that was written: lines before it are gone"
      ),
      (
        lines[...2] + [lines[2]] + lines[3...], 4,
        "it does not follow line 3: that one was put in, or lines were moved"
      ),
      ([lines[0], "x"] + lines[2...], 2, "it is not JSON as Purser writes it"),
      (
        lines.dropLast(2), nil,
        "the last lines are gone: operation 2 is in the history and not here"
      ),
      ([], nil, "there is no line, but operation 2 is in the history"),
    ]
    for (changed, line, problem) in cases {
      try bench.write(Array(changed).map { $0 + "\n" }.joined())
      let record = await bench.verify("--json")
      #expect(record.code == 6, "\(problem)")
      let object = try #require(try record.objects().first)
      #expect(object["line"] as? Int == line, "\(problem)")
      #expect(object["problem"] as? String == problem)
      #expect(object["state"] as? String == "broken")
      let text = await bench.verify()
      #expect(text.code == 6)
      let number = line.map { "line \($0): " } ?? ""
      #expect(text.output.contains("\n  \(number)\(problem)\n"))
    }
    try bench.write(lines.map { $0 + "\n" }.joined() + "{\"at\"")
    let torn = await bench.verify()
    #expect(torn.code == 6)
    #expect(
      torn.output.contains(
        "\n  line \(lines.count + 1): it is not whole: Purser ended while writing it, and the "
          + "next change sets it aside\n"))
    try FileManager.default.removeItem(atPath: try bench.state + "/audit.jsonl")
    #expect(await bench.verify().code == 6)
  }

  @Test("No audit yet is 0 and says so")
  func isAbsent() async throws {
    let rig = try ToolRig.alone()
    let nothing = await rig.run("audit", "verify", "--all")
    #expect(nothing.code == 0)
    #expect(nothing.output == "no changes were made from here yet\n")
    let bench = try await RecordsBench(isEmpty: true)
    await bench.service.stop()
    try FileManager.default.removeItem(atPath: try bench.state + "/audit.jsonl")
    let result = await bench.verify()
    #expect(result.code == 0)
    #expect(result.output == "campus: no changes were made from here yet\n")
    #expect(try await bench.verify("--json").objects()[0]["state"] as? String == "absent")
  }

  @Test("Tokens added, replaced and removed are in the audit, before the deed and in the chain")
  func tokens() async throws {
    let bench = try await RecordsBench(isEmpty: true)
    let file = bench.rig.folder.path.string + "/campus.vpptoken"
    #expect(await bench.rig.run("token", "add", file).code == 0)
    #expect(await bench.rig.run("token", "remove", "campus").code == 0)
    let deeds = try bench.audit.map { line in
      (try bench.object(line[...])["what"] as? [String: Any])?["deed"] as? String
    }
    #expect(deeds == ["token added", "claim", "token replaced", "token removed"])
    #expect(try bench.audit.allSatisfy { !$0.contains(try bench.token) })
    let all = await bench.rig.run("audit", "verify", "--all")
    #expect(all.code == 0)
    #expect(all.output.contains("the chain is whole, 4 lines"))
  }

  @Test("Without an audit no token is kept and none removed: 6")
  func needsTheAudit() async throws {
    let bench = try await RecordsBench(isEmpty: true)
    let audit = try bench.state + "/audit.jsonl"
    try FileManager.default.removeItem(atPath: audit)
    try FileManager.default.createDirectory(
      atPath: audit, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    let removed = await bench.rig.run("token", "remove", "campus")
    #expect(removed.code == 6)
    #expect(removed.errors.contains("The token campus was not removed."))
    #expect(await bench.rig.run("token", "show", "campus").code == 0)
    let file = bench.rig.folder.path.string + "/campus.vpptoken"
    let added = await bench.rig.run("token", "add", file)
    #expect(added.code == 6)
    #expect(added.errors.contains("The token was not kept."))
    await bench.service.stop()
  }
}

extension RecordsBench {
  func verify(_ arguments: String...) async -> ToolRig.Result {
    await rig.run(["audit", "verify", "--location", "campus"] + arguments)
  }

  var audit: [String] {
    get throws {
      try String(contentsOfFile: try state + "/audit.jsonl", encoding: .utf8)
        .split(separator: "\n").map(String.init)
    }
  }

  var token: String {
    get throws { try #require(rig.service?.token) }
  }

  func write(_ text: String) throws {
    let handle = try #require(FileHandle(forWritingAtPath: try state + "/audit.jsonl"))
    try handle.truncate(atOffset: 0)
    try handle.write(contentsOf: Data(text.utf8))
    try handle.close()
  }
}
