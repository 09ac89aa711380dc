/// The parts of Korean syllables, of which a text may pile up any number on one cell.
enum Hangul {
  private enum Part {
    case leading, vowel, final, open, closed
  }

  private static func part(_ scalar: Unicode.Scalar) -> Part? {
    switch scalar.value {
    case 0x1100...0x115F, 0xA960...0xA97C: .leading
    case 0x1160...0x11A7, 0xD7B0...0xD7C6: .vowel
    case 0x11A8...0x11FF, 0xD7CB...0xD7FB: .final
    case 0xAC00...0xD7A3: (scalar.value - 0xAC00) % 28 == 0 ? .open : .closed
    default: nil
    }
  }

  /// Whether a scalar has no cell of its own.
  static func isVowelOrFinal(_ scalar: Unicode.Scalar) -> Bool {
    let part = part(scalar)
    return part == .vowel || part == .final
  }

  /// Whether the second of two scalars becomes part of the syllable of the first; two leading
  /// consonants count as well, whole syllables do not.
  static func joins(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> Bool {
    switch (part(first), part(second)) {
    case (.leading, .leading), (.leading, .vowel), (.vowel, .vowel), (.open, .vowel),
      (.vowel, .final), (.open, .final), (.closed, .final), (.final, .final):
      true
    default: false
    }
  }
}
