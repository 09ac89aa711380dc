import Screen

extension CommandTable {
  static let changes: [CommandInfo] = [
    .init(
      .assign, .changes, [.character("a")], panes.union([.detail]),
      "give licences", words: "associate grant give license licence seat deploy add",
      [
        .assets: "give the marked assets to users or devices",
        .users: "give assets to the marked users", .devices: "give assets to the marked devices",
        .assignments: "give one more of what is shown",
      ]),
    .init(
      .reclaim, .changes, [.character("r")], panes.union([.detail]),
      "take licences back: pick among its assignments",
      words: "disassociate revoke remove take back unassign license licence seat free",
      [.assignments: "take the marked licences back"]),
    .init(
      .reclaimAll, .changes, [.character("R")], [.users, .devices, .detail],
      "take back everything the marked holders have",
      words: "revoke wipe leaver offboard license licence seat"),
    .init(
      .reassign, .changes, [.character("m")], panes.union([.detail]),
      "pick among its assignments, then the new holder",
      words: "move transfer replace swap license licence seat",
      [.assignments: "move the marked licences to another holder"]),
    .init(
      .undo, .changes, [.character("u")], panes.union([.operations]),
      "the opposite of the last finished operation", words: "revert back licence license",
      [.operations: "the opposite of this operation"]),
    .init(
      .retry, .changes, [.character(".")], [.operations], "try again what failed",
      words: "repeat again resend"),
    .init(
      .create, .changes, [.character("c")], [.users], "make a client user",
      words: "add invite new register"),
    .init(
      .update, .changes, [.character("U")], [.users], "change the e-mail or account of this user",
      words: "edit mail managed apple account"),
    .init(
      .retire, .changes, [.character("X")], [.users], "retire the marked users",
      words: "delete remove leaver offboard"),
    .init(
      .confirm, .changes, [.character("y")], [.plan, .claim, .picker], "yes: send it",
      words: "accept ok", [.picker: "take the unknown ones along"]),
    .init(
      .from, .changes, [], [.picker], "mark what a CSV file names: from FILE.csv",
      words: "load import csv file list"),
    .init(
      .like, .changes, [], [.picker], "mark what another holder has: like TARGET",
      words: "same as copy template"),
  ]
}
