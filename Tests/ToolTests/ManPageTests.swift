import Foundation
import Testing

@testable import purser

/// Docs/purser.1 is what the argument parser says, and roff that groff and mandoc take as it is.
struct ManPageTests {
  private static let path = SourceFile.root + "/Docs/purser.1"

  @Test("Docs/purser.1 is what the commands say; RECORD_DOCS=1 writes it")
  func isCurrent() throws {
    let text = try ManPage.make()
    if ProcessInfo.processInfo.environment["RECORD_DOCS"] != nil {
      try text.write(toFile: Self.path, atomically: true, encoding: .utf8)
    }
    #expect(try String(contentsOfFile: Self.path, encoding: .utf8) == text)
  }

  @Test("Every section is there, once and in its order")
  func hasSections() throws {
    let text = try ManPage.make()
    let sections = text.split(separator: "\n").filter { $0.hasPrefix(".SH ") }.map {
      $0.dropFirst(4)
    }
    #expect(
      sections == [
        "NAME", "SYNOPSIS", "DESCRIPTION", "COMMANDS", "COMMON OPTIONS", "OPTIONS OF A CHANGE",
        "OUTPUT OPTIONS", "HELP", "ENVIRONMENT", "FILES", "EXIT STATUS", "EXAMPLES", "SEE ALSO",
      ])
    for line in text.split(separator: "\n") where !line.allSatisfy(\.isASCII) {
      Issue.record("not ASCII: \(line)")
    }
  }

  @Test("Every option of every command stands in it")
  func namesOptions() throws {
    let text = try ManPage.make()
    func check(_ command: CommandDump) {
      for name in command.shown.flatMap({ $0.names ?? [] }) {
        #expect(text.contains("\\fB" + Roff.escape(name.spelled) + "\\fR"), "\(name.spelled)")
      }
      for child in command.children { check(child) }
    }
    check(try CommandDump.read())
  }

  @Test("Every variable of the environment that the product reads stands in it")
  func namesEnvironment() throws {
    let text = try ManPage.make()
    // Those of debug builds, and a folder in which nothing lies.
    let ours = ["PURSER_CUT", "PURSER_CUT_TRACE", "PURSER_CLOCK", "XDG_RUNTIME_DIR"]
    for file in try SourceFile.sources.get() {
      for match in file.text.matches(of: #/environment\["([A-Z_]+)"\]/#) {
        let name = String(match.output.1)
        #expect(ours.contains(name) || text.contains(name), "\(file.path): \(name)")
      }
    }
  }

  @Test(
    "groff and mandoc take it without a warning",
    arguments: [
      ["/usr/bin/groff", "-man", "-Tutf8", "-z", "-ww"], ["/usr/bin/mandoc", "-T", "lint"],
    ])
  func isClean(tool: [String]) throws {
    guard FileManager.default.isExecutableFile(atPath: tool[0]) else { return }
    let process = Process()
    process.executableURL = URL(filePath: tool[0])
    process.arguments = Array(tool.dropFirst()) + [Self.path]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let said = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    #expect(String(decoding: said, as: UTF8.self) == "")
    #expect(process.terminationStatus == 0)
  }
}
