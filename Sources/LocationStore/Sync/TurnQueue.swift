/// Lets one task at a time pass, in the order of their coming.
actor TurnQueue {
  private var isTaken = false
  private var nextID = 0
  private var waiting: [(id: Int, wake: AsyncStream<Void>.Continuation)] = []

  /// Waits for the turn.
  ///
  /// - Throws: `CancellationError`; then there is no turn to give back.
  func take() async throws {
    try Task.checkCancellation()
    guard isTaken else {
      isTaken = true
      return
    }
    let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
    nextID += 1
    let id = nextID
    waiting.append((id, continuation))
    for await _ in stream {}
    // The stream ends by `give`, which has taken us off the list, or by cancellation, which has not.
    if let index = waiting.firstIndex(where: { $0.id == id }) {
      waiting.remove(at: index)
      throw CancellationError()
    }
  }

  /// Gives the turn to the one who waits longest.
  func give() {
    if waiting.isEmpty {
      isTaken = false
    } else {
      waiting.removeFirst().wake.finish()
    }
  }
}
