/// Collects the strings of a `StringTable` in order.
struct StringTableBuilder: Sendable {
  private(set) var bytes: [UInt8] = []
  private(set) var offsets: [Int32] = [0]

  /// Begins without strings.
  init() {}

  /// Continues a finished table.
  init(_ table: StringTable) {
    bytes = table.bytes
    offsets = table.offsets
  }

  var count: Int { offsets.count - 1 }

  /// The string at a position, `nil` where it is empty.
  func text(_ index: Int) -> String? {
    let range = Int(offsets[index])..<Int(offsets[index + 1])
    return range.isEmpty ? nil : String(decoding: bytes[range], as: UTF8.self)
  }

  /// The bytes of the string at a position, valid during the call.
  func withBytes<Result>(_ index: Int, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    bytes.withUnsafeBytes { all in
      body(UnsafeRawBufferPointer(rebasing: all[Int(offsets[index])..<Int(offsets[index + 1])]))
    }
  }

  mutating func append(_ string: String) {
    bytes.append(contentsOf: string.utf8)
    offsets.append(Int32(bytes.count))
  }

  mutating func append(_ string: UnsafeRawBufferPointer) {
    bytes.append(contentsOf: string)
    offsets.append(Int32(bytes.count))
  }

  /// Adds all strings of a table.
  mutating func append(contentsOf table: StringTable) {
    let start = Int32(bytes.count)
    bytes.append(contentsOf: table.bytes)
    offsets.append(contentsOf: table.offsets.dropFirst().lazy.map { $0 + start })
  }

  /// Puts other strings at some positions; copies the rest once.
  mutating func replace(_ changes: [Int: String]) {
    var copy = StringTableBuilder()
    copy.bytes.reserveCapacity(bytes.count)
    copy.offsets.reserveCapacity(offsets.count)
    for index in 0..<count {
      if let changed = changes[index] {
        copy.append(changed)
      } else {
        copy.bytes.append(contentsOf: bytes[Int(offsets[index])..<Int(offsets[index + 1])])
        copy.offsets.append(Int32(copy.bytes.count))
      }
    }
    self = copy
  }

  func table() -> StringTable { StringTable(bytes: bytes, offsets: offsets) }
}

/// Strings that grow and are found by their bytes at the same time.
struct GrowingStrings: Sendable {
  private var strings: StringTableBuilder
  private var lookup: StringLookup

  /// Begins without strings, or continues a finished table.
  init(_ table: StringTable? = nil) {
    strings = table.map { StringTableBuilder($0) } ?? StringTableBuilder()
    lookup = table.map(\.lookup) ?? StringLookup()
  }

  var count: Int { strings.count }

  /// The string at a position.
  subscript(index: Int) -> String { strings.text(index) ?? "" }

  /// The first position of a text.
  func index(of text: String) -> Int? {
    var text = text
    return text.withUTF8 { utf8 in
      lookup.index(of: UnsafeRawBufferPointer(utf8), bytes: strings.bytes, offsets: strings.offsets)
        .map(Int.init)
    }
  }

  /// The position of a text, added where it is new.
  mutating func intern(_ text: UnsafeRawBufferPointer) -> (index: Int, isNew: Bool) {
    if let known = lookup.index(of: text, bytes: strings.bytes, offsets: strings.offsets) {
      return (Int(known), false)
    }
    strings.append(text)
    enterLast()
    return (count - 1, true)
  }

  /// Adds a text at the end, even if an equal one is there; the first keeps being the one that is found.
  mutating func append(_ text: String) {
    strings.append(text)
    enterLast()
  }

  func table() -> StringTable { strings.table() }

  private mutating func enterLast() {
    let last = Int32(count - 1)
    strings.bytes.withUnsafeBufferPointer { bytes in
      strings.offsets.withUnsafeBufferPointer { offsets in
        _ = lookup.enter(last, bytes: bytes, offsets: offsets)
      }
    }
  }
}
