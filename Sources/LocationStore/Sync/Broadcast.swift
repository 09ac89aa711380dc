import Synchronization

/// Sends values to any number of streams; each keeps the newest value only.
final class Broadcast<Value: Sendable>: Sendable {
  private struct Listeners: Sendable {
    var next = 0
    var continuations: [Int: AsyncStream<Value>.Continuation] = [:]
  }
  private let listeners = Mutex(Listeners())

  /// Sends a value to every stream.
  func send(_ value: Value) {
    let continuations = listeners.withLock { Array($0.continuations.values) }
    for continuation in continuations { continuation.yield(value) }
  }

  /// A stream of the values from now on; it ends when its reader is cancelled.
  func stream() -> AsyncStream<Value> {
    let (stream, continuation) = AsyncStream.makeStream(
      of: Value.self, bufferingPolicy: .bufferingNewest(1))
    let id = listeners.withLock { listeners in
      listeners.next += 1
      listeners.continuations[listeners.next] = continuation
      return listeners.next
    }
    continuation.onTermination = { [weak self] _ in
      self?.listeners.withLock { _ = $0.continuations.removeValue(forKey: id) }
    }
    return stream
  }
}
