package import Screen

/// The question before something is sent: one `y`, or a word to type (product.md section 5).
///
/// It begins to listen after 300 ms without any key, and each key before starts them again, so that a held key
/// does nothing. A paste never enters. Two characters in one read never answer a `y`; in a typed word they are
/// taken, and Enter counts only alone in its read, 300 ms after the last character.
package struct Confirmation: Equatable, Sendable {
  /// What is asked for.
  package enum Word: Equatable, Sendable {
    /// One `y`.
    case yes
    /// This text, then Enter.
    case typed(String)
  }

  /// What a key led to.
  package enum Answer: Equatable, Sendable {
    /// Nothing yet.
    case waiting
    /// The person means it.
    case confirmed
    /// Not a key of the question: the page may use it.
    case notMine
  }

  /// What is asked for.
  package let word: Word
  /// What was typed of it.
  package private(set) var typed = LineInput()
  /// Whether 300 ms passed without a key.
  package private(set) var isQuiet = false
  /// Whether the first 300 ms are over, after which a word can be typed without pauses.
  private var hasBegun = false

  /// Asks; run `begin` at once.
  package init(_ word: Word) {
    self.word = word
  }

  /// How long no key may come.
  package static let quiet: Duration = .milliseconds(300)

  /// Empties the input queue and starts the 300 ms.
  package var begin: [Effect] { [.dropKeys, .timer(.quiet, Self.quiet)] }

  /// What to say to an Enter that does not confirm; nil for other keys.
  package func remark(on key: KeyPress) -> Shown? {
    guard key.key == .enter, case .typed(let word) = word else { return nil }
    return typed.text == word
      ? "Enter counts 300 ms after the last letter: once more." : "Type \(Shown(word)), then Enter."
  }

  /// The 300 ms are over.
  package mutating func becameQuiet() {
    isQuiet = true
    hasBegun = true
  }

  /// Takes a key; `alone` says whether it came alone in its read.
  package mutating func take(_ key: KeyPress, alone: Bool) -> (answer: Answer, effects: [Effect]) {
    let again: [Effect] = [.timer(.quiet, Self.quiet)]
    switch word {
    case .yes:
      guard key == .character("y") || key == .character("Y") else {
        return isQuiet ? (.notMine, []) : (key.isTyped ? .waiting : .notMine, again)
      }
      return isQuiet && alone ? (.confirmed, []) : (.waiting, isQuiet ? [] : again)
    case .typed(let text):
      if key.key == .enter {
        guard isQuiet, alone, typed.text == text else { return (.waiting, again) }
        return (.confirmed, [])
      }
      guard hasBegun else { return (key.isTyped ? .waiting : .notMine, again) }
      guard typed.take(key) else { return (.notMine, []) }
      isQuiet = false
      return (.waiting, again)
    }
  }
}

extension KeyPress {
  /// Whether it is a character that would be typed into a text.
  package var isTyped: Bool { if case .character = key { true } else { false } }
}
