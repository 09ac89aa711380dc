/// A small gzip body that unpacks to a large one, written without a compression library.
enum GzipBomb {
  /// About `count` bytes of one letter as a single block of fixed codes; the checksum is left zero,
  /// since whoever gets that far has unpacked it all.
  static func bytes(unpackedTo count: Int) -> [UInt8] {
    var bits = Bits()
    bits.append(0b1, 1)
    bits.append(0b01, 2)
    // The letter x, then copies of 258 bytes from a distance of one (RFC 1951, 3.2.6).
    bits.appendCode(0x30 + 0x78, 8)
    for _ in 0..<max(0, count / 258) {
      bits.appendCode(0b1100_0101, 8)
      bits.appendCode(0, 5)
    }
    bits.appendCode(0, 7)
    let head: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
    return head + bits.finished() + [UInt8](repeating: 0, count: 8)
  }

  /// Bits in the order of the format: the lowest of a byte first.
  private struct Bits {
    private var bytes: [UInt8] = []
    private var current: UInt8 = 0
    private var filled = 0

    /// A plain number, its lowest bit first.
    mutating func append(_ value: Int, _ count: Int) {
      for bit in 0..<count { add(value >> bit & 1) }
    }

    /// A code, its highest bit first.
    mutating func appendCode(_ value: Int, _ count: Int) {
      for bit in stride(from: count - 1, through: 0, by: -1) { add(value >> bit & 1) }
    }

    func finished() -> [UInt8] {
      filled > 0 ? bytes + [current] : bytes
    }

    private mutating func add(_ bit: Int) {
      current |= UInt8(bit) << UInt8(filled)
      filled += 1
      if filled == 8 {
        bytes.append(current)
        current = 0
        filled = 0
      }
    }
  }
}
