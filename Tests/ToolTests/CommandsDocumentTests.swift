import ArgumentParser
import Files
import Foundation
import SystemPackage
import Testing

@testable import purser

/// Docs/Commands.md is what the argument parser says; `RECORD_DOCS=1` writes it.
struct CommandsDocumentTests {
  @Test("Docs/Commands is what the commands say; RECORD_DOCS=1 writes it")
  func isCurrent() throws {
    let path = SourceFile.root + "/Docs/Commands.md"
    let text = Self.document
    if ProcessInfo.processInfo.environment["RECORD_DOCS"] != nil {
      try text.write(toFile: path, atomically: true, encoding: .utf8)
    }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
  }

  @Test("Docs/Configuration names every setting, and its example is read")
  func namesSettings() throws {
    let text = try String(
      contentsOfFile: SourceFile.root + "/Docs/Configuration.md", encoding: .utf8)
    let parts = text.components(separatedBy: "```")
    let example = try #require(parts.first { $0.hasPrefix("toml\n") }).dropFirst(5)
    let settings = try Configuration.parse(String(example), file: "config.toml")
    for (name, value) in Mirror(reflecting: settings).children {
      #expect(text.contains("`\(try #require(name).replacing("clientID", with: "clientId"))`"))
      // Each setting of the example differs from the built-in one.
      let builtIn = Mirror(reflecting: Configuration()).children.first { $0.label == name }?.value
      #expect("\(value)" != "\(builtIn ?? "")", "\(name ?? "")")
    }
  }

  private static var document: String {
    var text = """
      # Commands

      Written by a test from the commands themselves (Docs/Adding.md).


      """
    add(Purser.self, "purser", to: &text)
    text += """
      ## CSV in

      `--from`, `--map` and `--load` take comma, semicolon or tab; UTF-8 or UTF-16 with or without a mark; any line
      ends, mixed too; quotes, doubled quotes or backslashes, whichever fits the file. Headers are known by these words,
      compared by their letters and digits alone, whatever the capitals; a single column, a single line of values, and the two columns of
      `--map` need no header. What was understood is said on standard error: «column 3 'Serial Number': 412 rows, 405
      different, 4 repeated, 2 empty, 1 malformed on line 77». Repeated rows count once. Anything that can't be read, or names no
      holder, user or asset, refuses the whole file with line and column, up to fifty at once, and nothing of it is used. A file may have 64 MiB.

      In `--map` a cell is a serial number, `user:ID` or `serial:SN`; where the header says user or e-mail it is a client user. A holder
      stands in one pair of the list.

      | column | headers |
      |---|---|

      """
    for meaning in CSVMeaning.allCases {
      text += "| \(meaning.rawValue) | \(headers(of: meaning)) |\n"
    }
    return text
  }

  /// The headers of a meaning; those of the two columns of a list of swaps are made of two words.
  private static func headers(of meaning: CSVMeaning) -> String {
    let words: [String]
    switch meaning {
    case .old: words = CSVMeaning.oldWords
    case .new: words = CSVMeaning.newWords
    default: return meaning.synonyms.joined(separator: ", ")
    }
    let kinds = CSVMeaning.deviceWords + CSVMeaning.userWords
    return words.joined(separator: ", ") + "; before or after it "
      + kinds.joined(separator: ", ")
  }

  private static func add(
    _ command: any ParsableCommand.Type, _ name: String, to text: inout String
  ) {
    let help = Purser.helpMessage(for: command, includeHidden: false, columns: 100)
    text += "## \(name)\n\n```text\n\(help.trimmingCharacters(in: .newlines))\n```\n\n"
    for child in command.configuration.subcommands {
      add(child, "\(name) \(child._commandName)", to: &text)
    }
  }
}
