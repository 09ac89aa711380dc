/// Names (serial numbers, client user ids) kept as bytes in one array and known by a small number.
///
/// A name keeps its number for ever. The dictionary for looking up is built at the first look-up,
/// since a location that is only read never needs it for its devices.
struct NameTable: Sendable {
  private var bytes: [UInt8] = []
  private var ends: [UInt32] = []
  private var escaped: [Int32: [UInt8]] = [:]
  private var numbers: [String: Int32]?

  var count: Int { ends.count }

  mutating func reserve(_ count: Int) {
    ends.reserveCapacity(count)
    bytes.reserveCapacity(count * 12)
  }

  /// Appends a name that is known to be new.
  @discardableResult
  mutating func append(_ name: some Sequence<UInt8>) -> Int32 {
    let start = bytes.count
    bytes.append(contentsOf: name)
    ends.append(UInt32(bytes.count))
    let number = Int32(ends.count - 1)
    if bytes[start...].contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C }) {
      var quoted: [UInt8] = []
      JSONText.quote(String(decoding: bytes[start...], as: UTF8.self), into: &quoted)
      escaped[number] = Array(quoted.dropFirst().dropLast())
    }
    if numbers != nil {
      let text = self[number]
      numbers?[text] = number
    }
    return number
  }

  /// The number of `name`, entered now if it is new.
  mutating func intern(_ name: String) -> Int32 {
    number(of: name) ?? append(name.utf8)
  }

  mutating func number(of name: String) -> Int32? {
    if numbers == nil {
      var built: [String: Int32] = [:]
      built.reserveCapacity(ends.count)
      for number in 0..<Int32(ends.count) { built[self[number]] = number }
      numbers = built
    }
    return numbers?[name]
  }

  subscript(number: Int32) -> String {
    String(decoding: bytes[range(number)], as: UTF8.self)
  }

  /// Appends the name as the inside of a JSON string.
  func write(_ number: Int32, into out: inout [UInt8]) {
    if !escaped.isEmpty, let text = escaped[number] {
      out.append(contentsOf: text)
    } else {
      out.append(contentsOf: bytes[range(number)])
    }
  }

  private func range(_ number: Int32) -> Range<Int> {
    let start = number == 0 ? 0 : Int(ends[Int(number) - 1])
    return start..<Int(ends[Int(number)])
  }
}
