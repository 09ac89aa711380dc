package import AppsAndBooks
package import FoundationEssentials
import Synchronization

/// Gathers from every answer how the location stands, and tells whoever listens.
///
/// Made before the client, so that `observe(_ meta:)` can be the client's observer.
package final class StatusBoard: Sendable {
  fileprivate struct Contents: Sendable {
    var status = LocationStatus()
    var clientID: String?
    var tokenExpires: Date?
  }

  private let contents: Mutex<Contents>
  private let broadcast = Broadcast<LocationStatus>()
  private let now: @Sendable () -> Date
  /// Days that are left when a token is said to be expiring (product.md section 3, `status`).
  private static let expiringDays = 30

  /// Begins without any answer.
  ///
  /// - Parameters:
  ///   - clientID: the id by which this Purser claims locations; `nil` if it never claimed one.
  ///   - tokenExpires: what the token itself says.
  ///   - isReadOnly: whether the person asked for no changes.
  ///   - now: the time of day.
  package init(
    clientID: String?, tokenExpires: Date? = nil, isReadOnly: Bool = false,
    now: @escaping @Sendable () -> Date
  ) {
    var contents = Contents(clientID: clientID, tokenExpires: tokenExpires)
    contents.status.expires = tokenExpires
    contents.status.isReadOnly = isReadOnly
    if let tokenExpires, tokenExpires <= now() { contents.status.token = .expired }
    self.contents = Mutex(contents)
    self.now = now
  }

  /// How the location stands now.
  package var status: LocationStatus { contents.withLock { $0.status } }

  /// Every change from now on.
  package var updates: AsyncStream<LocationStatus> { broadcast.stream() }

  /// Takes the fields beside any answer; without `mdmInfo` it says nothing about the owner.
  package func observe(_ meta: ResponseMeta) {
    change { contents, now in
      contents.noteAnswer(meta, at: now, warningDays: Self.expiringDays)
      contents.status.clockDifference = meta.clockDifference
      if let owner = meta.mdmInfo, !owner.id.isEmpty { contents.note(owner: owner, at: now) }
    }
  }

  /// Takes the answer of Client Config, the only one whose silence means «unclaimed».
  package func observe(clientConfig meta: ResponseMeta) {
    change { contents, now in
      contents.noteAnswer(meta, at: now, warningDays: Self.expiringDays)
      let owner = meta.mdmInfo.flatMap { $0.id.isEmpty ? nil : $0 }
      contents.note(owner: owner, at: now)
    }
  }

  /// Takes a failure: of the token, of the rights, or of the way to the service.
  package func observe(_ error: APIError) {
    change { contents, now in
      if error.isTokenProblem {
        contents.status.token =
          switch error.number {
          case .tokenExpired: .expired
          case .tokenRevoked: .revoked
          default: .invalid
          }
        contents.status.tokenNumber = error.number?.rawValue ?? error.status
        contents.status.checkedAt = now
        contents.status.reachability = .reachable
      } else if error.isUnreachable {
        var (reason, since) = (error.description, now)
        if case .unreachable(let known, let earlier) = contents.status.reachability {
          since = earlier
          // That it is not asked for a while tells less than what it did when it was.
          if case .pause = error.kind { reason = known }
        }
        contents.status.reachability = .unreachable(reason: reason, since: since)
      }
    }
  }

  /// Says that the token may only read.
  package func setReadOnly() {
    change { contents, _ in contents.status.isReadOnly = true }
  }

  /// Takes the id under which this Purser claims from now on.
  package func setClientID(_ id: String) {
    change { contents, now in
      contents.clientID = id
      switch contents.status.owner {
      case .ours(let info), .foreign(let info): contents.note(owner: info, at: now)
      case .unknown, .unclaimed: break
      }
    }
  }

  /// Tells of every change but those of the times alone, which come with every answer.
  private func change(_ body: (inout Contents, Date) -> Void) {
    let now = now()
    let changed: LocationStatus? = contents.withLock { contents in
      let before = contents.status
      body(&contents, now)
      return before.isTold(like: contents.status) ? nil : contents.status
    }
    if let changed { broadcast.send(changed) }
  }
}

extension LocationStatus {
  /// Whether nothing differs but the times of the last answers.
  fileprivate func isTold(like other: LocationStatus) -> Bool {
    var other = other
    other.checkedAt = checkedAt
    other.ownerCheckedAt = ownerCheckedAt
    return self == other
  }
}

extension StatusBoard.Contents {
  mutating func noteAnswer(_ meta: ResponseMeta, at now: Date, warningDays: Int) {
    status.checkedAt = now
    status.reachability = .reachable
    if let uID = meta.uID { status.uID = uID }
    status.expires = meta.tokenExpirationDate ?? status.expires ?? tokenExpires
    let left = status.daysLeft(at: now)
    status.token = left.map { $0 <= warningDays } == true ? .expiring : .ok
    status.tokenNumber = nil
  }

  mutating func note(owner: MDMInfo?, at now: Date) {
    status.ownerCheckedAt = now
    guard let owner else { return status.owner = .unclaimed }
    status.owner = owner.id == clientID ? .ours(owner) : .foreign(owner)
  }
}
