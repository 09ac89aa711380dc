import Glibc

/// The folded twin of a string table: one haystack for all strings, each ended by a zero byte.
struct FoldedText: Sendable {
  private let bytes: [UInt8]
  private let offsets: [Int32]

  /// Folds every string of a table.
  init(_ table: StringTable) {
    var bytes: [UInt8] = []
    var offsets: [Int32] = [0]
    bytes.reserveCapacity(table.bytes.count + table.count)
    offsets.reserveCapacity(table.count + 1)
    for index in 0..<table.count {
      let text = table.bytes[table.range(index)]
      if text.allSatisfy({ $0 < 0x80 && $0 != 0 }) {
        for byte in text { bytes.append(Folding.lowercased(byte)) }
      } else {
        let folded = Folding.folded(String(decoding: text, as: UTF8.self))
        bytes.append(contentsOf: folded.lazy.map { $0 == 0 ? 1 : $0 })
      }
      bytes.append(0)
      offsets.append(Int32(bytes.count))
    }
    self.bytes = bytes
    self.offsets = offsets
  }

  /// Marks the strings in which a folded needle occurs; `found` has one entry for each string.
  func mark(_ needle: [UInt8], in found: inout [Bool]) {
    bytes.withUnsafeBytes { haystack in
      needle.withUnsafeBytes { needle in
        guard let base = haystack.baseAddress, let wanted = needle.baseAddress else { return }
        let first = Int32(needle[0])
        let end = haystack.count - needle.count + 1
        var position = 0
        var string = 0
        while position < end, let hit = memchr(base + position, first, end - position) {
          position = UnsafeRawPointer(hit) - base
          guard memcmp(hit, wanted, needle.count) == 0 else {
            position += 1
            continue
          }
          string = self.string(at: position, after: string)
          found[string] = true
          position = Int(offsets[string + 1])
        }
      }
    }
  }

  /// For each string its place in the order of the folded texts, equal ones by the original text, then by position.
  func ranks(original: StringTable) -> [Int32] {
    let count = offsets.count - 1
    var order = (0..<Int32(count)).map { $0 }
    bytes.withUnsafeBufferPointer { bytes in
      original.bytes.withUnsafeBufferPointer { plain in
        order.sort { a, b in
          let folded = Self.compare(bytes, range(Int(a)), range(Int(b)))
          if folded != 0 { return folded < 0 }
          let exact = Self.compare(plain, original.range(Int(a)), original.range(Int(b)))
          return exact == 0 ? a < b : exact < 0
        }
      }
    }
    var ranks = [Int32](repeating: 0, count: count)
    for (rank, index) in order.enumerated() { ranks[Int(index)] = Int32(rank) }
    return ranks
  }

  private func range(_ index: Int) -> Range<Int> {
    Int(offsets[index])..<Int(offsets[index + 1])
  }

  /// The string that a position of the haystack lies in, searched by halving from a known earlier one.
  private func string(at position: Int, after first: Int) -> Int {
    var low = first
    var high = offsets.count - 1
    var step = 1
    while low + step < high, Int(offsets[low + step]) <= position {
      low += step
      step *= 2
    }
    high = min(low + step, high)
    while low + 1 < high {
      let middle = (low + high) / 2
      if Int(offsets[middle]) <= position { low = middle } else { high = middle }
    }
    return low
  }

  private static func compare(
    _ bytes: UnsafeBufferPointer<UInt8>, _ a: Range<Int>, _ b: Range<Int>
  ) -> Int32 {
    let common = min(a.count, b.count)
    if common > 0, let base = bytes.baseAddress {
      let order = memcmp(base + a.lowerBound, base + b.lowerBound, common)
      if order != 0 { return order }
    }
    return Int32(a.count - b.count)
  }
}
