/// Remembers how the last reads went, so that a service that gives no answer is left in peace for a while.
///
/// After five failures in a row reads fail at once for 60 seconds; then one goes out as a probe, with a single attempt
/// (reliability.md section 8.1). Repeats of a read that began before are not held up. It also keeps a long pause that the
/// service itself has asked for.
struct CircuitBreaker: Sendable {
  /// Failures in a row that open it.
  static let failures = 5
  /// How long it stays open.
  static let openTime = Duration.seconds(60)
  /// A pause asked for by the service is believed for so long at most, then it is asked again.
  static let longestRest = Duration.seconds(3600)

  /// Whether a read may go out.
  enum Leave: Hashable {
    case go
    /// It may, with one attempt.
    case probe
    /// Nothing was answered; so long until the next try.
    case notReachable(Duration)
    /// The service asked for a pause until this moment.
    case resting(until: Duration)
  }

  private var failedInRow = 0
  private var openUntil: Duration?
  private var isProbing = false
  private var restsUntil: Duration?

  /// Asks for leave; a probe is to be followed by `answered`, `failed` or `probeCalledOff`.
  mutating func leave(at now: Duration) -> Leave {
    if let restsUntil = rest(at: now) { return .resting(until: restsUntil) }
    guard let openUntil else { return .go }
    if now < openUntil { return .notReachable(openUntil - now) }
    if isProbing { return .notReachable(.seconds(1)) }
    isProbing = true
    return .probe
  }

  /// The service answered, whatever it said.
  mutating func answered() {
    failedInRow = 0
    openUntil = nil
    isProbing = false
  }

  /// No answer came.
  mutating func failed(at now: Duration) {
    failedInRow += 1
    isProbing = false
    if failedInRow >= Self.failures { openUntil = now + Self.openTime }
  }

  /// The probe ended without telling anything.
  mutating func probeCalledOff() { isProbing = false }

  /// Until when the service wants to be left alone, if it does.
  mutating func rest(at now: Duration) -> Duration? {
    if let until = restsUntil, now >= until { restsUntil = nil }
    return restsUntil
  }

  /// The service wants to be left alone for so long.
  mutating func rest(for pause: Duration, at now: Duration) {
    restsUntil = now + min(pause, Self.longestRest)
  }
}
