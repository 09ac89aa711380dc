import Glibc

/// Reads JSON from bytes, one value after the other, into what the caller holds ready: no tree of values in between.
///
/// For the cache's own files, where a million integers are read; it accepts any JSON and blanks anywhere.
struct CacheScanner {
  private let bytes: UnsafeBufferPointer<UInt8>
  private(set) var position = 0

  /// Begins at the first byte; the buffer is valid as long as the scanner is used.
  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
  }

  /// Reads an object and hands over each member's name; the body reads or skips the value.
  mutating func object(
    _ member: (inout CacheScanner, String) throws(CacheProblem) -> Void
  ) throws(CacheProblem) {
    try expect(UInt8(ascii: "{"))
    if take(UInt8(ascii: "}")) { return }
    repeat {
      let name = try string()
      try expect(UInt8(ascii: ":"))
      try member(&self, name)
    } while take(UInt8(ascii: ","))
    try expect(UInt8(ascii: "}"))
  }

  /// Reads an array; the body reads each element.
  mutating func array(
    _ element: (inout CacheScanner) throws(CacheProblem) -> Void
  ) throws(CacheProblem) {
    try expect(UInt8(ascii: "["))
    if take(UInt8(ascii: "]")) { return }
    repeat { try element(&self) } while take(UInt8(ascii: ","))
    try expect(UInt8(ascii: "]"))
  }

  /// Reads an array of integers, as fast as bytes can be looked at.
  mutating func integers(
    _ body: (Int) throws(CacheProblem) -> Void
  ) throws(CacheProblem) {
    try expect(UInt8(ascii: "["))
    if take(UInt8(ascii: "]")) { return }
    repeat { try body(try integer()) } while take(UInt8(ascii: ","))
    try expect(UInt8(ascii: "]"))
  }

  /// Reads an array of strings into a table; `null` is an empty string.
  mutating func strings(into table: inout StringTableBuilder) throws(CacheProblem) {
    var texts = table
    table = StringTableBuilder()
    try array { scanner throws(CacheProblem) in
      if scanner.takeNull() {
        texts.append("")
      } else if let plain = try scanner.plainString() {
        texts.append(UnsafeRawBufferPointer(plain))
      } else {
        texts.append(try scanner.string())
      }
    }
    table = texts
  }

  /// Reads an integer.
  mutating func integer() throws(CacheProblem) -> Int {
    skipBlanks()
    let isNegative = position < bytes.count && bytes[position] == UInt8(ascii: "-")
    if isNegative { position += 1 }
    let start = position
    var value = 0
    while position < bytes.count {
      let digit = bytes[position] &- 48
      guard digit < 10 else { break }
      value = value &* 10 &+ Int(digit)
      position += 1
    }
    guard (1...18).contains(position - start) else { throw damaged("a number is missing") }
    return isNegative ? -value : value
  }

  /// Reads a string or `null`.
  mutating func optionalString() throws(CacheProblem) -> String? {
    if takeNull() { return nil }
    return try string()
  }

  /// Reads an integer or `null`.
  mutating func optionalInteger() throws(CacheProblem) -> Int? {
    if takeNull() { return nil }
    return try integer()
  }

  /// Reads a string.
  mutating func string() throws(CacheProblem) -> String {
    if let plain = try plainString() { return String(decoding: plain, as: UTF8.self) }
    var text: [UInt8] = []
    try expect(UInt8(ascii: "\""))
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == UInt8(ascii: "\"") { return String(decoding: text, as: UTF8.self) }
      if byte == UInt8(ascii: "\\") { try unescape(into: &text) } else { text.append(byte) }
    }
    throw damaged("a text does not end")
  }

  /// Reads `true`, `false` or `null`.
  mutating func optionalBool() throws(CacheProblem) -> Bool? {
    if takeNull() { return nil }
    if takeWord("true") { return true }
    if takeWord("false") { return false }
    throw damaged("true or false is missing")
  }

  /// Reads past any value.
  mutating func skip() throws(CacheProblem) {
    skipBlanks()
    guard position < bytes.count else { throw damaged("a value is missing") }
    switch bytes[position] {
    case UInt8(ascii: "{"): try object { scanner, _ throws(CacheProblem) in try scanner.skip() }
    case UInt8(ascii: "["): try array { scanner throws(CacheProblem) in try scanner.skip() }
    case UInt8(ascii: "\""): _ = try string()
    default:
      let start = position
      while position < bytes.count, !",]} \n\r\t".utf8.contains(bytes[position]) { position += 1 }
      if position == start { throw damaged("a value is missing") }
    }
  }

  /// The problem of the place where the scanner stands.
  func damaged(_ reason: String) -> CacheProblem {
    .damaged("\(reason) at byte \(position)")
  }

  private mutating func unescape(into text: inout [UInt8]) throws(CacheProblem) {
    guard position < bytes.count else { throw damaged("a text does not end") }
    let byte = bytes[position]
    position += 1
    switch byte {
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "u"):
      var unit = try hexUnit()
      if unit & 0xfc00 == 0xd800, takeWord("\\u") {
        unit = 0x10000 + (unit & 0x3ff) << 10 + (try hexUnit() & 0x3ff)
      }
      guard let scalar = Unicode.Scalar(unit) else {
        throw damaged("a text holds half a character")
      }
      text.append(contentsOf: String(Character(scalar)).utf8)
    default: text.append(byte)
    }
  }

  private mutating func hexUnit() throws(CacheProblem) -> UInt32 {
    guard position + 4 <= bytes.count,
      let unit = UInt32(String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16)
    else { throw damaged("a text holds a broken escape") }
    position += 4
    return unit
  }

  /// The bytes of a string that has no escapes; `nil` where it has some, and then nothing is read.
  private mutating func plainString() throws(CacheProblem) -> UnsafeBufferPointer<UInt8>? {
    skipBlanks()
    guard position < bytes.count, bytes[position] == UInt8(ascii: "\""),
      let base = bytes.baseAddress
    else { throw damaged("a text is missing") }
    let start = position + 1
    guard let end = memchr(base + start, 0x22, bytes.count - start) else {
      throw damaged("a text does not end")
    }
    let count = UnsafeRawPointer(end) - UnsafeRawPointer(base + start)
    if memchr(base + start, 0x5c, count) != nil { return nil }
    position = start + count + 1
    return UnsafeBufferPointer(start: base + start, count: count)
  }

  private mutating func expect(_ byte: UInt8) throws(CacheProblem) {
    if !take(byte) { throw damaged("«\(String(Unicode.Scalar(byte)))» is missing") }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    skipBlanks()
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  private mutating func takeNull() -> Bool { takeWord("null") }

  private mutating func takeWord(_ word: StaticString) -> Bool {
    skipBlanks()
    let count = word.utf8CodeUnitCount
    guard position + count <= bytes.count, let base = bytes.baseAddress,
      memcmp(base + position, word.utf8Start, count) == 0
    else { return false }
    position += count
    return true
  }

  private mutating func skipBlanks() {
    while position < bytes.count, bytes[position] <= 0x20 { position += 1 }
  }
}
