package import Screen

/// One row of the command table.
package struct CommandInfo: Sendable {
  /// The command.
  package var command: Command
  /// Under which heading the help lists it.
  package var group: CommandGroup
  /// What it does, in one line for the help; `summary(in:)` where a list has its own words.
  package var summary: String
  /// More of it, searched by the help and the prompt: other people's words first.
  package var words: String
  /// The keys it is shipped with.
  package var keys: [KeyPress]
  /// Where it is offered.
  package var contexts: Set<KeyContext>
  /// Other summaries, by place.
  package var summaries: [KeyContext: String]

  init(
    _ command: Command, _ group: CommandGroup, _ keys: [KeyPress], _ contexts: Set<KeyContext>,
    _ summary: String, words: String = "", _ summaries: [KeyContext: String] = [:]
  ) {
    self.command = command
    self.group = group
    self.keys = keys
    self.contexts = contexts
    self.summary = summary
    self.words = words
    self.summaries = summaries
  }

  /// What it does in one place.
  package func summary(in context: KeyContext) -> String { summaries[context] ?? summary }
}

/// Every command of the console with its keys and words, in the order of use.
///
/// product.md section 6. Nothing about a command is written anywhere else but what it does
/// (`AppState.perform`) and when it is off (`AppState.availability`).
package enum CommandTable {
  /// All rows, in the order of the help.
  package static let all: [CommandInfo] = changes + find + marks + move + pages + program

  /// The row of a command.
  package static subscript(command: Command) -> CommandInfo {
    index[command] ?? CommandInfo(command, .program, [], [], command.name)
  }

  private static let index = Dictionary(
    all.map { ($0.command, $0) }, uniquingKeysWith: { first, _ in first })

  static let panes = KeyContext.panes

  private static let move: [CommandInfo] = [
    .init(.up, .move, [.character("k"), .init(.up)], KeyContext.everywhere, "one row up"),
    .init(.down, .move, [.character("j"), .init(.down)], KeyContext.everywhere, "one row down"),
    .init(.first, .move, [.character("g"), .init(.home)], KeyContext.everywhere, "first row"),
    .init(.last, .move, [.character("G"), .init(.end)], KeyContext.everywhere, "last row"),
    .init(
      .pageUp, .move, [.init(.pageUp), .control("u")], KeyContext.everywhere, "one page up"),
    .init(
      .pageDown, .move, [.init(.pageDown), .control("d")], KeyContext.everywhere, "one page down"),
    .init(
      .nextPane, .move, [.init(.tab)], panes.union([.picker, .help, .form]), "the next pane",
      [
        .help: "every pane, or this one", .picker: "the list, or what stands beside it",
        .form: "the next field",
      ]),
    .init(
      .previousPane, .move, [.init(.backTab)], panes.union([.picker, .form]), "the pane before",
      [.form: "the field before"]),
    .init(.paneLeft, .move, [.character("h"), .init(.left)], panes, "the pane to the left"),
    .init(.paneRight, .move, [.character("l"), .init(.right)], panes, "the pane to the right"),
    .init(.users, .move, [.character("1")], panes, "users and devices"),
    .init(.assets, .move, [.character("2")], panes, "assets"),
    .init(.assignments, .move, [.character("3")], panes, "assignments"),
    .init(
      .previousTab, .move, [.character("[")], panes.union([.picker]), "the tab to the left",
      words: "users devices of all"),
    .init(
      .nextTab, .move, [.character("]")], panes.union([.picker]), "the tab to the right",
      words: "users devices of all"),
  ]
}
