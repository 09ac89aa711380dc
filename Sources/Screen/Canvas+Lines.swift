/// How heavy a rule is.
package enum LineWeight: Hashable, Sendable {
  case light, heavy
}

/// Where two lines meet, named by the directions that lead away from it.
package enum Joint: String, CaseIterable, Sendable {
  case down = "┬"
  case up = "┴"
  case left = "┤"
  case right = "├"
  case cross = "┼"
  case topLeft = "┌"
  case topRight = "┐"
  case bottomLeft = "└"
  case bottomRight = "┘"
}

extension Canvas {
  /// Draws a rule of `width` cells.
  package mutating func hline(
    x: Int, y: Int, width: Int, weight: LineWeight = .light, role: Role = .frameLine
  ) {
    line(weight == .light ? "─" : "━", Rect(x: x, y: y, width: width, height: 1), role: role)
  }

  /// Draws a divider of `height` cells.
  package mutating func vline(x: Int, y: Int, height: Int, role: Role = .frameLine) {
    line("│", Rect(x: x, y: y, width: 1, height: height), role: role)
  }

  /// Draws the place where two lines meet.
  package mutating func joint(_ joint: Joint, x: Int, y: Int, role: Role = .frameLine) {
    let scalar = joint.rawValue.unicodeScalars.first ?? "+"
    line(scalar, Rect(x: x, y: y, width: 1, height: 1), role: role)
  }

  /// Draws a border around a rectangle and blanks its inside.
  package mutating func box(_ rect: Rect, role: Role = .dialogLine) {
    guard rect.width > 1, rect.height > 1 else { return }
    clear(rect)
    hline(x: rect.x, y: rect.y, width: rect.width, role: role)
    hline(x: rect.x, y: rect.maxY - 1, width: rect.width, role: role)
    vline(x: rect.x, y: rect.y, height: rect.height, role: role)
    vline(x: rect.maxX - 1, y: rect.y, height: rect.height, role: role)
    joint(.topLeft, x: rect.x, y: rect.y, role: role)
    joint(.topRight, x: rect.maxX - 1, y: rect.y, role: role)
    joint(.bottomLeft, x: rect.x, y: rect.maxY - 1, role: role)
    joint(.bottomRight, x: rect.maxX - 1, y: rect.maxY - 1, role: role)
  }

  private mutating func line(_ scalar: Unicode.Scalar, _ rect: Rect, role: Role) {
    let area = rect.intersection(bounds)
    for y in area.y..<(area.y + area.height) {
      for x in area.x..<area.maxX {
        store(
          scalar: scalar.value, cluster: nil, span: 1, x: x, y: y, role: role, flags: [])
      }
    }
  }
}
