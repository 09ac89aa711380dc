import Glibc

/// Finds a string of a table by its bytes: open addressing over positions, nothing per string beyond eight bytes.
struct StringLookup: Sendable {
  private var slots: [Int32]
  private var used = 0

  /// Enters every string of a table; of several equal ones the first stays.
  init(_ table: StringTable) {
    slots = [Int32](repeating: -1, count: Self.capacity(for: table.count))
    table.bytes.withUnsafeBufferPointer { bytes in
      table.offsets.withUnsafeBufferPointer { offsets in
        for index in 0..<table.count {
          _ = enter(Int32(index), bytes: bytes, offsets: offsets)
        }
      }
    }
  }

  /// An empty lookup, to be filled beside a growing table.
  init() {
    slots = [Int32](repeating: -1, count: 1024)
  }

  /// The position of a text, or `nil`.
  func index(of text: [UInt8], in table: StringTable) -> Int? {
    table.bytes.withUnsafeBufferPointer { bytes in
      table.offsets.withUnsafeBufferPointer { offsets in
        text.withUnsafeBytes { text in
          let found = slots[slot(for: text, bytes: bytes, offsets: offsets)]
          return found < 0 ? nil : Int(found)
        }
      }
    }
  }

  /// The position of a text in a growing table, or `nil`.
  func index(
    of text: UnsafeRawBufferPointer, bytes: [UInt8], offsets: [Int32]
  ) -> Int32? {
    bytes.withUnsafeBufferPointer { bytes in
      offsets.withUnsafeBufferPointer { offsets in
        let found = slots[slot(for: text, bytes: bytes, offsets: offsets)]
        return found < 0 ? nil : found
      }
    }
  }

  /// Enters the string at a position unless an equal one is there; answers whose position stands.
  mutating func enter(
    _ index: Int32, bytes: UnsafeBufferPointer<UInt8>, offsets: UnsafeBufferPointer<Int32>
  ) -> Int32 {
    if (used + 1) * 2 > slots.count { grow(bytes: bytes, offsets: offsets) }
    let start = Int(offsets[Int(index)])
    let end = Int(offsets[Int(index) + 1])
    let text = UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: bytes[start..<end]))
    let place = slot(for: text, bytes: bytes, offsets: offsets)
    if slots[place] >= 0 { return slots[place] }
    slots[place] = index
    used += 1
    return index
  }

  private mutating func grow(
    bytes: UnsafeBufferPointer<UInt8>, offsets: UnsafeBufferPointer<Int32>
  ) {
    let old = slots
    slots = [Int32](repeating: -1, count: old.count * 2)
    for index in old where index >= 0 {
      let range = Int(offsets[Int(index)])..<Int(offsets[Int(index) + 1])
      let text = UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: bytes[range]))
      slots[slot(for: text, bytes: bytes, offsets: offsets)] = index
    }
  }

  /// The slot that holds a text, or the free one where it belongs.
  private func slot(
    for text: UnsafeRawBufferPointer, bytes: UnsafeBufferPointer<UInt8>,
    offsets: UnsafeBufferPointer<Int32>
  ) -> Int {
    let mask = slots.count - 1
    var place = Self.hash(text) & mask
    while true {
      let index = slots[place]
      if index < 0 { return place }
      let range = Int(offsets[Int(index)])..<Int(offsets[Int(index) + 1])
      if range.count == text.count, Self.equal(bytes, range.lowerBound, text) { return place }
      place = (place + 1) & mask
    }
  }

  private static func equal(
    _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ text: UnsafeRawBufferPointer
  ) -> Bool {
    guard let known = bytes.baseAddress, let wanted = text.baseAddress else { return text.isEmpty }
    return memcmp(known + start, wanted, text.count) == 0
  }

  private static func hash(_ text: UnsafeRawBufferPointer) -> Int {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in text {
      hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
    }
    hash ^= hash >> 29
    return Int(truncatingIfNeeded: hash &* 0x9e37_79b9_7f4a_7c15 >> 17)
  }

  private static func capacity(for count: Int) -> Int {
    var capacity = 1024
    while capacity < count * 2 + 2 { capacity *= 2 }
    return capacity
  }
}
