import AppsAndBooks
import Files
import FoundationEssentials
import SystemPackage

extension Operations {
  /// Makes the location ours: reads, writes `mdmInfo` alone, reads again; never without a person's word.
  ///
  /// It is ours only if the second read says so; a lost answer is settled by the same read.
  ///
  /// - Throws: `OperationsError` where nothing was written, `APIError` where the service refused or can't be asked.
  package func claim(takeover: Bool) async throws -> ClaimResult {
    let writer = try writerForOwner()
    let lock = try await takeLock("claim the location")
    defer { lock.release() }
    let before = try await readOwner()
    switch before {
    case .ours where releaseMark.reason == nil:
      return ClaimResult(
        before: before, after: before, text: "The location is managed by this client already.")
    case .foreign(let info) where !takeover: throw OperationsError.foreignOwner(info)
    case .ours, .unclaimed, .unknown, .foreign: break
    }
    let identity = try context.makeIdentity()
    context.owner.setOurID(identity.id)
    try await audit.append(.init(takeover ? "takeover" : "claim", owner: Self.word(for: before)))
    let outcome = await writer.setClientConfig(mdmInfo: identity)
    let after = try await readOwner()
    guard case .ours = after else {
      if case .rejected(let error, _) = outcome { throw error }
      return ClaimResult(before: before, after: after, text: Self.notOurs(after, outcome))
    }
    try releaseMark.remove()
    return ClaimResult(
      before: before, after: after, text: "The location is managed by «\(identity.name)» now.")
  }

  /// Gives the location up: writes three empty strings, reads again (after a refusal too), says what it found.
  ///
  /// Where it is still ours nothing is written here until the next claim.
  package func release() async throws -> ClaimResult {
    let writer = try writerForOwner()
    let lock = try await takeLock("release the location")
    defer { lock.release() }
    let before = try await readOwner()
    switch before {
    case .foreign(let info): throw OperationsError.foreignOwner(info)
    case .unclaimed:
      return ClaimResult(
        before: before, after: before, text: "No client manages the location. Nothing was written.")
    case .ours, .unknown: break
    }
    try await audit.append(.init("release", owner: Self.word(for: before)))
    let outcome = await writer.setClientConfig(mdmInfo: MDMInfo(id: "", name: "", metadata: ""))
    let after = try await readOwner()
    if case .ours = after {
      try releaseMark.set()
      return ClaimResult(before: before, after: after, text: Self.stillOurs(outcome))
    }
    return ClaimResult(
      before: before, after: after, text: "The location is \(Self.word(for: after)).")
  }

  private func writerForOwner() throws(OperationsError) -> any ChangeWriting {
    if let reason = context.readOnlyReason { throw .readOnly(reason) }
    guard let writer = context.writer else { throw .readOnly("This session only reads.") }
    return writer
  }

  private func readOwner() async throws -> LocationOwner {
    context.owner.note(config: try await context.service.clientConfig())
    return context.owner.owner
  }

  private static func word(for owner: LocationOwner) -> String {
    switch owner {
    case .ours(let info), .foreign(let info): "managed by «\(info.name)» (\(info.id))"
    case .unclaimed: "managed by no client"
    case .unknown: "of an owner that is not known"
    }
  }

  private static func notOurs(_ owner: LocationOwner, _ outcome: PostOutcome) -> String {
    let cause =
      switch outcome {
      case .notSent(let reason, _): "The claim could not be sent: \(reason)."
      case .unknown(let reason): "The answer to the claim was lost: \(reason)."
      case .answered, .accepted, .rejected: "The claim was taken, but did not hold."
      }
    return
      "\(cause) Read again, the location is \(word(for: owner)). Nothing else was changed; claim again."
  }

  private static func stillOurs(_ outcome: PostOutcome) -> String {
    let cause =
      if case .rejected(let error, _) = outcome { " \(error.description)" } else { "" }
    return "The location is still managed by this client: the service did not let it go.\(cause) "
      + "Purser writes nothing here until the next claim."
  }

  /// The file that keeps a location unwritten after a release that the service did not take.
  var releaseMark: ReleaseMark {
    ReleaseMark(path: context.directory.appending("released"), files: context.files)
  }
}

/// Says across processes that this client has given the location up, whatever the service says.
struct ReleaseMark {
  let path: FilePath
  let files: any FileSystem

  /// Why nothing is written, if it stands.
  var reason: String? {
    guard (try? files.status(at: path, followingLinks: false)) != nil else { return nil }
    return "This client has released the location; claim it again to write: purser client claim."
  }

  func set() throws { try DurableFile.replace(path, with: [], on: files) }

  func remove() throws {
    guard reason != nil else { return }
    try files.unlink(path)
    try DurableFile.syncDirectory(path.removingLastComponent(), on: files)
  }
}
