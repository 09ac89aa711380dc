/// Keeps a client within the service's rules: so many requests in any second, so many in flight.
///
/// The window is a little longer than a second, since requests may arrive closer together than they were sent.
package actor RateLimit {
  /// Requests per second where the service names none (product.md section 4).
  package static let defaultPerSecond = 10
  /// Requests in flight at most.
  package static let maxInFlight = 5
  static let window = Duration.milliseconds(1_040)

  private let timeline: Timeline
  private var perSecond = RateLimit.defaultPerSecond
  private var inFlight = 0
  private var waiting: [(id: Int, wake: AsyncStream<Void>.Continuation)] = []
  private var nextID = 0
  /// When the last requests went or will go, oldest first; at most `perSecond` of them.
  private var planned: [Duration] = []
  private var pausedUntil = Duration.zero

  /// Starts with the default rate.
  package init(_ timeline: Timeline) {
    self.timeline = timeline
  }

  /// Takes the service's number; `nil` is the default.
  package func setLimit(_ perSecond: Int?) {
    self.perSecond = max(1, perSecond ?? Self.defaultPerSecond)
  }

  /// Lets no request start before the time has passed: after «too many requests».
  package func pause(for duration: Duration) {
    pausedUntil = max(pausedUntil, timeline.elapsed() + duration)
  }

  /// How many wait for a place in flight.
  var waitingCount: Int { waiting.count }

  /// Waits until a request may start; `leave` follows when it is over.
  ///
  /// - Throws: `CancellationError`; then nothing was taken.
  package func enter() async throws {
    try await takePlace()
    do {
      try await waitForTurn()
    } catch {
      leave()
      throw error
    }
  }

  /// Gives the place to the one who waits longest.
  package func leave() {
    if waiting.isEmpty {
      inFlight -= 1
    } else {
      let next = waiting.removeFirst()
      next.wake.yield()
      next.wake.finish()
    }
  }

  private func takePlace() async throws {
    try Task.checkCancellation()
    if inFlight < Self.maxInFlight {
      inFlight += 1
      return
    }
    let id = nextID
    nextID += 1
    let (stream, wake) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
    waiting.append((id, wake))
    for await _ in stream { break }
    guard Task.isCancelled else { return }
    // Cancelled while waiting: either still in the line, or the place was handed over already.
    if let index = waiting.firstIndex(where: { $0.id == id }) {
      waiting.remove(at: index)
    } else {
      leave()
    }
    throw CancellationError()
  }

  private func waitForTurn() async throws {
    var turn = reserve()
    while true {
      let pause = max(turn, pausedUntil) - timeline.elapsed()
      guard pause > .zero else { return }
      try await timeline.sleep(pause)
      turn = min(turn, timeline.elapsed())
    }
  }

  /// The moment at which one more request keeps the window.
  private func reserve() -> Duration {
    let now = max(timeline.elapsed(), pausedUntil)
    // A rate of thousands is no limit: the simulated service for demos.
    guard perSecond < 2_000 else { return now }
    if planned.count > perSecond { planned.removeFirst(planned.count - perSecond) }
    var turn = now
    if planned.count == perSecond { turn = max(turn, planned[0] + Self.window) }
    if let last = planned.last { turn = max(turn, last) }
    planned.append(turn)
    if planned.count > perSecond { planned.removeFirst() }
    return turn
  }
}
