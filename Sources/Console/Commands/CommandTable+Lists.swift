import Screen

extension CommandTable {
  static let find: [CommandInfo] = [
    .init(
      .follow, .find, [.init(.enter)], KeyContext.everywhere, "follow the link",
      words: "open go holders enter licence license",
      [
        .assets: "show who holds this asset", .users: "show what this user holds",
        .devices: "show what this device holds", .assignments: "go to the other end of the link",
        .operations: "open or close the operation", .help: "run the command",
        .tokens: "open the location", .locations: "open the location",
        .picker: "the plan for what is marked", .plan: "confirm, where a word is typed",
        .themes: "keep the theme",
        .form: "open the plan",
      ]),
    .init(
      .back, .find, [.init(.backspace)], panes.union([.detail]), "go back",
      words: "history previous browser"),
    .init(
      .filter, .find, [.character("/")], panes.union([.picker, .help, .themes]),
      "show only rows with these words",
      words: "search find grep look for column"),
    .init(
      .sort, .find, [.character("s")], panes, "sort by the column with this letter",
      words: "order arrange reverse"),
    .init(
      .detail, .find, [.character("i")], panes.union([.plan, .operations, .detail]),
      "everything known of this row", words: "info describe inspect history",
      [.plan: "every pair", .operations: "every pair"]),
    .init(.zoom, .find, [.character("z")], panes, "this pane alone", words: "maximise full"),
    .init(
      .export, .find, [.character("e")], KeyContext.everywhere.subtracting([.help, .claim, .form]),
      "write what is shown as CSV or JSON", words: "save file csv json download licence license",
      [
        .plan: "write the plan as CSV or JSON", .themes: "write the theme as a file to change",
      ]),
    .init(
      .copy, .find, [.character("y")], panes.union([.detail, .tokens, .operations]),
      "copy the id of this row", words: "yank clipboard osc serial adam receipt ticket",
      [
        .tokens: "copy the fingerprint",
        .operations: "copy the receipt of this operation, for a ticket",
      ]),
  ]

  static let marks: [CommandInfo] = [
    .init(
      .mark, .marks, [.character(" ")], panes.union([.picker]), "mark this row and move down",
      words: "select tag choose licence license"),
    .init(
      .markAll, .marks, [.character("*")], panes.union([.picker]), "mark everything shown",
      words: "select all"),
    .init(.invertMarks, .marks, [.character("^")], panes.union([.picker]), "turn the marks around"),
    .init(
      .unmark, .marks, [.character("\\")], panes.union([.picker]), "clear the marks",
      words: "deselect none"),
    .init(.nextMarked, .marks, [.character("n")], panes.union([.picker]), "next marked row"),
    .init(
      .previousMarked, .marks, [.character("N")], panes.union([.picker]), "marked row before"),
  ]

  static let pages: [CommandInfo] = [
    .init(
      .operations, .pages, [.character("o")], panes.union([.tokens, .detail]),
      "running, unfinished, finished",
      words: "events jobs queue pending failed changes history licence license"),
    .init(
      .tokens, .pages, [.character("t")], panes.union([.operations, .detail]),
      "token status of every location", words: "ctoken expiry renewal days vpptoken"),
    .init(
      .locations, .pages, [.character("L")], panes, "switch to another location",
      words: "school site tenant change"),
    .init(
      .help, .pages, [.character("?"), .init(.function(1))], KeyContext.everywhere,
      "keys and commands of this pane", words: "keys commands manual"),
    .init(
      .command, .pages, [.character(":")], KeyContext.everywhere, "type a command",
      words: "prompt"),
    .init(
      .sync, .location, [.init(.function(5)), .control("r")], KeyContext.everywhere,
      "read what changed at Apple", words: "refresh reload update fetch",
      [
        .operations: "look at the list now", .tokens: "ask every location again",
        .plan: "read again",
      ]),
    .init(
      .syncFull, .location, [], KeyContext.everywhere, "read the whole location again",
      words: "import refresh reload everything"),
    .init(
      .claim, .location, [], KeyContext.everywhere,
      "manage this location from here; --takeover takes it from another client",
      words: "take over owner mdminfo mdm"),
    .init(
      .release, .location, [], KeyContext.everywhere, "give the location up",
      words: "owner mdminfo mdm unclaim"),
  ]

  static let program: [CommandInfo] = [
    .init(
      .leave, .program, [.init(.escape)], KeyContext.everywhere,
      "leave the prompt, then the filter, then the page", words: "cancel close escape"),
    .init(
      .redraw, .program, [.control("l")], KeyContext.everywhere, "paint the screen again",
      words: "redraw refresh repaint"),
    .init(
      .theme, .program, [], KeyContext.everywhere, "look at the themes and choose one",
      words: "colours colors dark light contrast palette skin"),
    .init(
      .configReload, .program, [], KeyContext.everywhere, "read config.toml again",
      words: "settings keys columns mouse refresh"),
    .init(.suspend, .program, [.control("z")], KeyContext.everywhere, "back to the shell for now"),
    .init(
      .quit, .program, [.character("q"), .control("c")], KeyContext.everywhere, "leave Purser",
      words: "exit close"),
  ]
}
