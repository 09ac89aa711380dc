extension Shown {
  /// The text cut to a number of cells, with `…` at the end where something was cut.
  ///
  /// Never inside a character. A wide one that would be cut in half gives way to `…` and a blank, so
  /// that the text fills the width all the same.
  package func cut(to limit: Int) -> Shown {
    guard width > limit else { return self }
    guard limit > 0 else { return Shown(safe: "", width: 0, escapes: []) }
    var kept = 0
    let end: String.Index
    if isASCII {
      kept = limit - 1
      end = text.utf8.index(text.startIndex, offsetBy: kept)
    } else {
      var index = text.startIndex
      while index < text.endIndex {
        let step = TextWidth.of(text[index])
        guard kept + step < limit else { break }
        kept += step
        index = text.index(after: index)
      }
      end = index
    }
    let fill = String(repeating: " ", count: limit - kept - 1)
    let marks = escapes.compactMap { mark in
      mark.lowerBound < kept ? mark.clamped(to: 0..<kept) : nil
    }
    return Shown(safe: text[..<end] + "…" + fill, width: limit, escapes: marks)
  }

  /// The text cut or filled with blanks to exactly this many cells.
  package func padded(to count: Int, align: Alignment = .left) -> Shown {
    let cut = cut(to: count)
    let fill = Shown.blank(count - cut.width)
    return align == .left ? cut + fill : fill + cut
  }

  /// Calls `body` with every cluster as cells hold it: its first scalar, all of it where there are
  /// more scalars, and the cells it takes (1 or 2).
  func forEachCluster(_ body: (_ scalar: UInt32, _ cluster: String?, _ span: Int) -> Void) {
    if isASCII {
      let done: Void? = text.utf8.withContiguousStorageIfAvailable { bytes in
        for byte in bytes { body(UInt32(byte), nil, 1) }
      }
      if done == nil { for byte in text.utf8 { body(UInt32(byte), nil, 1) } }
      return
    }
    TextWidth.forEachCluster(of: text, body)
  }
}
