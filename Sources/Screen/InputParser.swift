/// Reads the bytes a terminal sends: keys, the mouse, pastes.
///
/// What can't be a key is swallowed and never taken for letters: answers to queries, unknown
/// sequences. An escape byte that nothing follows stays until `flush`, since a sequence may come in
/// two reads.
package struct InputParser: Sendable {
  /// The most bytes that one paste keeps; the rest of it is dropped.
  package static let pasteLimit = 4 << 20
  /// The most bytes that an unfinished sequence may take.
  static let sequenceLimit = 4096

  private var bytes: [UInt8] = []
  private var pasted: [UInt8] = []
  private var isPasting = false
  private var keys: [KeyPress] = []
  private var events: [ScreenEvent] = []
  private var lastClick: (place: Point, at: Duration)?
  private var now = Duration.zero

  /// Creates a parser at the start of a stream.
  package init() {}

  /// Whether the start of a sequence waits for its rest: `flush` is due 50 ms later.
  package var isWaiting: Bool { !bytes.isEmpty && !isPasting }

  /// The bytes taken so far, so that a later `flush` can tell whether more came meanwhile.
  package private(set) var count = 0

  /// Takes what one read brought; `now` is a time that only grows, for double clicks.
  package mutating func take(_ input: some Sequence<UInt8>, at now: Duration) -> [ScreenEvent] {
    self.now = now
    let before = bytes.count
    bytes += input
    count += bytes.count - before
    var place = 0
    while place < bytes.count, let used = step(bytes[place...]), used > 0 { place += used }
    bytes.removeFirst(place)
    return finished()
  }

  /// Takes what waits for what it is: an escape key and the keys behind it.
  package mutating func flush() -> [ScreenEvent] {
    guard isWaiting else { return [] }
    let rest = bytes
    bytes = []
    guard rest.first == 0x1B else {
      keys.append(.character("\u{FFFD}"))
      return finished()
    }
    // The start of an answer or of a long sequence is no typing.
    if rest.count > 3 || rest.count == 3 && rest[1] == 0x1B { return finished() }
    keys.append(KeyPress(.escape))
    for byte in rest.dropFirst() {
      keys.append(Self.control(byte) ?? .character(Character(Unicode.Scalar(byte))))
    }
    return finished()
  }

  private mutating func finished() -> [ScreenEvent] {
    endKeys()
    defer { events = [] }
    return events
  }

  private mutating func endKeys() {
    guard !keys.isEmpty else { return }
    events.append(.keys(keys))
    keys = []
  }

  /// Takes one thing from the front; nil where more bytes are needed to know what it is.
  private mutating func step(_ input: ArraySlice<UInt8>) -> Int? {
    if isPasting { return paste(input) }
    guard let first = input.first else { return nil }
    if first == 0x1B { return escape(input) }
    if let key = Self.control(first) {
      keys.append(key)
      return 1
    }
    return text(input)
  }

  /// Takes everything up to the end of a paste.
  private mutating func paste(_ input: ArraySlice<UInt8>) -> Int? {
    let mark: [UInt8] = Array("\u{1B}[201~".utf8)
    var place = input.startIndex
    while let escape = input[place...].firstIndex(of: 0x1B) {
      let tail = input[escape...].prefix(mark.count)
      if tail.elementsEqual(mark) {
        keep(input[input.startIndex..<escape])
        endKeys()
        events.append(.paste(String(decoding: pasted, as: UTF8.self)))
        pasted = []
        isPasting = false
        return escape - input.startIndex + mark.count
      }
      if mark.starts(with: tail) {
        keep(input[input.startIndex..<escape])
        return escape > input.startIndex ? escape - input.startIndex : nil
      }
      place = escape + 1
    }
    keep(input)
    return input.count
  }

  private mutating func keep(_ part: ArraySlice<UInt8>) {
    pasted += part.prefix(max(0, Self.pasteLimit - pasted.count))
  }

  /// Takes a run of letters as whole characters; an unfinished one waits.
  private mutating func text(_ input: ArraySlice<UInt8>) -> Int? {
    var run = input.prefix { $0 >= 0x20 && $0 != 0x7F }
    if run.endIndex == input.endIndex { run = run.dropLast(Self.unfinished(run)) }
    guard !run.isEmpty else { return nil }
    keys += String(decoding: run, as: UTF8.self).map { .character($0) }
    return run.count
  }

  /// The bytes at the end that begin a scalar without ending it.
  private static func unfinished(_ run: ArraySlice<UInt8>) -> Int {
    for (count, byte) in run.suffix(3).reversed().enumerated() where byte & 0xC0 != 0x80 {
      let needed = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
      return byte < 0xF8 && needed > count + 1 ? count + 1 : 0
    }
    return 0
  }

  /// The key of a control byte.
  static func control(_ byte: UInt8) -> KeyPress? {
    switch byte {
    case 0x0D, 0x0A: KeyPress(.enter)
    case 0x09: KeyPress(.tab)
    case 0x7F, 0x08: KeyPress(.backspace)
    case 0x1B: KeyPress(.escape)
    case 0x01...0x1A: .control(Character(Unicode.Scalar(byte + 0x60)))
    case 0x00, 0x1C...0x1F: .control(Character(Unicode.Scalar(byte + 0x40)))
    default: nil
    }
  }
}

