package import AppsAndBooks
package import FoundationEssentials

/// How the location stands with the service: token, owner, reachability.
package struct LocationStatus: Hashable, Sendable {
  /// What is known of the content token.
  package enum TokenState: String, Sendable {
    /// Nothing was asked yet.
    case unchecked
    /// The last answer took it.
    case ok
    /// Taken, 30 days or less are left.
    case expiring
    /// 9621, or the date has passed.
    case expired
    /// 9625.
    case revoked
    /// Refused for another reason.
    case invalid
  }

  /// Who manages the location.
  package enum Owner: Hashable, Sendable {
    /// No answer told yet.
    case unknown
    /// Client Config names nobody.
    case unclaimed
    /// Our client id.
    case ours(MDMInfo)
    /// Another client id: writing is off.
    case foreign(MDMInfo)
  }

  /// Whether the service answers.
  package enum Reachability: Hashable, Sendable {
    /// Nothing was asked yet.
    case unknown
    /// The last request was answered.
    case reachable
    /// The last request was not: why, and since when.
    case unreachable(reason: String, since: Date)
  }

  /// What is known of the content token.
  package var token = TokenState.unchecked
  /// Apple's number of the last refusal of the token, or the HTTP status where there was none.
  package var tokenNumber: Int?
  /// When the token ends: an answer's date, else the token's own.
  package var expires: Date?
  /// Who manages the location.
  package var owner = Owner.unknown
  /// When an answer last told the owner.
  package var ownerCheckedAt: Date?
  /// When the service last answered.
  package var checkedAt: Date?
  /// Whether the service answers.
  package var reachability = Reachability.unknown
  /// How far this machine's clock is ahead of the service's, where it is more than five minutes off.
  package var clockDifference: Duration?
  /// Whether the person or the token's rights forbid changes.
  package var isReadOnly = false
  /// The location's identifier, once told.
  package var uID: String?

  /// A location of which nothing is known.
  package init() {}

  /// Whole days left on the token, negative once it has ended.
  package func daysLeft(at now: Date) -> Int? {
    expires.map { Int(($0.timeIntervalSince(now) / 86_400).rounded(.down)) }
  }
}
