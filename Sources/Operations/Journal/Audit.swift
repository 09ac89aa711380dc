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

  /// Whether every line holds the hash of the one before; the number of the first line that does not.
  static func firstBreak(in bytes: [UInt8]) -> Int? {
    struct Link: Decodable { var previous: String }
    var expected = start
    for (index, line) in bytes.split(separator: newline).enumerated() {
      guard let link = try? JSONDecoder().decode(Link.self, from: Data(line)),
        link.previous == expected
      else { return index + 1 }
      expected = hash(line)
    }
    return nil
  }

  private static let start = String(repeating: "0", count: 64)
  private static let newline = UInt8(ascii: "\n")

  private static func hash(_ line: some Sequence<UInt8>) -> String {
    SHA256.hash(data: Data(line)).hex
  }

  private func take(_ lock: OpenFile) async throws {
    for _ in 0..<1000 {
      if try files.tryLock(lock) { return }
      await Task.yield()
    }
    throw OperationsError.storage("The audit is being written by another Purser that does not end.")
  }

  private func lastHash() throws -> String {
    var bytes = try DurableFile.read(path, limit: 1 << 30, on: files)
    let whole = (bytes.lastIndex(of: Self.newline) ?? -1) + 1
    if whole < bytes.count {
      // A killed process left half a line; what it announced was never sent.
      try AppendLog.cutTornTail(of: path, at: whole, now: now(), on: files)
      bytes.removeSubrange(whole...)
    }
    guard let end = bytes.indices.last else { return Self.start }
    let start = (bytes[..<end].lastIndex(of: Self.newline) ?? -1) + 1
    return Self.hash(bytes[start..<end])
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
