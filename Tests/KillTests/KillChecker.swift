import Files
import Foundation
import Glibc
import SimulatedService
import SystemPackage

@testable import Operations

/// The invariants of reliability.md 15.1, looked at when everything has settled: the service's own log is the judge.
struct KillChecker {
  private let world: KillWorld
  /// Operations whose verdicts were compared with the truth already.
  private var judged: Set<Int> = []
  private(set) var operations: [Int: JournalOperation] = [:]

  init(_ world: KillWorld) { self.world = world }

  /// Looks at everything; `list` is what `purser operations --json` says.
  mutating func check(_ list: [[String: Any]]) async {
    let journal = JournalText(world.state.appending("journal"))
    operations = journal.operations()
    var found = journal.problems.map { "unreadable journal: \($0)" }
    for operation in operations.values {
      found += operation.problems.map { "I2: \($0)" }
      if operation.intents != 1 {
        found.append("operation \(operation.number) has \(operation.intents) intents")
      }
    }
    let posts = await world.service.posts().filter { $0.endpoint.isChange }.map(WirePost.init)
    found += sent(posts) + repeated(posts) + ended(list)
    let history = HistoryText(world.state.appending("history.jsonl"))
    found += history.problems + recorded(history)
    let truth = await world.truth()
    found += verdicts(history, truth, list)
    found += await events() + audited()
    world.violations += found
    judged.formUnion(operations.keys)
  }

  // MARK: The wire

  /// I1, I2 and I9: every POST has a `sending` mark of its own and holds exactly what its request plans.
  private func sent(_ posts: [WirePost]) -> [String] {
    var marks: [String: Int] = [:]
    for request in operations.values.flatMap(\.allRequests) {
      marks[WirePost.key(request.action, request.pairs), default: 0] += request.marks
    }
    var found: [String] = []
    for (key, same) in Dictionary(grouping: posts, by: \.key) {
      let allowed = marks[key] ?? 0
      if allowed == 0 {
        found.append("I1/I9: a request without a mark, or not as planned: \(key.prefix(200))")
      } else if same.count > allowed {
        found.append("I2: \(same.count) requests for \(allowed) marks: \(key.prefix(200))")
      }
    }
    for operation in operations.values {
      for request in operation.allRequests {
        let planned = operation.pairs[request.action] ?? []
        if !request.pairs.isSubset(of: planned) {
          found.append("I9: operation \(operation.number) sends pairs that it does not plan")
        }
      }
    }
    return found
  }

