import AppsAndBooks
import FoundationEssentials

/// Asks the list about pairs by the way with the fewest requests: every holder, or every asset (product.md section 5).
struct PairReader: Sendable {
  /// Rows per page where the service has not shown it: deliberately few, so that assets are not underestimated.
  static let assumedPageSize = 500

  let service: any ChangeReading
  /// Licences assigned of each asset, as far as known: decides how many pages its rows fill.
  var assignedCounts: [AdamID: Int]

  /// One question.
  enum Question: Hashable, Sendable {
    case holder(Holder)
    case asset(AdamID)
    /// The whole location.
    case everything

    var query: GetAssignments {
      switch self {
      case .holder(let holder): GetAssignments(holder: holder)
      case .asset(let adamID): GetAssignments(adamID: adamID)
      case .everything: GetAssignments()
      }
    }
  }

  /// The cheaper set of questions, and the requests it is expected to take.
  func questions(about pairs: some Collection<Assignment>) -> (list: [Question], cost: Int) {
    let holders = Set(pairs.map(\.holder))
    let assets = Set(pairs.map(\.asset.adamID))
    let assetCost = assets.reduce(0) { $0 + pages(of: $1) }
    return holders.count <= assetCost
      ? (holders.sorted().map(Question.holder), holders.count)
      : (assets.sorted().map(Question.asset), assetCost)
  }

  /// The cheaper set of questions about everything that holders have; `total` is the number of the location's
  /// assignments, as far as known, and 0 for not known.
  func questions(aboutAllOf holders: Set<Holder>, total: Int) -> [Question] {
    let pages = (total + Self.assumedPageSize - 1) / Self.assumedPageSize
    return total > 0 && pages < holders.count
      ? [.everything] : holders.sorted().map(Question.holder)
  }

  private func pages(of adamID: AdamID) -> Int {
    guard let count = assignedCounts[adamID] else { return 20 }
    return max(1, (count + Self.assumedPageSize - 1) / Self.assumedPageSize)
  }

  /// Those of the pairs that the list has now.
  func present(
    of pairs: Set<Assignment>, progress: @Sendable (PlanProgress) -> Void = { _ in }
  ) async throws -> Set<Assignment> {
    let questions = questions(about: pairs).list
    return try await answers(to: questions, progress: progress).intersection(pairs)
  }

  /// Every row that the answers show; five questions at a time.
  func answers(
    to questions: [Question], progress: @Sendable (PlanProgress) -> Void = { _ in }
  ) async throws -> Set<Assignment> {
    try await withThrowingTaskGroup(of: [Assignment].self) { group in
      var waiting = questions.makeIterator()
      var rows: Set<Assignment> = []
      var done = 0
      func ask(_ question: Question) {
        group.addTask { [service] in try await service.assignments(question.query) }
      }
      for _ in 0..<5 {
        if let question = waiting.next() { ask(question) }
      }
      while let answer = try await group.next() {
        rows.formUnion(answer)
        done += 1
        progress(PlanProgress(done: done, total: questions.count))
        if let question = waiting.next() { ask(question) }
      }
      return rows
    }
  }
}
