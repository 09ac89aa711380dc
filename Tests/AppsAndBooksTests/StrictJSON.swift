/// A slow and plain reading of the JSON grammar: the judge of what is JSON at all.
struct StrictJSON {
  private let scalars: [Unicode.Scalar]
  private var at = 0

  private struct NotJSON: Error {}

  /// Whether the bytes are one JSON object in UTF-8, without a member named twice in any object.
  static func isObject(_ bytes: [UInt8]) -> Bool {
    guard let text = String(validating: bytes, as: UTF8.self) else { return false }
    var json = StrictJSON(scalars: Array(text.unicodeScalars))
    do {
      json.blanks()
      guard json.peek == "{" else { return false }
      try json.value()
      json.blanks()
      return json.at == json.scalars.count
    } catch {
      return false
    }
  }

  private init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

  private var peek: Unicode.Scalar? { at < scalars.count ? scalars[at] : nil }

  private mutating func blanks() {
    while let next = peek, " \n\r\t".unicodeScalars.contains(next) { at += 1 }
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard peek == scalar else { return false }
    at += 1
    return true
  }

  private mutating func word(_ text: String) throws {
    for scalar in text.unicodeScalars where !take(scalar) { throw NotJSON() }
  }

  private mutating func value() throws {
    blanks()
    switch peek {
    case "{": try object()
    case "[": try array()
    case "\"": _ = try string()
    case "t": try word("true")
    case "f": try word("false")
    case "n": try word("null")
    default: try number()
    }
  }

  private mutating func object() throws {
    at += 1
    var names: Set<String> = []
    blanks()
    if take("}") { return }
    repeat {
      blanks()
      // Compared scalar by scalar: `String` would find composed and decomposed letters equal.
      guard
        names.insert(try string().unicodeScalars.map { String($0.value) }.joined(separator: " "))
          .inserted
      else { throw NotJSON() }
      blanks()
      guard take(":") else { throw NotJSON() }
      try value()
      blanks()
    } while take(",")
    guard take("}") else { throw NotJSON() }
  }

  private mutating func array() throws {
    at += 1
    blanks()
    if take("]") { return }
    repeat {
      try value()
      blanks()
    } while take(",")
    guard take("]") else { throw NotJSON() }
  }

  private mutating func string() throws -> String {
    guard take("\"") else { throw NotJSON() }
    var units: [UInt16] = []
    while let next = peek {
      at += 1
      if next == "\"" {
        guard let text = String(validating: units, as: UTF16.self) else { throw NotJSON() }
        return text
      }
      guard next.value >= 32 else { throw NotJSON() }
      if next == "\\" { units.append(try escape()) } else { units += Array(String(next).utf16) }
    }
    throw NotJSON()
  }

  private mutating func escape() throws -> UInt16 {
    guard let next = peek else { throw NotJSON() }
    at += 1
    let plain: [Unicode.Scalar: UInt16] = [
      "\"": 34, "\\": 92, "/": 47, "b": 8, "f": 12, "n": 10, "r": 13, "t": 9,
    ]
    if let unit = plain[next] { return unit }
    guard next == "u", at + 4 <= scalars.count else { throw NotJSON() }
    let digits = scalars[at..<at + 4]
    guard digits.allSatisfy({ $0.isASCII && $0.properties.isASCIIHexDigit }) else {
      throw NotJSON()
    }
    at += 4
    return UInt16(String(String.UnicodeScalarView(digits)), radix: 16) ?? 0
  }

  private mutating func number() throws {
    _ = take("-")
    if !take("0") { try digits() }
    if take(".") { try digits() }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      try digits()
    }
  }

  private mutating func digits() throws {
    let start = at
    while let next = peek, ("0"..."9").contains(next) { at += 1 }
    guard at > start else { throw NotJSON() }
  }
}
