import Files
import Foundation
import SimulatedService
import SystemPackage
import TestSupport
import Testing

@testable import purser

/// What commands print holds no control character but the line's end, whoever wrote the text in it.
struct OutputSafetyTests {
  private static let hostile = [
    "\u{1B}[2J", "\u{1B}]0;title\u{7}", "\u{9B}31m", "a\u{202E}b", "x\r\u{8}y", "\u{1B}",
    "\u{200B}\u{FEFF}", "\u{E0041}", "\u{1B}P1$r\u{1B}\\", "\u{7F}", "q\u{1B}\u{1B}]52;c;QQ==\u{7}",
  ]

  /// `isJSON` leaves what JSON need not escape: format characters, which a program reads.
  private func check(_ result: ToolRig.Result, _ what: String, isJSON: Bool = false) {
    for (name, text) in [("output", result.output), ("errors", result.errors)] {
      let wrong = text.unicodeScalars.first { scalar in
        if scalar == "\n" { return false }
        switch scalar.properties.generalCategory {
        case .format: return !isJSON
        case .control, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: return true
        default: return false
        }
      }
      #expect(wrong == nil, "\(what): \(name) has U+\(String(wrong?.value ?? 0, radix: 16))")
    }
  }

  @Test("config.toml: values, keys, names of commands, keys and themes", arguments: hostile.indices)
  func configuration(place: Int) async throws {
    let text = Self.hostile[place]
    // TOML takes controls only written out; the reader gives them as they are meant.
    let quoted = text.unicodeScalars.map { "\\U\(Self.padded($0.value))" }.joined()
    for line in [
      "theme = \"\(quoted)\"", "location = \"\(quoted)\"", "caFile = \"\(quoted)\"",
      "\"\(quoted)\" = 1", "[keys]\n\"\(quoted)\" = \"a\"", "[keys]\nassign = \"\(quoted)\"",
      "[columns]\n\"\(quoted)\" = [\"name\"]", "[columns]\nassets = [\"\(quoted)\"]",
      "readOnly = [\"\(quoted)\"]", "theme = \"\(text)\"", text,
    ] {
      let rig = try ToolRig.alone()
      try PrivateDirectory.ensure(rig.places.configuration, on: LinuxFileSystem())
      try DurableFile.replace(
        rig.places.configurationFile, with: Array(line.utf8), on: LinuxFileSystem())
      for command in [["keys"], ["config", "check"]] {
        check(await rig.run(command), "\(command) of \(line.debugDescription)")
      }
    }
  }

  private static func padded(_ value: UInt32) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }

  @Test("files and arguments: CSV heads and cells, names of files, locations and ids")
  func files() async throws {
    let rig = try await ToolRig()
    let token = try rig.writeToken()
    for (place, text) in Self.hostile.enumerated() {
      for content in [
        "\(text)\nX1\n", "serialNumber\n\(text)\n", "serialNumber,\(text)\n\"X1\(text)\n",
        "clientUserId\n\(text)-user\n", "serialNumber\nDMPC7X0KMF3M,\(text)\n",
      ] {
        let file = try rig.folder.write("f\(place).csv", Array(content.utf8), mode: 0o600)
        check(
          await rig.run(
            "assign", "--asset", "1", "--from", file.string, "--dry-run", "--token-file", token),
          "assign --from \(content.debugDescription)")
      }
      let name = text.replacing("/", with: "")
      for arguments in [
        ["status", "--token-file", "/nowhere/\(name)"], ["assets", "--location", text],
        ["assign", "--asset", text, "--user", text, "--token-file", token],
        ["assets", "--filter", "\(text):x", "--token-file", token],
        ["token", "add", "/nowhere/\(name)", "--name", text], ["\(text)"], ["--theme", text],
        ["assets", "--format", text], ["token", "remove", text],
      ] {
        check(await rig.run(arguments), "\(arguments.map(\.debugDescription))")
      }
    }
  }

  @Test("what the service says: holders, and the name of who manages the location")
  func service() async throws {
    let rig = try await ToolRig()
    let token = try rig.writeToken()
    let service = try #require(rig.service)
    let asset = try #require(await service.assets().first { !$0.adamId.isEmpty })
    await service.setAvailable(100, adamId: asset.adamId, pricingParam: asset.pricingParam)
    for (place, text) in Self.hostile.enumerated() {
      await service.assignElsewhere(
        adamId: asset.adamId, pricingParam: asset.pricingParam, serialNumber: "S\(place)\(text)")
    }
    await service.takeOver(by: ("id-\(Self.hostile[0])", Self.hostile.joined()), metadata: "\u{1B}")
    for arguments in [
      ["sync"], ["status"], ["assignments"], ["devices"], ["assets"], ["users"],
      ["assignments", "--csv"], ["status", "--format", "json"], ["client", "show"],
      ["assign", "--asset", asset.adamId, "--serial", "X1"], ["client", "claim"],
    ] {
      let result = await rig.run(arguments + ["--token-file", token])
      // A CSV keeps the bytes of the service for the next program, but never the controls unescaped in JSON.
      if arguments.contains("--csv") { continue }
      check(result, "\(arguments)", isJSON: arguments.contains("json"))
    }
  }
}
