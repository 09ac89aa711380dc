import Console
import Foundation
import Screen
import Testing

/// The command table and the keys made from it.
struct KeyMapTests {
  @Test("every command has a row in the table, and a name of its own")
  func complete() {
    for command in Command.allCases {
      #expect(CommandTable.all.count { $0.command == command } == 1, "\(command)")
      #expect(!CommandTable[command].summary.isEmpty)
    }
  }

  @Test("no key means two things in one place")
  func unambiguous() {
    for context in KeyContext.allCases {
      var taken: [KeyPress: Command] = [:]
      for info in CommandTable.all where info.contexts.contains(context) {
        for key in info.keys {
          #expect(taken[key] == nil, "\(key) in \(context): \(info.command)")
          taken[key] = info.command
        }
      }
    }
  }

  @Test(
    "the keys of product.md section 6",
    arguments: [
      ("j", Command.down), ("↑", .up), ("g", .first), ("End", .last), ("^d", .pageDown),
      ("Tab", .nextPane), ("h", .paneLeft), ("3", .assignments), ("]", .nextTab), ("/", .filter),
      ("n", .nextMarked), ("Space", .mark), ("*", .markAll), ("^", .invertMarks), ("s", .sort),
      ("Esc", .leave), ("Enter", .follow), ("Backspace", .back), ("i", .detail), ("z", .zoom),
      ("?", .help), (":", .command), ("q", .quit), ("^c", .quit), ("a", .assign), ("r", .reclaim),
      ("m", .reassign), ("R", .reclaimAll), ("u", .undo), ("o", .operations), ("t", .tokens),
      ("L", .locations), ("\\", .unmark), ("F5", .sync), ("^r", .sync), ("e", .export),
      ("y", .copy), ("c", .create), ("U", .update), ("X", .retire), ("^z", .suspend),
    ])
  func shipped(chord: String, command: Command) throws {
    let key = try #require(KeyPress(chord))
    #expect(KeyMap.shipped.command(for: key, in: .users) == command)
  }

  @Test("a key that is bound anew leaves the command that had it")
  func rebound() throws {
    let keys = try KeyMap(changes: [("sync", ["x", "F9"])])
    #expect(keys.command(for: .character("x"), in: .assets) == .sync)
    #expect(keys.command(for: KeyPress(.function(5)), in: .assets) == nil)
    #expect(keys.label(of: .sync) == "x")
    let taken = try KeyMap(changes: [("sync", ["a"])])
    #expect(taken.keys(of: .assign).isEmpty)
  }

  @Test("what is wrong with a binding is named")
  func wrong() {
    #expect(throws: KeyMapError.unknownCommand("asign")) {
      try KeyMap(changes: [("asign", ["a"])])
    }
    #expect(throws: KeyMapError.unknownKey("Hyper-a")) {
      try KeyMap(changes: [("assign", ["Hyper-a"])])
    }
    #expect(throws: KeyMapError.takenTwice("x", "assign", "reclaim")) {
      try KeyMap(changes: [("assign", ["x"]), ("reclaim", ["x"])])
    }
  }
}

/// The key table as pages.
struct KeysDocumentTests {
  @Test("Docs/Keys is what the table says; RECORD_DOCS=1 writes it")
  func page() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Docs/Keys.md")
    let page = KeyTable(.shipped).markdown
    if ProcessInfo.processInfo.environment["RECORD_DOCS"] != nil {
      try Data(page.utf8).write(to: file)
    }
    #expect(try String(contentsOf: file, encoding: .utf8) == page)
  }

  @Test("the printed table names every command with its keys")
  func printed() {
    let text = KeyTable(.shipped).text
    for command in Command.allCases { #expect(text.contains(command.name)) }
    #expect(text.contains("  F5 ^r         sync"))
  }
}
