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
    let isCompact = Self.isCompact(size)
    let isAiry = size.height >= 26 && !isCompact
    let blank = PageLine()
    top = isCompact ? [sum, blank] : [blank, sum, blank]
    self.middle = middle
    if isCompact {
      bottom = [blank, question.line]
    } else if isAiry {
      bottom = [owner, blank, blank, blank, question.line, blank, blank]
    } else {
      bottom = [blank, owner, blank, question.line]
    }
    let y = bottom.count - (isAiry ? 3 : 1)
    entry = question.entry.map { Point(x: $0, y: y) }
    room = max(0, size.height - 1 - top.count - bottom.count)
  }

  /// The layout of a plan; nil while it is read.
  init?(_ model: PlanViewModel, size: Size) {
    guard let facts = model.facts else { return nil }
    let writer = PlanLines(
      model: model, facts: facts, width: size.width, isCompact: Self.isCompact(size))
    self.init(
      sum: writer.sum, middle: writer.middle, owner: PageLine(Shown(model.owner), .textDim, at: 3),
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
    let below = layout.middle.count - layout.room - first
    if below > 0 || first > 0 {
      let more: Shown = below > 0 ? " ↓ \(below) more " : " ↑ "
      put(more, x: body.maxX - more.width - 1, y: middle.maxY - 1, role: .textDim)
    }
    let bottom = body.rows(from: body.height - layout.bottom.count)
    put(layout.bottom, in: bottom)
    if let entry = layout.entry { cursor = Point(x: bottom.x + entry.x, y: bottom.y + entry.y) }
  }
}
