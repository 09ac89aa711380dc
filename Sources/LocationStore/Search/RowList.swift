package import AppsAndBooks

/// The rows of a list after filter and sort.
package struct RowList: Hashable, Sendable {
  /// Row numbers of the snapshot's table, in the order they are shown.
  package var rows: [Int32]
  /// The number of rows in the scope before the filter: the second number of «37 of 12,004».
  package var total: Int

  /// Joins rows and total.
  package init(rows: [Int32] = [], total: Int = 0) {
    self.rows = rows
    self.total = total
  }

  /// The number of rows that are left.
  package var count: Int { rows.count }

  /// The row at a position.
  package subscript(position: Int) -> Int { Int(rows[position]) }
}

/// The state words of assignments under change, for the column `state`.
package struct RowStates: Hashable, Sendable {
  /// The word of each assignment that has one: `pending`, `applied`, `done`, `failed`, `unknown`.
  package var words: [Assignment: String]

  /// Takes the words.
  package init(_ words: [Assignment: String] = [:]) {
    self.words = words
  }
}
