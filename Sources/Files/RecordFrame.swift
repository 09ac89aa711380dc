/// The journal's lines: `<crc32c hex8> <byte length> <json>\n` (reliability.md 7.3).
///
/// The checksum covers the JSON bytes, which hold no line feed.
package enum RecordFrame {
  /// What a scan found.
  package struct Scan: Sendable, Equatable {
    /// Where the JSON of each good record lies, in order, those behind damage too.
    package var records: [Range<Int>] = []
    /// How many of them stand before anything bad.
    package var soundCount = 0
    /// How the file ends.
    package var end: End = .clean
    /// Whether what is bad has the zeros that a power loss leaves where a write never came to the disk.
    package var isHole = false
  }

  /// How a file of records ends.
  package enum End: Sendable, Equatable {
    /// After a whole record, or empty.
    case clean
    /// With an unfinished record that starts at this offset: cut it off, after copying it aside.
    case tornTail(at: Int)
    /// At this offset is a bad record that was whole once: good ones follow it, or it has its end. The file is kept and nothing is
    /// written to it.
    case damaged(at: Int)
  }

  /// The longest JSON of a record, in bytes.
  package static let maximumLength = 16 << 20

  /// One framed line.
  ///
  /// - Returns: nothing if the JSON has a line feed or is longer than `maximumLength`.
  package static func encode(_ json: [UInt8]) -> [UInt8]? {
    guard json.count <= maximumLength, !json.contains(newline) else { return nil }
    var line = Array(hex8(CRC32C.checksum(of: json[...])).utf8)
    line.reserveCapacity(json.count + 24)
    line.append(space)
    line.append(contentsOf: String(json.count).utf8)
    line.append(space)
    line.append(contentsOf: json)
    line.append(newline)
    return line
  }

  /// Finds the good records and tells how the bytes end; linear in their count.
  package static func scan(_ bytes: [UInt8]) -> Scan {
    var scan = Scan()
    var offset = 0
    var bad: Range<Int>?
    var goodAfterBad = false
    while offset < bytes.count {
      let end = bytes[offset...].firstIndex(of: newline)
      let next = (end ?? bytes.count - 1) + 1
      if let end, let json = record(in: bytes, offset..<end) {
        scan.records.append(json)
        if bad == nil { scan.soundCount += 1 } else { goodAfterBad = true }
      } else {
        bad = (bad?.lowerBound ?? offset)..<next
      }
      offset = next
    }
    guard let bad else { return scan }
    // A flipped bit makes one zero at most.
    scan.isHole = bytes[bad].count { $0 == 0 } > 1
    let isTorn = !goodAfterBad && isUnfinished(bytes[bad], isHole: scan.isHole)
    scan.end = isTorn ? .tornTail(at: bad.lowerBound) : .damaged(at: bad.lowerBound)
    return scan
  }

  /// Whether the end of a file was never written whole, so that nobody relied on it.
  ///
  /// A whole line that is wrong now is something else: somebody may have acted on what it said.
  private static func isUnfinished(_ tail: ArraySlice<UInt8>, isHole: Bool) -> Bool {
    guard !isHole else { return true }
    guard tail.last != newline else { return false }
    // The line feed itself may be what is wrong: then everything before it is right.
    return record(in: Array(tail), 0..<tail.count - 1) == nil
  }

  private static func record(in bytes: [UInt8], _ line: Range<Int>) -> Range<Int>? {
    guard line.count > 11, bytes[line.lowerBound + 8] == space else { return nil }
    var checksum: UInt32 = 0
    for byte in bytes[line.lowerBound..<line.lowerBound + 8] {
      guard byte.isLowerHex else { return nil }
      checksum = checksum << 4 | UInt32(byte.isASCIIDigit ? byte - 0x30 : byte - 0x57)
    }
    var length = 0
    var index = line.lowerBound + 9
    while index < line.upperBound, bytes[index].isASCIIDigit, length <= maximumLength {
      length = length * 10 + Int(bytes[index] - 0x30)
      index += 1
    }
    guard index > line.lowerBound + 9, index < line.upperBound, bytes[index] == space,
      line.upperBound - index - 1 == length
    else { return nil }
    let json = index + 1..<line.upperBound
    return CRC32C.checksum(of: bytes[json]) == checksum ? json : nil
  }

  private static func hex8(_ value: UInt32) -> String {
    let text = String(value, radix: 16)
    return String(repeating: "0", count: 8 - text.count) + text
  }

  private static let space = UInt8(ascii: " ")
  private static let newline = UInt8(ascii: "\n")
}

/// The Castagnoli checksum.
package enum CRC32C {
  /// The checksum of `bytes`, as RFC 3720 defines it.
  package static func checksum(of bytes: ArraySlice<UInt8>) -> UInt32 {
    var value: UInt32 = .max
    bytes.withUnsafeBufferPointer { bytes in
      table.withUnsafeBufferPointer { table in
        for byte in bytes {
          value = table[Int((value ^ UInt32(byte)) & 0xFF)] ^ (value >> 8)
        }
      }
    }
    return ~value
  }

  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in
      value & 1 == 1 ? (value >> 1) ^ 0x82F6_3B78 : value >> 1
    }
  }
}
