/// The signs a terminal can show.
package enum GlyphSet: Hashable, Sendable {
  /// All of Unicode.
  case unicode
  /// ASCII signs and lines, but letters of every script: a UTF-8 terminal with a poor font, such as
  /// the Linux console.
  case asciiSigns
  /// Nothing but ASCII: a terminal whose locale is not UTF-8.
  case ascii

  /// The twins of the signs, by the table of screens.md; each as wide as its sign but `∞`.
  static let twins: [Unicode.Scalar: String] = [
    "▸": ">", "▹": "-", "•": "=", "◦": "o", "–": "-", "✓": "+", "✗": "x", "⋯": ".", "…": ">",
    "→": ">", "↑": "^", "↓": "v", "∞": "inf", "·": "-", "▏": "_", "«": "\"", "»": "\"", "×": "x",
    "←": "<", "’": "'",
  ]

  /// The twins of rules and joints; a terminal with line drawing of its own shows that instead.
  static let lineTwins: [Unicode.Scalar: String] = [
    "━": "=", "─": "-", "│": "|", "┬": "+", "┴": "+", "┤": "+", "├": "+", "┼": "+", "┌": "+",
    "┐": "+", "└": "+", "┘": "+",
  ]

  /// A single scalar of a cell as this set shows it.
  ///
  /// Lines are kept in the cells as they are.
  package func text(of value: UInt32) -> String {
    let scalar = Unicode.Scalar(value) ?? " "
    if self != .unicode, value > 0x7F, let twin = Self.lineTwins[scalar] { return twin }
    return String(Character(scalar))
  }

  /// A text in the signs of this set; lines stay, for the terminal to decide.
  func mapped(_ text: Shown) -> Shown {
    guard self != .unicode, !text.isASCII else { return text }
    var result = Shown.Builder()
    var column = 0
    text.forEachCluster { scalar, cluster, span in
      let escape = text.escapes.contains { $0.contains(column) }
      let twin = twin(of: Unicode.Scalar(scalar) ?? " ", cluster: cluster, span: span)
      result.append(safe: twin.text, width: twin.width, escape: escape)
      column += span
    }
    return result.shown()
  }

  private func twin(
    of first: Unicode.Scalar, cluster: String?, span: Int
  ) -> (text: String, width: Int) {
    if let twin = Self.twins[first], cluster == nil { return (twin, twin.utf8.count) }
    let stays = first.value < 0x80 && cluster == nil || Self.lineTwins[first] != nil
    if self == .asciiSigns || stays { return (cluster ?? String(Character(first)), span) }
    return (String(repeating: "?", count: span), span)
  }
}
