package import Screen

/// One offer of the last line: a key and what it does now.
package struct Hint: Equatable, Sendable {
  /// The key as it is written.
  package var key: Shown
  /// What it does.
  package var text: Shown
  /// The narrowest screen that shows it.
  package var minimum: Int
  /// What it does, in fewer words.
  package var short: Shown?
  /// Whether it outlives all that do not stay: the way on, and the way out.
  package var stays: Bool

  /// Joins the parts.
  package init(
    _ key: Shown, _ text: Shown, minimum: Int = 0, short: Shown? = nil, stays: Bool = false
  ) {
    self.key = key
    self.text = text
    self.minimum = minimum
    self.short = short
    self.stays = stays
  }

  /// The same in fewer words.
  fileprivate var shortened: Hint { Hint(key, short ?? text, minimum: minimum, stays: stays) }
}

/// The last line: what can be done now, and what can't with its reason.
///
/// Three blanks between hints, two where three do not fit; then fewer words; then hints leave from the right, those that
/// stay and the help last. What is off is named at the end, before the help, and outlives it: it answers «why does nothing happen».
package struct HintLine: Equatable, Sendable {
  /// Before all hints: «3 marked:».
  package var lead: Shown
  /// The offers in their order, without the help.
  package var hints: [Hint]
  /// `a r off: not ours`; empty for none.
  package var blocked: Shown
  /// The hint of the help; nil where help is not offered.
  package var help: Hint?
  /// At the right edge, in `hint.text`.
  package var right: Shown
  /// What follows the help where there is room.
  package var last: [Hint]

  /// Joins the parts.
  package init(
    lead: Shown = "", _ hints: [Hint], blocked: Shown = "", help: Hint? = nil, last: [Hint] = [],
    right: Shown = ""
  ) {
    self.lead = lead
    self.hints = hints
    self.blocked = blocked
    self.help = help
    self.last = last
    self.right = right
  }

  /// The pieces that fit into a width.
  package func pieces(width: Int) -> [Piece] {
    var hints = hints.filter { $0.minimum <= width }
    var help = help
    var last = last.filter { $0.minimum <= width }
    let room = width - 1
    let roomy = width < 80 ? 2 : 3
    while true {
      let groups = groups(hints, help, last)
      // A line that says what is off drops the help before it is squeezed.
      for gap in blocked.isEmpty || help == nil ? [roomy, 2] : [roomy] {
        let line = joined(groups, gap: gap)
        if line.width <= room { return line }
      }
      if !last.isEmpty {
        last.removeLast()
      } else if hints.contains(where: { $0.short != nil }) {
        hints = hints.map(\.shortened)
      } else if help != nil, !blocked.isEmpty {
        help = nil
      } else if let place = hints.lastIndex(where: { !$0.stays }) ?? hints.indices.last {
        hints.remove(at: place)
      } else {
        return joined(groups, gap: 2)
      }
    }
  }

  private func groups(_ hints: [Hint], _ help: Hint?, _ last: [Hint]) -> [[Piece]] {
    var groups = hints.map(Self.pieces)
    if !blocked.isEmpty { groups.append([Piece(blocked, .hintBlocked)]) }
    if let help { groups.append(Self.pieces(help)) }
    return groups + last.map(Self.pieces)
  }

  private static func pieces(_ hint: Hint) -> [Piece] {
    hint.text.isEmpty
      ? [Piece(hint.key, .hintKey)]
      : [Piece(hint.key, .hintKey), Piece(" " + hint.text, .hintText)]
  }

  private func joined(_ groups: [[Piece]], gap: Int) -> [Piece] {
    var line: [Piece] = lead.isEmpty ? [] : [Piece(lead, .hintCount), Piece("  ", .hintText)]
    for (index, group) in groups.enumerated() {
      if index > 0 { line.append(Piece(.blank(gap), .hintText)) }
      line += group
    }
    return line
  }
}

extension Canvas {
  /// Draws the hints into one line.
  package mutating func put(_ line: HintLine, in rect: Rect) {
    let end = put(line.pieces(width: rect.width), x: rect.x + 1, y: rect.y, width: rect.width - 1)
    // What can be done comes before what is told.
    let start = rect.maxX - 1 - line.right.width
    if !line.right.isEmpty, end + 3 <= start {
      put(line.right, x: start, y: rect.y, role: .hintText)
    }
  }
}
