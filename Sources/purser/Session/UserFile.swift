import AppsAndBooks
import Files
import Operations

/// The file of `user create|update|retire --from`: client users with what is to be set (product.md section 3).
enum UserFile {
  /// The changes in the order of the file, each user once; without headers the only column is the identifier.
  ///
  /// - Throws: `ToolError` (64) with every mistake: nothing of the file is used then.
  static func read(
    _ path: String, isQuiet: Bool, _ context: ToolContext
  ) async throws -> [UserChange] {
    let wanted: [CSVMeaning] = [.clientUserId, .email, .managedAppleId]
    let table = try InputFile.read(path, unnamed: [.clientUserId], wanted: wanted, context)
    guard let ids = table.cells(of: .clientUserId) else {
      let names = CSVMeaning.clientUserId.synonyms.joined(separator: ", ")
      throw ToolError(
        .usage, "\(path) has no column of client users: \(names). Nothing was sent.")
    }
    InputFile.tell(table, [.clientUserId], isQuiet: isQuiet, context)
    InputFile.tell(table, [.email, .managedAppleId], isKey: false, isQuiet: isQuiet, context)
    let emails = table.cells(of: .email)
    let accounts = table.cells(of: .managedAppleId)
    var rows = UserRows(path: path)
    for (index, id) in ids.enumerated() {
      rows.add(id, email: emails?[index], account: accounts?[index])
    }
    if let error = rows.mistakes.error { throw error }
    guard !rows.changes.isEmpty else {
      throw ToolError(.usage, "\(path) names no user. Nothing was sent.")
    }
    InputFile.tellRepeated(rows.repeated, isQuiet: isQuiet, context)
    return rows.changes
  }
}

/// The users of a file, checked one by one and against each other.
private struct UserRows {
  let path: String
  private(set) var changes: [UserChange] = []
  private(set) var mistakes = InputMistakes()
  /// Rows that were there already.
  private(set) var repeated = 0
  private var met: [ClientUserID: (line: Int, change: UserChange)] = [:]

  init(path: String) { self.path = path }

  mutating func add(_ id: CSVTable.Cell, email: CSVTable.Cell?, account: CSVTable.Cell?) {
    guard !(id.text + (email?.text ?? "") + (account?.text ?? "")).isEmpty else { return }
    var problems: [CSVProblem] = []
    if let sentence = UserChange.idProblem(id.text) { problems.append(id.problem(sentence)) }
    for (cell, what) in [(email, "e-mail address"), (account, "Managed Apple Account")] {
      guard let cell, !cell.text.isEmpty else { continue }
      if let sentence = UserChange.addressProblem(cell.text, what) {
        problems.append(cell.problem(sentence))
      }
    }
    guard problems.isEmpty else {
      for problem in problems { mistakes.add(path, problem) }
      return
    }
    let change = UserChange(
      id: ClientUserID(rawValue: id.text), email: email?.filled, managedAppleID: account?.filled)
    if let first = met[change.id] {
      if first.change == change {
        repeated += 1
      } else {
        mistakes.add(path, id.problem("'\(id.text)' stands on line \(first.line) otherwise."))
      }
      return
    }
    met[change.id] = (id.line, change)
    changes.append(change)
  }
}

extension CSVTable.Cell {
  /// The text, or nothing where there is none.
  fileprivate var filled: String? { text.isEmpty ? nil : text }
}
