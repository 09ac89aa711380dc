/// The members of a row that a reader knows, found without making a String, and each at most once.
struct MemberTable {
  private struct Entry {
    var count: Int
    var words: (UInt64, UInt64, UInt64)

    @inline(__always)
    func isNamed(_ count: Int, _ first: UInt64, _ second: UInt64, _ third: UInt64) -> Bool {
      words.0 == first && self.count == count && words.1 == second && words.2 == third
    }
  }

  private let entries: [Entry]
  private let names: [String]
  /// Which of the known members the present row has named, by bit.
  private var seen: UInt32 = 0
  /// The known member that follows the last one: rows name theirs in one order as a rule.
  private var expected = 0
  private var others = MemberNames()
  private var hasOthers = false

  /// Knows these names, of at most 24 bytes each.
  init(_ names: [String]) {
    self.names = names
    entries = names.map { name in
      var words: [UInt64] = [0, 0, 0]
      for (index, byte) in name.utf8.prefix(24).enumerated() {
        words[index / 8] |= UInt64(byte) << UInt64(8 * (index % 8))
      }
      return Entry(count: name.utf8.count, words: (words[0], words[1], words[2]))
    }
  }

  /// Forgets what the row before has named.
  @inline(__always)
  mutating func beginRow() {
    seen = 0
    expected = 0
    guard hasOthers else { return }
    hasOthers = false
    others.removeAll()
  }

  /// The place of a name among the known ones; `nil` for an unknown one, whose value is to be skipped.
  ///
  /// - Throws: where the row named it before.
  @inline(__always)
  mutating func take(_ name: JSONText, in scanner: JSONScanner) throws(ScanError) -> Int? {
    guard let index = index(of: name, in: scanner) else {
      hasOthers = true
      try others.add(name, in: scanner)
      return nil
    }
    let bit: UInt32 = 1 << UInt32(truncatingIfNeeded: index)
    guard seen & bit == 0 else {
      throw ScanError(problem: .duplicateMember, at: name.start - 1)
    }
    seen |= bit
    expected = index + 1
    return index
  }

  @inline(__always)
  private func index(of name: JSONText, in scanner: JSONScanner) -> Int? {
    let start = name.start
    let count = name.count
    guard !name.isEscaped, start + 24 <= scanner.count, count <= 24 else {
      return slowIndex(of: name, in: scanner)
    }
    let first = scanner.word(start) & Self.mask(count)
    let second = count > 8 ? scanner.word(start + 8) & Self.mask(count - 8) : 0
    let third = count > 16 ? scanner.word(start + 16) & Self.mask(count - 16) : 0
    if expected < entries.count, entries[expected].isNamed(count, first, second, third) {
      return expected
    }
    for index in 0..<entries.count where entries[index].isNamed(count, first, second, third) {
      return index
    }
    return nil
  }

  /// For names with escapes, very long ones, and those at the very end of the body.
  @inline(never)
  private func slowIndex(of name: JSONText, in scanner: JSONScanner) -> Int? {
    names.firstIndex { scanner.unescaped(name).elementsEqual($0.utf8) }
  }

  /// Ones for the first `count` bytes of a word.
  @inline(__always)
  private static func mask(_ count: Int) -> UInt64 {
    count >= 8 ? ~0 : (1 << UInt64(8 * count)) &- 1
  }
}
