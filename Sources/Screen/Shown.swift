/// Text that is safe on a terminal: the only thing a canvas draws.
///
/// Made from any text by the rules of reliability.md 12.2: what could move the cursor, change modes,
/// hide or reorder text is written out (`^[`, `<9B>`, `<U+202E>`) instead. One line, at most 256
/// scalars of every untrusted part. The raw text stays with its owner; this is for output alone.
package struct Shown: Hashable, Sendable {
  /// The safe text.
  package let text: String
  /// The cells it takes.
  package let width: Int
  /// The cells that hold written-out scalars, so that they can be told from the same letters in a
  /// name.
  let escapes: [Range<Int>]

  /// Whether every character of it is one cell and one byte.
  var isASCII: Bool { width == text.utf8.count }
  /// Whether there is nothing in it.
  package var isEmpty: Bool { text.isEmpty }

  /// The most scalars that one untrusted text shows; the last of them is `…` where there are more.
  package static let limit = 256

  /// Makes untrusted text safe.
  ///
  /// Takes no longer for a megabyte than for its first 256 scalars.
  package init(_ untrusted: String) {
    self = Self.visible(untrusted, limit: Self.limit, asciiOnly: false)
  }

  /// Makes an identifier safe that decides something, such as the serial number to confirm: all
  /// that is not ASCII is written out, so that look-alikes show.
  package init(identifier: String) {
    self = Self.visible(identifier, limit: Self.limit, asciiOnly: true)
  }

  /// Takes text that is safe already.
  init(safe text: String, width: Int, escapes: [Range<Int>]) {
    self.text = text
    self.width = width
    self.escapes = escapes
  }

  package static func == (left: Shown, right: Shown) -> Bool {
    left.text == right.text && left.escapes == right.escapes
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(text)
  }

  /// A text of `count` blanks.
  package static func blank(_ count: Int) -> Shown {
    Shown(safe: String(repeating: " ", count: max(0, count)), width: max(0, count), escapes: [])
  }

  /// One text after the other.
  package static func + (left: Shown, right: Shown) -> Shown {
    var builder = Builder()
    builder.append(left)
    builder.append(right)
    return builder.shown()
  }

  /// Adds a text at the end.
  package static func += (left: inout Shown, right: Shown) {
    left = left + right
  }
}

extension Shown: CustomStringConvertible {
  /// The safe text.
  package var description: String { text }
}

extension Shown: ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
  /// Text of the program; safe in the same way, but of any length.
  package init(stringLiteral value: String) {
    self = Self.visible(value, limit: .max, asciiOnly: false)
  }

  /// Text with values in it.
  package init(stringInterpolation: StringInterpolation) {
    var builder = stringInterpolation.builder
    self = builder.shown()
  }

  /// Gathers literals and values; a value is untrusted unless it is `Shown` already.
  package struct StringInterpolation: StringInterpolationProtocol {
    package typealias StringLiteralType = String
    fileprivate var builder = Builder()

    package init(literalCapacity: Int, interpolationCount: Int) {}

    package mutating func appendLiteral(_ literal: String) {
      builder.append(Shown(stringLiteral: literal))
    }

    package mutating func appendInterpolation(_ value: Shown) {
      builder.append(value)
    }

    package mutating func appendInterpolation<T>(_ value: T) {
      builder.append(Shown(String(describing: value)))
    }
  }
}

extension Shown {
  /// Joins safe texts.
  struct Builder {
    private(set) var text = ""
    private var escapes: [Range<Int>] = []
    private var counted = 0
    /// Whether `counted` is behind the text.
    private var stale = false

    private var width: Int {
      mutating get {
        if stale {
          counted = TextWidth.of(text)
          stale = false
        }
        return counted
      }
    }

    mutating func append(_ shown: Shown) {
      if !shown.escapes.isEmpty {
        let width = width
        escapes += shown.escapes.map { $0.lowerBound + width..<$0.upperBound + width }
      }
      stale = stale || TextWidth.mayJoin(text, shown.text)
      text += shown.text
      counted += shown.width
    }

    mutating func append(safe text: String, width: Int, escape: Bool = false) {
      if escape { mark(width) }
      self.text += text
      counted += width
    }

    /// Adds a scalar that may belong to the one before it.
    mutating func append(_ scalar: Unicode.Scalar) {
      text.unicodeScalars.append(scalar)
      counted += 1
      stale = stale || scalar.value >= 0x300
    }

    /// Takes away all behind a number of bytes, which end a character.
    mutating func cut(toBytes count: Int) {
      text = String(text[..<text.utf8.index(text.startIndex, offsetBy: count)])
      stale = true
      let width = width
      escapes = escapes.compactMap { mark in
        mark.lowerBound < width ? mark.clamped(to: 0..<width) : nil
      }
    }

    private mutating func mark(_ count: Int) {
      let width = width
      if let last = escapes.last, last.upperBound == width {
        escapes[escapes.count - 1] = last.lowerBound..<width + count
      } else {
        escapes.append(width..<width + count)
      }
    }

    mutating func shown() -> Shown {
      let width = width
      return Shown(safe: text, width: width, escapes: escapes)
    }
  }
}
