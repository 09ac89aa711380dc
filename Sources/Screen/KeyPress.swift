/// A key, or a key together with Control.
package struct KeyPress: Hashable, Sendable {
  /// The keys told apart.
  ///
  /// Letters carry their case; Shift is not told apart otherwise.
  package enum Key: Hashable, Sendable {
    case character(Character)
    case control(Character)
    case enter, escape, tab, backTab, backspace, delete, insert
    case up, down, left, right, home, end, pageUp, pageDown
    case function(Int)
  }

  package var key: Key

  /// Creates a press of a key.
  package init(_ key: Key) {
    self.key = key
  }

  /// A press of a plain character key.
  package static func character(_ character: Character) -> KeyPress {
    KeyPress(.character(character))
  }

  /// A press of Control and a small letter.
  package static func control(_ character: Character) -> KeyPress {
    KeyPress(.control(character))
  }
}

extension KeyPress: CustomStringConvertible {
  /// The chord as it is written in help, hints and the configuration: `a`, `^u`, `F5`, `Space`.
  package var description: String {
    switch key {
    case .character(" "): "Space"
    case .character(let character): String(character)
    case .control(let character): "^\(character)"
    case .function(let number): "F\(number)"
    default: Self.names.first { $0.key == key }?.name ?? ""
    }
  }

  /// Reads a chord written as `description` writes it, names in any case.
  ///
  /// Nil for what is none.
  package init?(_ chord: String) {
    let lower = chord.lowercased()
    if let named = Self.names.first(where: { $0.name.lowercased() == lower }) {
      self.init(named.key)
    } else if lower == "space" {
      self.init(.character(" "))
    } else if let only = chord.first, chord.count == 1, only != " " {
      self.init(.character(only))
    } else if chord.first == "^", chord.count == 2, let letter = lower.last,
      letter.isASCII, letter.isLetter || "@[\\]^_".contains(letter)
    {
      self.init(.control(letter))
    } else if lower.first == "f", let number = Int(lower.dropFirst()), (1...24).contains(number),
      lower == "f\(number)"
    {
      self.init(.function(number))
    } else {
      return nil
    }
  }

  private static let names: [(key: Key, name: String)] = [
    (.enter, "Enter"), (.escape, "Esc"), (.tab, "Tab"), (.backTab, "Shift-Tab"),
    (.backspace, "Backspace"), (.delete, "Del"), (.insert, "Ins"), (.up, "↑"), (.down, "↓"),
    (.left, "←"), (.right, "→"), (.home, "Home"), (.end, "End"), (.pageUp, "PgUp"),
    (.pageDown, "PgDn"),
    // Also understood, never printed.
    (.up, "Up"), (.down, "Down"), (.left, "Left"), (.right, "Right"), (.escape, "Escape"),
    (.delete, "Delete"), (.insert, "Insert"), (.pageUp, "PageUp"), (.pageDown, "PageDown"),
    (.enter, "Return"),
  ]
}