extension InputParser {
  /// Takes a sequence that starts with an escape byte.
  private mutating func escape(_ input: ArraySlice<UInt8>) -> Int? {
    let body = input.dropFirst()
    switch body.first {
    case nil: return nil
    case 0x5B: return controlSequence(input)
    case 0x4F:
      guard let final = body.dropFirst().first else { return nil }
      return special(EscapeSequences.single[final], length: 3)
    case 0x5D, 0x50, 0x58, 0x5E, 0x5F: return answer(input)
    default: return special(KeyPress(.escape), length: 1)
    }
  }

  private mutating func special(_ key: KeyPress?, length: Int) -> Int {
    if let key { keys.append(key) }
    return length
  }

  /// Swallows the answer to a query, up to its terminator.
  private func answer(_ input: ArraySlice<UInt8>) -> Int? {
    for place in input.indices.dropFirst(2) {
      if input[place] == 0x07 { return place - input.startIndex + 1 }
      if input[place] == 0x5C, input[place - 1] == 0x1B { return place - input.startIndex + 1 }
    }
    return input.count > Self.sequenceLimit ? input.count : nil
  }

  private mutating func controlSequence(_ input: ArraySlice<UInt8>) -> Int? {
    let body = input.dropFirst(2)
    guard let first = body.first else { return nil }
    if first == 0x5B {
      // The function keys of the Linux console: ESC [ [ A.
      guard let letter = body.dropFirst().first else { return nil }
      let number = Int(letter) - 0x40
      return special((1...5).contains(number) ? KeyPress(.function(number)) : nil, length: 4)
    }
    if first == 0x4D {
      guard body.count >= 4 else { return nil }
      let values = body.dropFirst().prefix(3).map { Int($0) - 32 }
      mouse(button: values[0], x: values[1], y: values[2], isPress: values[0] & 3 != 3)
      return 6
    }
    guard let end = body.firstIndex(where: { !(0x20...0x3F).contains($0) }) else {
      return input.count > Self.sequenceLimit ? input.count : nil
    }
    let length = end - input.startIndex + 1
    // Not a sequence after all: a control byte in it starts something new.
    guard (0x40...0x7E).contains(input[end]) else { return length - 1 }
    finish(parameters: body[body.startIndex..<end], final: input[end])
    return length
  }

  private mutating func finish(parameters: ArraySlice<UInt8>, final: UInt8) {
    let isMouse = parameters.first == 0x3C
    let numbers = parameters.dropFirst(isMouse ? 1 : 0)
      .split(separator: 0x3B, omittingEmptySubsequences: false)
      .map { Int(String(decoding: $0, as: UTF8.self)) ?? 0 }
    if isMouse {
      guard numbers.count == 3, final == 0x4D else { return }
      mouse(button: numbers[0], x: numbers[1], y: numbers[2], isPress: true)
    } else if final == 0x7E, numbers.first == 200 {
      isPasting = true
    } else if let key = EscapeSequences.key(numbers: numbers, final: final) {
      keys.append(key)
    }
  }

  private mutating func mouse(button: Int, x: Int, y: Int, isPress: Bool) {
    guard isPress, x > 0, y > 0, let kind = kind(of: button, at: Point(x: x - 1, y: y - 1)) else {
      return
    }
    endKeys()
    events.append(.mouse(MouseEvent(kind, at: Point(x: x - 1, y: y - 1))))
  }

  private mutating func kind(of button: Int, at place: Point) -> MouseEvent.Kind? {
    // 4, 8 and 16 are Shift, Alt and Control.
    switch button & ~0b11100 {
    case 0:
      if let lastClick, lastClick.place == place, now - lastClick.at < .milliseconds(400) {
        self.lastClick = nil
        return .doubleClick
      }
      lastClick = (place, now)
      return .click
    case 64: return .wheelUp
    case 65: return .wheelDown
    default: return nil
    }
  }
}

/// What the sequences of the common terminals mean.
private enum EscapeSequences {
  /// Behind `ESC O`.
  static let single: [UInt8: KeyPress] = letters.merging([
    0x50: KeyPress(.function(1)), 0x51: KeyPress(.function(2)), 0x52: KeyPress(.function(3)),
    0x53: KeyPress(.function(4)), 0x4D: KeyPress(.enter),
  ]) { $1 }

  private static let letters: [UInt8: KeyPress] = [
    0x41: KeyPress(.up), 0x42: KeyPress(.down), 0x43: KeyPress(.right), 0x44: KeyPress(.left),
    0x48: KeyPress(.home), 0x46: KeyPress(.end),
  ]

  /// The numbers before `~`.
  private static let numbered: [Int: KeyPress] = [
    1: KeyPress(.home), 2: KeyPress(.insert), 3: KeyPress(.delete), 4: KeyPress(.end),
    5: KeyPress(.pageUp), 6: KeyPress(.pageDown), 7: KeyPress(.home), 8: KeyPress(.end),
  ]

  /// The numbers before `~` of F1 to F20; the gaps are historical.
  private static let functions = [
    11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24, 25, 26, 28, 29, 31, 32, 33, 34,
  ]

  static func key(numbers: [Int], final: UInt8) -> KeyPress? {
    if final == 0x5A { return KeyPress(.backTab) }
    if final == 0x7E, let number = numbers.first {
      return numbered[number]
        ?? functions.firstIndex(of: number).map { KeyPress(.function($0 + 1)) }
    }
    // With parameters these are keys together with Shift, Alt or Control: the key alone counts. A
    // lone `R` would be an answer about the cursor.
    if final == 0x52 { return nil }
    return single[final]
  }
}
