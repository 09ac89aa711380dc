import ArgumentParser
import Console
import Files
import Foundation
import LocationStore
import Operations
import SystemPackage
import TestSupport
import Testing

@testable import purser

struct ConsoleCommandTests {
  @Test("Without a location three lines say how to begin, and the code is 2")
  func saysHowToBegin() async throws {
    for arguments in [[], ["console"], ["--theme", "mono"]] {
      let result = await (try ToolRig.alone()).run(arguments)
      #expect(result.code == 2)
      #expect(result.output.isEmpty)
      #expect(result.errors.split(separator: "\n").count == 3)
      #expect(result.errors.contains("purser token add"))
      #expect(result.errors.contains("purser demo"))
    }
  }

  @Test("keys lists every command, with the changes of the configuration")
  func listsKeys() async throws {
    let rig = try ToolRig.alone()
    let shipped = try await rig.run("keys", "--json").objects()
    #expect(shipped.count == CommandTable.all.count)
    let assign = try #require(shipped.first { $0["command"] as? String == "assign" })
    #expect(assign["keys"] as? [String] == ["a"])
    try PrivateDirectory.ensure(rig.places.configuration, on: LinuxFileSystem())
    let path = rig.places.configurationFile
    try DurableFile.replace(
      path, with: Array("[keys]\nassign = \"A\"\n".utf8), on: LinuxFileSystem())
    let changed = try await rig.run("keys", "--json").objects()
    let bound = try #require(changed.first { $0["command"] as? String == "assign" })
    #expect(bound["keys"] as? [String] == ["A"])
    try DurableFile.replace(
      path, with: Array("[keys]\nasign = \"A\"\n".utf8), on: LinuxFileSystem())
    let wrong = await rig.run("keys")
    #expect(wrong.code == 64)
    #expect(wrong.errors.contains("asign"))
  }

  @Test("The console and the demo need a terminal: 64, and nothing is left behind")
  func needsTerminal() async throws {
    // Standard input of the test run is no terminal.
    guard isatty(0) == 0 || isatty(1) == 0 else { return }
    let rig = try await ToolRig()
    #expect(await rig.run("demo").code == 64)
    let result = await rig.run("console", "--token-file", try rig.writeToken())
    #expect(result.code == 64)
    #expect(result.errors.contains("terminal"))
  }

  @Test("The token page asks every kept location and the open one")
  func asksTokens() async throws {
    let bench = try await rigWithSession()
    _ = await bench.rig.run("token", "add", try bench.rig.writeToken("nord.vpptoken"))
    var statuses: [TokenStatus] = []
    for await status in TokenStatuses.stream(bench.session) { statuses.append(status) }
    let last = Dictionary(statuses.map { ($0.location, $0) }, uniquingKeysWith: { $1 })
    #expect(Set(last.keys) == ["nord", bench.session.location.name])
    #expect(last.values.allSatisfy { $0.word == .ok && $0.days == 212 })
    #expect(last.values.allSatisfy { $0.owner == .unclaimed })
  }

  private func rigWithSession() async throws -> (rig: ToolRig, session: LocationSession) {
    let rig = try await ToolRig()
    let token = try rig.writeToken()
    let context = rig.context()
    var options = try CommonOptions.parse([])
    options.tokenFile = token
    let session = try await LocationSession.open(options, .reading, context)
    try await session.topUp(isQuiet: true)
    return (rig, session)
  }
}
