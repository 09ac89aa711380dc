import AppsAndBooks
import Crypto
import Files
import FoundationEssentials
import SystemPackage

/// The audit: one line per deed, each with the hash of the line before (reliability.md section 14).
///
/// No audit line, no change. The chain shows editing; it can't prevent it.
struct Audit {
  /// What was done or is about to be.
  struct Deed: Encodable {
    var deed: String
    var operation: Int?
    var pairs: Int?
    var assets: [IntentRecord.AssetName]?
    var holders: [IntentRecord.HolderName]?
    var confirmation: String?
    var reason: String?
    var owner: String?
    var outcome: String?
    var events: [String]?
    /// The name of a kept token.
    var name: String?
    /// What was exported, how many rows of it, and where to.
    var list: String?
    var rows: Int?
    var file: String?
  }

  private struct Line: Encodable {
    var at: String
    var login: String
    var sudoUser: String?
    var userID: UInt32
    var host: String
    var tty: String?
    var sshClient: String?
    var version: String
    var location: String
    var token: String
    var what: Deed
    var previous: String
  }

  let path: FilePath
  let files: any FileSystem
  let person: Person
  let location: String
  let token: String
  let now: @Sendable () -> Date
  var latch = StorageLatch()
  var pause: @Sendable () async throws -> Void = { await Task.yield() }

  /// Appends a deed; on the disk when this returns.
  ///
  /// - Throws: after any failure this process writes no audit any more, and so changes nothing.
  func append(_ deed: Deed) async throws {
    try await latch.writing("the audit") {
      // A half line that a killed process left is cut off; what it announced was never sent.
      try await SharedLog(path, on: files, now: now, pause: pause).append { before in
        try Self.lastHash(before).map { try line(deed, after: $0) }
      }
    }
  }

  /// What the first line holds in place of a hash.
  static let start = String(repeating: "0", count: 64)
  private static let newline = UInt8(ascii: "\n")

  /// The hash that the line behind this one holds.
  static func hash(_ line: some ContiguousBytes) -> String {
    line.withUnsafeBytes { bytes in
      var hash = SHA256()
      hash.update(bufferPointer: bytes)
      return hash.finalize().hex
    }
  }

  /// The hash of the last line; nothing where that begins before the tail.
  private static func lastHash(_ tail: FileTail) -> String? {
    guard let (line, end) = tail.lastLine else { return nil }
    return end == 0 ? start : hash(line)
  }

  private func line(_ deed: Deed, after previous: String) throws -> [UInt8] {
    let line = Line(
      at: now().formatted(JournalDate.style), login: person.login, sudoUser: person.sudoUser,
      userID: person.userID, host: person.host, tty: person.tty, sshClient: person.sshClient,
      version: person.version, location: location, token: token, what: deed, previous: previous)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(line)) + [Self.newline]
  }
}
