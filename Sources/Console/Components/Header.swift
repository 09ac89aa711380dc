package import Screen

/// Line 1: where you are, and whether you may act.
///
/// As width shrinks, «Purser», the organization, the words «token», «synced» and «operation» leave; location,
/// days, owner, age and a service that is not Apple's never do.
package struct Header: Equatable, Sendable {
  /// A part with what it is without its word.
  package struct Part: Equatable, Sendable {
    package var text: Shown
    package var short: Shown
    package var role: Role

    /// Joins the parts.
    package init(_ text: Shown, short: Shown? = nil, _ role: Role = .headerText) {
      self.text = text
      self.short = short ?? text
      self.role = role
    }
  }

  /// The organization.
  package var organization: Shown
  /// The location's name.
  package var location: Shown
  /// Service, token, owner, rights, age.
  package var parts: [Part]
  /// At the right edge.
  package var right: [Part]

  /// Joins the parts.
  package init(organization: Shown, location: Shown, parts: [Part], right: [Part]) {
    self.organization = organization
    self.location = location
    self.parts = parts
    self.right = right
  }
}

extension Canvas {
  /// Draws the header into one line.
  package mutating func put(_ header: Header, in rect: Rect) {
    let (left, right) = header.pieces(width: rect.width)
    let end = put(left, x: rect.x, y: rect.y, width: rect.width)
    let start = rect.maxX - 1 - right.width
    if start > end { put(right, x: start, y: rect.y, width: rect.maxX - start) }
  }
}

extension Header {
  /// The pieces at the left and at the right edge for a width.
  package func pieces(width: Int) -> (left: [Piece], right: [Piece]) {
    var level = width >= 120 ? 0 : width >= 100 ? 1 : width >= 80 ? 2 : 3
    var isShort = false
    while true {
      let left = left(level: level)
      let right = right(isShort: isShort)
      if left.width + right.width + (right.isEmpty ? 0 : 3) <= width { return (left, right) }
      if !isShort {
        isShort = true
      } else if level < 3 {
        level += 1
      } else {
        return (left, right)
      }
    }
  }

  /// Level 0 has everything, 1 no «Purser», 2 no organization, 3 no words.
  private func left(level: Int) -> [Piece] {
    var pieces = [Piece(level == 0 ? " Purser  " : " ", .headerText)]
    if level < 2, !organization.isEmpty {
      pieces.append(Piece("\(organization) · ", .headerLocation))
    }
    pieces.append(Piece(location, .headerLocation))
    for (index, part) in parts.enumerated() {
      pieces.append(Piece(.blank(level == 0 && index == 0 ? 5 : 3), .headerText))
      pieces.append(Piece(level < 3 ? part.text : part.short, part.role))
    }
    return pieces
  }

  private func right(isShort: Bool) -> [Piece] {
    right.map { Piece(isShort ? $0.short : $0.text, $0.role) }
  }
}
