import Synchronization

/// A clock that stands still until it is moved by hand.
final class HandClock: Clock, Sendable {
  struct Instant: InstantProtocol {
    var offset: Duration
    func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
    func duration(to other: Instant) -> Duration { other.offset - offset }
    static func < (one: Instant, other: Instant) -> Bool { one.offset < other.offset }
  }

  private let state = Mutex(State())

  private struct State {
    var now = Instant(offset: .zero)
    var waiting: [(deadline: Instant, resume: CheckedContinuation<Void, Never>)] = []
  }

  var now: Instant { state.withLock { $0.now } }
  var minimumResolution: Duration { .zero }

  /// How many sleepers wait.
  var sleepers: Int { state.withLock { $0.waiting.count } }

  func sleep(until deadline: Instant, tolerance: Duration?) async throws {
    await withCheckedContinuation { continuation in
      let isOver = state.withLock { state in
        if deadline > state.now { state.waiting.append((deadline, continuation)) }
        return deadline <= state.now
      }
      if isOver { continuation.resume() }
    }
  }

  func advance(by duration: Duration) {
    let due = state.withLock { state in
      state.now = state.now.advanced(by: duration)
      let due = state.waiting.filter { $0.deadline <= state.now }
      state.waiting.removeAll { $0.deadline <= state.now }
      return due
    }
    for sleeper in due { sleeper.resume.resume() }
  }
}
