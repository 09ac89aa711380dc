import FoundationEssentials

/// One line of `history.jsonl`: what became of a pair, or of a user (product.md section 3).
package struct HistoryLine: Sendable, Equatable, Decodable {
  /// When the operation was over, in UTC as it stands in the file.
  package var at: String
  /// The operation's number.
  package var operation: Int
  /// What it did; a word of `OperationKind`, or one of a newer Purser.
  package var kind: String
  /// The asset; nothing where the line is about a user.
  package var adamID: String?
  /// Its pricing param.
  package var pricingParam: String?
  /// The client user.
  package var clientUserID: String?
  /// The device.
  package var serialNumber: String?
  /// The word of the pair's state.
  package var outcome: String
  /// Login and host.
  package var by: String
  /// The person's reason.
  package var reason: String?

  enum CodingKeys: String, CodingKey {
    case at, operation, kind, pricingParam, serialNumber, outcome, by, reason
    case adamID = "adamId"
    case clientUserID = "clientUserId"
  }

  /// Reads a line; nothing if it is none.
  ///
  /// Members it does not know are skipped.
  init?(_ bytes: ArraySlice<UInt8>) {
    // What we wrote ourselves has no nesting and hardly an escape: a million lines are read this way.
    if let plain = FlatObject(bytes) {
      guard let line = HistoryLine(plain) else { return nil }
      self = line
    } else {
      guard let line = try? JSONDecoder().decode(HistoryLine.self, from: Data(bytes)) else {
        return nil
      }
      self = line
    }
    guard Self.isMoment(at), adamID != nil || clientUserID != nil || serialNumber != nil else {
      return nil
    }
  }

  private init?(_ object: FlatObject) {
    guard let at = object.text("at"), let operation = object.number("operation"),
      let kind = object.text("kind"), let outcome = object.text("outcome"),
      let by = object.text("by")
    else { return nil }
    self.at = at
    self.operation = operation
    self.kind = kind
    self.outcome = outcome
    self.by = by
    adamID = object.text("adamId")
    pricingParam = object.text("pricingParam")
    clientUserID = object.text("clientUserId")
    serialNumber = object.text("serialNumber")
    reason = object.text("reason")
  }

  /// `2026-08-24T09:36:02Z`: in this shape texts are in the order of time.
  private static func isMoment(_ text: String) -> Bool {
    let shape = "dddd-dd-ddTdd:dd:ddZ".utf8
    guard text.utf8.count == shape.count else { return false }
    return zip(text.utf8, shape).allSatisfy { byte, wanted in
      wanted == UInt8(ascii: "d") ? (0x30...0x39).contains(byte) : byte == wanted
    }
  }
}

/// A JSON object of texts without escapes, whole numbers and `null`, by position; anything else is left to a real reader.
private struct FlatObject {
  private enum Value {
    case text(Range<Int>)
    case number(Int)
    case null
  }

  private let bytes: ArraySlice<UInt8>
  private var members: [(name: Range<Int>, value: Value)] = []

  init?(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    members.reserveCapacity(12)
    var at = bytes.startIndex
    guard Self.take(UInt8(ascii: "{"), bytes, &at) else { return nil }
    while true {
      guard let name = Self.string(bytes, &at), Self.take(UInt8(ascii: ":"), bytes, &at),
        let value = Self.value(bytes, &at)
      else { return nil }
      members.append((name, value))
      guard at < bytes.endIndex else { return nil }
      at += 1
      if bytes[at - 1] == UInt8(ascii: "}") { break }
      guard bytes[at - 1] == UInt8(ascii: ",") else { return nil }
    }
    guard at == bytes.endIndex, bytes.allSatisfy({ $0 >= 0x20 }) else { return nil }
  }

  func text(_ name: StaticString) -> String? {
    guard case .text(let range)? = value(name) else { return nil }
    return String(validating: bytes[range], as: UTF8.self)
  }

  func number(_ name: StaticString) -> Int? {
    guard case .number(let number)? = value(name) else { return nil }
    return number
  }

  private func value(_ name: StaticString) -> Value? {
    let wanted = UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
    return members.first { bytes[$0.name].elementsEqual(wanted) }?.value
  }

  private static func take(_ byte: UInt8, _ bytes: ArraySlice<UInt8>, _ at: inout Int) -> Bool {
    guard at < bytes.endIndex, bytes[at] == byte else { return false }
    at += 1
    return true
  }

  private static func string(_ bytes: ArraySlice<UInt8>, _ at: inout Int) -> Range<Int>? {
    guard take(UInt8(ascii: "\""), bytes, &at) else { return nil }
    let start = at
    while at < bytes.endIndex {
      let byte = bytes[at]
      if byte == UInt8(ascii: "\"") {
        at += 1
        return start..<(at - 1)
      }
      if byte == UInt8(ascii: "\\") { return nil }
      at += 1
    }
    return nil
  }

  private static func value(_ bytes: ArraySlice<UInt8>, _ at: inout Int) -> Value? {
    guard at < bytes.endIndex else { return nil }
    switch bytes[at] {
    case UInt8(ascii: "\""): return string(bytes, &at).map { .text($0) }
    case UInt8(ascii: "n"):
      guard bytes[at...].starts(with: "null".utf8) else { return nil }
      at += 4
      return .null
    case UInt8(ascii: "1")...UInt8(ascii: "9"):
      var number = 0
      let start = at
      while at < bytes.endIndex, (0x30...0x39).contains(bytes[at]) {
        guard at - start < 15 else { return nil }
        number = number * 10 + Int(bytes[at] - 0x30)
        at += 1
      }
      return .number(number)
    default: return nil
    }
  }
}
