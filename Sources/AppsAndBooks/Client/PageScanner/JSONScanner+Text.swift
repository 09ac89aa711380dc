extension JSONScanner {
  /// Takes the rest of a text whose opening quotation mark was taken; checks escapes and UTF-8.
  @inline(__always)
  mutating func text() throws(ScanError) -> JSONText {
    let start = at
    var high: UInt64 = 0
    while at + 8 <= count {
      let word = word(at)
      let stops = Self.stops(in: word)
      if stops == 0 {
        high |= word
        at += 8
        continue
      }
      let offset = stops.trailingZeroBitCount >> 3
      high |= word & ((1 << UInt64(offset * 8)) &- 1)
      at += offset
      // The common end: a quotation mark behind plain ASCII.
      guard byte(at) == UInt8(ascii: "\""), high & Self.highBits == 0 else { break }
      at += 1
      return JSONText(start: start, count: at - 1 - start, isEscaped: false)
    }
    return try slowText(from: start)
  }

  static let highBits: UInt64 = 0x8080_8080_8080_8080

  /// Marks the lowest byte that is a quotation mark, a backslash or a control character; above it the marks mean nothing.
  @inline(__always)
  static func stops(in word: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let quotes = word ^ (ones &* 0x22)
    let slashes = word ^ (ones &* 0x5C)
    return
      (((quotes &- ones) & ~quotes) | ((slashes &- ones) & ~slashes)
      | ((word &- (ones &* 0x20)) & ~word)) & highBits
  }

  /// The same byte by byte, from the start of the text: near the end of the body, for escapes, for other than ASCII.
  @inline(never)
  private mutating func slowText(from start: Int) throws(ScanError) -> JSONText {
    at = start
    var isEscaped = false
    var isASCII = true
    while at < count {
      let byte = byte(at)
      switch byte {
      case UInt8(ascii: "\""):
        if !isASCII { try checkUTF8(from: start) }
        at += 1
        return JSONText(start: start, count: at - 1 - start, isEscaped: isEscaped)
      case UInt8(ascii: "\\"):
        isEscaped = true
        try skipEscape()
      case ..<0x20: throw problem(.controlCharacter)
      default:
        if byte >= 0x80 { isASCII = false }
        at += 1
      }
    }
    throw problem(.endOfBody)
  }

  private func checkUTF8(from start: Int) throws(ScanError) {
    let bytes = UnsafeRawBufferPointer(start: base + start, count: at - start)
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw ScanError(problem: .badUTF8, at: start)
    }
  }

  private mutating func skipEscape() throws(ScanError) {
    guard at + 1 < count else {
      at = count
      throw problem(.endOfBody)
    }
    switch byte(at + 1) {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
      UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      at += 2
    case UInt8(ascii: "u"):
      let unit = try hexUnit(at: at)
      guard unit & 0xFC00 != 0xDC00 else { throw problem(.badEscape) }
      if unit & 0xFC00 == 0xD800 {
        guard try hexUnit(at: at + 6) & 0xFC00 == 0xDC00 else { throw problem(.badEscape) }
        at += 6
      }
      at += 6
    default: throw problem(.badEscape)
    }
  }

  /// The value of `\uXXXX` at a place.
  private func hexUnit(at place: Int) throws(ScanError) -> UInt32 {
    var value: UInt32 = 0
    for index in 0..<6 {
      guard place + index < count else { throw ScanError(problem: .endOfBody, at: count) }
      let byte = byte(place + index)
      let digit: UInt32? =
        switch index {
        case 0: byte == UInt8(ascii: "\\") ? 0 : nil
        case 1: byte == UInt8(ascii: "u") ? 0 : nil
        default: Self.hexValue(byte)
        }
      guard let digit else { throw ScanError(problem: .badEscape, at: place) }
      value = value << 4 | digit
    }
    return value
  }

  private static func hexValue(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte) - 48
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte) - 87
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte) - 55
    default: nil
    }
  }

  /// The bytes of a text as they stand in the body.
  @inline(__always)
  func raw(_ text: JSONText) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: base + text.start, count: text.count)
  }

  /// The text as a value.
  func string(_ text: JSONText) -> String {
    text.isEscaped
      ? String(decoding: unescaped(text), as: UTF8.self)
      : String(decoding: raw(text), as: UTF8.self)
  }

  /// The bytes of a text without its escapes, which were checked when it was taken.
  func unescaped(_ text: JSONText) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count)
    var index = text.start
    let end = text.start + text.count
    while index < end {
      let byte = byte(index)
      guard byte == UInt8(ascii: "\\"), index + 1 < end else {
        bytes.append(byte)
        index += 1
        continue
      }
      index += appendEscape(at: index, to: &bytes)
    }
    return bytes
  }

  /// Appends what an escape stands for; returns its length.
  private func appendEscape(at place: Int, to bytes: inout [UInt8]) -> Int {
    switch byte(place + 1) {
    case UInt8(ascii: "b"): bytes.append(8)
    case UInt8(ascii: "f"): bytes.append(12)
    case UInt8(ascii: "n"): bytes.append(10)
    case UInt8(ascii: "r"): bytes.append(13)
    case UInt8(ascii: "t"): bytes.append(9)
    case UInt8(ascii: "u"):
      let first = (try? hexUnit(at: place)) ?? 0xFFFD
      guard first & 0xFC00 == 0xD800, let second = try? hexUnit(at: place + 6) else {
        append(first, to: &bytes)
        return 6
      }
      append(0x10000 + ((first & 0x3FF) << 10 | second & 0x3FF), to: &bytes)
      return 12
    case let other: bytes.append(other)
    }
    return 2
  }

  private func append(_ value: UInt32, to bytes: inout [UInt8]) {
    bytes += String(Character(Unicode.Scalar(value) ?? "\u{FFFD}")).utf8
  }
}
