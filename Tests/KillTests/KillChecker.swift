import Foundation
import Glibc
import SimulatedService
import SystemPackage
import TestSupport

/// The invariants of reliability.md 15.1, looked at when everything has settled: the service's own log is the judge.
struct KillChecker {
  private let world: KillWorld
  /// Operations whose verdicts were compared with the truth already.
  private var judged: Set<Int> = []
  private var journal = JournalText()
  private var history = HistoryText()
  private var audit = AuditText()
  private var postCounts: [String: Int] = [:]
  private var requestsRead = 0

  init(_ world: KillWorld) { self.world = world }

  /// The operations that the journal names.
  var operations: [Int: JournalOperation] { journal.operations }

  /// Looks at everything; `list` is what `purser operations --json` says.
  mutating func check(_ list: [[String: Any]]) async {
    var found = journal.read(world.state.appending("journal")).map { "unreadable journal: \($0)" }
    for operation in operations.values {
      found += operation.problems.map { "I2: \($0)" }
      if operation.intents != 1 {
        found.append("operation \(operation.number) has \(operation.intents) intents")
      }
    }
    let torn = history.read(world.state.appending("history.jsonl"))
    found += torn + recorded()
    found += await sent() + repeated() + ended(list)
    found += verdicts(await world.truth(), list)
    found += await events() + audited()
    world.violations += found
    judged.formUnion(operations.keys)
  }

  // MARK: The wire

  /// I1, I2 and I9: every POST has a `sending` mark of its own and holds exactly what its request plans.
  private mutating func sent() async -> [String] {
    let requests = await world.service.requests()
    for request in requests[requestsRead...] where request.endpoint.isChange {
      postCounts[WirePost(request).key, default: 0] += 1
    }
    requestsRead = requests.count
    var marks: [String: Int] = [:]
    for request in operations.values.flatMap(\.allRequests) {
      marks[request.key, default: 0] += request.marks
    }
    var found: [String] = []
    for (key, count) in postCounts {
      let allowed = marks[key] ?? 0
      if allowed == 0 {
        found.append("I1/I9: a request without a mark, or not as planned: \(key.prefix(200))")
      } else if count > allowed {
        found.append("I2, doubled: \(count) requests for \(allowed) marks: \(key.prefix(200))")
      }
    }
    return found
  }

  /// A wish goes out twice only after an end of the first operation that says it was not met, or the opposite in between.
  private func repeated() -> [String] {
    var last: [KillPair: (action: String, operation: Int)] = [:]
    var found: [String] = []
    for number in operations.keys.sorted() {
      guard let operation = operations[number] else { continue }
      let sent = Set(operation.allRequests.filter { $0.marks > 0 }.flatMap(\.pairs))
      for wish in operation.wishes where sent.contains(wish.pair) {
        if let before = last[wish.pair], before.action == wish.action,
          history.verdicts[before.operation]?[line(of: wish)]?.first == "done"
        {
          found.append("doubled: \(wish.pair) in \(before.operation) (done) and \(number)")
        }
        last[wish.pair] = (wish.action, number)
      }
    }
    return found
  }

  /// What a line of the history is about.
  private func line(of wish: KillWish) -> KillPair {
    wish.action == "update" ? KillPair(asset: "", holder: wish.pair.holder) : wish.pair
  }

  // MARK: Ends

  /// I3: every operation has one end, and the list names each.
  private func ended(_ list: [[String: Any]]) -> [String] {
    var found: [String] = []
    let listed = list.compactMap { $0["operation"] as? Int }
    if Set(listed) != Set(operations.keys) || listed.count != operations.count {
      found.append("lost: the list names \(listed), the journal \(operations.keys.sorted())")
    }
    for operation in operations.values where operation.ends != 1 {
      found.append("I3: operation \(operation.number) has \(operation.ends) ends")
    }
    for report in list {
      let outcome = report["outcome"] as? String ?? ""
      if report["endedAt"] is NSNull || ["pending", "unknown", "sending"].contains(outcome) {
        found.append("I3: operation \(report["operation"] ?? 0) is still \(outcome)")
      }
    }
    return found
  }

