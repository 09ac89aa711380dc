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

  /// Appends a deed; on the disk when this returns.
  func append(_ deed: Deed) async throws {
    do {
      try PrivateDirectory.ensure(path.removingLastComponent(), on: files)
      let lock = try files.open(path, .appendCreating)
      defer { try? files.close(lock) }
      try await take(lock)
      let previous = try lastHash()
      let log = try AppendLog.open(at: path, on: files)
      defer { log.close() }
      try log.append(line(deed, after: previous))
    } catch let error as OperationsError {
      throw error
    } catch {
      throw OperationsError.storage("The audit can't be written: \(error)")
    }
  }

  /// What the first line holds in place of a hash.
  static let start = String(repeating: "0", count: 64)
  /// How much of the end is read to find the last line; more where that line is longer.
  private static let tailSize = 1 << 16
  private static let newline = UInt8(ascii: "\n")

  /// The hash that the line behind this one holds.
  static func hash(_ line: some ContiguousBytes) -> String {
    line.withUnsafeBytes { bytes in
      var hash = SHA256()
      hash.update(bufferPointer: bytes)
      return hash.finalize().hex
    }
  }

  private func take(_ lock: OpenFile) async throws {
    for _ in 0..<1000 {
      if try files.tryLock(lock) { return }
      await Task.yield()
    }
    throw OperationsError.storage("The audit is being written by another Purser that does not end.")
  }

  private func lastHash() throws -> String {
    var limit = Self.tailSize
    while true {
      let tail = try FileTail.read(path, limit: limit, on: files)
      limit *= 16
      guard let (line, end) = tail.lastLine else { continue }
      if end < tail.offset + Int64(tail.bytes.count) {
        // A killed process left half a line; what it announced was never sent.
        try AppendLog.cutTornTail(of: path, at: Int(end), now: now(), on: files)
      }
      return end == 0 ? Self.start : Self.hash(line)
    }
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
