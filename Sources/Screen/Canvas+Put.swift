/// At which edge of its field a text stands.
package enum Alignment: Hashable, Sendable {
  case left, right
}

extension Canvas {
  /// Puts a text, cut to `width` cells (all the way to the edge without it).
  ///
  /// The cells keep the ground that is under them. `match` names cells of the text, counted from its
  /// start, that a filter matched. What lies outside of the canvas is left out.
  package mutating func put(
    _ text: Shown, x: Int, y: Int, width: Int? = nil, role: Role = .text, align: Alignment = .left,
    match: [Range<Int>] = []
  ) {
    guard y >= 0, y < size.height, x < size.width else { return }
    let mapped = glyphs == .unicode ? text : glyphs.mapped(text)
    let room = min(width ?? .max, size.width - x)
    guard room > 0 else { return }
    // A right-aligned field that reaches over the edge keeps its right edge outside.
    let field = align == .right ? width ?? room : room
    var cut = mapped.cut(to: field)
    // The sign of the cut needs its twin as well.
    if glyphs != .unicode, cut != mapped { cut = glyphs.mapped(cut) }
    draw(cut, x: align == .right ? x + field - cut.width : x, y: y, role: role, match: match)
  }

  private mutating func draw(_ text: Shown, x: Int, y: Int, role: Role, match: [Range<Int>]) {
    var column = 0
    let isPlain = text.escapes.isEmpty && match.isEmpty
    text.forEachCluster { scalar, cluster, span in
      defer { column += span }
      let place = x + column
      var flags: Slot.Flags = []
      if !isPlain {
        if text.escapes.contains(where: { $0.contains(column) }) { flags.insert(.escape) }
        if match.contains(where: { $0.contains(column) }) { flags.insert(.match) }
      }
      if place >= 0, place + span <= size.width {
        store(
          scalar: scalar, cluster: cluster, span: span, x: place, y: y, role: role, flags: flags)
      } else if place + span > 0, place < size.width {
        // Half of a wide character is inside: a blank stands for it.
        store(
          scalar: 0x20, cluster: nil, span: 1, x: max(place, 0), y: y, role: role, flags: flags)
      }
    }
  }
}
