/// JSON written by hand into bytes, in the order of the calls.
///
/// The service's pages are the hot path of a large location, so rows are appended as ready bytes
/// and nothing is encoded through a tree of values.
struct JSONText {
  private(set) var bytes: [UInt8] = []
  private var needsComma = false

  init(capacity: Int = 256) {
    bytes.reserveCapacity(capacity)
  }

  mutating func beginObject(_ name: String? = nil) {
    begin(name, UInt8(ascii: "{"))
  }

  mutating func endObject() {
    bytes.append(UInt8(ascii: "}"))
    needsComma = true
  }

  mutating func beginArray(_ name: String? = nil) {
    begin(name, UInt8(ascii: "["))
  }

  mutating func endArray() {
    bytes.append(UInt8(ascii: "]"))
    needsComma = true
  }

  mutating func set(_ name: String, _ value: String) {
    key(name)
    quote(value)
  }

  mutating func set(_ name: String, _ value: Int) {
    key(name)
    bytes.append(contentsOf: String(value).utf8)
  }

  mutating func set(_ name: String, _ value: Bool) {
    key(name)
    bytes.append(contentsOf: (value ? "true" : "false").utf8)
  }

  mutating func setNull(_ name: String) {
    key(name)
    bytes.append(contentsOf: "null".utf8)
  }

  mutating func set(_ name: String, ifPresent value: String?) {
    if let value { set(name, value) }
  }

  mutating func set(_ name: String, _ values: [String]) {
    beginArray(name)
    for value in values { element(value) }
    endArray()
  }

  /// Appends a string as an element of the array that is open.
  mutating func element(_ value: String) {
    comma()
    quote(value)
  }

  /// Appends one ready JSON value as an element of the array that is open.
  mutating func element(bytes write: (inout [UInt8]) -> Void) {
    comma()
    write(&bytes)
  }

  /// Appends `text` as a JSON string with its quotes.
  static func quote(_ text: String, into bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 { escape(byte, into: &bytes) }
    bytes.append(UInt8(ascii: "\""))
  }

  private static func escape(_ byte: UInt8, into bytes: inout [UInt8]) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"):
      bytes.append(UInt8(ascii: "\\"))
      bytes.append(byte)
    case 0..<0x20:
      let digits = Array("0123456789abcdef".utf8)
      bytes.append(contentsOf: "\\u00".utf8)
      bytes.append(digits[Int(byte >> 4)])
      bytes.append(digits[Int(byte & 15)])
    default:
      bytes.append(byte)
    }
  }

  private mutating func begin(_ name: String?, _ bracket: UInt8) {
    if let name { key(name) } else { comma() }
    bytes.append(bracket)
    needsComma = false
  }

  private mutating func key(_ name: String) {
    comma()
    Self.quote(name, into: &bytes)
    bytes.append(UInt8(ascii: ":"))
  }

  private mutating func quote(_ value: String) {
    Self.quote(value, into: &bytes)
  }

  private mutating func comma() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
    needsComma = true
  }
}
