package import AppsAndBooks
package import Files
package import FoundationEssentials
package import LocationStore
package import SystemPackage

/// What the operations of one location are made of; built in the tool.
package struct OperationsContext: Sendable {
  /// The location: its key and the name that is typed to confirm.
  package var location: LocationIdentity
  /// The reads.
  package var service: any ChangeReading
  /// The POSTs; `nil` in a session that may not write.
  package var writer: (any ChangeWriting)?
  /// What is known of the location.
  package var knowledge: any LocationKnowledge
  /// Told `mdmInfo` by every answer; the same value as in the client's observer.
  package var owner: OwnerWatch
  /// The location's state folder: journal, audit, history and lock go there.
  package var directory: FilePath
  /// The way to the disk.
  package var files: any FileSystem
  /// The clock of every wait.
  package var clock: any Clock<Duration>
  /// The time of day.
  package var now: @Sendable () -> Date
  /// Who sits here.
  package var person: Person
  /// The token's fingerprint, for journal and audit.
  package var tokenFingerprint: String
  /// Makes our `mdmInfo`, and keeps a client id where there is none yet; called by a claim alone.
  package var makeIdentity: @Sendable () throws -> MDMInfo
  /// Why this session may not write, if it may not: `--read-only`, a token that may only read.
  package var readOnlyReason: String?
  /// Where an answer is kept that the journal could not take, best place first.
  package var unwritten: [FilePath] = []
  /// Nanoseconds since the machine started.
  package var uptime: @Sendable () -> Int64 = { BootTime.nanoseconds() }
  /// For the jitter of pauses; seeded in tests.
  package var random: any RandomNumberGenerator & Sendable

  /// Joins the parts.
  package init(
    location: LocationIdentity, service: any ChangeReading, writer: (any ChangeWriting)?,
    knowledge: any LocationKnowledge, owner: OwnerWatch, directory: FilePath,
    files: any FileSystem, clock: any Clock<Duration>, now: @escaping @Sendable () -> Date,
    person: Person, tokenFingerprint: String,
    makeIdentity: @escaping @Sendable () throws -> MDMInfo, readOnlyReason: String? = nil,
    random: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()
  ) {
    self.location = location
    self.service = service
    self.writer = writer
    self.knowledge = knowledge
    self.owner = owner
    self.directory = directory
    self.files = files
    self.clock = clock
    self.now = now
    self.person = person
    self.tokenFingerprint = tokenFingerprint
    self.makeIdentity = makeIdentity
    self.readOnlyReason = readOnlyReason
    self.random = random
  }
}

/// Who sits here, for lock, journal and audit (reliability.md section 14).
package struct Person: Sendable, Hashable {
  /// The login name.
  package var login: String
  /// Who called sudo, if anybody did.
  package var sudoUser: String?
  /// The user id.
  package var userID: UInt32
  /// This host's name.
  package var host: String
  /// The terminal.
  package var tty: String?
  /// The address from `SSH_CONNECTION`.
  package var sshClient: String?
  /// This process.
  package var pid: Int32
  /// The boot this is.
  package var bootID: String
  /// Purser's version.
  package var version: String

  /// Joins the parts.
  package init(
    login: String, sudoUser: String? = nil, userID: UInt32, host: String, tty: String? = nil,
    sshClient: String? = nil, pid: Int32, bootID: String, version: String
  ) {
    self.login = login
    self.sudoUser = sudoUser
    self.userID = userID
    self.host = host
    self.tty = tty
    self.sshClient = sshClient
    self.pid = pid
    self.bootID = bootID
    self.version = version
  }

  /// Login and host, as `by` shows it.
  package var by: String { "\(login)@\(host)" }
}
