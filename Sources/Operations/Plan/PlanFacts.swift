package import AppsAndBooks
package import FoundationEssentials

/// Where a client user stands, as a plan needs it.
package enum UserStanding: Sendable, Hashable {
  /// Can hold new assets.
  case active
  /// Retired: there is no active user of that id.
  case retired
  /// The service has no such user.
  case unknown
}

/// Everything a plan is made from, read just now: a value, so that planning is tested as one.
package struct PlanFacts: Sendable, Equatable {
  /// Every touched asset the service knows, with fresh counts.
  package var assets: [AssetID: Asset] = [:]
  /// Those of the requested pairs that the list has; the others are known to be absent.
  package var present: Set<Assignment> = []
  /// Every client user named.
  package var users: [ClientUserID: UserStanding] = [:]
  /// Serial numbers named that were seen here before.
  package var seen: Set<SerialNumber> = []
  /// Names of touched assets.
  package var names: [AssetID: String] = [:]
  /// Pairs of open operations with the operation's number.
  package var open: [Assignment: Int] = [:]
  /// Client users that open operations create, update or retire, with the operation's number.
  package var openUsers: [ClientUserID: Int] = [:]
  /// What holders have whose everything is taken or who are retired, in adam ID order.
  package var held: [Holder: [AssetID]] = [:]
  /// The active row of client users who are created, updated or retired.
  package var userRows: [ClientUserID: ClientUser] = [:]
  /// The limits of the moment.
  package var limits = CutLimits()
  /// Who manages the location.
  package var owner = LocationOwner.unknown
  /// The host asked.
  package var service: String
  /// The location's name, the word to type.
  package var location: String
  /// When the reads began.
  package var readAt: Date
  /// GETs that the reads took.
  package var readRequests = 0

  /// Facts to be filled in.
  package init(service: String, location: String, readAt: Date) {
    self.service = service
    self.location = location
    self.readAt = readAt
  }
}

extension PlanFacts {
  /// The open operation that works on a pair, or on its user.
  func operation(on pair: Assignment) -> Int? {
    open[pair] ?? pair.holder.clientUserID.flatMap { openUsers[$0] }
  }

  /// Every holder that an open operation works on in any way, with the smallest number.
  var openHolders: [Holder: Int] {
    var holders: [Holder: Int] = [:]
    for (pair, number) in open { holders[pair.holder] = min(holders[pair.holder] ?? .max, number) }
    for (id, number) in openUsers {
      holders[.clientUser(id)] = min(holders[.clientUser(id)] ?? .max, number)
    }
    return holders
  }
}
