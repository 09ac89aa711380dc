extension FilterQuery {
  /// The parts of a text of one column that made its row pass, as offsets of characters.
  ///
  /// For the few texts on the screen. Excluding words and numbers match nothing.
  package func highlights(in text: String, column: ListColumn) -> [Range<Int>] {
    let needles = terms.compactMap { term -> [UInt8]? in
      guard !term.excludes, case .text(let needle, let columns) = term.test,
        columns.contains(column)
      else { return nil }
      return needle
    }
    if needles.isEmpty { return [] }
    var folded: [UInt8] = []
    var owners: [Int] = []
    for (index, character) in text.enumerated() {
      let bytes = Folding.folded(String(character))
      folded += bytes
      owners += Array(repeating: index, count: bytes.count)
    }
    return needles.compactMap { needle in
      guard needle.count <= folded.count else { return nil }
      let start = (0...(folded.count - needle.count)).first {
        folded[$0..<($0 + needle.count)].elementsEqual(needle)
      }
      return start.map { owners[$0]..<(owners[$0 + needle.count - 1] + 1) }
    }
  }
}
