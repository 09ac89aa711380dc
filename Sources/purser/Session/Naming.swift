import AppsAndBooks
import Files
import LocationStore
import Operations

/// Turns what a person typed into the service's identities (product.md section 3, «Naming things»).
///
/// What the cache does not know is asked of the service, once per command.
actor Naming {
  let session: LocationSession
  /// Known users by what eyes see of their identifiers; filled at the first need.
  var lookAlikes: [String: ClientUserID] = [:]
  private var records: [AssetRecord]?
  private var isFresh = false

  init(_ session: LocationSession) {
    self.session = session
  }

  /// An asset by `ID`, `ID:PLUS` or a name that exactly one asset has.
  func asset(_ text: String) async throws -> AssetID {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    if let id = AdamID(typed: String(parts[0])) {
      guard parts.count == 2 else { return try await plain(id) }
      return AssetID(id, try Self.pricingParam(String(parts[1])))
    }
    return try await named(text)
  }

  /// An asset by the columns of a CSV file.
  func asset(_ text: String, pricingParam: String) async throws -> AssetID {
    guard !pricingParam.isEmpty else { return try await asset(text) }
    guard let id = AdamID(typed: text) else { throw Self.noAdamID(text) }
    return AssetID(id, try Self.pricingParam(pricingParam))
  }

  /// A client user by identifier, or by the e-mail of exactly one active user.
  func user(_ text: String) async throws -> ClientUserID {
    let id = try Self.identifier(text)
    guard text.contains("@"), session.store.current().users.index(of: id) == nil else { return id }
    let users = try await activeUsers()
    if users.contains(where: { $0.id == id }) { return id }
    let found = users.filter { $0.email?.lowercased() == text.lowercased() }
    guard found.count <= 1 else {
      let ids = found.map(\.id.rawValue).joined(separator: ", ")
      throw ToolError(
        .usage, "\(found.count) active users have the e-mail \(text): \(ids). Nothing was sent.")
    }
    return found.first?.id ?? id
  }

  /// A client user identifier as it is written.
  static func identifier(_ text: String) throws -> ClientUserID {
    if let problem = UserChange.idProblem(text) {
      throw ToolError(.usage, problem + ToolError.nothingSent)
    }
    return ClientUserID(rawValue: text)
  }

  /// A serial number: as written if it exists here, else trimmed and upper-cased.
  func serial(_ text: String) throws -> SerialNumber {
    let written = SerialNumber(rawValue: text)
    if session.store.current().devices.index(of: written) != nil { return written }
    if let problem = Self.serialProblem(text) {
      throw ToolError(.usage, problem + ToolError.nothingSent)
    }
    return SerialNumber(rawValue: text.trimmed.uppercased())
  }

  /// A holder written as `user:ID` or `serial:SN`.
  func target(_ text: String) async throws -> Holder {
    if text.hasPrefix("user:") { return .clientUser(try await user(String(text.dropFirst(5)))) }
    if text.hasPrefix("serial:") { return .device(try serial(String(text.dropFirst(7)))) }
    throw ToolError(
      .usage, "'\(text.shortened)' is no target. Write user:ID or serial:SN. Nothing was sent.")
  }

  private func plain(_ id: AdamID) async throws -> AssetID {
    let known = try await variants { $0.asset.id.adamID == id }
    let isPlusOnly =
      !known.isEmpty && !known.contains { $0.asset.id.pricingParam == .standard }
      && known.contains { $0.asset.id.pricingParam == .plus }
    return AssetID(id, isPlusOnly ? .plus : .standard)
  }

  private func named(_ text: String) async throws -> AssetID {
    let wanted = text.lowercased()
    let found = try await variants { $0.name?.lowercased() == wanted }
    guard let first = found.first else {
      let isNumber = !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
      if isNumber { throw Self.noAdamID(text) }
      throw ToolError(
        .usage,
        "'\(text.shortened)' is neither an adam ID nor the name of an asset of this location. "
          + "Nothing was sent.")
    }
    guard found.count == 1 else {
      let ids = found.map { Self.word($0.asset.id) }.joined(separator: ", ")
      throw ToolError(
        .usage,
        "\(found.count) assets are called «\(text)»: \(ids). Name one by its ID. Nothing was sent.")
    }
    return first.asset.id
  }

  /// The assets that pass, from the cache, else from the service.
  private func variants(_ isWanted: (AssetRecord) -> Bool) async throws -> [AssetRecord] {
    if records == nil {
      let snapshot = session.store.current()
      records = (0..<snapshot.assets.count).map(snapshot.assets.record).filter(\.isListed)
    }
    let known = (records ?? []).filter(isWanted)
    if !known.isEmpty || isFresh || session.client == nil { return known }
    let fresh = try await session.store.freshAssetRecords()
    records = fresh
    isFresh = true
    return fresh.filter(isWanted)
  }

  private func activeUsers() async throws -> [ClientUser] {
    let snapshot = session.store.current()
    if snapshot.usersCompleteness == .complete || session.client == nil {
      return (0..<snapshot.users.count).filter(snapshot.users.isActive).map(snapshot.users.user)
    }
    return try await session.activeUsers()
  }

  /// An asset as it is typed.
  static func word(_ id: AssetID) -> String {
    id.pricingParam == .standard
      ? id.adamID.rawValue : "\(id.adamID.rawValue):\(id.pricingParam.rawValue)"
  }

  private static func noAdamID(_ text: String) -> ToolError {
    ToolError(
      .usage,
      "'\(text.shortened)' is not an adam ID, which has 1 to 19 digits and no zero in front. "
        + "Nothing was sent.")
  }

  private static func pricingParam(_ text: String) throws -> PricingParam {
    let known = [PricingParam.standard, .plus].first { $0.rawValue == text.uppercased() }
    guard let known else {
      throw ToolError(
        .usage, "'\(text.shortened)' is no pricing param; STDQ and PLUS are. Nothing was sent.")
    }
    return known
  }
}

extension LocationSession {
  /// The active client users as the service lists them now.
  func activeUsers() async throws -> [ClientUser] {
    try await users(.active).filter(\.isActive)
  }

  /// Client users as the service lists them now, each active one once.
  func users(_ scope: GetUsers.Scope) async throws -> [ClientUser] {
    guard let client else { throw LocationStoreError.offline }
    var users: [ClientUser] = []
    var places: [ClientUserID: Int] = [:]
    _ = try await client.pages(GetUsers(scope)) { walked in
      for user in walked.page.elements {
        if user.isActive, let place = places[user.id] {
          users[place] = user
        } else {
          if user.isActive { places[user.id] = users.count }
          users.append(user)
        }
      }
    }
    return users
  }
}
