import AppsAndBooks
import Files
import FoundationEssentials

/// What a quick check of one token found: a line of `purser status`.
struct TokenCheck: Sendable, Equatable {
  enum State: String, Sendable {
    case ok, expiring, expired, revoked, invalid, unreachable
  }

  var location: String
  var organization: String?
  var uID: String?
  var state: State
  var expires: Date?
  var fingerprint: String?
  /// Nothing when not known.
  var client: ClientState?
  var mayOnlyRead = false
  var checkedAt: Date
  /// What to know beside the state.
  var note: String?
  /// «clock 7 min ahead of Apple's», where it is worth a word.
  var clock: String?
  /// Apple's number, where it refused.
  var number: Int?

  /// Whole days until the token ends, negative afterwards.
  var daysLeft: Int? {
    expires.map { Int(($0.timeIntervalSince(checkedAt) / 86_400).rounded(.down)) }
  }

  /// The exit code of a Nagios plugin.
  var code: Int32 {
    switch state {
    case .unreachable: 3
    case .expired, .revoked, .invalid: 2
    case .expiring: 1
    case .ok: if case .foreign = client { 1 } else { 0 }
    }
  }

  /// The days below which a token is said to expire.
  static let warningDays = 30
}

extension ToolSettings {
  /// Asks GET client/config, and Get Assets where only the former is refused (product.md section 3).
  func check(_ source: TokenSource) async throws -> TokenCheck {
    let client = try client(for: source.token)
    var check = TokenCheck(
      location: source.name?.rawValue ?? "", organization: source.token.organizationName,
      state: .ok, expires: source.token.expirationDate, fingerprint: source.fingerprint,
      checkedAt: context.now())
    do {
      let config = try await client.clientConfig()
      check.client = owner(config.meta.mdmInfo)
      take(config.meta, locationName: config.locationName, source, into: &check)
    } catch let error as APIError where error.isPermissionProblem {
      await askAssets(client, source, into: &check)
    } catch let error as APIError {
      take(error, into: &check)
    }
    check.clock = client.clockDifference.map { ClockDifference.text(of: $0) }
    if check.location.isEmpty { check.location = name(of: source, locationName: nil, uID: nil) }
    return check
  }

  private func askAssets(
    _ client: APIClient, _ source: TokenSource, into check: inout TokenCheck
  ) async {
    do {
      let page = try await client.assets()
      check.mayOnlyRead = true
      check.note = "may only read"
      // Without mdmInfo nothing is known: only Client Config can say «unclaimed».
      check.client = page.meta.mdmInfo.map { owner($0) }
      take(page.meta, locationName: nil, source, into: &check)
    } catch let error as APIError {
      take(error, into: &check)
    } catch {
      check.state = .unreachable
      check.note = "interrupted"
    }
  }

  private func take(
    _ meta: ResponseMeta, locationName: String?, _ source: TokenSource,
    into check: inout TokenCheck
  ) {
    check.checkedAt = context.now()
    check.uID = meta.uID
    check.expires = meta.tokenExpirationDate ?? check.expires
    check.location = name(of: source, locationName: locationName, uID: meta.uID)
    let days = check.daysLeft ?? .max
    check.state = days <= TokenCheck.warningDays ? .expiring : .ok
  }

  private func take(_ error: APIError, into check: inout TokenCheck) {
    check.note = error.description
    check.number = error.number?.rawValue
    switch error.number {
    case .tokenExpired?: check.state = .expired
    case .tokenRevoked?: check.state = .revoked
    default:
      check.state =
        error.isTokenProblem || error.isPermissionProblem ? .invalid : .unreachable
    }
  }

  /// The word for a location: the kept name, else that of a kept token with the same `uId`, else one made from the service's text.
  func name(of source: TokenSource, locationName: String?, uID: String?) -> String {
    if let name = source.name { return name.rawValue }
    if let uID, let kept = try? keptNames()[LocationKey(uID: uID)] { return kept.rawValue }
    let known = try? locations.read()[source.fingerprint]
    let made =
      locationName.flatMap { LocationName(folding: $0) }
      ?? known.flatMap { LocationName($0.name) }
      ?? LocationName(folding: source.token.organizationName)
    return made?.rawValue ?? "location"
  }

  /// The kept name of each location whose `uId` is known.
  func keptNames() throws -> [LocationKey: LocationName] {
    let known = try locations.read()
    var names: [LocationKey: LocationName] = [:]
    for name in try store.names() {
      guard let token = try? store.token(named: name), let location = known[token.fingerprint]
      else { continue }
      names[location.key] = name
    }
    return names
  }
}
