package import AppsAndBooks
import Foundation

/// Holds what Purser wrote and said against what the service saw and has: the invariants I1–I9 of reliability.md section 15.1.
///
/// It reads the journal with a reader of its own. I6 and I8 are about files (see `Checker+Files`), I7 is about terminals and
/// belongs to the tests that have one.
package struct Checker: Sendable {
  /// Something that is not as promised.
  package struct Violation: Sendable, Hashable, CustomStringConvertible {
    /// `I1` to `I9`.
    package var invariant: String
    /// What is wrong, with operation and request.
    package var text: String

    /// Invariant and text.
    package var description: String { "\(invariant): \(text)" }
  }

  /// The journal, in the order of writing.
  package var journal: [JournalRow]
  /// The changes that reached the service, in the order of arrival.
  package var requests: [Request]
  /// What the location really holds.
  package var truth: Set<Assignment>
  /// The active client users.
  package var users: Set<String>
  /// What Purser says of every pair, by operation.
  package var verdicts: [Verdict]
  /// Pairs that somebody else changed too: no verdict on them is checked.
  package var elsewhere: Set<Assignment> = []
  /// Whether the settling time is over, so that nothing may be open any more.
  package var isSettled = true

  /// Joins what there is to compare.
  package init(
    journal: [JournalRow], requests: [Request], truth: Set<Assignment>, users: Set<String> = [],
    verdicts: [Verdict], elsewhere: Set<Assignment> = [], isSettled: Bool = true
  ) {
    self.journal = journal
    self.requests = requests
    self.truth = truth
    self.users = users
    self.verdicts = verdicts
    self.elsewhere = elsewhere
    self.isSettled = isSettled
  }

  /// Everything that is not as promised, in the order of the invariants; empty is good.
  package func violations() -> [Violation] {
    var history = JournalHistory(journal)
    var found = history.resent
    found += matched(&history)
    found += unfinished(history)
    found += wrongVerdicts(history)
    found += foreignPairs(history)
    return found.sorted { $0.invariant < $1.invariant }
  }

  /// I1 and I2: every request has a durable mark of its own before it.
  private func matched(_ history: inout JournalHistory) -> [Violation] {
    var found: [Violation] = []
    for (index, request) in requests.enumerated() {
      let fitting = history.marks.indices.filter { history.marks[$0].fits(request) }
      if let free = fitting.first(where: { history.marks[$0].sent == nil }) {
        history.marks[free].sent = index
      } else if fitting.isEmpty {
        found.append(
          Violation(
            invariant: "I1",
            text: "request \(index) (\(request.endpoint)) has no «sending» in the journal before it"
          ))
      } else {
        let operation = history.marks[fitting[0]].operation
        found.append(
          Violation(
            invariant: "I2",
            text: "request \(index) (\(request.endpoint)) of operation \(operation) went out "
              + "\(fitting.count + 1) times under \(fitting.count) marks"))
      }
    }
    return found
  }

  /// I3: nothing is left open.
  private func unfinished(_ history: JournalHistory) -> [Violation] {
    guard isSettled else { return [] }
    let open = history.operations.filter { !$0.value.isResolved }.keys.sorted().map {
      Violation(invariant: "I3", text: "operation \($0) never ended")
    }
    let lost = verdicts.filter { ["pending", "applied"].contains($0.word) }.map {
      Violation(invariant: "I3", text: "operation \($0.operation): \($0.subject) is \($0.word)")
    }
    let silent = Set(history.operations.keys).subtracting(verdicts.map(\.operation)).sorted().map {
      Violation(invariant: "I3", text: "operation \($0) is in the journal and nowhere shown")
    }
    return open + lost + silent
  }

  /// I4 and I5: what is said of a pair is so in the service.
  private func wrongVerdicts(_ history: JournalHistory) -> [Violation] {
    var last: [Verdict.Subject: Int] = [:]
    for verdict in verdicts where verdict.word != "not sent" {
      last[verdict.subject] = max(last[verdict.subject] ?? 0, verdict.operation)
    }
    return verdicts.compactMap { verdict in
      let isOld = last[verdict.subject].map { $0 > verdict.operation } ?? false
      if isOthersMatter(verdict, history) { return nil }
      let text = "operation \(verdict.operation): \(verdict.subject) is said to be \(verdict.word)"
      switch verdict.word {
      case "done" where !isOld && isSo(verdict) == false:
        return Violation(invariant: "I5", text: text + ", the service has it otherwise")
      case "failed" where !isOld && isSo(verdict) == true:
        return Violation(invariant: "I4", text: text + ", the service has it as wanted")
      case "unknown" where isSettled && verdict.wanted != nil:
        return Violation(invariant: "I4", text: text + " after the settling time")
      case "not sent" where wasTaken(verdict, history):
        return Violation(invariant: "I4", text: text + ", a request with it went out")
      default: return nil
      }
    }
  }

  /// Whether the service has it as wanted; `nil` where presence says nothing.
  private func isSo(_ verdict: Verdict) -> Bool? {
    guard let wanted = verdict.wanted else { return nil }
    return switch verdict.subject {
    case .pair(let pair): truth.contains(pair) == wanted
    case .user(let id): users.contains(id) == wanted
    }
  }

  /// Whether somebody else changed it too, or another operation took everything from its holder.
  private func isOthersMatter(_ verdict: Verdict, _ history: JournalHistory) -> Bool {
    guard case .pair(let pair) = verdict.subject else { return false }
    if elsewhere.contains(pair) { return true }
    return history.marks.contains { mark in
      mark.operation != verdict.operation && mark.sent != nil && mark.holders.contains(pair.holder)
        && ["assets/revoke", "users/retire"].contains(mark.endpoint)
    }
  }

  private func wasTaken(_ verdict: Verdict, _ history: JournalHistory) -> Bool {
    history.marks.contains { mark in
      guard mark.operation == verdict.operation, let index = mark.sent,
        requests[index].errorNumber == nil
      else { return false }
      switch verdict.subject {
      case .pair(let pair): return requests[index].pairs.contains(pair)
      case .user(let id):
        return requests[index].holders.contains(.clientUser(ClientUserID(rawValue: id)))
      }
    }
  }

  /// I9: no request holds a pair, or names a holder, that its plan does not.
  private func foreignPairs(_ history: JournalHistory) -> [Violation] {
    history.marks.compactMap { mark in
      guard let index = mark.sent, let plan = history.operations[mark.operation] else { return nil }
      let request = requests[index]
      let pairs = request.pairs.subtracting(plan.pairs(for: request.endpoint))
      let holders = request.holders.subtracting(plan.holders)
      guard !pairs.isEmpty || !holders.isEmpty else { return nil }
      return Violation(
        invariant: "I9",
        text: "request \(index) of operation \(mark.operation) holds \(pairs.count) pairs and "
          + "\(holders.count) holders that its plan does not")
    }
  }
}
