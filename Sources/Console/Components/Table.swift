package import Screen

/// A column of a list: how wide it is, and when it leaves.
package struct TableColumn: Equatable, Sendable {
  /// The head, with the arrow where the list is sorted by it.
  package var head: Shown
  /// Whether the list is sorted by it.
  package var isSorted: Bool
  /// At which edge head and cells stand.
  package var align: Alignment
  /// The least width in cells.
  package var width: Int
  /// The share of the room that is left over; 0 keeps the least width.
  package var grows: Int
  /// Blank cells before it.
  package var gap: Int
  /// Blank cells before it in a pane of less than 42 cells.
  package var tightGap: Int
  /// When it leaves as room shrinks: the highest first, 0 never.
  package var leaves: Int
  /// The column it takes the place of, shown only when that one left.
  package var insteadOf: Int?

  /// Describes a column.
  package init(
    _ head: Shown, width: Int, grows: Int = 0, align: Alignment = .left, gap: Int = 0,
    tightGap: Int? = nil, leaves: Int = 0, insteadOf: Int? = nil, isSorted: Bool = false
  ) {
    self.head = head
    self.isSorted = isSorted
    self.align = align
    self.width = width
    self.grows = grows
    self.gap = gap
    self.tightGap = tightGap ?? gap
    self.leaves = leaves
    self.insteadOf = insteadOf
  }
}

/// A cell of a list.
package struct TableCell: Equatable, Sendable {
  /// The text; cut with `…` where it does not fit.
  package var text: Shown
  /// What it means; nil takes the role of the row.
  package var role: Role?
  /// Cells of the text that the filter matched.
  package var match: [Range<Int>]

  /// Joins the parts.
  package init(_ text: Shown, _ role: Role? = nil, match: [Range<Int>] = []) {
    self.text = text
    self.role = role
    self.match = match
  }
}

/// A visible row of a list.
///
/// The gutter before its cells: cursor, mark, sign, and a blank.
package struct TableRow: Equatable, Sendable {
  /// Whether the cursor is on it.
  package var isCursor: Bool
  /// Whether it is marked.
  package var isMarked: Bool
  /// State or link sign: `✗`, `•`, `◦`; empty for none.
  package var sign: Shown
  /// The role of the sign.
  package var signRole: Role
  /// The role of cells that have none of their own.
  package var role: Role
  /// One for each column of the table.
  package var cells: [TableCell]

  /// Describes a row.
  package init(
    cells: [TableCell], role: Role = .row, sign: Shown = "", signRole: Role = .row,
    isCursor: Bool = false, isMarked: Bool = false
  ) {
    self.cells = cells
    self.role = role
    self.sign = sign
    self.signRole = signRole
    self.isCursor = isCursor
    self.isMarked = isMarked
  }
}

/// A list as it is drawn: heads, and the rows that are visible.
package struct Table: Equatable, Sendable {
  /// The columns.
  package var columns: [TableColumn]
  /// The visible rows from the top.
  package var rows: [TableRow]
  /// Whether the list has the focus: filled cursor, and the strong cursor row.
  package var isFocused: Bool

  /// The cells of the gutter with its blank.
  package static let gutter = 4

  /// Joins the parts.
  package init(columns: [TableColumn], rows: [TableRow], isFocused: Bool) {
    self.columns = columns
    self.rows = rows
    self.isFocused = isFocused
  }

  /// Where the columns that fit into a width stand, counted from the left edge of the list.
  package func layout(width: Int) -> [(column: Int, x: Int, width: Int)] {
    let isTight = width < 42
    func gap(_ index: Int) -> Int { isTight ? columns[index].tightGap : columns[index].gap }
    var gone: Set<Int> = []
    var kept: [Int] = []
    var rest = 0
    while true {
      kept = columns.indices.filter { index in
        !gone.contains(index) && columns[index].insteadOf.map(gone.contains) ?? true
      }
      let needed = kept.reduce(Self.gutter + 1) { $0 + columns[$1].width + gap($1) }
      rest = width - needed
      let leaving = kept.filter { columns[$0].leaves > 0 }.max {
        columns[$0].leaves < columns[$1].leaves
      }
      guard rest < 0, let leaving else { break }
      gone.insert(leaving)
    }
    return place(kept, rest: max(0, rest), gap: gap)
  }

  private func place(
    _ kept: [Int], rest: Int, gap: (Int) -> Int
  ) -> [(column: Int, x: Int, width: Int)] {
    var shares = kept.reduce(0) { $0 + columns[$1].grows }
    var rest = rest
    var x = Self.gutter
    return kept.map { index in
      let column = columns[index]
      let extra = column.grows > 0 ? rest * column.grows / max(1, shares) : 0
      rest -= extra
      shares -= column.grows
      x += gap(index)
      defer { x += column.width + extra }
      return (index, x, column.width + extra)
    }
  }
}

extension Canvas {
  /// Draws a list into a rectangle: the heads in its first line, rows below.
  package mutating func put(_ table: Table, in rect: Rect) {
    let places = table.layout(width: rect.width)
    var free = rect.x
    for place in places where rect.height > 0 {
      free = put(
        head: table.columns[place.column], from: free, x: rect.x + place.x, y: rect.y,
        width: place.width, end: rect.maxX)
    }
    for (index, row) in table.rows.enumerated() where index + 1 < rect.height {
      put(row, of: table, places: places, in: rect.row(index + 1))
    }
  }

  /// Draws a head; returns the first column that the next one may take.
  ///
  /// A head may be wider than its column, as the arrow of the sorted one makes it: it leans over the gap, away from its edge,
  /// and where the head before it is in its way a cell to the right. So nothing moves when the order changes.
  private mutating func put(
    head column: TableColumn, from free: Int, x: Int, y: Int, width: Int, end: Int
  ) -> Int {
    let text = column.head
    guard !text.isEmpty else { return free }
    let wanted = column.align == .right ? x + width - text.width : x
    let x = max(wanted, free)
    put(
      text, x: x, y: y, width: max(0, min(text.width, end - x)),
      role: column.isSorted ? .columnSorted : .columnHead)
    return x + text.width + 1
  }

  private mutating func put(
    _ row: TableRow, of table: Table, places: [(column: Int, x: Int, width: Int)], in line: Rect
  ) {
    let isStrong = row.isCursor && table.isFocused
    let all: Role? = isStrong ? .rowSelectedFocused : nil
    if let all { fill(line, all) }
    if row.isCursor {
      put(
        table.isFocused ? "▸" : "▹", x: line.x, y: line.y, width: min(1, line.width),
        role: all ?? row.role)
    }
    if row.isMarked { put("*", x: line.x + 1, y: line.y, role: all ?? .rowMarked) }
    if !row.sign.isEmpty { put(row.sign, x: line.x + 2, y: line.y, role: all ?? row.signRole) }
    for place in places where place.column < row.cells.count {
      let cell = row.cells[place.column]
      put(
        cell.text, x: line.x + place.x, y: line.y,
        width: min(place.width, line.width - place.x), role: all ?? cell.role ?? row.role,
        align: table.columns[place.column].align, match: cell.match)
    }
    if row.isCursor, !table.isFocused { underlay(line, .rowSelected) }
  }
}
