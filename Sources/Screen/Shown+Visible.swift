extension Shown {
  /// The rules of reliability.md 12.2.
  ///
  /// Idempotent: what it gives stays as it is when given again.
  static func visible(_ text: String, limit: Int, asciiOnly: Bool) -> Shown {
    let count = text.utf8.count
    if count <= limit {
      if isPlain(text) { return Shown(safe: text, width: count, escapes: []) }
      let scalars = text.unicodeScalars
      if !asciiOnly, scalars.allSatisfy(TextWidth.isSimple) {
        return Shown(safe: text, width: scalars.count, escapes: [])
      }
    }
    var sanitizer = Sanitizer(limit: limit, asciiOnly: asciiOnly)
    sanitizer.run(text.unicodeScalars)
    return sanitizer.finish()
  }

  /// Whether there is nothing but ASCII that can be seen.
  private static func isPlain(_ text: String) -> Bool {
    func check(_ bytes: some Sequence<UInt8>) -> Bool {
      bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
    }
    return text.utf8.withContiguousStorageIfAvailable { check($0) } ?? check(text.utf8)
  }
}

/// One pass over the scalars of an untrusted text.
private struct Sanitizer {
  let limit: Int
  let asciiOnly: Bool
  var builder = Shown.Builder()

  /// Scalars written so far.
  var count = 0
  /// The bytes up to the last border of characters that leaves room for `…`.
  var shortened = 0
  /// What a mark, a selector or a joiner would belong to; nil where there is nothing.
  var base: Unicode.Scalar?
  var last: Unicode.Scalar?
  var marks = 0
  var hasSelector = false
  var joiners = 0
  /// Marks over the number allowed, told as `<+n>`.
  var dropped = 0

  /// The most combining marks a base keeps.
  static let mostMarks = 3
  /// The most joiners in one emoji sequence; the longest known ones have three.
  static let mostJoiners = 3

  mutating func run(_ scalars: String.UnicodeScalarView) {
    var index = scalars.startIndex
    while index < scalars.endIndex, count <= limit {
      let scalar = scalars[index]
      scalars.formIndex(after: &index)
      take(scalar, next: index < scalars.endIndex ? scalars[index] : nil)
    }
    endBase()
  }

  mutating func finish() -> Shown {
    if count > limit {
      builder.cut(toBytes: shortened)
      builder.append(safe: "…", width: 1)
    }
    return builder.shown()
  }

  private mutating func take(_ scalar: Unicode.Scalar, next: Unicode.Scalar?) {
    if scalar.value >= 0x20, scalar.value < 0x7F {
      start(scalar, isBase: scalar.value > 0x20)
    } else if scalar.value < 0xA0 {
      write(scalar.value < 0x80 ? caret(scalar) : "<\(hex(scalar, digits: 2))>")
    } else if asciiOnly {
      write(code(scalar))
    } else if Self.isMark(scalar) {
      mark(scalar)
    } else if Self.isSelector(scalar) {
      selector(scalar)
    } else if scalar.value == 0x200D || scalar.value == 0x200C {
      joiner(scalar, next: next)
    } else if Self.isHidden(scalar) {
      write(code(scalar))
    } else if Hangul.isVowelOrFinal(scalar) {
      last.map { Hangul.joins($0, scalar) } == true ? mark(scalar) : write(code(scalar))
    } else if last.map({ Hangul.joins($0, scalar) }) == true {
      write(code(scalar))
    } else {
      letter(scalar)
    }
  }

  /// A scalar that is shown: the next part of a sequence, or a new base.
  private mutating func letter(_ scalar: Unicode.Scalar) {
    let follows = last?.value == 0x200D || last?.value == 0x200C
    let tone = scalar.properties.isEmojiModifier && base.map(TextWidth.isPictograph) == true
    if follows || tone {
      put(scalar)
      if !tone {
        base = scalar
        marks = 0
        hasSelector = false
      }
    } else {
      start(scalar, isBase: scalar.properties.generalCategory != .spaceSeparator)
    }
  }

  private mutating func mark(_ scalar: Unicode.Scalar) {
    guard base != nil else { return write(code(scalar)) }
    guard marks < Self.mostMarks else {
      dropped += 1
      return
    }
    marks += 1
    put(scalar)
  }

  private mutating func selector(_ scalar: Unicode.Scalar) {
    guard base != nil, !hasSelector, marks == 0 else { return write(code(scalar)) }
    hasSelector = true
    put(scalar)
  }

  private mutating func joiner(_ scalar: Unicode.Scalar, next: Unicode.Scalar?) {
    guard let base, let next, last?.value != 0x200D, last?.value != 0x200C else {
      return write(code(scalar))
    }
    let emoji =
      scalar.value == 0x200D && joiners < Self.mostJoiners && TextWidth.isPictograph(base)
      && TextWidth.isPictograph(next)
    let script = JoiningScript.of(base)
    guard emoji || script != nil && script == JoiningScript.of(next), dropped == 0 else {
      return write(code(scalar))
    }
    if emoji { joiners += 1 }
    put(scalar)
  }

  /// Begins a new character.
  private mutating func start(_ scalar: Unicode.Scalar, isBase: Bool) {
    endBase()
    border()
    put(scalar)
    base = isBase ? scalar : nil
    marks = 0
    hasSelector = false
    joiners = 0
  }

  private mutating func endBase() {
    guard dropped > 0 else { return }
    let note = "<+\(dropped)>"
    dropped = 0
    write(note)
  }

  private mutating func put(_ scalar: Unicode.Scalar) {
    builder.append(scalar)
    last = scalar
    count += 1
  }

  /// Writes something out in ASCII; nothing joins it.
  private mutating func write(_ note: String) {
    endBase()
    border()
    builder.append(safe: note, width: note.utf8.count, escape: true)
    count += note.utf8.count
    base = nil
    last = nil
  }

  private mutating func border() {
    if count < limit { shortened = builder.text.utf8.count }
  }

  private func caret(_ scalar: Unicode.Scalar) -> String {
    "^" + String(Character(Unicode.Scalar(UInt8(truncatingIfNeeded: scalar.value) ^ 0x40)))
  }

  private func code(_ scalar: Unicode.Scalar) -> String { "<U+\(hex(scalar, digits: 4))>" }

  private func hex(_ scalar: Unicode.Scalar, digits: Int) -> String {
    let number = String(scalar.value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, digits - number.count)) + number
  }
}

extension Sanitizer {
  static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.value >= 0x300, !isSelector(scalar) else { return false }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .spacingMark:
      return !scalar.properties.isDefaultIgnorableCodePoint
    default: return scalar.value == 0xE33 || scalar.value == 0xEB3
    }
  }

  static func isSelector(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isVariationSelector
  }

  /// What has no form of its own, or must not have its effect.
  static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate,
      .unassigned:
      true
    default: scalar.properties.isDefaultIgnorableCodePoint
    }
  }
}

/// The scripts in which joiners choose between forms of letters.
private enum JoiningScript {
  case arabic, indic, southEastAsian, mongolian

  static func of(_ scalar: Unicode.Scalar) -> JoiningScript? {
    switch scalar.value {
    case 0x600...0x8FF, 0xFB50...0xFDFF, 0xFE70...0xFEFE: .arabic
    case 0x900...0xDFF, 0x11000...0x11FFF: .indic
    case 0xE00...0x109F, 0x1780...0x17FF: .southEastAsian
    case 0x1800...0x18AF: .mongolian
    default: nil
    }
  }
}
