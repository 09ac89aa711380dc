import Foundation
import SystemPackage
import TestSupport
import Testing

@testable import purser

struct CommandLineTests {
  @Test(
    "The version and the help go to standard output with 0, a mistake to standard error with 64")
  func followsConventions() async throws {
    let rig = try ToolRig.alone()
    let version = await rig.run("--version")
    #expect(version.code == 0)
    #expect(version.output == PurserVersion.text + "\n")
    let help = await rig.run("--help")
    #expect(help.code == 0)
    #expect(help.output.contains("status"))
    let mistake = await rig.run("statsu")
    #expect(mistake.code == 64)
    #expect(mistake.output.isEmpty)
    #expect(!mistake.errors.isEmpty)
    #expect(await rig.run("status", "--json", "--format", "csv").code == 64)
  }

  @Test("The completion script names the commands", arguments: ["bash", "zsh", "fish"])
  func completes(shell: String) async throws {
    let result = await (try ToolRig.alone()).run("--generate-completion-script", shell)
    #expect(result.code == 0)
    #expect(result.output.contains("simulate"))
  }

  @Test("A configuration with a mistake ends in 64 with file and line")
  func checksConfiguration() async throws {
    let rig = try ToolRig.alone()
    #expect(await rig.run("token", "list").code == 0)
    let path = rig.folder.path.appending("config")
    try FileManager.default.createDirectory(
      atPath: path.appending("purser").string, withIntermediateDirectories: true)
    try rig.folder.write("config/purser/config.toml", Array("them = \"x\"\n".utf8))
    let result = await rig.run("token", "list")
    #expect(result.code == 64)
    #expect(result.errors.contains("config.toml, line 1: there is no setting 'them'"))
    #expect(result.errors.contains("'theme'"))
  }

  @Test("Text of others can't steer the terminal, whatever its length")
  func isSafe() {
    let text = String(repeating: "a", count: 300) + "\u{1B}]52;c;x\u{7}\u{202E}b"
    let safe = SafeText.line(text)
    #expect(safe.hasSuffix("^[]52;c;x^G<U+202E>b"))
    #expect(safe.hasPrefix(String(repeating: "a", count: 300)))
    #expect(SafeText.lines("a\nb") == "a\nb")
  }

  @Test("Records are the same in every format")
  func printsRecords() {
    func print(_ format: OutputFormat) -> String {
      let text = Collected()
      let output = Output(sink: text.add)
      var printer = RecordPrinter(
        [
          RecordColumn("name", "Name"), RecordColumn("left", "Left", isRight: true),
          RecordColumn("on", "On"), RecordColumn("extra", nil),
        ], format: format, to: output)
      printer.row([.text("a\u{1B}b"), .number(12), .flag(true), .absent])
      printer.row([.text(nil), .number(nil), .flag(nil), .list(["x", "y"])])
      printer.finish()
      output.flush()
      return text.text
    }
    #expect(
      print(.json) == """
        [
          {"name":"a\\u001bb","left":12,"on":true},
          {"name":null,"left":null,"on":null,"extra":["x","y"]}
        ]

        """)
    #expect(
      print(.jsonl) == """
        {"name":"a\\u001bb","left":12,"on":true}
        {"name":null,"left":null,"on":null,"extra":["x","y"]}

        """)
    #expect(print(.csv) == "name,left,on,extra\r\na\u{1B}b,12,true,\r\n,,,x y\r\n")
    #expect(print(.table) == "Name  Left  On\na^[b    12  yes\n\n")
  }

  @Test(
    "A program's words are split at blanks, quotes honoured",
    arguments: [
      ("pass show 'vpp token'", ["pass", "show", "vpp token"]), ("  a\t\"b c\"d ", ["a", "b cd"]),
      ("a '' \\x", ["a", "", "\\x"]),
    ])
  func splitsPrograms(text: String, words: [String]) throws {
    #expect(try TokenProgram.split(text) == words)
  }

  @Test("A quote that is never closed is a usage error")
  func refusesQuotes() {
    #expect(throws: ToolError.self) { try TokenProgram.split("a 'b") }
  }

  @Test("simulate writes the token 0600, says where, and cleans up")
  func simulates() async throws {
    var rig = try ToolRig.alone()
    rig.isInterrupted = true
    let file = rig.folder.path.appending("sim.vpptoken")
    let result = await rig.run(
      "simulate", "--assets", "3", "--users", "4", "--devices", "5", "--assignments", "6",
      "--token-file", file.string)
    #expect(result.code == 0, "\(result.errors)")
    let line = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: String])
    #expect(line["tokenFile"] == file.string)
    #expect(line["url"]?.hasPrefix("http://127.0.0.1:") == true)
    #expect(line["uId"]?.isEmpty == false)
    let temporary = await rig.run(
      "simulate", "--assets", "3", "--users", "4", "--devices", "5", "--assignments", "6")
    let other = try #require(
      try JSONSerialization.jsonObject(with: Data(temporary.output.utf8)) as? [String: String])
    #expect(!FileManager.default.fileExists(atPath: other["tokenFile"] ?? "/"))
    let impossible = await rig.run("simulate", "--assets", "1", "--assignments", "999999")
    #expect(impossible.code == 64)
    #expect(impossible.errors.contains("don't fit"))
  }

  @Test("themes lists what is shipped")
  func listsThemes() async throws {
    let result = await (try ToolRig.alone()).run("themes", "--json")
    #expect(result.code == 0)
    let themes = try result.objects()
    let dark = try #require(themes.first { $0["name"] as? String == "purser-dark" })
    #expect(dark["problem"] is NSNull)
    #expect(dark["variant"] as? String == "dark")
  }
}
