package import FoundationEssentials

/// The service as one location's token shows it, for reading; it has no way to change anything.
///
/// Cheap to copy: copies share one rate, one cache of Service Config, one count.
package struct APIClient: Sendable {
  let core: ClientCore

  /// Whether the metadata lookup may be shown the token: only where a person asked for it, and only Apple's.
  package let namesCustomApps: Bool

  /// Makes a client.
  ///
  /// - Parameters:
  ///   - service: where it is.
  ///   - token: without one, only Service Config and the metadata lookup can be asked.
  ///   - transport: the way to the network.
  ///   - clock: measures pauses.
  ///   - now: the wall clock, for `Retry-After` as a date.
  ///   - random: for the jitter of pauses; seeded in tests.
  ///   - observer: told the fields beside every answer of the location.
  ///   - onRetry: told before every pause that precedes a repeat.
  ///   - namesCustomApps: `customAppNames` of the configuration (product.md section 4).
  package init(
    service: ServiceEndpoint, token: ContentToken?, transport: any Transport,
    clock: any Clock<Duration>, now: @escaping @Sendable () -> Date,
    random: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
    observer: @escaping @Sendable (ResponseMeta) -> Void = { _ in },
    onRetry: @escaping @Sendable (RetryNotice) -> Void = { _ in }, namesCustomApps: Bool = false
  ) {
    core = ClientCore(
      service: service, token: token, transport: transport, timeline: Timeline(clock), now: now,
      random: random, observer: observer, onRetry: onRetry)
    self.namesCustomApps = namesCustomApps && service.isApple
  }

  /// The host, with its port where it is not the scheme's own: the word for `"service"`.
  package var host: String { core.service.name }

  /// Where the service is.
  package var service: ServiceEndpoint { core.service }

  /// Requests handed to the transport so far, reads and changes.
  package var requestCount: Int { core.requestCount }

  /// How far this machine's clock is ahead of the service's by its last answer; `nil` within five minutes.
  package var clockDifference: Duration? { core.clockDifference }

  /// Refuses from now on every answer whose `uId` is another one (`wrongLocation`); the first answer binds by itself.
  package func bind(uID: String) { core.bind(uID: uID) }

  /// The service's limits and addresses, at most `maxAge` old; asked without the token.
  package func serviceConfig(maxAge: Duration = .seconds(300)) async throws -> ServiceConfig {
    if let known = core.knownConfig(maxAge: maxAge) { return known }
    let config = try await core.get(GetServiceConfig())
    await core.learn(config)
    return config
  }

  /// The location as the service describes it, and who manages it.
  package func clientConfig() async throws -> ClientConfig {
    try await core.get(GetClientConfig())
  }

  /// One page of assets.
  package func assets(_ request: GetAssets = GetAssets()) async throws -> Page<Asset> {
    try await core.get(request)
  }

  /// One page of client users.
  package func users(_ request: GetUsers) async throws -> Page<ClientUser> {
    try await core.get(request)
  }

  /// One page of assignments.
  package func assignments(_ request: GetAssignments) async throws -> AssignmentsPage {
    try await core.get(request)
  }

  /// How far an event is.
  ///
  /// - Throws: an `APIError` with number 9708 where the service does not know the event.
  package func eventStatus(_ id: EventID) async throws -> EventStatus {
    try await core.get(GetEventStatus(eventID: id))
  }

  /// What the metadata lookup knows of these apps and books; what it does not know is left out.
  ///
  /// One request for all: cut the list to about 50. Asks Apple's lookup host if the service is Apple's, else the service's
  /// own host. `showingToken` sends the token along as Apple's cookie, for what the lookup does not tell without it; where
  /// `namesCustomApps` is off it does not.
  package func metadata(
    for adamIDs: [AdamID], platform: String = "enterprisestore", countryCode: String = "US",
    language: String? = nil, showingToken: Bool = false
  ) async throws -> [AdamID: ContentMetadata] {
    guard !adamIDs.isEmpty else { return [:] }
    return try await core.get(
      LookUpContent(
        adamIDs: adamIDs, platform: platform, countryCode: countryCode, language: language,
        showsToken: showingToken && namesCustomApps))
  }

  /// The link that an invited person opens; printed, never requested.
  ///
  /// `nil` where the service names none over https.
  package func invitationURL(code: String) async throws -> String? {
    let template = try await serviceConfig().urls["invitationEmail"]
    return template.flatMap { Invitation.url(template: $0, code: code) }
  }
}