  /// A pair goes out twice only after an end of the first operation that says it was not done, or the opposite in between.
  private func repeated(_ posts: [WirePost]) -> [String] {
    let verdicts = HistoryText(world.state.appending("history.jsonl")).verdicts
    var last: [KillPair: (action: String, operation: Int)] = [:]
    var found: [String] = []
    for number in operations.keys.sorted() {
      guard let operation = operations[number] else { continue }
      for request in operation.allRequests where request.marks > 0 {
        for pair in request.pairs {
          if let before = last[pair], before.action == request.action, before.operation != number,
            verdicts[before.operation]?[pair]?.first == "done"
          {
            found.append("doubled: \(pair) in \(before.operation) (done) and \(number)")
          }
          last[pair] = (request.action, number)
        }
      }
    }
    return found
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
  private func recorded(_ history: HistoryText) -> [String] {
    var found: [String] = []
    for operation in operations.values {
      let lines = history.verdicts[operation.number] ?? [:]
      for pair in operation.allPairs {
        let count = lines[pair]?.count ?? 0
        if count != 1 {
          found.append(
            "history: \(pair) of operation \(operation.number) stands there \(count) times")
        }
      }
    }
    return found
  }

  // MARK: Verdicts

  /// I4 and I5: the words of the history and the counts of the list are the truth.
  private func verdicts(
    _ history: HistoryText, _ truth: Set<KillPair>, _ list: [[String: Any]]
  ) -> [String] {
    var found: [String] = []
    var later: Set<KillPair> = []
    // From the newest: what a later operation touched tells nothing of an earlier one.
    for number in operations.keys.sorted(by: >) where !judged.contains(number) {
      guard let operation = operations[number] else { continue }
      var done = 0
      for (action, pairs) in operation.pairs {
        for pair in pairs {
          let word = history.verdicts[number]?[pair]?.first
          if word == "done" { done += 1 }
          guard !later.contains(pair) else { continue }
          let isAsWanted = truth.contains(pair) == (action == "assign")
          if let word, (word == "done") != isAsWanted {
            found.append(
              "wrong verdict: \(pair) of operation \(number) (\(action)) is called \(word)")
          }
        }
      }
      later.formUnion(operation.allPairs)
      let report = list.first { $0["operation"] as? Int == number }
      if let applied = report?["applied"] as? Int, applied != done,
        history.verdicts[number] != nil
      {
        found.append("I5: operation \(number) counts \(applied) applied, the history \(done)")
      }
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
  private func audited() -> [String] {
    let path = world.state.appending("audit.jsonl").string
    let bytes = (try? Data(contentsOf: URL(filePath: path))) ?? Data()
    var found: [String] = []
    if let line = Audit.firstBreak(in: Array(bytes)) {
      found.append("audit: broken at line \(line)")
    }
    var begun: Set<Int> = []
    for line in bytes.split(separator: 10) {
      guard let json = try? JSONSerialization.jsonObject(with: Data(line)) as? [String: Any],
        let what = json["what"] as? [String: Any]
      else {
        found.append("audit: a line can't be read")
        continue
      }
      if let number = what["operation"] as? Int { begun.insert(number) }
    }
    for operation in operations.values where !begun.contains(operation.number) {
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
      var isFolder: ObjCBool = false
      FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      guard !isFolder.boolValue, path != world.token.string else { continue }
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
    var raw = stat()
    return stat(path, &raw) == 0 ? raw.st_mode & 0o777 : 0
  }
}

/// A change as the service saw it.
struct WirePost {
  var endpoint: SimulatedEndpoint
  var pairs: Set<KillPair>

  init(_ request: LoggedRequest) {
    endpoint = request.endpoint
    let body =
      (try? JSONSerialization.jsonObject(with: Data(request.body))) as? [String: Any] ?? [:]
    let assets = (body["assets"] as? [[String: Any]] ?? []).map {
      "\($0["adamId"] ?? ""):\($0["pricingParam"] ?? "STDQ")"
    }
    let users =
      (body["users"] as? [[String: Any]])?.compactMap { $0["clientUserId"] as? String }
      ?? body["clientUserIds"] as? [String] ?? []
    let holders =
      users.map { "u:\($0)" } + (body["serialNumbers"] as? [String] ?? []).map { "s:\($0)" }
    pairs = Set(
      (assets.isEmpty ? [""] : assets).flatMap { asset in
        holders.map { KillPair(asset: asset, holder: $0) }
      })
  }

  var key: String {
    let actions: [SimulatedEndpoint: String] = [.associate: "assign", .disassociate: "reclaim"]
    return Self.key(actions[endpoint] ?? endpoint.rawValue, pairs)
  }

  static func key(_ action: String, _ pairs: Set<KillPair>) -> String {
    "\(action): " + pairs.sorted().map(\.description).joined(separator: ", ")
  }
}

/// The history as somebody reads it who does not know the product's code.
struct HistoryText {
  /// Operation, pair: the outcomes of its lines.
  var verdicts: [Int: [KillPair: [String]]] = [:]
  var problems: [String] = []

  init(_ path: FilePath) {
    let bytes = (try? Data(contentsOf: URL(filePath: path.string))) ?? Data()
    if let last = bytes.last, last != 10 { problems.append("history: ends with half a line") }
    for (index, line) in bytes.split(separator: 10).enumerated() {
      guard let json = try? JSONSerialization.jsonObject(with: Data(line)) as? [String: Any],
        let operation = json["operation"] as? Int, let outcome = json["outcome"] as? String
      else {
        problems.append("history: line \(index + 1) can't be read")
        continue
      }
      let asset = (json["adamId"] as? String).map { "\($0):\(json["pricingParam"] ?? "")" } ?? ""
      let pair = KillPair(asset: asset, holder: JournalOperation.holder(json))
      verdicts[operation, default: [:]][pair, default: []].append(outcome)
    }
  }
}
