import Operations

extension LocationSession {
  /// Lets the request in flight be answered and holds the rest, but for no longer than `limit`.
  ///
  /// A second wish to end leaves at once. Whatever is not answered then is in the journal as sent, and the next start reads it.
  func finish(within limit: Duration, isAskedTwice: Bool = false) async {
    let (stream, continuation) = AsyncStream.makeStream(
      of: Void.self, bufferingPolicy: .bufferingNewest(1))
    let context = settings.context
    // Not a task group: it would wait for the request that this is to stop waiting for.
    let tasks = [
      Task { [operations] in
        await operations.prepareToQuit()
        continuation.yield()
      },
      Task {
        try? await context.clock.sleep(for: limit)
        continuation.yield()
      },
      Task {
        guard isAskedTwice else { return }
        await context.interrupt()
        if !Task.isCancelled { continuation.yield() }
      },
    ]
    for await _ in stream { break }
    for task in tasks { task.cancel() }
  }
}
