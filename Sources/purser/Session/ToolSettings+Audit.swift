import Files
import Operations

extension ToolSettings {
  /// Writes to a location's audit what is about to be done and is no operation (reliability.md section 14).
  ///
  /// - Throws: `ToolError` with 6 and `sentence` where it can't be written; the deed is not done then.
  func audit(
    _ deed: AuditTrail.Deed, at key: LocationKey, fingerprint: String, orElse sentence: String
  ) async throws {
    do {
      try await AuditTrail(
        directory: places.state(of: key), files: context.files, person: Person.here(context),
        location: key.rawValue, tokenFingerprint: fingerprint, now: context.now
      ).note(deed)
    } catch OperationsError.storage(let reason) {
      throw ToolError(.storage, "\(reason) \(sentence)")
    }
  }
}
