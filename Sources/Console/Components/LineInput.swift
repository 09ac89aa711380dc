package import Screen

/// A line of text being typed: filter, prompt, the word that confirms.
package struct LineInput: Equatable, Sendable {
  /// What was typed.
  package private(set) var text: String
  /// Characters before the cursor.
  package private(set) var cursor: Int

  /// Begins with a text, the cursor at its end.
  package init(_ text: String = "") {
    self.text = text
    cursor = text.count
  }

  /// Longest text taken, in characters.
  package static let limit = 4096

  /// Takes an editing key; false if the key is none.
  package mutating func take(_ key: KeyPress) -> Bool {
    switch key.key {
    case .character(let character): insert(String(character))
    case .backspace: remove(from: cursor - 1, to: cursor)
    case .delete: remove(from: cursor, to: cursor + 1)
    case .control("u"): remove(from: 0, to: cursor)
    case .control("k"): remove(from: cursor, to: text.count)
    case .control("w"): remove(from: wordStart, to: cursor)
    case .left, .control("b"): cursor = max(0, cursor - 1)
    case .right, .control("f"): cursor = min(text.count, cursor + 1)
    case .home, .control("a"): cursor = 0
    case .end, .control("e"): cursor = text.count
    default: return false
    }
    return true
  }

  /// Inserts a pasted text as one line: what ends lines becomes a blank.
  package mutating func paste(_ pasted: String) {
    insert(
      String(pasted.map { $0.isNewline || $0 == "\t" ? " " : $0 })
        .trimmingPrefix { $0 == " " }.description)
  }

  /// Replaces everything, the cursor at the end.
  package mutating func set(_ text: String) {
    self.text = text
    cursor = text.count
  }

  /// The text before the cursor.
  package var beforeCursor: String { String(text.prefix(cursor)) }

  private mutating func insert(_ more: String) {
    let room = Self.limit - text.count
    guard room > 0 else { return }
    let piece = String(more.prefix(room))
    text.insert(contentsOf: piece, at: index(cursor))
    cursor += piece.count
  }

  private mutating func remove(from start: Int, to end: Int) {
    let range = max(0, start)..<min(text.count, max(0, end))
    guard !range.isEmpty else { return }
    text.removeSubrange(index(range.lowerBound)..<index(range.upperBound))
    cursor = range.lowerBound
  }

  private var wordStart: Int {
    let before = Array(text.prefix(cursor))
    var start = before.count
    while start > 0, before[start - 1] == " " { start -= 1 }
    while start > 0, before[start - 1] != " " { start -= 1 }
    return start
  }

  private func index(_ offset: Int) -> String.Index {
    text.index(text.startIndex, offsetBy: offset, limitedBy: text.endIndex) ?? text.endIndex
  }
}
