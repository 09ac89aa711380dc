import Files
import Testing

struct RecordFrameTests {
  private let first = Array(#"{"seq":1}"#.utf8)
  private let second = Array(#"{"seq":2,"name":"ü"}"#.utf8)

  private func lines() throws -> (all: [UInt8], firstCount: Int) {
    let one = try #require(RecordFrame.encode(first))
    let two = try #require(RecordFrame.encode(second))
    return (one + two, one.count)
  }

  @Test("The checksum is Castagnoli's")
  func knowsItsChecksum() {
    #expect(CRC32C.checksum(of: Array("123456789".utf8)[...]) == 0xE306_9283)
    #expect(CRC32C.checksum(of: []) == 0)
  }

  @Test("A line is checksum, length and JSON")
  func encodes() throws {
    let line = String(decoding: try #require(RecordFrame.encode(first)), as: UTF8.self)
    #expect(line.hasSuffix(" 9 {\"seq\":1}\n"))
    #expect(line.count == 8 + 1 + 1 + 1 + 9 + 1)
    #expect(RecordFrame.encode(Array("{\n}".utf8)) == nil)
  }

  @Test("Records come back in order")
  func scans() throws {
    let (all, _) = try lines()
    let scan = RecordFrame.scan(all)
    #expect(scan.records.map { Array(all[$0]) } == [first, second])
    #expect(scan.end == .clean)
    #expect(RecordFrame.scan([]).records.isEmpty)
  }

  @Test("Cut at any byte, the whole records stay and the rest is a torn tail")
  func findsTornTails() throws {
    let (all, firstCount) = try lines()
    for count in 0...all.count {
      let scan = RecordFrame.scan(Array(all[..<count]))
      let whole = count == all.count ? 2 : count >= firstCount ? 1 : 0
      #expect(scan.records.count == whole)
      let start = whole == 0 ? 0 : firstCount
      let isClean = count == 0 || count == firstCount || count == all.count
      #expect(scan.end == (isClean ? .clean : .tornTail(at: start)))
    }
  }

  @Test("Any flipped bit of whole records is damage, in the last one too: somebody relied on it")
  func findsFlippedBits() throws {
    let (all, firstCount) = try lines()
    for index in all.indices {
      for bit in 0..<8 {
        var bytes = all
        bytes[index] ^= 1 << bit
        let scan = RecordFrame.scan(bytes)
        // The line feed between the two lost: both become one bad last line.
        let isMerged = index == firstCount - 1
        #expect(scan.records.count == (isMerged ? 0 : 1))
        #expect(scan.soundCount == (index < firstCount ? 0 : 1))
        #expect(scan.end == .damaged(at: index < firstCount ? 0 : firstCount))
        #expect(!scan.isHole)
      }
    }
  }

  @Test("Zeros where a write never came to the disk are a hole; at the end they are a torn tail")
  func findsHoles() throws {
    let (all, firstCount) = try lines()
    var hole = all
    for index in firstCount + 3..<firstCount + 9 { hole[index] = 0 }
    #expect(RecordFrame.scan(hole).end == .tornTail(at: firstCount))
    let scan = RecordFrame.scan(hole + all)
    #expect(scan.end == .damaged(at: firstCount))
    #expect(scan.isHole && scan.soundCount == 1 && scan.records.count == 3)
  }

  @Test("Absurd lengths do not trap", arguments: ["99999999999999999999999", "-1", "", "0x9"])
  func survivesLengths(length: String) {
    let bytes = Array("00000000 \(length) {}\n".utf8)
    #expect(RecordFrame.scan(bytes).end == .damaged(at: 0))
  }
}