  /// Every pair of every operation stands in the history once.
  private func recorded() -> [String] {
    var found: [String] = []
    for operation in operations.values {
      for wish in operation.wishes {
        let count = history.verdicts[operation.number]?[line(of: wish)]?.count ?? 0
        if count != 1 {
          found.append(
            "history: \(wish.pair) of operation \(operation.number) stands there \(count) times")
        }
      }
    }
    return found
  }

  // MARK: Verdicts

  /// I4 and I5: the words of the history and the counts of the list are the truth.
  private func verdicts(_ truth: Set<KillPair>, _ list: [[String: Any]]) -> [String] {
    var found: [String] = []
    var later: Set<KillPair> = []
    // From the newest: what a later operation touched tells nothing of an earlier one.
    for number in operations.keys.sorted(by: >) where !judged.contains(number) {
      guard let operation = operations[number] else { continue }
      for wish in operation.wishes where !later.contains(wish.pair) {
        let word = history.verdicts[number]?[line(of: wish)]?.first
        if let word, (word == "done") != wish.isMet(by: truth) {
          found.append("wrong verdict: \(wish) of operation \(number) is called \(word)")
        }
      }
      let report = list.first { $0["operation"] as? Int == number }
      let real = operation.units.count { unit in unit.allSatisfy { $0.isMet(by: truth) } }
      if let applied = report?["applied"] as? Int, applied != real,
        operation.allPairs.isDisjoint(with: later)
      {
        found.append(
          "wrong verdict: operation \(number) counts \(applied) applied, the service has \(real)")
      }
      later.formUnion(operation.allPairs)
    }
    return found
  }

  /// Every event id that is kept is one the service gave.
  private func events() async -> [String] {
    let known = Set(await world.service.events().map(\.eventId))
    return operations.values.flatMap { operation in
      operation.events.filter { !known.contains($0) && !world.strangeEvents }
        .map { "operation \(operation.number) keeps an event that never was: \($0)" }
    }
  }

  /// The audit's chain is whole, and no request went out without a line before it.
  private mutating func audited() -> [String] {
    var found = audit.read(world.state.appending("audit.jsonl"))
    for operation in operations.values where !audit.operations.contains(operation.number) {
      guard operation.allRequests.contains(where: { $0.marks > 0 }) else { continue }
      found.append("audit: operation \(operation.number) was sent without a line")
    }
    return found
  }

  // MARK: What is left behind

  /// I6 and I8: no token, no temporary file, no lock.
  func checkLeftovers() -> [String] {
    var found: [String] = []
    let files = FileManager.default.enumerator(atPath: world.folder.path.string)
    for case let name as String in files?.allObjects ?? [] {
      let path = world.folder.path.string + "/" + name
      guard files?.fileAttributes?[.type] as? FileAttributeType == .typeRegular,
        path != world.token.string
      else { continue }
      if name.hasSuffix(".tmp") { found.append("I8: \(name) was left behind") }
      let bytes = (try? Data(contentsOf: URL(filePath: path))) ?? Data()
      if world.canary.isIn(bytes) { found.append("I6: \(name) holds a piece of the token") }
      if name.hasSuffix(".lock") || name.hasSuffix(".log"), isLocked(path) {
        found.append("I8: \(name) is still locked")
      }
      if mode(path) & 0o077 != 0, !["out", "err", "trace"].contains(name) {
        found.append("P16: others can read \(name)")
      }
    }
    return found
  }

  private func isLocked(_ path: String) -> Bool {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return false }
    defer { close(file) }
    return flock(file, LOCK_EX | LOCK_NB) != 0
  }

  private func mode(_ path: String) -> UInt32 {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return (attributes?[.posixPermissions] as? NSNumber)?.uint32Value ?? 0
  }
}
