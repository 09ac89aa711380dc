import AppsAndBooks
import Files
import FoundationEssentials
import LocationStore
import Operations
import SystemPackage

/// One location opened: store and operations over one client, or over the cache alone.
struct LocationSession: Sendable {
  let settings: ToolSettings
  let location: LocationIdentity
  let key: LocationKey
  let fingerprint: String
  /// Nothing where only the cache was found.
  let source: TokenSource?
  let board: StatusBoard
  let owner: OwnerWatch
  /// Nothing when offline.
  let client: APIClient?
  let cache: LocationCache
  let store: LocationStore
  let operations: Operations

  /// What a session may do.
  enum Mode: Sendable {
    /// Ask nobody.
    case offline
    /// Ask, and change nothing.
    case reading
    /// Ask and change.
    case changing
  }

  /// Opens the location that the options name; asks the service only for the `uId` of a token that was never seen.
  ///
  /// - Throws: `ToolError`, or what the service says of the token.
  static func open(
    _ options: CommonOptions, _ mode: Mode, _ context: ToolContext
  ) async throws -> LocationSession {
    if mode == .changing, options.offline || options.readOnly {
      let flag = options.offline ? "--offline" : "--read-only"
      throw ToolError(.usage, "\(flag) and a change do not go together. Nothing was sent.")
    }
    let mode = options.offline ? .offline : mode
    let settings = try ToolSettings(context, serviceURL: options.serviceUrl)
    if mode == .offline { return try openOffline(settings, options) }
    let source = try settings.tokenSource(options)
    let parts = SessionParts(settings, source, isReadOnly: options.readOnly)
    let client = try settings.client(for: source.token, parts, isVerbose: options.verbose)
    let known = try settings.known(source)
    let identity: LocationIdentity
    if let known {
      identity = LocationIdentity(
        key: known.key.rawValue,
        name: (source.name ?? (try? settings.keptNames()[known.key]))?.rawValue ?? known.name,
        organization: source.token.organizationName)
    } else {
      identity = try await settings.meet(source, client, parts)
    }
    return try LocationSession(settings, identity, source.fingerprint, source, parts, client, mode)
  }

  /// Opens what was seen before, by the token's fingerprint or by the name under which it was kept.
  private static func openOffline(
    _ settings: ToolSettings, _ options: CommonOptions
  ) throws -> LocationSession {
    let (fingerprint, known, source) = try settings.offlineLocation(options)
    let identity = LocationIdentity(
      key: known.key.rawValue, name: source?.name?.rawValue ?? known.name,
      organization: known.organization)
    let parts = SessionParts(settings, source, isReadOnly: true)
    return try LocationSession(settings, identity, fingerprint, source, parts, nil, .offline)
  }

  private init(
    _ settings: ToolSettings, _ identity: LocationIdentity, _ fingerprint: String,
    _ source: TokenSource?, _ parts: SessionParts, _ client: APIClient?, _ mode: Mode
  ) throws {
    guard let key = LocationKey(rawValue: identity.key) else {
      throw ToolError(.storage, "locations.json names no proper folder for this location.")
    }
    let context = settings.context
    Self.tidy(settings, key)
    self.settings = settings
    self.key = key
    self.fingerprint = fingerprint
    self.source = source
    self.client = client
    location = identity
    board = parts.board
    owner = parts.owner
    cache = LocationCache(
      places: settings.places, key: key, files: context.files, now: context.now)
    store = LocationStore(
      location: identity, client: client, cache: cache, board: parts.board, clock: context.clock,
      now: context.now)
    let isListed = settings.configuration.readOnly.contains { $0.rawValue == identity.name }
    let reason =
      isListed
      ? "config.toml lists this location under readOnly."
      : mode == .changing ? nil : "This session only reads."
    var operating = OperationsContext(
      location: identity, service: parts.reader(client),
      writer: reason == nil ? client.map { APIWriter($0) } : nil, knowledge: store,
      owner: parts.owner, directory: settings.places.state(of: key), files: context.files,
      clock: context.clock, now: context.now, person: Person.here(context),
      tokenFingerprint: fingerprint, makeIdentity: { try settings.makeIdentity() },
      readOnlyReason: reason)
    operating.unwritten = settings.places.unwritten(of: key)
    operations = Operations(operating)
  }

  /// Loads the cache and the device lists into the store.
  @discardableResult
  func load() async throws -> LocationSnapshot? {
    let lists = DeviceLists(places: settings.places, key: key, files: settings.context.files)
    let devices = try lists.all().map {
      LabelledDevice(serial: SerialNumber(rawValue: $0.serialNumber), label: $0.label)
    }
    let snapshot = await store.loadCache()
    if !devices.isEmpty { await store.setDeviceLists(devices) }
    return snapshot == nil ? nil : store.current()
  }
}

/// What client, store and operations share.
struct SessionParts: Sendable {
  let board: StatusBoard
  let owner: OwnerWatch

  init(_ settings: ToolSettings, _ source: TokenSource?, isReadOnly: Bool) {
    let id = settings.configuration.clientID?.uuidString
    board = StatusBoard(
      clientID: id, tokenExpires: source?.token.expirationDate, isReadOnly: isReadOnly,
      now: settings.context.now)
    owner = OwnerWatch(ourID: id, now: settings.context.now)
  }

  /// The reads of operations; without a client each of them fails as not reached.
  func reader(_ client: APIClient?) -> any ChangeReading {
    client.map { ObservedReader(ServiceReader($0), board) } ?? OfflineReader()
  }
}
