import Synchronization

/// Many strings as one buffer of UTF-8 bytes, named by their position.
///
/// Immutable. What is derived from it (the folded twin, the lookup by text, the alphabetical ranks) is built at
/// the first use, on the caller's thread, and kept: first uses cost a few milliseconds for 100,000 strings.
package final class StringTable: Sendable {
  /// All strings, one after the other.
  let bytes: [UInt8]
  /// Where each string begins in `bytes`, and at the end the length of `bytes`.
  let offsets: [Int32]
  private let lookupCache = Mutex<StringLookup?>(nil)
  private let foldedCache = Mutex<FoldedText?>(nil)
  private let rankCache = Mutex<[Int32]?>(nil)

  /// Takes the columns as they are; `offsets` has one entry more than there are strings.
  init(bytes: [UInt8], offsets: [Int32]) {
    self.bytes = bytes
    self.offsets = offsets
  }

  /// Joins strings in their order.
  package convenience init(_ strings: some Sequence<String>) {
    var builder = StringTableBuilder()
    for string in strings { builder.append(string) }
    self.init(bytes: builder.bytes, offsets: builder.offsets)
  }

  /// The number of strings.
  package var count: Int { offsets.count - 1 }

  /// The string at a position; makes a `String`, so for what is shown, not for loops over all.
  package subscript(index: Int) -> String {
    String(decoding: bytes[range(index)], as: UTF8.self)
  }

  /// The position of a string, compared byte by byte; of several equal ones the first.
  package func index(of string: String) -> Int? {
    lookup.index(of: Array(string.utf8), in: self)
  }

  /// The bytes of one string, as a range of `bytes`.
  func range(_ index: Int) -> Range<Int> {
    Int(offsets[index])..<Int(offsets[index + 1])
  }

  /// The strings lower-cased and without diacritics, ready for byte search.
  var folded: FoldedText {
    foldedCache.withLock { cache in
      if let cache { return cache }
      let made = FoldedText(self)
      cache = made
      return made
    }
  }

  /// For each string its place in the alphabetical order of the folded texts; equal texts share none.
  var ranks: [Int32] {
    if let known = rankCache.withLock({ $0 }) { return known }
    let made = folded.ranks(original: self)
    rankCache.withLock { $0 = made }
    return made
  }

  /// The lookup by text.
  var lookup: StringLookup {
    lookupCache.withLock { cache in
      if let cache { return cache }
      let made = StringLookup(self)
      cache = made
      return made
    }
  }
}
