/// How many repeats a client may spend, so that a service in trouble is not asked ever more (reliability.md section 8.1).
///
/// A repeat costs 5 of 500, after a timeout 10, and every success gives one back. Besides, at most a fifth of the last
/// minute's requests may be repeats; twenty are always allowed, or a single command could not repeat at all. A repeat
/// after 429 counts in neither of the two sums: there the service sets the pace, and waiting longer is the answer.
struct RetryBudget: Sendable {
  /// What a repeat follows.
  enum Failure {
    /// No answer in time.
    case timeout
    /// More requests than the service allows in a second.
    case tooFast
    /// Anything else.
    case other
  }

  static let full = 500
  static let alwaysAllowed = 20
  private(set) var left = RetryBudget.full
  private var requests = MinuteCount()
  private var repeats = MinuteCount()

  /// A request goes out, the repeats included.
  mutating func noteRequest(at now: Duration) { requests.add(at: now) }

  /// Whether one more repeat may be made; if so it is paid.
  mutating func take(after failure: Failure, at now: Duration) -> Bool {
    if failure == .tooFast { return true }
    let cost = failure == .timeout ? 10 : 5
    let share = max(Self.alwaysAllowed, requests.sum(at: now) / 5)
    guard left >= cost, repeats.sum(at: now) < share else { return false }
    left -= cost
    repeats.add(at: now)
    return true
  }

  /// A request succeeded.
  mutating func succeeded() {
    left = min(Self.full, left + 1)
  }
}

/// Counts what happened within the last minute, second by second.
struct MinuteCount: Sendable {
  private var counts = [Int](repeating: 0, count: 60)
  private var second: Int64 = 0

  /// Counts one.
  mutating func add(at now: Duration) {
    forget(until: now.components.seconds)
    counts[Int(second % 60)] += 1
  }

  /// How many there were in the last sixty seconds.
  mutating func sum(at now: Duration) -> Int {
    forget(until: now.components.seconds)
    return counts.reduce(0, +)
  }

  private mutating func forget(until now: Int64) {
    guard now > second else { return }
    for passed in (second + 1)...max(second + 1, min(now, second + 60)) {
      counts[Int(passed % 60)] = 0
    }
    second = now
  }
}
