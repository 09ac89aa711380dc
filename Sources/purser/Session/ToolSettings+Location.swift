import AppsAndBooks
import Files
import FoundationEssentials
import LocationStore
import Operations

extension ToolSettings {
  /// What the token was seen to open before; a list that can't be read counts as empty.
  func known(_ source: TokenSource) throws -> KnownLocation? {
    do {
      return try locations.read()[source.fingerprint]
    } catch let error as FileError where error.code == .malformed {
      return nil
    }
  }

  /// First contact with a token: learns the `uId` and remembers it.
  func meet(
    _ source: TokenSource, _ client: APIClient, _ parts: SessionParts
  ) async throws -> LocationIdentity {
    var locationName: String?
    let meta: ResponseMeta
    do {
      let config = try await client.clientConfig()
      parts.board.observe(clientConfig: config.meta)
      parts.owner.note(config: config)
      locationName = config.locationName
      meta = config.meta
    } catch let error as APIError where error.isPermissionProblem {
      // Only Client Config is refused to a token that may just read (product.md section 3).
      meta = try await client.assets().meta
    }
    guard let uID = meta.uID else {
      throw ToolError(.unreachable, "The service named no location for this token. Try again.")
    }
    let name = name(of: source, locationName: locationName, uID: uID)
    let known = KnownLocation(
      key: LocationKey(uID: uID), name: name, organization: source.token.organizationName,
      lastUsed: context.now())
    do {
      try locations.remember(known, fingerprint: source.fingerprint, now: context.now())
    } catch {
      // Browsing goes on from memory; a change meets the same disk and says so itself.
      context.errors.line(SafeText.line("purser: browsing only, because \(error)"))
    }
    return LocationIdentity(uID: uID, name: name, organization: source.token.organizationName)
  }

  /// The location for a session that asks nobody.
  func offlineLocation(
    _ options: CommonOptions
  ) throws -> (fingerprint: String, KnownLocation, TokenSource?) {
    let all = try locations.read()
    do {
      let source = try tokenSource(options)
      if let known = all[source.fingerprint] { return (source.fingerprint, known, source) }
    } catch let error as ToolError {
      // The cache can be read without the token.
      let name = options.location ?? configuration.location?.rawValue
      if let name, let found = all.first(where: { $0.value.name == name }) {
        return (found.key, found.value, nil)
      }
      throw error
    }
    throw ToolError(
      .storage,
      "Nothing of this location is kept here yet. Run purser sync while the service is reached.")
  }

  /// Our `mdmInfo`; writes a new client id to config.toml where there is none.
  func makeIdentity() throws -> MDMInfo {
    let now = try Configuration.read(places: places, on: context.files)
    let id = now.clientID ?? UUID()
    if now.clientID == nil {
      try Configuration.write(.clientId, id.uuidString, places: places, on: context.files)
    }
    let name = now.clientName ?? "Purser on \(Person.hostName)"
    return MDMInfo(
      id: id.uuidString, name: String(name.prefix(100)), metadata: "purser \(PurserVersion.text)")
  }
}
