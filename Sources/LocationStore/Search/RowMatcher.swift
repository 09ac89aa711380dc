import AppsAndBooks

/// The conditions of a filter resolved for one snapshot: for each the rows of the tables that pass.
struct RowMatcher {
  /// A condition: tables of flags over assets, holders, users or devices, and over single assignment rows.
  struct Condition {
    /// For rows of the list's own table; for assignments: by asset.
    var byRow: [Bool] = []
    /// Assignments: by row of the user table.
    var byUser: [Bool] = []
    /// Assignments: by row of the device table.
    var byDevice: [Bool] = []
    /// Assignments: single rows, by their state.
    var rows: Set<Int32> = []
    var excludes = false
  }

  private(set) var conditions: [Condition]
  private let kind: ListKind
  private let snapshot: LocationSnapshot

  /// Searches every distinct string once for each condition.
  init(_ query: FilterQuery, in snapshot: LocationSnapshot, states: RowStates) throws {
    kind = query.kind
    self.snapshot = snapshot
    conditions = []
    for term in query.terms {
      try Task.checkCancellation()
      var condition = Condition(excludes: term.excludes)
      switch term.test {
      case .text(let needle, let columns):
        for column in columns { mark(needle, column, states, in: &condition) }
      case .number(let column, let test):
        condition.byRow = (0..<rowCount).map { test.passes(number(column, $0)) }
      }
      conditions.append(condition)
    }
  }

  /// Whether a row of the list passes all conditions.
  func passes(_ row: Int32) -> Bool {
    for condition in conditions where hit(condition, row) == condition.excludes { return false }
    return true
  }

  private func hit(_ condition: Condition, _ row: Int32) -> Bool {
    guard kind == .assignments else {
      return !condition.byRow.isEmpty && condition.byRow[Int(row)]
    }
    let table = snapshot.assignments
    if !condition.byRow.isEmpty, condition.byRow[Int(table.assets[Int(row)])] { return true }
    let code = table.holders[Int(row)]
    let flags = code & 1 == 0 ? condition.byUser : condition.byDevice
    if !flags.isEmpty, flags[Int(code >> 1)] { return true }
    return !condition.rows.isEmpty && condition.rows.contains(row)
  }

  private var rowCount: Int {
    switch kind {
    case .clientUsers: snapshot.users.count
    case .devices: snapshot.devices.count
    case .assets, .assignments: snapshot.assets.count
    }
  }

  private func number(_ column: ListColumn, _ row: Int) -> Int? {
    snapshot.number(column, of: kind, row: row)
  }

  private func mark(
    _ needle: [UInt8], _ column: ListColumn, _ states: RowStates, in condition: inout Condition
  ) {
    switch (kind, column) {
    case (.assignments, .holder):
      find(needle, in: snapshot.users.ids, &condition.byUser)
      find(needle, in: snapshot.devices.serials, &condition.byDevice)
      find(needle, in: snapshot.devices.labels, &condition.byDevice)
    case (.assignments, .kind):
      if Array("user".utf8).contains(sequence: needle) {
        condition.byUser = [Bool](repeating: true, count: snapshot.users.count)
      }
      if Array("device".utf8).contains(sequence: needle) {
        condition.byDevice = [Bool](repeating: true, count: snapshot.devices.count)
      }
    case (.assignments, .state):
      for (assignment, word) in states.words
      where Folding.folded(word).contains(sequence: needle) {
        if let row = snapshot.row(of: assignment) { condition.rows.insert(Int32(row)) }
      }
    case (.clientUsers, .status):
      markStatus(needle, &condition.byRow)
    default:
      if let table = snapshot.texts(column, of: kind) { find(needle, in: table, &condition.byRow) }
    }
  }

  private func find(_ needle: [UInt8], in table: StringTable, _ found: inout [Bool]) {
    if found.isEmpty { found = [Bool](repeating: false, count: table.count) }
    table.folded.mark(needle, in: &found)
  }

  private func markStatus(_ needle: [UInt8], _ found: inout [Bool]) {
    if found.isEmpty { found = [Bool](repeating: false, count: snapshot.users.count) }
    let words = snapshot.users.statusWords.map {
      Folding.folded($0.rawValue).contains(sequence: needle)
    }
    for (row, code) in snapshot.users.statuses.enumerated()
    where Int(code) < words.count && words[Int(code)] {
      found[row] = true
    }
  }
}

extension LocationSnapshot {
  /// The texts of a column of a list, one for each row of its table.
  func texts(_ column: ListColumn, of kind: ListKind) -> StringTable? {
    switch (kind, column) {
    case (.clientUsers, .user): users.ids
    case (.clientUsers, .email): users.emails
    case (.devices, .serial): devices.serials
    case (.devices, .label): devices.labels
    case (.assets, .name), (.assignments, .asset): assets.columns.names
    case (.assets, .id), (.assignments, .id): assets.columns.ids
    case (.assets, .type): assets.columns.types
    case (.assets, .platform): assets.columns.platforms
    case (.assets, .developer): assets.columns.developers
    default: nil
    }
  }

  /// The number of a column for a row; `nil` where it is not known, `Int.max` where it is unlimited.
  func number(_ column: ListColumn, of kind: ListKind, row: Int) -> Int? {
    switch (kind, column) {
    case (.clientUsers, .held): return heldCount(.user(row))
    case (.devices, .held): return heldCount(.device(row))
    case (.assets, .used): return assets.records[row].asset.assignedCount
    case (.assets, .total), (.assets, .left):
      let asset = assets.records[row].asset
      if asset.isUnlimited { return Int.max }
      return column == .total ? asset.totalCount : asset.availableCount
    default: return nil
    }
  }
}
