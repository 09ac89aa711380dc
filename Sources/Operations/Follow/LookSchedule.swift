import FoundationEssentials

/// When the event is asked and when the list is read (product.md section 5, «Verdicts»); pure.
enum LookSchedule {
  /// The first status poll, after acceptance.
  static let firstPoll: TimeInterval = 1
  /// Between polls: the service's rule.
  static let pollInterval: TimeInterval = 30
  /// Reads that show a change soon.
  static let quick: [TimeInterval] = [2, 5, 12]
  /// Reads of what is unknown, after sending.
  static let slow: [TimeInterval] = [60, 180, 300, 600, 900]
  /// With more holders the list is not read before the event is over.
  static let quickHolders = 50

  /// When the event of a request is asked about next.
  static func nextPoll(_ request: RequestModel, triedAt: Date?) -> Date? {
    guard request.openEvent != nil, let answeredAt = request.answeredAt else { return nil }
    let last = [request.polledAt, triedAt].compactMap { $0 }.max()
    return last.map { $0.addingTimeInterval(pollInterval) }
      ?? answeredAt.addingTimeInterval(firstPoll)
  }

  /// When the list is read next for a request; `triedAt` is the last read, also one that failed.
  static func nextLook(_ request: RequestModel, holders: Int, triedAt: Date?) -> Date? {
    let moments = moments(of: request, holders: holders)
    guard let last = moments.last else { return nil }
    guard let triedAt = [triedAt, request.readAt].compactMap({ $0 }).max() else {
      return moments.first
    }
    if let next = moments.first(where: { $0 > triedAt }) { return next }
    return triedAt >= last ? triedAt.addingTimeInterval(60) : nil
  }

  /// Whether the reads that may show a change soon are over.
  static func isQuickOver(_ request: RequestModel, triedAt: Date?) -> Bool {
    guard let tried = [triedAt, request.readAt].compactMap({ $0 }).max(),
      let base = request.eventOverAt ?? request.answeredAt, let last = quick.last
    else { return false }
    return tried >= base.addingTimeInterval(last)
  }

  private static func moments(of request: RequestModel, holders: Int) -> [Date] {
    guard request.isOpen, let settlesFrom = request.settlesFrom,
      let answeredAt = request.answeredAt
    else { return [] }
    let settling = slow.map(settlesFrom.addingTimeInterval)
    switch request.phase {
    case .waiting, .sending, .notSent: return []
    case .rejected: return ([0] + quick).map(answeredAt.addingTimeInterval)
    case .unknown: return (quick.map(answeredAt.addingTimeInterval) + settling).sorted()
    case .accepted:
      if let overAt = request.eventOverAt {
        return (([0] + quick).map(overAt.addingTimeInterval) + settling).sorted()
      }
      let soon = holders <= quickHolders ? quick.map(answeredAt.addingTimeInterval) : []
      return soon + [settlesFrom.addingTimeInterval(RequestModel.settlingTime)]
    }
  }
}
