package import AppsAndBooks
package import LocationStore

/// Which rows a list wants to show: everything its answer depends on.
package struct RowsRequest: Equatable, Sendable {
  /// The list.
  package var list: ListID
  /// The contents.
  package var snapshot: LocationSnapshot
  /// The filter.
  package var filter: FilterQuery
  /// The order.
  package var sort: SortOrder
  /// Whose assignments; for assets the holder whose assets come first.
  package var subject: Subject
  /// The words of pairs under change, for `state:`.
  package var states: RowStates
  /// Pairs that come before the rows, in their order: those under change (screens.md, Motion 6).
  package var pins: [Assignment]
  /// The row under the cursor, whose new place is wanted.
  package var keep: RowID?
  /// The marks, to be told which of them the filter hides.
  package var marks: Set<RowID>
  /// Whether a page asks and not the main screen: neither ends the other's search nor takes its answer.
  package var isForPage = false

  /// Describes a wish.
  package init(
    list: ListID, snapshot: LocationSnapshot, filter: FilterQuery, sort: SortOrder,
    subject: Subject = .everything, states: RowStates = RowStates(), pins: [Assignment] = [],
    keep: RowID? = nil, marks: Set<RowID> = []
  ) {
    self.list = list
    self.snapshot = snapshot
    self.filter = filter
    self.sort = sort
    self.subject = subject
    self.states = states
    self.pins = pins
    self.keep = keep
    self.marks = marks
  }
}

/// The rows of a list as they are shown, with the snapshot whose row numbers they are.
package struct RowsAnswer: Equatable, Sendable {
  /// What was asked.
  package var request: RowsRequest
  /// Pairs under change that pass the filter: shown before the rows.
  package var pins: [Assignment]
  /// Row numbers of the snapshot's table.
  package var rows: [Int32]
  /// How many of the rows, from the first, the master holds (`•`).
  package var held: Int
  /// Rows without the filter.
  package var total: Int
  /// Rows of the table that pass the filter, pinned or not: the first number of «37 of 12,004».
  package var matched: Int
  /// Where the row to keep is now, counted with the pins.
  package var position: Int?
  /// The longest id in cells, so that its column need not move while scrolling.
  package var idWidth: Int
  /// Marked rows that the filter hides.
  package var hidden: [RowID]

  /// An answer without rows.
  package init(_ request: RowsRequest) {
    self.request = request
    pins = []
    rows = []
    held = 0
    total = 0
    matched = 0
    idWidth = 0
    hidden = []
  }

  /// The rows that can be walked.
  package var count: Int { pins.count + rows.count }
  /// The contents.
  package var snapshot: LocationSnapshot { request.snapshot }

  /// The row number at a place; nil for a pinned pair and outside.
  package func row(at place: Int) -> Int? {
    let index = place - pins.count
    return rows.indices.contains(index) ? Int(rows[index]) : nil
  }

  /// What the row at a place is; makes Strings, so for what is shown.
  package func id(at place: Int) -> RowID? {
    if pins.indices.contains(place) { return .assignment(pins[place]) }
    return row(at: place).map { id(ofRow: $0) }
  }

  /// What a row of the table is.
  package func id(ofRow row: Int) -> RowID {
    switch request.list {
    case .users: .user(snapshot.users.id(row))
    case .devices: .device(SerialNumber(rawValue: snapshot.devices.serial(row)))
    case .assets: .asset(snapshot.assets.record(row).asset.id)
    case .assignments, .allAssignments: .assignment(snapshot.assignment(row))
    }
  }

  /// Where a row is shown; compares row numbers, linear in the rows.
  package func place(of id: RowID) -> Int? {
    if case .assignment(let pair) = id, let pin = pins.firstIndex(of: pair) { return pin }
    guard let row = row(of: id) else { return nil }
    return rows.firstIndex(of: Int32(row)).map { $0 + pins.count }
  }

  /// The row of the table that something is.
  package func row(of id: RowID) -> Int? {
    switch (id, request.list) {
    case (.user(let id), .users): snapshot.users.index(of: id)
    case (.device(let serial), .devices): snapshot.devices.index(of: serial)
    case (.asset(let id), .assets): snapshot.assets.index(of: id)
    case (.assignment(let pair), .assignments), (.assignment(let pair), .allAssignments):
      snapshot.row(of: pair)
    default: nil
    }
  }
}
