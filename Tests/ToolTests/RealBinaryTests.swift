import Foundation
import Glibc
import SimulatedService
import SystemPackage
import TestSupport
import Testing

/// What only the real process shows: signals, pipes, and death at the worst moment.
@Suite(.timeLimit(.minutes(3)))
struct RealBinaryTests {
  /// A run of the binary with its output in a pipe.
  private final class Run {
    let process = Process()
    let output = Pipe()
    let errors = Pipe()

    init(_ arguments: [String], _ environment: [String: String]) throws {
      process.executableURL = URL(filePath: SourceFile.root + "/.build/debug/purser")
      process.arguments = arguments
      process.environment = environment
      process.standardInput = FileHandle.nullDevice
      process.standardOutput = output
      process.standardError = errors
      try process.run()
    }

    /// The first line, as soon as it is there.
    func firstLine() -> String {
      var bytes = Data()
      while !bytes.contains(UInt8(ascii: "\n")) {
        let piece = output.fileHandleForReading.availableData
        if piece.isEmpty { break }
        bytes += piece
      }
      return String(decoding: bytes, as: UTF8.self)
    }

    func end(_ signal: Int32) -> Int32 {
      kill(process.processIdentifier, signal)
      process.waitUntilExit()
      return process.terminationStatus
    }
  }

  @Test(
    "simulate says it is ready into a pipe at once, serves another process, and ends on SIGTERM")
  func simulates() async throws {
    var rig = try ToolRig.alone()
    rig.now = { Date() }
    let run = try Run(
      ["simulate", "--assets", "4", "--users", "5", "--devices", "6", "--assignments", "9"],
      rig.environment)
    let line = run.firstLine()
    let ready = try #require(
      try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String])
    let tokenFile = try #require(ready["tokenFile"])
    #expect(
      try FileManager.default.attributesOfItem(atPath: tokenFile)[.posixPermissions] as? Int
        == 0o600)
    rig.environment["PURSER_SERVICE_URL"] = ready["url"]
    let status = await rig.run("status", "--token-file", tokenFile)
    #expect(status.code == 0, "\(status.errors)")
    #expect(run.end(SIGTERM) == 0)
    #expect(!FileManager.default.fileExists(atPath: tokenFile))
    let folder = URL(filePath: tokenFile).deletingLastPathComponent().path
    #expect(!FileManager.default.fileExists(atPath: folder))
  }

  @Test(
    "Killed between the POST and its answer: the next start resolves it by reading, no second POST",
    arguments: [true, false])
  func survivesDeath(isProcessed: Bool) async throws {
    var rig = try await ToolRig(isReal: true) { $0.assets = 40 }
    let service = try #require(rig.service)
    rig.environment["PURSER_TOKEN_FILE"] = try rig.writeToken()
    #expect(await rig.run("client", "claim", "--yes").code == 0)
    let app = try #require(
      await service.assets().first { $0.deviceAssignable && $0.total == 2_147_483_647 })
    await service.addFaults([Fault(isProcessed ? .hangAfter : .hang, at: [.associate])])
    let run = try Run(
      ["assign", "--asset", app.adamId, "--serial", "ZZTEST0001", "--yes"], rig.environment)
    await service.arrival { $0.endpoint == .associate }
    #expect(run.end(SIGKILL) == SIGKILL)
    let posts = await service.postCount()
    let list = await rig.run("assets")
    #expect(list.code == 0)
    #expect(list.errors.contains("1 operation is unfinished"))
    let first = await rig.run("operations", "--json")
    #expect(first.code == 0, "\(first.errors)")
    let operation = try #require(try first.objects().first)
    #expect(operation["operation"] as? Int == 1)
    #expect(operation["outcome"] as? String == (isProcessed ? "done" : "unknown"))
    #expect(operation["applied"] as? Int == (isProcessed ? 1 : 0))
    if !isProcessed {
      let again = await rig.run(
        "assign", "--asset", app.adamId, "--serial", "ZZTEST0001", "--yes", "--json")
      let report = try #require(try again.json() as? [String: Any])
      #expect(again.code == 4)
      #expect(report["outcome"] as? String == "unknown")
      #expect(report["operation"] as? Int == 1)
    }
    #expect(await service.postCount() == posts)
  }

  @Test("A lock held by a live process ends the second writer in 5 with the holder named")
  func namesTheHolder() async throws {
    var rig = try await ToolRig(isReal: true) { $0.assets = 40 }
    let service = try #require(rig.service)
    rig.environment["PURSER_TOKEN_FILE"] = try rig.writeToken()
    #expect(await rig.run("client", "claim", "--yes").code == 0)
    let app = try #require(
      await service.assets().first { $0.deviceAssignable && $0.total == 2_147_483_647 })
    await service.addFaults([Fault(.hangAfter, at: [.associate])])
    let arguments = ["assign", "--asset", app.adamId, "--yes", "--serial"]
    let run = try Run(arguments + ["ZZTEST0001"], rig.environment)
    await service.arrival { $0.endpoint == .associate }
    let second = await rig.run(arguments + ["ZZTEST0002"])
    #expect(second.code == 5)
    #expect(second.errors.contains("pid \(run.process.processIdentifier)"))
    #expect(run.end(SIGKILL) == SIGKILL)
  }
}
