package import FoundationEssentials

/// A clock of any kind as two closures: time since the start, and sleep.
package struct Timeline: Sendable {
  /// The time since this value was made.
  package let elapsed: @Sendable () -> Duration
  /// Sleeps; ends early with `CancellationError`.
  package let sleep: @Sendable (Duration) async throws -> Void

  /// The time of day from a moment on, by this clock alone.
  package func steady(from start: Date) -> @Sendable () -> Date {
    { [elapsed, begun = elapsed()] in
      start.addingTimeInterval((elapsed() - begun) / .seconds(1))
    }
  }

  /// Opens a clock.
  package init(_ clock: any Clock<Duration>) {
    self = Self.open(clock)
  }

  private init(
    elapsed: @escaping @Sendable () -> Duration,
    sleep: @escaping @Sendable (Duration) async throws -> Void
  ) {
    self.elapsed = elapsed
    self.sleep = sleep
  }

  private static func open<C: Clock<Duration>>(_ clock: C) -> Timeline {
    let start = clock.now
    return Timeline(
      elapsed: { start.duration(to: clock.now) },
      sleep: { try await clock.sleep(for: $0) })
  }
}
