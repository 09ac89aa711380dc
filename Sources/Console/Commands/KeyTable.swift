import Screen

/// The key table as text: `purser keys` prints it, Docs/Keys holds it.
package struct KeyTable: Sendable {
  /// One command.
  package struct Row: Equatable, Sendable {
    /// Its keys, separated by blanks; empty for one that is only typed.
    package var keys: String
    /// Its name.
    package var command: String
    /// What it does.
    package var summary: String
    /// Where, in a few words.
    package var places: String
  }

  /// A heading and its commands.
  package struct Section: Equatable, Sendable {
    /// The heading.
    package var title: String
    /// The commands, in the order of the help.
    package var rows: [Row]
  }

  /// The table by groups.
  package let sections: [Section]

  /// The table of a key map.
  package init(_ keys: KeyMap) {
    sections = CommandGroup.allCases.map { group in
      Section(
        title: group.rawValue,
        rows: CommandTable.all.filter { $0.group == group }.map { info in
          Row(
            keys: keys.keys(of: info.command).map(\.description).joined(separator: " "),
            command: info.command.name, summary: info.summary,
            places: Self.places(info.contexts))
        })
    }
  }

  private static func places(_ contexts: Set<KeyContext>) -> String {
    if contexts == KeyContext.everywhere { return "everywhere" }
    var rest = contexts
    var words: [String] = []
    if rest.isSuperset(of: KeyContext.panes) {
      rest.subtract(KeyContext.panes)
      words.append("panes")
    }
    words += KeyContext.allCases.filter(rest.contains).map(\.rawValue)
    return words.joined(separator: ", ")
  }

  /// The table as a page of the documentation.
  package var markdown: String {
    var lines = [
      "# Keys and commands", "",
      "Written by a test from the command table (Docs/Adding.md). Every command can be typed after `:`.",
      "Keys are rebound under `[keys]` in config.toml: `\"reclaim all\" = [\"R\"]`.",
    ]
    for section in sections {
      lines += ["", "## \(section.title)", "", "| key | command | what it does | where |"]
      lines.append("|---|---|---|---|")
      for row in section.rows {
        let keys = row.keys.split(separator: " ").map { Self.code(String($0)) }
          .joined(separator: " ")
        lines.append("| \(keys) | \(row.command) | \(row.summary) | \(row.places) |")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func code(_ key: String) -> String {
    key == "`" ? key : "`\(key == "|" ? "\\|" : key)`"
  }

  /// The table for a terminal, without markup.
  package var text: String {
    var lines: [String] = []
    for section in sections {
      lines += [lines.isEmpty ? "" : "\n"].filter { !$0.isEmpty } + [section.title]
      for row in section.rows {
        lines.append("  \(Self.padded(row.keys, 14))\(Self.padded(row.command, 18))\(row.summary)")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
  }
}
