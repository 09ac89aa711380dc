import Synchronization

/// The one queue of the console: everything that happens waits here, in order, for the main loop.
final class Mailbox: Sendable {
  private let waiting = Mutex<[Action]>([])
  private let wake: AsyncStream<Void>.Continuation
  /// Tells that something is waiting; for one reader.
  let signals: AsyncStream<Void>

  init() {
    (signals, wake) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
  }

  /// Adds an action at the end.
  func post(_ action: Action) {
    waiting.withLock { $0.append(action) }
    wake.yield()
  }

  /// Wakes the loop without an action.
  func nudge() { wake.yield() }

  /// Takes everything that waits.
  func takeAll() -> [Action] {
    waiting.withLock { waiting in
      defer { waiting = [] }
      return waiting
    }
  }

  /// Whether nothing waits.
  var isEmpty: Bool { waiting.withLock { $0.isEmpty } }

  /// Ends the loop.
  func close() { wake.finish() }
}
