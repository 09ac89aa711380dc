import FoundationEssentials

/// The location behind the simulated service: its assets, users, assignments, events and clients.
///
/// Everything that happens with time (events, the rate limit, retention) is computed from the clock
/// when somebody asks; nothing runs in between. So a test that moves its clock by hand sees every
/// step, and an idle service costs nothing.
actor SimulatedLocation {
  let options: SimulatorOptions
  let uID: String
  /// `http://127.0.0.1:PORT`, known once the server listens.
  private(set) var base = ""
  let elapsed: @Sendable () -> Duration
  let now: @Sendable () -> Date

  var switches: Switches
  var tokens: TokenRegistry
  let defaultToken: String
  var client: ClientRecord?
  var notifications = NotificationSettings()

  var assets: [AssetRecord]
  var assetNumbers: [AssetKey: Int32] = [:]
  /// The start of an assignment's JSON, for each asset.
  let assetMembers: [[UInt8]]
  var users = UserTable()
  var userIDs: NameTable
  var serials: NameTable
  var assignments: AssignmentTable

  var assetsVersion: VersionHistory
  var usersVersion: VersionHistory
  var assignmentsVersion: VersionHistory

  var events: [String: SimulatedEvent] = [:]
  var openEvents: [String] = []
  var lateRows: [LateRow] = []
  var generator: SplitMix64

  var faults = FaultScript()
  var log: [LoggedRequest] = []
  /// Who waits for a request, until it arrives.
  var watchers:
    [(isWanted: @Sendable (LoggedRequest) -> Bool, bell: CheckedContinuation<Void, Never>)] = []
  var recent: [Duration] = []
  var inFlight = 0
  var peakInFlight = 0

  static let organization = "Lindenhof Schools"
  static let locationName = "campus-nord"
  static let country = "DE"

  init(
    options: SimulatorOptions, seeded: SeededLocation,
    elapsed: @escaping @Sendable () -> Duration, now: @escaping @Sendable () -> Date
  ) {
    self.options = options
    self.elapsed = elapsed
    self.now = now
    switches = options.switches
    uID = String(3_051_772_900_000_000 + SplitMix64.mix(options.seed) % 100_000_000)
    client = options.client.map { ClientRecord(id: $0.id, name: $0.name, metadata: "") }
    assets = seeded.assets
    users = seeded.users
    userIDs = seeded.userIDs
    serials = seeded.serials
    assignments = seeded.assignments
    assetsVersion = VersionHistory(seed: options.seed &* 3 &+ 1)
    usersVersion = VersionHistory(seed: options.seed &* 3 &+ 2)
    assignmentsVersion = VersionHistory(seed: options.seed &* 3 &+ 3)
    generator = SplitMix64(seed: options.seed ^ 0xE7E7)
    var tokens = TokenRegistry(seed: options.seed)
    defaultToken = tokens.make(options.token, organization: Self.organization, now: now())
    self.tokens = tokens
    assetMembers = seeded.assets.map {
      Array(#"{"adamId":"\#($0.adamId)","pricingParam":"\#($0.pricingParam)""#.utf8)
    }
    for (number, asset) in seeded.assets.enumerated() {
      let key = AssetKey(adamId: asset.adamId, pricingParam: asset.pricingParam)
      assetNumbers[key] = Int32(number)
    }
  }

  func serve(at base: String) {
    self.base = base
  }

  /// Waits until a request has arrived that is as wanted; at once if one has.
  func arrival(_ isWanted: @escaping @Sendable (LoggedRequest) -> Bool) async {
    guard !log.contains(where: isWanted) else { return }
    await withCheckedContinuation { watchers.append((isWanted, $0)) }
  }

  private func ring(for request: LoggedRequest) {
    for watcher in watchers where watcher.isWanted(request) { watcher.bell.resume() }
    watchers.removeAll { $0.isWanted(request) }
  }

  /// Takes a request in: logs it, meets its fault, counts it against the rate.
  func admit(_ call: Call) -> Admission {
    let endpoint = call.endpoint ?? .unknown
    let time = elapsed()
    let index = log.count
    log.append(
      LoggedRequest(
        index: index, endpoint: endpoint, method: call.method, path: call.path, query: call.query,
        body: call.body, time: time,
        carriedCredentials: call.authorization != nil || call.carriedCookie))
    ring(for: log[index])
    inFlight += 1
    peakInFlight = max(peakInFlight, inFlight)
    let fault = faults.next(for: endpoint)
    return Admission(
      index: index, fault: fault, isOverRate: endpoint != .lookup && isOverRate(at: time))
  }

  /// The request is over, answered or not.
  func leave() {
    inFlight -= 1
  }

  /// Writes into the log what was done with a request.
  func note(_ index: Int, did: String, reply: Reply?) {
    log[index].did = did
    log[index].status = reply?.status
    log[index].errorNumber = reply?.errorNumber
  }

  /// Does what the request asks and makes the answer.
  func process(_ call: Call, _ admission: Admission) -> Reply {
    settle()
    var exchange = Exchange(
      call: call, endpoint: call.endpoint ?? .unknown, fault: admission.fault)
    do {
      if admission.isOverRate { throw ServiceFailure(9646) }
      try check(call, &exchange)
      prepare(exchange)
      return try answer(exchange)
    } catch let failure as ServiceFailure {
      return errorReply(failure, exchange)
    } catch {
      return errorReply(ServiceFailure(9602), exchange)
    }
  }

  private func isOverRate(at time: Duration) -> Bool {
    guard options.rate > 0 else { return false }
    recent.removeAll { $0 <= time - .seconds(1) }
    guard recent.count < options.rate else { return true }
    recent.append(time)
    return false
  }

  private func answer(_ exchange: Exchange) throws -> Reply {
    switch exchange.endpoint {
    case .serviceConfig: serviceConfig()
    case .clientConfigRead: clientConfig(exchange)
    case .clientConfigWrite: try writeClientConfig(exchange)
    case .assets: try listAssets(exchange)
    case .assignments: try listAssignments(exchange)
    case .users: try listUsers(exchange)
    case .associate, .disassociate: try manageAssets(exchange)
    case .revoke: try revokeAssets(exchange)
    case .createUsers, .updateUsers, .retireUsers: try manageUsers(exchange)
    case .status: try eventStatus(exchange)
    case .lookup: lookup(exchange)
    case .unknown: Reply(status: 404, body: Array("Not Found".utf8), type: "text/plain")
    }
  }
}

/// What ``SimulatedLocation/admit(_:)`` found out about a request.
struct Admission: Sendable {
  let index: Int
  let fault: Fault.Action?
  let isOverRate: Bool
}

/// The client that manages the location, `mdmInfo` on the wire.
struct ClientRecord: Sendable, Equatable {
  var id: String
  var name: String
  var metadata: String
}

/// What a client subscribed to.
struct NotificationSettings: Sendable {
  var url: String?
  var authToken: String?
  var types: [String] = []
}
