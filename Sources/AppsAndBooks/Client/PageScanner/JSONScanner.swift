/// Walks over the bytes of a JSON text and checks all it passes.
///
/// Own code because the lists are what the program exists for: it makes no String for what nobody asks, takes members in
/// any order, skips unknown ones, and tells positions. Valid only while the bytes are.
struct JSONScanner {
  /// Nesting beyond this is refused, as `JSONDecoder` does.
  static let maxDepth = 512

  let base: UnsafeRawPointer
  let count: Int
  var at = 0

  init(_ bytes: UnsafeRawBufferPointer) throws(ScanError) {
    guard let base = bytes.baseAddress, !bytes.isEmpty else {
      throw ScanError(problem: .endOfBody, at: 0)
    }
    self.base = base
    count = bytes.count
    if count >= 3, byte(0) == 0xEF, byte(1) == 0xBB, byte(2) == 0xBF { at = 3 }
  }

  @inline(__always)
  func byte(_ index: Int) -> UInt8 { base.load(fromByteOffset: index, as: UInt8.self) }

  @inline(__always)
  func word(_ index: Int) -> UInt64 {
    UInt64(littleEndian: base.loadUnaligned(fromByteOffset: index, as: UInt64.self))
  }

  @inline(__always)
  func problem(_ problem: ScanError.Problem) -> ScanError { ScanError(problem: problem, at: at) }

  @inline(__always)
  mutating func skipBlanks() {
    while at < count {
      let byte = byte(at)
      guard byte <= 32, byte == 32 || byte == 10 || byte == 13 || byte == 9 else { return }
      at += 1
    }
  }

  /// The next byte that is not blank, not yet taken.
  @inline(__always)
  mutating func peek() throws(ScanError) -> UInt8 {
    skipBlanks()
    guard at < count else { throw problem(.endOfBody) }
    return byte(at)
  }

  /// Takes the next byte that is not blank if it is this one.
  @inline(__always)
  mutating func take(_ wanted: UInt8) throws(ScanError) -> Bool {
    guard try peek() == wanted else { return false }
    at += 1
    return true
  }

  @inline(__always)
  mutating func expect(_ wanted: UInt8) throws(ScanError) {
    guard try take(wanted) else { throw problem(.unexpected) }
  }

  /// Whether another member follows: after a comma, or at the start of an object that is not empty.
  @inline(__always)
  mutating func hasMember(isFirst: Bool) throws(ScanError) -> Bool {
    let next = try peek()
    if next == UInt8(ascii: "}") {
      at += 1
      return false
    }
    if isFirst { return true }
    guard next == UInt8(ascii: ",") else { throw problem(.unexpected) }
    at += 1
    return true
  }

  /// The name of a member and the colon behind it.
  @inline(__always)
  mutating func memberName() throws(ScanError) -> JSONText {
    try expect(UInt8(ascii: "\""))
    let name = try text()
    try expect(UInt8(ascii: ":"))
    return name
  }

  /// Takes `true`, `false` or `null`, of which the first byte was seen.
  mutating func expectWord(_ word: StaticString) throws(ScanError) {
    let length = word.utf8CodeUnitCount
    guard at + length <= count else {
      at = count
      throw problem(.endOfBody)
    }
    for index in 0..<length where byte(at + index) != word.utf8Start[index] {
      throw problem(.unexpected)
    }
    at += length
  }

  /// Takes `null` if it is next.
  @inline(__always)
  mutating func takeNull() throws(ScanError) -> Bool {
    guard try peek() == UInt8(ascii: "n") else { return false }
    try expectWord("null")
    return true
  }
}

/// Where a text stands between its quotation marks.
struct JSONText {
  var start: Int
  var count: Int
  /// Whether it has escapes, so that its bytes are not yet its value.
  var isEscaped: Bool
}
