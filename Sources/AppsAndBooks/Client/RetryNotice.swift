/// Tells that a read failed and will be repeated: every repeat is shown (reliability.md section 8.1).
package struct RetryNotice: Hashable, Sendable {
  /// The call.
  package var operation: String
  /// Attempts that failed so far.
  package var failed: Int
  /// Attempts there will be at most.
  package var attempts: Int
  /// The pause before the next one.
  package var pause: Duration
  /// What went wrong.
  package var error: APIError

  /// Describes a repeat to come.
  package init(
    operation: String, failed: Int, attempts: Int, pause: Duration, error: APIError
  ) {
    self.operation = operation
    self.failed = failed
    self.attempts = attempts
    self.pause = pause
    self.error = error
  }
}
