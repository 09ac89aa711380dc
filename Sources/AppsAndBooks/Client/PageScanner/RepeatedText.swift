/// A text that many rows have alike, such as a status, made into a String once.
struct RepeatedText {
  private var known: JSONText?
  private var value = ""

  /// The text as a value.
  @inline(__always)
  mutating func string(_ text: JSONText, in scanner: JSONScanner) -> String {
    if let known, known.count == text.count, !text.isEscaped,
      scanner.hasSameBytes(known.start, text.start, count: text.count)
    {
      return value
    }
    value = scanner.string(text)
    known = text.isEscaped ? nil : text
    return value
  }
}

/// An array of texts that many rows have alike, made once.
struct RepeatedTexts {
  private var start = 0
  private var count = 0
  private var value: [String] = []

  /// Takes an array of texts, or `null`, which is none.
  mutating func take(_ scanner: inout JSONScanner) throws(ScanError) -> [String] {
    _ = try scanner.peek()
    if count > 0, scanner.at + count <= scanner.count,
      scanner.hasSameBytes(start, scanner.at, count: count)
    {
      scanner.at += count
      return value
    }
    let from = scanner.at
    value = try scanner.stringsOrNull() ?? []
    (start, count) = (from, scanner.at - from)
    return value
  }
}

extension JSONScanner {
  /// Whether the same bytes stand at two places, both within the body.
  @inline(__always)
  func hasSameBytes(_ a: Int, _ b: Int, count: Int) -> Bool {
    var index = 0
    while index + 8 <= count {
      guard word(a + index) == word(b + index) else { return false }
      index += 8
    }
    while index < count {
      guard byte(a + index) == byte(b + index) else { return false }
      index += 1
    }
    return true
  }
}
