import Screen

/// Prints a table in columns that are as wide as their first thousand cells; what follows may push a line out.
struct TablePrinter {
  private static let sample = 1000

  private let columns: [RecordColumn]
  private let output: Output
  private var held: [[Shown]] = []
  private var widths: [Int]?

  init(columns: [RecordColumn], output: Output) {
    self.columns = columns
    self.output = output
  }

  mutating func row(_ values: [RecordValue]) {
    let cells = zip(columns, values).filter { $0.0.title != nil }.map(\.1.shown)
    if let widths {
      print(cells, widths)
    } else {
      held.append(cells)
      if held.count == Self.sample { release() }
    }
  }

  mutating func finish() {
    if widths == nil { release() }
  }

  private mutating func release() {
    let shown = columns.filter { $0.title != nil }
    let heads = shown.map { Shown($0.title ?? "") }
    var widths = heads.map(\.width)
    for cells in held {
      for (index, cell) in cells.enumerated() { widths[index] = max(widths[index], cell.width) }
    }
    self.widths = widths
    print(heads, widths)
    for cells in held { print(cells, widths) }
    held = []
  }

  private func print(_ cells: [Shown], _ widths: [Int]) {
    let shown = columns.filter { $0.title != nil }
    var line = ""
    for (index, cell) in cells.enumerated() {
      let gap = String(repeating: " ", count: max(0, widths[index] - cell.width))
      let isLast = index == cells.count - 1
      line += shown[index].isRight ? gap + cell.text : cell.text + (isLast ? "" : gap)
      if !isLast { line += "  " }
    }
    while line.hasSuffix(" ") { line.removeLast() }
    output.line(line)
  }
}
