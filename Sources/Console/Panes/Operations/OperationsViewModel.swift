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

  /// One pair of an opened operation.
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
    rows = order.map { Self.row($0, page, world) }
    hasDates = rows.contains { $0.started.count > 5 }
  }

  private static func counts(_ order: [OperationRecord], _ world: World) -> String {
    var words: [(word: String, count: Int)] = []
    for record in order where record.needsPerson(at: world.now) || record.isRunning {
      let word = OperationLook(record.state).word
      if words.last?.word == word {
        words[words.count - 1].count += 1
      } else {
        words.append((word, 1))
      }
    }
    return words.map { "\($0.count) \($0.word)" }.joined(separator: " · ")
  }

  private static func row(
    _ record: OperationRecord, _ page: OperationsPage, _ world: World
  ) -> Row {
    let digest = page.digest(of: record, in: world)
    return Row(
      number: record.number, isCursor: record.number == page.number,
      look: OperationLook(record.state),
      text: digest.text,
      done: "\(Numbers.count(digest.settled))/\(Numbers.count(digest.total))",
      started: world.zone.moment(record.startedAt, now: world.now),
      note: note(record, digest, world), content: content(record, page, world))
  }

  private static func note(
    _ record: OperationRecord, _ digest: OperationDigest, _ world: World
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
      return digest.isSpent || record.kind == .userRetire ? "can't be undone" : ""
    case .partial, .nothing: return ""
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
    let ranked = record.ranked
    let most = opening == .all ? ranked.count : OperationLines.some
    let lines = ranked.prefix(most).map { pair in
      PairLine(
        look: PairLook(pair.state), holder: pair.pair.holder.text,
        asset: world.name(of: pair.pair.asset), word: pair.state.word,
        reason: pair.state.failure?.sentence ?? "")
    }
    let rest = ranked.dropFirst(most)
    var more = ""
    if let first = rest.first {
      let isOne = rest.allSatisfy { $0.state.word == first.state.word }
      more = "\(Numbers.count(rest.count)) more\(isOne ? " \(first.state.word)" : "") (Enter)"
    }
    return .pairs(lines, more: more, notes: record.notes)
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
