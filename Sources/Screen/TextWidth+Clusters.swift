extension TextWidth {
  /// Calls `body` with every cluster of a text as cells hold it: the first scalar, the whole cluster
  /// where it has more, and its cells.
  ///
  /// A cluster is what terminals draw in one or two cells: a base with its marks, a flag, an emoji
  /// sequence. Letters that a script joins into one character keep a cell each, as terminals do it.
  static func forEachCluster(
    of text: String, _ body: (_ scalar: UInt32, _ cluster: String?, _ span: Int) -> Void
  ) {
    let scalars = text.unicodeScalars
    var start = scalars.startIndex
    while start < scalars.endIndex {
      let base = scalars[start]
      var end = scalars.index(after: start)
      if isSimple(base), end == scalars.endIndex || isSimple(scalars[end]) {
        body(base.value, nil, 1)
        start = end
        continue
      }
      let span = extend(base, &end, in: scalars)
      let single = scalars.index(after: start) == end
      body(base.value, single ? nil : String(scalars[start..<end]), span)
      start = end
    }
  }

  /// Moves `end` behind all that belongs to the base before it; answers the cells of the whole.
  private static func extend(
    _ base: Unicode.Scalar, _ end: inout String.UnicodeScalarView.Index,
    in scalars: String.UnicodeScalarView
  ) -> Int {
    var span = max(1, of(base))
    if isRegional(base), end < scalars.endIndex, isRegional(scalars[end]) {
      scalars.formIndex(after: &end)
      return 2
    }
    while end < scalars.endIndex {
      let next = scalars[end]
      if next.value == 0xFE0F, base.properties.isEmoji, base.value > 0x7F { span = 2 }
      if next.value == 0x200D {
        scalars.formIndex(after: &end)
        if isPictograph(base), end < scalars.endIndex, isPictograph(scalars[end]) {
          scalars.formIndex(after: &end)
          span = 2
        }
        continue
      }
      guard of(next) == 0 || next.properties.isEmojiModifier && isPictograph(base) else { break }
      scalars.formIndex(after: &end)
    }
    return span
  }

  /// Whether two of it make a flag.
  static func isRegional(_ scalar: Unicode.Scalar) -> Bool {
    (0x1F1E6...0x1F1FF).contains(scalar.value)
  }

  /// Whether joiners and skin tones apply to it.
  static func isPictograph(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value > 0xFF && scalar.properties.isEmoji && !scalar.properties.isEmojiModifier
      && !isRegional(scalar)
  }
}
