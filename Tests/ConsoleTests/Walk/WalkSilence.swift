import Screen

@testable import Console

/// Where a key is rightly silent: nothing is to be done, and saying so would be noise.
///
/// The table is held exactly: a key that answers by now is to leave it, one that went dead fails the walk.
enum WalkSilence {
  /// Commands that do nothing on some screens, and why that is right.
  struct Entry {
    let reason: String
    let screens: [String]
    let commands: [Command]
  }

  private static let movement: [Command] = [.up, .down, .first, .last, .pageUp, .pageDown]
  private static let inAssets = [
    "assets", "zoomed", "one pane", "three panes", "foreign", "unclaimed", "offline", "expired",
    "revoked", "read-only", "importing", "no disk", "empty",
  ]
  private static let inHolders = ["users", "devices", "marked", "filtered", "nothing matches"]
  private static let inAssignments = [
    "assignments", "assignments of a user", "all assignments", "after a link",
  ]

  static let entries: [Entry] = [
    Entry(
      reason: "the pane has the focus already", screens: inHolders, commands: [.users, .paneLeft]),
    Entry(reason: "the pane has the focus already", screens: inAssets, commands: [.assets]),
    Entry(
      reason: "the pane has the focus already", screens: inAssignments,
      commands: [.assignments, .paneRight]),
    Entry(
      reason: "there is nothing to leave: no prompt, no filter, no page; hands rest on Esc",
      screens: inAssets + inAssignments + ["users", "devices", "marked"], commands: [.leave]),
    Entry(
      reason: "there is no row to move to",
      screens: [
        "nothing matches", "empty", "picker without rows", "operations, none", "tokens, none yet",
        "locations, none yet", "themes, none yet",
      ], commands: movement),
    Entry(
      reason: "the whole page is on the screen",
      screens: [
        "plan being read", "plan, one y", "plan, a count", "plan, a name", "plan, 10 min old",
        "plan being sent", "plan that failed", "plan, not quiet yet", "claim", "takeover",
        "release",
      ], commands: movement),
    Entry(
      reason: "the whole detail is on the screen",
      screens: ["detail of a device", "detail of an asset", "detail of an assignment"],
      commands: [.pageUp, .pageDown]),
  ]

  /// Keys that do nothing where something is typed or asked.
  struct Line {
    let reason: String
    let screens: [String]
    let keys: [String]
  }

  private static let edges = ["End", "→"]

  static let lines: [Line] = [
    Line(
      reason: "the cursor of the line stands at its end",
      screens: ["new user", "changed user", "filter typed", "path of an export"], keys: edges),
    Line(reason: "the first field has the cursor", screens: ["changed user"], keys: ["PgUp"]),
    Line(
      reason: "no column is chosen, and the letters go from the rule", screens: ["sorting"],
      keys: ["Esc"]),
    Line(
      reason: "a question listens only after 300 ms without a letter (product.md section 5)",
      screens: ["plan, not quiet yet"],
      keys: CommandTable.all.flatMap(\.keys).filter(\.isTyped).map(\.description)),
    Line(
      reason: "the name is typed, the page behind it is whole on the screen",
      screens: ["plan, a name begun"],
      keys: ["End", "Home", "PgDn", "PgUp", "^d", "←", "↑", "→", "↓"]),
    Line(
      reason: "no line is left to move to, and the cursor of the filter stands at its end",
      screens: ["help, nothing matches"], keys: ["End", "PgDn", "PgUp", "^d", "↑", "→", "↓"]),
    Line(
      reason: "a line at the bottom takes text and its own keys until Enter or Esc",
      screens: ["prompt"],
      keys: ["End", "F1", "F5", "Home", "PgDn", "PgUp", "^d", "^r", "^u", "←", "→"]),
    Line(
      reason: "a line at the bottom takes text and its own keys until Enter or Esc",
      screens: ["path of an export"],
      keys: ["F1", "F5", "PgDn", "PgUp", "Shift-Tab", "Tab", "^d", "^r", "↑", "↓"]),
    Line(
      reason: "nothing is typed yet", screens: ["picker, filter typed"],
      keys: ["Backspace", "End", "Home", "^u", "←", "→"]),
    Line(
      reason: "nothing is typed yet", screens: ["plan, a count", "plan, a name", "takeover"],
      keys: ["Backspace", "←", "→"]),
  ]

  /// Screens on which only some keys mean anything, which they name themselves.
  static let few: [(screen: String, keys: [String], reason: String)] = [
    ("too small", ["q", "^c", "^z"], "one line says what is wrong; q works (frame 23)"),
    ("quit", ["y", "Esc", "^c"], "the box must be answered: y or Esc, as its last line says"),
  ]

  static func keys(on screen: String, of keys: [KeyPress]) -> [String] {
    if let few = few.first(where: { $0.screen == screen }) {
      return keys.map(\.description).filter { !few.keys.contains($0) }
    }
    let commands = entries.filter { $0.screens.contains(screen) }.flatMap(\.commands)
      .flatMap { CommandTable[$0].keys }.map(\.description)
    return Array(
      Set(commands + lines.filter { $0.screens.contains(screen) }.flatMap(\.keys)))
  }

  static func commands(on screen: String) -> [String] {
    entries.filter { $0.screens.contains(screen) }.flatMap(\.commands).map(\.name)
  }
}
