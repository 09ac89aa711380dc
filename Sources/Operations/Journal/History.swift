import AppsAndBooks
import Files
import FoundationEssentials
import SystemPackage

/// Our own changes, one line per pair, oldest first, never pruned (product.md section 3).
struct History {
  let path: FilePath
  let files: any FileSystem
  let now: @Sendable () -> Date
  var latch = StorageLatch()
  var pause: @Sendable () async throws -> Void = { await Task.yield() }

  /// Appends the pairs and users of an operation that is over, as far as they are not there already: a process that was killed, or another
  /// one that followed too, may have written them.
  func append(_ record: OperationRecord, at time: Date) async throws {
    guard record.count > 0 else { return }
    try await latch.writing("the history") {
      try await SharedLog(path, on: files, now: now, pause: pause).append { before in
        guard
          let known = Self.count(of: record.number, since: record.startedAt, in: before)
        else { return nil }
        var text = JSONText()
        for (subject, state) in Self.lines(of: record).dropFirst(known) {
          write(subject, state, of: record, at: time, to: &text)
        }
        return text.drain()
      }
    }
  }

  /// What each line of an operation is about, and how it ended.
  private static func lines(of record: OperationRecord) -> [(ChangeSubject, PairState)] {
    record.pairs.map { (.pair($0.pair), $0.state) }
      + record.users.map { (.holder(.clientUser($0.user.change.id)), $0.state) }
  }

  /// How many lines an operation has, looked for from the end back to the day before it began; nothing where that lies before the tail.
  private static func count(of number: Int, since begin: Date, in tail: FileTail) -> Int? {
    let newline = UInt8(ascii: "\n")
    let limit = Array("{\"at\":\"\(begin.addingTimeInterval(-86_400).formatted(stamp))".utf8)
    let mark = Array(",\"operation\":\(number),".utf8)
    var count = 0
    var end = tail.bytes.count
    while end > 0 {
      let before = tail.bytes[..<(end - 1)].lastIndex(of: newline)
      guard before != nil || tail.offset == 0 else { return nil }
      let line = tail.bytes[((before ?? -1) + 1)..<end - 1]
      guard !line.lexicographicallyPrecedes(limit) else { break }
      // `at` has always the same length, and `operation` comes next.
      if line.dropFirst(limit.count + 1).starts(with: mark) { count += 1 }
      end = (before ?? -1) + 1
    }
    return count
  }

  private static let stamp = Date.ISO8601FormatStyle()

  private func write(
    _ subject: ChangeSubject, _ state: PairState, of record: OperationRecord, at time: Date,
    to text: inout JSONText
  ) {
    text.raw("{\"at\":")
    text.string(time.formatted(Self.stamp))
    text.raw(",\"operation\":")
    text.integer(record.number)
    text.raw(",\"kind\":")
    text.string(record.kind.rawValue)
    text.raw(",")
    text.members(of: subject)
    text.raw(",\"outcome\":")
    text.string(state.word)
    text.raw(",\"by\":")
    text.string(record.by)
    text.raw(",\"reason\":")
    text.string(record.reason)
    text.raw("}\n")
  }
}

extension JSONText {
  /// `"adamId":…,"pricingParam":…,` where there is an asset, and the holder that is set.
  mutating func members(of subject: ChangeSubject) {
    if case .pair(let pair) = subject {
      raw("\"adamId\":")
      string(pair.asset.adamID.rawValue)
      raw(",\"pricingParam\":")
      string(pair.asset.pricingParam.rawValue)
      raw(",")
    }
    switch subject.holder {
    case .clientUser(let id):
      raw("\"clientUserId\":")
      string(id.rawValue)
    case .device(let serial):
      raw("\"serialNumber\":")
      string(serial.rawValue)
    }
  }
}
