import AppsAndBooks
import Files
import FoundationEssentials
import SystemPackage

/// Our own changes, one line per pair, oldest first, never pruned (product.md section 3).
struct History {
  let path: FilePath
  let files: any FileSystem

  /// Appends the pairs of an operation that is over.
  func append(_ record: OperationRecord, at time: Date) throws {
    guard record.count > 0 else { return }
    try PrivateDirectory.ensure(path.removingLastComponent(), on: files)
    let isTorn = try isTorn()
    let log = try AppendLog.openOrCreate(at: path, on: files)
    defer { log.close() }
    var text = JSONText()
    // What a killed process left half written stays a line of its own, which readers name and leave out.
    if isTorn { text.raw("\n") }
    for pair in record.pairs {
      write(.pair(pair.pair), pair.state, of: record, at: time, to: &text)
    }
    for user in record.users {
      let holder = ChangeSubject.holder(.clientUser(user.user.change.id))
      write(holder, user.state, of: record, at: time, to: &text)
    }
    try log.append(text.drain())
  }

  private func isTorn() throws -> Bool {
    do {
      let last = try FileTail.read(path, limit: 1, on: files).bytes.last
      return last != nil && last != UInt8(ascii: "\n")
    } catch let error as FileError where error.code == .missing {
      return false
    }
  }

  private func write(
    _ subject: ChangeSubject, _ state: PairState, of record: OperationRecord, at time: Date,
    to text: inout JSONText
  ) {
    text.raw("{\"at\":")
    text.string(time.formatted(Date.ISO8601FormatStyle()))
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
