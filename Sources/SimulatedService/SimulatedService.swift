package import FoundationEssentials

/// The Apps and Books service on loopback, with a location of its own behind real HTTP.
///
/// Made for `purser simulate`, `purser demo` and tests. Nothing in it is a recorded answer: pages,
/// versions, events and errors follow from a model that changes as it is asked to
/// (service-api.md). It listens on 127.0.0.1 only.
package struct SimulatedService: Sendable {
  /// `http://127.0.0.1:PORT/mdm/v2`, what `--service-url` takes.
  package let url: String
  /// The default token, the base64 text of a `*.vpptoken` file.
  package let token: String
  /// The location's id in every answer; it follows from the seed.
  package let uID: String

  private let location: SimulatedLocation
  private let server: LoopbackServer

  /// Makes the location, listens, and returns when ready: under two seconds for a million
  /// assignments in a release build.
  ///
  /// The clock drives events, rate, latency and the faults that wait; `now` is the date, for token
  /// expiry and headers. Throws ``SimulatorError`` for a location that cannot be, or the error of
  /// listening.
  package static func start(
    _ options: SimulatorOptions = SimulatorOptions(),
    clock: any Clock<Duration> = ContinuousClock(), now: @escaping @Sendable () -> Date
  ) async throws -> SimulatedService {
    let seeded = try SeededLocation(options)
    let location = SimulatedLocation(
      options: options, seeded: seeded, elapsed: stopwatch(clock), now: now)
    let handler = RequestHandler(
      location: location, latency: options.latency, clock: clock, now: now)
    let server = try await LoopbackServer.start(port: options.port) { request, writer, channel in
      try await handler.respond(to: request, writer, channel)
    }
    let base = "http://127.0.0.1:\(server.port)"
    await location.serve(at: base)
    return SimulatedService(
      url: "\(base)/mdm/v2", token: location.defaultToken, uID: location.uID, location: location,
      server: server)
  }

  /// Closes every connection and frees the port.
  package func stop() async {
    await server.stop()
  }

  private static func stopwatch<C: Clock>(_ clock: C) -> @Sendable () -> Duration
  where C.Duration == Duration {
    let start = clock.now
    return { start.duration(to: clock.now) }
  }
}

// MARK: Tokens, switches, faults

extension SimulatedService {
  /// Makes another token of the same location.
  package func makeToken(_ state: TokenState) async -> String {
    await location.makeToken(state)
  }

  /// Changes what the service thinks of a token, the default one if none is named.
  package func setTokenState(_ state: TokenState, of token: String? = nil) async {
    await location.setTokenState(state, of: token ?? self.token)
  }

  /// Changes the readings of what is not known of the real service.
  package func setSwitches(_ change: @Sendable (inout Switches) -> Void) async {
    await location.setSwitches(change)
  }

  /// Adds to the faults that wait; each counts the requests from now on.
  package func addFaults(_ faults: [Fault]) async {
    await location.addFaults(faults)
  }

  /// Forgets the faults that wait.
  package func clearFaults() async {
    await location.clearFaults()
  }
}

// MARK: What happens elsewhere

extension SimulatedService {
  /// Another client takes the location; nil releases it.
  package func takeOver(
    by client: (id: String, name: String)?, metadata: String = "1.0"
  ) async {
    await location.takeOver(id: client?.id, name: client?.name ?? "", metadata: metadata)
  }

  /// Another manager assigns an asset; false if nothing was left, or it was so already.
  @discardableResult
  package func assignElsewhere(
    adamId: String, pricingParam: String = "STDQ", clientUserId: String? = nil,
    serialNumber: String? = nil
  ) async -> Bool {
    guard let holder = Self.holder(clientUserId, serialNumber) else { return false }
    let key = AssetKey(adamId: adamId, pricingParam: pricingParam)
    return await location.assignElsewhere(key, holder)
  }

  /// Another manager reclaims an asset; false if the holder did not have it.
  @discardableResult
  package func reclaimElsewhere(
    adamId: String, pricingParam: String = "STDQ", clientUserId: String? = nil,
    serialNumber: String? = nil
  ) async -> Bool {
    guard let holder = Self.holder(clientUserId, serialNumber) else { return false }
    let key = AssetKey(adamId: adamId, pricingParam: pricingParam)
    return await location.reclaimElsewhere(key, holder)
  }

  /// Licences are bought or refunded, so that so many are left; false for an unknown asset.
  @discardableResult
  package func setAvailable(
    _ count: Int, adamId: String, pricingParam: String = "STDQ"
  ) async -> Bool {
    await location.setAvailable(AssetKey(adamId: adamId, pricingParam: pricingParam), count)
  }

  /// Makes Get Assets report an `assignedCount` that the rows do not have.
  @discardableResult
  package func skewAssignedCount(
    adamId: String, pricingParam: String = "STDQ", by count: Int
  ) async -> Bool {
    let key = AssetKey(adamId: adamId, pricingParam: pricingParam)
    return await location.skewAssignedCount(key, by: count)
  }

  /// A registered user takes the invitation.
  @discardableResult
  package func acceptInvitation(clientUserId: String) async -> Bool {
    await location.acceptInvitation(clientUserId)
  }

  /// Makes every version id handed out so far unknown, so that it answers 9721.
  package func expireVersions() async {
    await location.expireVersions()
  }

  /// Completes all pending events now, except those that a fault keeps pending.
  package func finishEvents() async {
    await location.finishEvents()
  }

  private static func holder(_ user: String?, _ serial: String?) -> HolderName? {
    user.map(HolderName.user) ?? serial.map(HolderName.serial)
  }
}

// MARK: The oracle

extension SimulatedService {
  /// Every request so far, in the order of arrival.
  package func requests() async -> [LoggedRequest] {
    await location.log
  }

  /// The POSTs so far.
  package func posts() async -> [LoggedRequest] {
    await location.log.filter { $0.method == "POST" }
  }

  /// Waits until a request has arrived that is as wanted; at once if one has.
  package func arrival(_ isWanted: @escaping @Sendable (LoggedRequest) -> Bool) async {
    await location.arrival(isWanted)
  }

  /// The number of POSTs so far.
  package func postCount() async -> Int {
    await posts().count
  }

  /// The most requests that were being answered at once.
  package func peakInFlight() async -> Int {
    await location.peakInFlight
  }

  /// All assignments, in the order of the list.
  package func rows() async -> [AssignmentTruth] {
    await location.rows()
  }

  /// All assets, in the order of the list.
  package func assets() async -> [AssetTruth] {
    await location.assetTruths()
  }

  /// All client users, retired ones included, in the order of the list.
  package func users() async -> [UserTruth] {
    await location.userTruths()
  }

  /// All events, in the order of acceptance.
  package func events() async -> [EventTruth] {
    await location.eventTruths()
  }

  /// The client that manages the location now.
  package func client() async -> (id: String, name: String, metadata: String)? {
    await location.client.map { ($0.id, $0.name, $0.metadata) }
  }
}

/// The line that `purser simulate` prints when it is ready; names the token's file, never the token.
package func simulatorReadyLine(url: String, tokenFile: String, uID: String) -> String {
  var json = JSONText()
  json.beginObject()
  json.set("url", url)
  json.set("tokenFile", tokenFile)
  json.set("uId", uID)
  json.endObject()
  return String(decoding: json.bytes, as: UTF8.self)
}
