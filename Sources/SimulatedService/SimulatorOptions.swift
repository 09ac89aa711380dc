/// What a simulated location is made of and how its server behaves; the flags of `purser simulate`.
package struct SimulatorOptions: Sendable {
  /// Assets, the named ones of the sample school first.
  package var assets = 123
  /// Active client users; a fortieth as many retired ones come on top.
  package var users = 2_431
  package var devices = 12_004
  /// Assignments, exactly; shared out to the assets.
  package var assignments = 112_004
  package var seed: UInt64 = 1
  /// Rows on a page of assets, assignments and users.
  package var pageSize = 1_000
  /// How long an event takes from acceptance to its last task; its tasks are spread evenly.
  package var eventDelay: Duration = .seconds(2)
  /// Waited before each request is processed.
  package var latency: Duration = .zero
  /// Requests per sliding second before 429; 0 lifts the limit.
  package var rate = 0
  /// The client that manages the location at start; nil is an unclaimed one.
  package var client: (id: String, name: String)?
  /// 0 picks a free port.
  package var port = 0
  /// The state of the default token.
  package var token: TokenState = .valid
  package var switches = Switches()

  package init() {}
}

/// A location that cannot be made as asked.
package enum SimulatorError: Error, Equatable, CustomStringConvertible {
  /// More assignments than there are pairs of an asset and a possible holder.
  case tooManyAssignments(asked: Int, possible: Int)
  /// A negative count, or a page size below one.
  case negativeCount(String)

  package var description: String {
    switch self {
    case .tooManyAssignments(let asked, let possible):
      "\(asked) assignments don't fit: these assets and holders make \(possible) pairs at most. "
        + "Ask for fewer assignments, or for more assets, users or devices."
    case .negativeCount(let name):
      "\(name) is too small. Give a positive number."
    }
  }
}
