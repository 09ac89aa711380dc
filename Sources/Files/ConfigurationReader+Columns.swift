extension Configuration {
  /// The lists and the columns that each can show under `[columns]`.
  ///
  /// Those of `ListKind.columns`, which a test of the tool holds: this room knows no lists.
  package static let columnNames: [String: [String]] = [
    "users": ["user", "email", "status", "held"], "devices": ["serial", "label", "held"],
    "assets": ["name", "id", "type", "platform", "developer", "used", "total", "left"],
    "assignments": ["asset", "id", "holder", "kind", "state"],
  ]
}

extension ConfigurationReader {
  /// Checks the columns of one list.
  func check(columns names: [String], of list: String) throws(Problem) {
    func problem(_ what: String, _ word: String = "", _ known: [String] = []) -> Problem {
      let nearest = NearestName.of(word, among: known)
      return Problem(
        file, line: ConfigurationText.line(of: list, in: "columns", of: text),
        key: "columns.\(list)", what + (nearest.map { " The nearest is '\($0)'." } ?? ""))
    }
    guard let known = Configuration.columnNames[list] else {
      throw problem("there is no list '\(list)'.", list, Configuration.columnNames.keys.sorted())
    }
    if names.isEmpty { throw problem("'\(list)' names no column.") }
    var seen: Set<String> = []
    for name in names {
      guard known.contains(name) else {
        throw problem("'\(list)' has no column '\(name)'.", name, known)
      }
      guard seen.insert(name).inserted else {
        throw problem("'\(list)' names the column '\(name)' twice.")
      }
    }
  }
}
