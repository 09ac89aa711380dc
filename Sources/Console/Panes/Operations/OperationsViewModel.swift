import AppsAndBooks
import FoundationEssentials
import LocationStore
import Operations
import Screen

/// What the page of operations says.
struct OperationsViewModel: Equatable, Sendable {
  /// One operation.
  struct Row: Equatable, Sendable {
    var number: Int
    var isCursor: Bool
    var look: OperationLook
    var text: String
    var done: String
    var started: String
    /// «certain at 09:53», «asks Apple in 21 s».
    var note: String
    var content: Content
  }

  /// What an opened operation shows.
  enum Content: Equatable, Sendable {
    case closed
    case pairs([PairLine], more: String, notes: [String])
    case story(UnknownStory)
  }

  /// One pair, move or user of an opened operation.
  struct PairLine: Equatable, Sendable {
    var look: PairLook
    var holder: String
    var asset: String
    var word: String
    var reason: String
  }

  /// «1 unknown · 1 partial · 1 pending».
  var counts: String
  var rows: [Row]
  /// Whether a start lies on another day, so that its column shows dates.
  var hasDates: Bool

  init(_ page: OperationsPage, world: World) {
    let order = OperationsPage.order(world)
    counts = Self.counts(order, world)
    let undone = Self.undone(order)
    rows = order.map { Self.row($0, page, undone[$0.number], world) }
    hasDates = rows.contains { $0.started.count > 5 }
  }

  private static func counts(_ order: [OperationRecord], _ world: World) -> String {
    var words: [(word: String, count: Int)] = []
    for record in order
    where record.needsPerson(at: world.now, among: world.operations) || record.isRunning {
      let word = OperationLook(record.state).word
      if words.last?.word == word {
        words[words.count - 1].count += 1
      } else {
        words.append((word, 1))
      }
    }
    return words.map { "\($0.count) \($0.word)" }.joined(separator: " · ")
  }

  /// The latest operation that undid another, by the number of the other.
  private static func undone(_ records: [OperationRecord]) -> [Int: Int] {
    let pairs = records.compactMap { record in record.undoes.map { ($0, record.number) } }
    return Dictionary(pairs, uniquingKeysWith: max)
  }

  private static func row(
    _ record: OperationRecord, _ page: OperationsPage, _ undoneBy: Int?, _ world: World
  ) -> Row {
    let digest = page.digest(of: record, in: world)
    return Row(
      number: record.number, isCursor: record.number == page.number,
      look: OperationLook(record.state),
      text: digest.text,
      done: "\(Numbers.count(digest.settled))/\(Numbers.count(digest.total))",
      started: world.zone.moment(record.startedAt, now: world.now),
      note: note(record, digest, undoneBy, world), content: content(record, page, world))
  }

  private static func note(
    _ record: OperationRecord, _ digest: OperationDigest, _ undoneBy: Int?, _ world: World
  ) -> String {
    switch record.state {
    case .unknown:
      guard let certain = record.certainAt, !record.isCertain(at: world.now) else { return "" }
      return "certain at \(world.zone.time(certain))"
    case .sending:
      let next = min(record.requestsAccepted + 1, max(1, record.requestsPlanned))
      return "request \(next) of \(max(1, record.requestsPlanned))"
    case .pending:
      guard let look = record.nextLook else { return "" }
      return "asks Apple in \(seconds(until: look, world))"
    case .rejected:
      return digest.failure.map { "Apple's error \($0)" } ?? ""
    case .held: return record.hold.map { "held: \($0.kind.word)" } ?? ""
    case .done:
      if let undoneBy { return "undone by \(undoneBy)" }
      if digest.isSpent || record.kind == .userRetire { return "can't be undone" }
      return record.undoes.map { "undoes \($0)" } ?? ""
    case .partial, .nothing:
      return undoneBy.map { "undone by \($0)" } ?? record.undoes.map { "undoes \($0)" } ?? ""
    }
  }

  /// «21 s», whole seconds that are left.
  static func seconds(until date: Date, _ world: World) -> String {
    "\(max(0, Int(date.timeIntervalSince(world.now).rounded(.up)))) s"
  }

  private static func content(
    _ record: OperationRecord, _ page: OperationsPage, _ world: World
  ) -> Content {
    guard let opening = page.opened[record.number] else { return .closed }
    if record.state == .unknown, let story = UnknownStory(record, world: world) {
      return .story(story)
    }
    let ranked = record.rankedUnits
    let most = opening == .all ? ranked.count : OperationLines.some
    let lines = ranked.prefix(most).map { place in
      let unit = OperationUnit(place, of: record, world: world)
      return PairLine(
        look: PairLook(unit.state), holder: unit.holder, asset: unit.asset, word: unit.state.word,
        reason: unit.remark)
    }
    let rest = ranked.dropFirst(most)
    var more = ""
    if let first = rest.first {
      let word = record.state(at: first).word
      let isOne = rest.allSatisfy { record.state(at: $0).word == word }
      more = "\(Numbers.count(rest.count)) more\(isOne ? " \(word)" : "") (Enter)"
    }
    return .pairs(lines, more: more, notes: notes(of: record, world))
  }

  /// What is to be known beside the pairs: what it undoes, why, what was left out, and what happened.
  private static func notes(of record: OperationRecord, _ world: World) -> [String] {
    var notes: [String] = []
    if let undoes = record.undoes { notes.append("Undoes operation \(undoes).") }
    if let reason = record.reason { notes.append("Reason: \(reason)") }
    notes += record.leftOutHolders.prefix(3).map {
      "Left out: \($0.reason.sentence(holder: $0.holder))."
    }
    return notes + record.notes
  }
}

extension HoldReason.Kind {
  /// What stopped an operation, in a word or two.
  var word: String {
    switch self {
    case .shortage: "no licence left"
    case .token: "the token"
    case .unreachable: "Apple not reached"
    case .owner: "not ours"
    case .storage: "local storage"
    case .unknownOutcome: "a lost answer"
    case .rejected: "Apple refused"
    case .quit: "you quit"
    }
  }
}
