/// What became of the one attempt to send a change (reliability.md section 8.2).
package enum PostOutcome: Hashable, Sendable {
  /// Taken, under an event that is to be followed.
  case accepted(EventID, ResponseMeta)
  /// Done at once: Client Config.
  case answered(ClientConfig)
  /// The service says that nothing was processed; `repeatable` tells whether the same may be sent again by itself.
  case rejected(APIError, repeatable: RepeatRule?)
  /// Provably no byte of the request left; may be sent again by the rule.
  case notSent(reason: String, repeatable: RepeatRule?)
  /// It may have been taken: only reading the list tells. Never sent again by itself.
  case unknown(reason: String)
}

/// How often and after which pause a change that was provably not taken may be sent again.
package struct RepeatRule: Hashable, Sendable {
  /// Repeats at most.
  package var repeats: Int
  /// The bound of the first pause; it doubles.
  package var base: Duration
  /// The bound of every pause.
  package var cap: Duration
  /// The pause the service asks for, which counts if it is longer.
  package var retryAfter: RetryAfter?

  /// Describes a rule.
  package init(repeats: Int, base: Duration, cap: Duration, retryAfter: RetryAfter? = nil) {
    self.repeats = repeats
    self.base = base
    self.cap = cap
    self.retryAfter = retryAfter
  }

  /// The random part of the pause before repeat number `number`, counted from 1.
  package func jitter(
    beforeRepeat number: Int, random: inout some RandomNumberGenerator
  ) -> Duration {
    RetryPolicy.jitter(base: base, cap: cap, failed: number, random: &random)
  }
}
