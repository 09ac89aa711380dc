package import Screen

extension Shown {
  /// The text in lines of at most this many cells, broken at blanks; a longer word is cut into pieces.
  package func wrapped(to width: Int) -> [Shown] {
    guard width > 0, self.width > width else { return [self] }
    var lines: [Shown] = []
    var line: Shown = ""
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      var word = Shown(stringLiteral: String(word))
      let joined = line.isEmpty ? word : line + " " + word
      if joined.width <= width {
        line = joined
        continue
      }
      if !line.isEmpty { lines.append(line) }
      while word.width > width {
        lines.append(Shown(stringLiteral: String(word.text.prefix(width))))
        word = Shown(stringLiteral: String(word.text.dropFirst(width)))
      }
      line = word
    }
    if !line.isEmpty { lines.append(line) }
    return lines
  }
}
