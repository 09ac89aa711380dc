import ArgumentParser
import Console
import Foundation
import Testing

@testable import purser

/// What the guides tell people to type is what the tool and the console understand.
struct GuidesTests {
  private static let guides = [
    "README.md", "Docs/Walkthroughs.md", "Docs/Tour.md", "Docs/Configuration.md", "Docs/Themes.md",
  ]

  @Test("Every command line in the guides is one that the argument parser takes", arguments: guides)
  func commandsParse(path: String) throws {
    let text = try Self.read(path)
    let lines = ShellLines.commands(in: text)
    #expect(!lines.isEmpty)
    for words in lines {
      #expect(Self.isTaken(words), "\(path): purser \(words.joined(separator: " "))")
    }
  }

  @Test("A command line that the parser does not take is found")
  func findsMistakes() throws {
    let text = """
      `purser status --al`

      ```sh
      sudo true && purser assign --asset 'Skizze Pro' --user a | jq .   # purser nonsense
      FOO=1 purser reclaim --everything > out.json || echo "exit $?: see purser operations"
      ```
      """
    let lines = ShellLines.commands(in: text)
    #expect(
      lines == [
        ["status", "--al"], ["assign", "--asset", "Skizze Pro", "--user", "a"],
        ["reclaim", "--everything"],
      ])
    #expect(lines.map(Self.isTaken) == [false, true, false])
  }

  @Test("Every command of the prompt in the guides is in the command table", arguments: guides)
  func promptCommandsExist(path: String) throws {
    for code in ShellLines.inline(in: try Self.read(path)) where code.hasPrefix(":") {
      guard code.count > 1 else { continue }
      #expect(
        CommandTable.all.contains { info in
          code.dropFirst() == info.command.name
            || code.dropFirst().hasPrefix(info.command.name + " ")
        }, "\(path): \(code)")
    }
  }

  @Test("Every guide is linked from the README, and every link of the guides leads somewhere")
  func isLinked() throws {
    let readme = try Self.read("README.md")
    let docs = try FileManager.default.contentsOfDirectory(atPath: SourceFile.root + "/Docs")
    for name in docs where !readme.contains("(Docs/\(name))") {
      Issue.record("README.md does not link Docs/\(name)")
    }
    for path in Self.guides + docs.filter({ $0.hasSuffix(".md") }).map({ "Docs/\($0)" }) {
      let folder = URL(filePath: SourceFile.root).appending(path: path).deletingLastPathComponent()
      for match in try Self.read(path).matches(of: #/\]\(([^)#:\s]+)(?:#[^)]*)?\)/#) {
        let target = folder.appending(path: String(match.output.1)).path
        #expect(FileManager.default.fileExists(atPath: target), "\(path): \(match.output.1)")
      }
    }
  }

  /// Whether the parser takes the words; a request for help or a completion script is one, too.
  private static func isTaken(_ words: [String]) -> Bool {
    do {
      _ = try Purser.parseAsRoot(words)
      return true
    } catch {
      return Purser.exitCode(for: error) == .success
    }
  }

  private static func read(_ path: String) throws -> String {
    try String(contentsOfFile: SourceFile.root + "/" + path, encoding: .utf8)
  }
}

/// The command lines of a Markdown text, as a shell would split them; enough of a shell for our guides.
enum ShellLines {
  /// The words after `purser` of each command in `sh` blocks and in inline code.
  static func commands(in text: String) -> [[String]] {
    let lines = inline(in: text).filter { $0.hasPrefix("purser ") } + blocks(in: text)
    return lines.flatMap(commands(inLine:))
  }

  /// The lines of the `sh` blocks.
  private static func blocks(in text: String) -> [String] {
    var lines: [String] = []
    var isShell = false
    for line in text.split(separator: "\n") {
      if line.hasPrefix("```") {
        isShell = line == "```sh"
      } else if isShell {
        lines.append(String(line))
      }
    }
    return lines
  }

  /// What stands in single backquotes outside the blocks.
  static func inline(in text: String) -> [String] {
    var isBlock = false
    var codes: [String] = []
    for line in text.split(separator: "\n") {
      if line.hasPrefix("```") {
        isBlock.toggle()
      } else if !isBlock {
        codes += line.matches(of: #/`([^`]+)`/#).map { String($0.output.1) }
      }
    }
    return codes
  }

  /// The commands of one line: cut at pipes and lists, without comment and redirections.
  private static func commands(inLine line: String) -> [[String]] {
    let simple = words(line).split { ["|", "||", "&&", ";"].contains($0.text) && !$0.isQuoted }
    return simple.compactMap { words in
      let kept = words.prefix { $0.isQuoted || !$0.text.contains(#/^[012]?[<>]/#) }.map(\.text)
      guard let start = kept.firstIndex(of: "purser") else { return nil }
      let isCalled = kept[..<start].allSatisfy { $0.contains("=") } || kept.first == "swift"
      return isCalled ? Array(kept[(start + 1)...]) : nil
    }
  }

  /// Words with their quotes taken off; a comment ends the line.
  private static func words(_ line: String) -> [(text: String, isQuoted: Bool)] {
    var words: [(text: String, isQuoted: Bool)] = []
    var word: (text: String, isQuoted: Bool)?
    var quote: Character?
    for character in line {
      switch character {
      case _ where character == quote: quote = nil
      case _ where quote != nil: word?.text.append(character)
      case "'", "\"":
        quote = character
        word = (word?.text ?? "", true)
      case " ":
        if let word { words.append(word) }
        word = nil
      case "#" where word == nil: return words
      default: word = ((word?.text ?? "") + String(character), word?.isQuoted ?? false)
      }
    }
    return words + [word].compactMap(\.self)
  }
}
