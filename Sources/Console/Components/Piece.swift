package import Screen

/// A text with the role it is drawn in: what headers, hints and sentences are made of.
package struct Piece: Equatable, Sendable {
  /// The text.
  package var text: Shown
  /// What it means.
  package var role: Role

  /// Joins text and role.
  package init(_ text: Shown, _ role: Role = .text) {
    self.text = text
    self.role = role
  }
}

extension Canvas {
  /// Puts pieces side by side, cut at the end of the room; returns the first free column.
  @discardableResult
  package mutating func put(_ pieces: [Piece], x: Int, y: Int, width: Int) -> Int {
    var x = x
    let end = x + width
    for piece in pieces where x < end {
      put(piece.text, x: x, y: y, width: end - x, role: piece.role)
      x += min(piece.text.width, end - x)
    }
    return x
  }
}

extension Sequence<Piece> {
  /// The cells that all pieces take together.
  package var width: Int { reduce(0) { $0 + $1.text.width } }
}
