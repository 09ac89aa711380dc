import AppsAndBooks
import FoundationEssentials
import LocationStore
import Operations
import Screen

/// A page that reads like a receipt, for a size: sum on top, question at the bottom, the rest scrolls between.
struct ReceiptLayout {
  /// Lines that stay at the top.
  let top: [PageLine]
  /// Lines that scroll where they don't fit.
  let middle: [PageLine]
  /// Lines that stay at the bottom.
  let bottom: [PageLine]
  /// Where the text that is typed ends: column, and line of `bottom`.
  let entry: Point?
  /// Lines left for the middle.
  let room: Int

  /// Whether there is little room: no type, no holders, short sentences (frame 9c).
  static func isCompact(_ size: Size) -> Bool { size.width < 80 || size.height < 18 }

  /// Lays out for the size of the page, its title rule included.
  init(
    sum: PageLine, middle: [PageLine], owner: PageLine, question: (line: PageLine, entry: Int?),
    size: Size
  ) {
    let blank = PageLine()
    let body = size.height - 1
    var forms: [(top: [PageLine], bottom: [PageLine], below: Int)] = [
      ([blank, sum, blank], [owner, blank, blank, blank, question.line, blank, blank], 2),
      ([blank, sum, blank], [blank, owner, blank, question.line], 0),
      ([sum, blank], [blank, owner, question.line], 0), ([sum], [owner, question.line], 0),
    ]
    if size.height < 26 { forms.removeFirst() }
    if Self.isCompact(size) { forms = [([sum, blank], [blank, question.line], 0)] }
    // The airiest form that shows everything; where none does the tightest scrolls.
    let form =
      forms.first { middle.count <= body - $0.top.count - $0.bottom.count }
      ?? forms[forms.count - 1]
    top = form.top
    self.middle = middle
    bottom = form.bottom
    entry = question.entry.map { Point(x: $0, y: form.bottom.count - 1 - form.below) }
    room = max(0, body - top.count - bottom.count)
  }

  /// The layout of a plan; nil while it is read.
  init?(_ model: PlanViewModel, size: Size) {
    guard let facts = model.facts else { return nil }
    let writer = PlanLines(
      model: model, facts: facts, width: size.width, isCompact: Self.isCompact(size))
    let owner = model.owner.first { $0.width + 4 <= size.width } ?? model.owner.last ?? ""
    self.init(
      sum: writer.sum, middle: writer.middle, owner: PageLine(owner, .textDim, at: 3),
      question: writer.question, size: size)
  }
}

extension Canvas {
  /// Draws a receipt below its title rule; `offset` lines of the middle are above what is shown.
  mutating func put(_ layout: ReceiptLayout, offset: Int, in body: Rect) {
    put(layout.top, in: body)
    let middle = body.rows(from: layout.top.count, count: layout.room)
    let first = max(0, min(offset, layout.middle.count - layout.room))
    put(layout.middle.dropFirst(first), in: middle)
    let bottom = body.rows(from: body.height - layout.bottom.count)
    put(layout.bottom, in: bottom)
    let below = max(0, layout.middle.count - layout.room - first)
    put(above: first, below: below, in: bottom.row(0))
    if let entry = layout.entry { cursor = Point(x: bottom.x + entry.x, y: bottom.y + entry.y) }
  }
}
