import Synchronization

/// Remembers that a file could not be written, so that nothing more is in this process.
///
/// A sync that is repeated after a failed one may falsely succeed (reliability.md F34).
final class StorageLatch: Sendable {
  private let state = Mutex<String?>(nil)

  /// Why nothing is written any more: a clause behind «because».
  var reason: String? { state.withLock { $0 } }

  /// Runs a body that writes; its failure is remembered and thrown as `OperationsError.storage`.
  func writing(_ file: String, _ body: () async throws -> Void) async throws {
    if let reason { throw OperationsError.storage(reason) }
    do {
      try await body()
    } catch let error as CancellationError {
      throw error
    } catch {
      let text = "\(file) can't be written: \(error)"
      state.withLock { $0 = $0 ?? text }
      throw OperationsError.storage(text)
    }
  }
}
