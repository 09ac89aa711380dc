/// Everything that makes a change safe: plan, journal, send, follow, verify (product.md section 5).
///
/// One per location and process. Every state change is published whole on each stream of `updates`.
package actor Operations {
  private let context: OperationsContext
  private var known: [OperationRecord] = []

  /// Opens nothing: call `recover` first.
  package init(_ context: OperationsContext) {
    self.context = context
  }

  /// Reads the journal and takes up every unfinished operation by reading only, as at every start.
  ///
  /// Without the network it lists them as they were left.
  package func recover() async {}

  /// Plans a change from fresh reads; `progress` hears how many reads of how many are done.
  ///
  /// - Throws: `APIError` where the service refuses or is not reached, or `OperationsError`.
  package func plan(
    _ request: ChangeRequest, progress: @escaping @Sendable (PlanProgress) -> Void = { _ in }
  ) async throws -> Plan {
    throw OperationsError.writingIsOff("nothing can be sent yet")
  }

  /// Takes the write lock, makes the intent durable and begins to send; returns the operation's number.
  ///
  /// - Throws: `OperationsError`; then nothing was sent.
  package func confirm(_ plan: Plan) async throws -> Int {
    throw OperationsError.writingIsOff("nothing can be sent yet")
  }

  /// Waits until an operation is over, at most as long as said, and returns what is known then.
  package func wait(for number: Int, atMost limit: Duration?) async -> OperationRecord? {
    record(number)
  }

  /// Every operation of this location, oldest first.
  package func records() -> [OperationRecord] { known }

  /// One operation.
  package func record(_ number: Int) -> OperationRecord? { known.first { $0.number == number } }

  /// The whole list with every change; each stream begins with what is known now.
  package var updates: AsyncStream<[OperationRecord]> {
    AsyncStream { $0.finish() }
  }

  /// Reads an open operation's pairs now (F5).
  package func look(at number: Int) async {}

  /// Finishes the request in flight and holds the rest; returns once it is answered (frame 22).
  package func prepareToQuit() async {}

  /// Whether a change may be sent, by what is known now without asking.
  package func writing() async -> WritingState { .off("nothing can be sent yet") }

  /// Makes the location ours: reads, writes `mdmInfo` alone, reads again; never without a person's word.
  package func claim(takeover: Bool) async throws -> ClaimResult {
    throw OperationsError.writingIsOff("nothing can be sent yet")
  }

  /// Gives the location up: writes three empty strings, reads again, says what it found.
  package func release() async throws -> ClaimResult {
    throw OperationsError.writingIsOff("nothing can be sent yet")
  }
}
