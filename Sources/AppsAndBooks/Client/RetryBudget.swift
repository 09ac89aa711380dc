/// How many repeats a client may spend, so that a service in trouble is not asked ever more.
///
/// A repeat costs 5 of 500, after a timeout 10, and every success gives one back (reliability.md section 8.1).
struct RetryBudget: Sendable {
  static let full = 500
  private(set) var left = RetryBudget.full

  /// Whether one more repeat may be made; if so it is paid.
  mutating func take(afterTimeout: Bool) -> Bool {
    let cost = afterTimeout ? 10 : 5
    guard left >= cost else { return false }
    left -= cost
    return true
  }

  /// A request succeeded.
  mutating func succeeded() {
    left = min(Self.full, left + 1)
  }
}
