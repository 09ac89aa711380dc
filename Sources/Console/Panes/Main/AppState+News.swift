import AppsAndBooks
import FoundationEssentials
import Operations
import Screen

extension AppState {
  /// What the change from one list of operations to the next is worth saying.
  func news(before: [OperationRecord], after: [OperationRecord]) -> Message? {
    let old = Dictionary(before.map { ($0.number, $0) }, uniquingKeysWith: { _, b in b })
    var result: Message?
    for record in after {
      let earlier = old[record.number]
      if let failed = newFailure(in: record, since: earlier) {
        result = failureMessage(failed, in: record)
      } else if earlier?.isOpen == true, !record.isOpen {
        result = endMessage(record)
      } else if earlier == nil, record.startedAt < began, record.isOpen || record.state == .held {
        result = unfinishedMessage(record)
      }
    }
    return result
  }

  /// What failed first: «Keynote → GG7F40TAQ1KX», or a client user, and why.
  private struct NewFailure {
    var subject: String
    var holder: String
    var reason: String
  }

  private func newFailure(
    in record: OperationRecord, since earlier: OperationRecord?
  ) -> NewFailure? {
    guard let earlier, record.count("failed") > earlier.count("failed") else { return nil }
    let known = Set(earlier.pairs.filter { $0.state.failure != nil }.map(\.pair))
    let pair = record.pairs.first { $0.state.failure != nil && !known.contains($0.pair) }
    if let pair, let failure = pair.state.failure {
      let holder = pair.pair.holder.text
      return NewFailure(
        subject: "\(world.name(of: pair.pair.asset)) → \(holder)", holder: holder,
        reason: failure.message)
    }
    let users = Set(earlier.users.filter { $0.state.failure != nil }.map(\.user.change.id))
    let user = record.users.first {
      $0.state.failure != nil && !users.contains($0.user.change.id)
    }
    guard let user, let failure = user.state.failure else { return nil }
    let id = user.user.change.id.rawValue
    return NewFailure(
      subject: "\(record.kind.verb) \(id)", holder: id, reason: failure.message)
  }

  private func failureMessage(_ failed: NewFailure, in record: OperationRecord) -> Message {
    let subject = failed.subject
    let short = String(failed.reason.prefix { $0 != "," })
    let others = record.count("failed") - 1
    let more = others > 0 ? ", \(Numbers.count(others)) more failed" : ""
    return Message(
      [
        "✗ \(subject) failed: \(failed.reason)\(more) · o opens the operation",
        "✗ \(subject) failed: \(short)\(more) · o opens the operation",
        "✗ \(subject) failed: \(short) · o opens it",
        "✗ \(failed.holder) failed: \(short) · o opens it",
        "✗ \(failed.holder) failed · o opens it",
      ], .failure)
  }

  private func endMessage(_ record: OperationRecord) -> Message? {
    let number = record.number
    let done = Numbers.count(record.settledCount)
    let all = Numbers.count(record.count)
    switch record.state {
    case .done where record.undoes != nil:
      let undoes = record.undoes ?? 0
      return Message([
        "✓ operation \(number) is done: \(record.sum), \(undoes) is undone", "✓ \(record.sum)",
      ])
    case .done:
      return Message(["✓ operation \(number) is done: \(record.sum)", "✓ \(record.sum)"])
    case .partial:
      return Message(
        [
          "✗ operation \(number): \(done) of \(all) done, the rest failed · o opens it",
          "✗ operation \(number): \(done) of \(all) done · o opens it",
        ], .failure)
    case .rejected:
      return Message(["✗ operation \(number) was rejected · o opens it"], .failure)
    case .held: return heldMessage(record)
    case .unknown:
      return Message(["? operation \(number): the outcome is not known · o opens it"], .failure)
    case .sending, .pending, .nothing: return nil
    }
  }

  private func heldMessage(_ record: OperationRecord) -> Message {
    let left = record.requestsPlanned - record.requestsAccepted
    let requests = Numbers.count(record.requestsPlanned, "request")
    return Message(
      [
        "\(left) of \(requests) of operation \(record.number) were held back · o opens it",
        "operation \(record.number): \(left) of \(requests) held · o opens it",
      ], .failure)
  }

  private func unfinishedMessage(_ record: OperationRecord) -> Message {
    if record.state == .held { return heldMessage(record) }
    return Message(
      ["operation \(record.number) is not finished: \(record.state.rawValue) · o opens it"],
      .failure)
  }

  /// Whether an operation ended that took longer than a minute.
  func hasLongEnd(before: [OperationRecord], after: [OperationRecord]) -> Bool {
    let open = Set(before.filter(\.isOpen).map(\.number))
    return after.contains { record in
      guard open.contains(record.number), let end = record.endedAt else { return false }
      return end.timeIntervalSince(record.startedAt) > 60
    }
  }
}

extension OperationRecord {
  /// «16 licences assigned».
  var sum: Shown {
    Shown("\(ChangeWords.sum(kind, count)) \(kind.participle)")
  }
}
