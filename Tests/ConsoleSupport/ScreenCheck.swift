package import Screen

/// What no screen may do, whatever it shows: found in the cells alone.
package enum ScreenCheck {
  /// What is wrong with a canvas, by line.
  package static func problems(of canvas: Canvas) -> [String] {
    guard canvas.size.height > 2 else { return [] }
    return widths(canvas) + overlaps(canvas) + dividers(canvas) + lastLine(canvas)
  }

  /// Every line is as wide as the screen, and nothing in it moves a terminal's cursor.
  private static func widths(_ canvas: Canvas) -> [String] {
    canvas.text.enumerated().compactMap { y, line in
      let width = Shown(stringLiteral: line).width
      if width != canvas.size.width { return "line \(y) is \(width) cells wide" }
      let isPlain = line.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
      return isPlain ? nil : "line \(y) holds a control character"
    }
  }

  /// A letter that touches one of another meaning was drawn over a word: every other place has a blank or a sign between.
  private static func overlaps(_ canvas: Canvas) -> [String] {
    var problems: [String] = []
    for y in 0..<canvas.size.height {
      for x in 1..<canvas.size.width {
        guard let left = canvas[x - 1, y], let right = canvas[x, y], left.role != right.role,
          isLetter(left) && isLetter(right) || isHead(left) && isHead(right)
        else { continue }
        problems.append("line \(y) has two texts in one word at column \(x)")
      }
    }
    return problems
  }

  private static func isLetter(_ cell: Cell) -> Bool {
    cell.text.first.map { $0.isLetter || $0.isNumber } ?? false
  }

  private static func isHead(_ cell: Cell) -> Bool {
    (cell.role == .columnHead || cell.role == .columnSorted) && cell.text != " "
  }

  /// A divider goes from the title rule to the bottom rule without a gap; only the floating box stands before it.
  private static func dividers(_ canvas: Canvas) -> [String] {
    let rule = canvas.size.height - 2
    let body = (1..<rule).first { y in
      (0..<canvas.size.width).contains { sign(canvas, $0, y) == "┬" }
    }
    let box = (0..<canvas.size.width).first { x in
      (0..<rule).contains { sign(canvas, x, $0) == "┌" }
    }
    guard let body, box == nil else { return [] }
    return (0..<canvas.size.width).filter { sign(canvas, $0, body) == "┬" }.compactMap { x in
      for y in (body + 1)..<rule {
        switch sign(canvas, x, y) {
        case "│", "┤": continue
        case "┴", "─": return nil
        case let other: return "line \(y) has «\(other)» in the divider at column \(x)"
        }
      }
      return nil
    }
  }

  private static func sign(_ canvas: Canvas, _ x: Int, _ y: Int) -> String {
    canvas[x, y]?.text ?? ""
  }

  /// The last line holds whole words, since offers leave and are not cut.
  ///
  /// Only what a person types there is longer.
  private static func lastLine(_ canvas: Canvas) -> [String] {
    let y = canvas.size.height - 1
    let line = canvas.text[y]
    guard canvas[1, y].map({ $0.role != .promptText }) ?? true, !line.hasPrefix("Export to") else {
      return []
    }
    return line.dropFirst(3).contains("…") ? ["the last line is cut: \(line)"] : []
  }
}
