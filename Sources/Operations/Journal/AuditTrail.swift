package import Files
package import FoundationEssentials
package import SystemPackage

/// The audit for deeds that are no operation: changes of kept tokens, and exports (reliability.md section 14).
package struct AuditTrail: Sendable {
  /// What is about to be done.
  package enum Deed: Sendable, Hashable {
    /// A token is kept under a name; `replacing` where one was kept so before.
    case keepToken(name: String, replacing: Bool)
    /// The token of a name is removed.
    case removeToken(name: String)
    /// Rows of a list are written to a file.
    case export(list: String, rows: Int, file: String)
  }

  private let audit: Audit

  /// The audit of the location whose state folder this is.
  package init(
    directory: FilePath, files: any FileSystem, person: Person, location: String,
    tokenFingerprint: String, now: @escaping @Sendable () -> Date
  ) {
    audit = Audit(
      path: directory.appending("audit.jsonl"), files: files, person: person,
      location: location, token: tokenFingerprint, now: now)
  }

  /// Writes the line; on the disk when this returns, so that the deed comes after it.
  ///
  /// - Throws: `OperationsError.storage`; the deed is not done then.
  package func note(_ deed: Deed) async throws {
    try await audit.append(Audit.Deed(deed))
  }
}

extension Audit.Deed {
  fileprivate init(_ deed: AuditTrail.Deed) {
    switch deed {
    case .keepToken(let name, let isReplacing):
      self.deed = isReplacing ? "token replaced" : "token added"
      self.name = name
    case .removeToken(let name):
      self.deed = "token removed"
      self.name = name
    case .export(let list, let rows, let file):
      self.deed = "export"
      self.list = list
      self.rows = rows
      self.file = file
    }
  }
}
