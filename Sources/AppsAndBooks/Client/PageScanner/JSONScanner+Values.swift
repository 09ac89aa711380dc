extension JSONScanner {
  /// Takes a text or `null`.
  @inline(__always)
  mutating func textOrNull() throws(ScanError) -> JSONText? {
    if try take(UInt8(ascii: "\"")) { return try text() }
    guard try takeNull() else { throw problem(.wrongType) }
    return nil
  }

  /// Takes a text as a value, or `null`.
  mutating func stringOrNull() throws(ScanError) -> String? {
    try textOrNull().map { string($0) }
  }

  /// Takes `true`, `false` or `null`.
  @inline(__always)
  mutating func boolOrNull() throws(ScanError) -> Bool? {
    skipBlanks()
    if at + 8 <= count {
      let word = word(at)
      if word & 0xFFFF_FFFF == Self.trueWord {
        at += 4
        return true
      }
      if word & 0xFF_FFFF_FFFF == Self.falseWord {
        at += 5
        return false
      }
    }
    return try slowBoolOrNull()
  }

  /// `true` and `false` as little-endian words.
  private static let trueWord: UInt64 = 0x6575_7274
  private static let falseWord: UInt64 = 0x65_736C_6166

  @inline(never)
  private mutating func slowBoolOrNull() throws(ScanError) -> Bool? {
    switch try peek() {
    case UInt8(ascii: "t"):
      try expectWord("true")
      return true
    case UInt8(ascii: "f"):
      try expectWord("false")
      return false
    default:
      guard try takeNull() else { throw problem(.wrongType) }
      return nil
    }
  }

  /// Takes a whole number, written in any way (`5`, `5.0`, `5e0`), or `null`.
  @inline(__always)
  mutating func intOrNull() throws(ScanError) -> Int? {
    skipBlanks()
    if let value = takeShortInt() { return value }
    return try slowIntOrNull()
  }

  @inline(never)
  private mutating func slowIntOrNull() throws(ScanError) -> Int? {
    let next = try peek()
    guard next == UInt8(ascii: "-") || (48...57).contains(next) else {
      guard try takeNull() else { throw problem(.wrongType) }
      return nil
    }
    let start = at
    let isPlain = try skipNumber()
    let text = String(
      decoding: UnsafeRawBufferPointer(start: base + start, count: at - start), as: UTF8.self)
    if isPlain, let value = Int(text) { return value }
    guard !isPlain, let number = Double(text), let value = Int(exactly: number) else {
      throw ScanError(problem: .numberTooLarge, at: start)
    }
    return value
  }

  /// Takes the common number: up to 18 digits, no sign, nothing behind them that belongs to a number.
  @inline(__always)
  private mutating func takeShortInt() -> Int? {
    var index = at
    var value = 0
    while index < count, index - at < 18, case let digit = byte(index) &- 48, digit < 10 {
      value = value &* 10 &+ Int(digit)
      index += 1
    }
    guard index > at, index < count, index == at + 1 || byte(at) != UInt8(ascii: "0") else {
      return nil
    }
    let next = byte(index)
    guard next == UInt8(ascii: ",") || next == UInt8(ascii: "}") || next <= 32 else { return nil }
    at = index
    return value
  }

  /// Takes an array of texts, or `null`.
  mutating func stringsOrNull() throws(ScanError) -> [String]? {
    guard try take(UInt8(ascii: "[")) else {
      guard try takeNull() else { throw problem(.wrongType) }
      return nil
    }
    var strings: [String] = []
    if try take(UInt8(ascii: "]")) { return strings }
    repeat {
      guard try take(UInt8(ascii: "\"")) else { throw problem(.wrongType) }
      strings.append(string(try text()))
    } while try take(UInt8(ascii: ","))
    try expect(UInt8(ascii: "]"))
    return strings
  }

  /// Passes a number by JSON's grammar; returns whether it has neither fraction nor exponent.
  mutating func skipNumber() throws(ScanError) -> Bool {
    if byte(at) == UInt8(ascii: "-") { at += 1 }
    let start = at
    try skipDigits()
    if at - start > 1, byte(start) == UInt8(ascii: "0") {
      throw ScanError(problem: .badNumber, at: start)
    }
    var isPlain = true
    if at < count, byte(at) == UInt8(ascii: ".") {
      isPlain = false
      at += 1
      try skipDigits()
    }
    if at < count, byte(at) | 0x20 == UInt8(ascii: "e") {
      isPlain = false
      at += 1
      if at < count, byte(at) == UInt8(ascii: "+") || byte(at) == UInt8(ascii: "-") { at += 1 }
      try skipDigits()
    }
    return isPlain
  }

  private mutating func skipDigits() throws(ScanError) {
    let start = at
    while at < count, (48...57).contains(byte(at)) { at += 1 }
    guard at > start else { throw problem(at < count ? .badNumber : .endOfBody) }
  }

  /// Passes a value of any kind and checks it.
  mutating func skipValue(depth: Int) throws(ScanError) {
    guard depth <= Self.maxDepth else { throw problem(.tooDeep) }
    switch try peek() {
    case UInt8(ascii: "\""):
      at += 1
      _ = try text()
    case UInt8(ascii: "{"): try skipObject(depth: depth)
    case UInt8(ascii: "["): try skipArray(depth: depth)
    case UInt8(ascii: "t"): try expectWord("true")
    case UInt8(ascii: "f"): try expectWord("false")
    case UInt8(ascii: "n"): try expectWord("null")
    case UInt8(ascii: "-"), 48...57: _ = try skipNumber()
    default: throw problem(.unexpected)
    }
  }

  private mutating func skipObject(depth: Int) throws(ScanError) {
    at += 1
    var names = MemberNames()
    var isFirst = true
    while try hasMember(isFirst: isFirst) {
      isFirst = false
      try names.add(memberName(), in: self)
      try skipValue(depth: depth + 1)
    }
  }

  private mutating func skipArray(depth: Int) throws(ScanError) {
    at += 1
    if try take(UInt8(ascii: "]")) { return }
    repeat { try skipValue(depth: depth + 1) } while try take(UInt8(ascii: ","))
    try expect(UInt8(ascii: "]"))
  }
}

/// The names of an object's members seen so far: a name that comes twice refuses the body (product.md section 4).
struct MemberNames {
  private var few: [JSONText] = []
  private var many: Set<[UInt8]> = []

  /// Forgets all names but keeps the room for them.
  mutating func removeAll() {
    few.removeAll(keepingCapacity: true)
    many = []
  }

  /// Takes a name.
  mutating func add(_ name: JSONText, in scanner: JSONScanner) throws(ScanError) {
    guard few.count >= 16 else {
      for other in few where Self.isSame(name, other, scanner) {
        throw ScanError(problem: .duplicateMember, at: name.start - 1)
      }
      few.append(name)
      return
    }
    if many.isEmpty { for other in few { many.insert(scanner.unescaped(other)) } }
    guard many.insert(scanner.unescaped(name)).inserted else {
      throw ScanError(problem: .duplicateMember, at: name.start - 1)
    }
  }

  private static func isSame(_ a: JSONText, _ b: JSONText, _ scanner: JSONScanner) -> Bool {
    if a.isEscaped || b.isEscaped { return scanner.unescaped(a) == scanner.unescaped(b) }
    return a.count == b.count && scanner.raw(a).elementsEqual(scanner.raw(b))
  }
}
