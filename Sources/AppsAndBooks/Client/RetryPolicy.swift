/// How a read that failed is repeated (reliability.md section 8.1).
package struct RetryPolicy: Hashable, Sendable {
  /// The number of attempts, the first included.
  package var attempts: Int
  /// The bound of the first pause; it doubles with every attempt.
  package var base: Duration
  /// The bound of every pause.
  package var cap: Duration
  /// The time for one attempt, its body included.
  package var deadline: Duration

  static let config = RetryPolicy(
    attempts: 4, base: .seconds(1), cap: .seconds(20), deadline: .seconds(20))
  static let page = RetryPolicy(
    attempts: 5, base: .seconds(1), cap: .seconds(30), deadline: .seconds(60))
  static let status = RetryPolicy(
    attempts: 3, base: .seconds(2), cap: .seconds(30), deadline: .seconds(30))
  static let metadata = RetryPolicy(
    attempts: 2, base: .seconds(1), cap: .seconds(1), deadline: .seconds(15))

  /// The pause before the attempt after `failed` ones: full jitter, random from zero to the bound.
  package func pause(
    afterFailed failed: Int, random: inout some RandomNumberGenerator
  ) -> Duration {
    Self.jitter(base: base, cap: cap, failed: failed, random: &random)
  }

  static func jitter(
    base: Duration, cap: Duration, failed: Int, random: inout some RandomNumberGenerator
  ) -> Duration {
    let bound = min(cap, base * (1 << max(0, min(failed - 1, 20))))
    return bound * Double.random(in: 0...1, using: &random)
  }
}
