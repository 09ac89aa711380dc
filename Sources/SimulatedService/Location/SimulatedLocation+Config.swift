import FoundationEssentials

/// Service Config, Client Config and the metadata lookup.
extension SimulatedLocation {
  func serviceConfig() -> Reply {
    var json = JSONText(capacity: 8_192)
    json.beginObject()
    json.beginArray("errorCodes")
    for number in ServiceFailure.messages.keys.sorted() {
      json.beginObject()
      ServiceFailure(number).write(into: &json)
      json.endObject()
    }
    json.endArray()
    writeLimits(into: &json)
    json.set(
      "notificationTypes",
      ["ASSET_MANAGEMENT", "USER_MANAGEMENT", "USER_ASSOCIATED", "ASSET_COUNT"]
    )
    json.beginObject("urls")
    for (key, path) in SimulatedEndpoint.urlKeys { json.set(key, "\(base)/mdm/v2\(path)") }
    json.set("contentMetadataLookup", "\(base)/lookup")
    json.set(
      "invitationEmail", "https://invite.example.org/associate?inviteCode=%25inviteCode%25&mt=8")
    json.endObject()
    json.endObject()
    return .json(json)
  }

  private func writeLimits(into json: inout JSONText) {
    let limits = switches.limits
    json.beginObject("limits")
    json.set("maxAssets", limits.maxAssets)
    json.set("maxClientUserIds", limits.maxClientUserIds)
    json.set("maxSerialNumbers", limits.maxSerialNumbers)
    json.set("maxRevokeClientUserIds", limits.maxRevokeClientUserIds)
    json.set("maxRevokeSerialNumbers", limits.maxRevokeSerialNumbers)
    json.set("maxUsers", limits.maxUsers)
    json.set("maxNotificationLength", limits.maxNotificationLength)
    json.set("maxMdmIdLength", limits.maxMdmIdLength)
    json.set("maxMdmNameLength", limits.maxMdmNameLength)
    json.set("maxMdmMetadataLength", limits.maxMdmMetadataLength)
    if !switches.hidesRate {
      // With the limit lifted the figure has to be above what any client reaches.
      let rate = options.rate > 0 ? options.rate : 100_000
      json.set("maxRequestPerSecond", switches.announcedRate ?? rate)
    }
    json.endObject()
  }

  func clientConfig(_ exchange: Exchange) -> Reply {
    var json = JSONText()
    json.beginObject()
    json.set("countryISO2ACode", Self.country)
    json.set("defaultPlatform", "enterprisestore")
    json.set("locationName", Self.locationName)
    json.set("websiteURL", "https://school.apple.com")
    json.set("notificationUrl", ifPresent: notifications.url)
    json.set("notificationAuthToken", ifPresent: notifications.authToken)
    if !notifications.types.isEmpty {
      json.set("subscribedNotificationTypes", notifications.types)
    }
    writeCommon(exchange, into: &json)
    json.endObject()
    return .json(json)
  }

  /// Nothing is stored unless everything is in order.
  func writeClientConfig(_ exchange: Exchange) throws -> Reply {
    let body = try JSONDecoder().decode(ClientConfigBody.self, from: Data(exchange.call.body))
    let settings = try checkedNotifications(body)
    if let info = body.mdmInfo { client = try checkedClient(info) }
    notifications = settings
    return clientConfig(exchange)
  }

  private func checkedClient(_ info: ClientConfigBody.Client) throws -> ClientRecord? {
    guard let id = info.id, let name = info.name, let metadata = info.metadata else {
      throw ServiceFailure(9723)
    }
    if id.isEmpty && name.isEmpty && metadata.isEmpty && switches.emptyClientReleases {
      return switches.releaseLeavesEmptyStrings ? ClientRecord(id: "", name: "", metadata: "") : nil
    }
    if id.isEmpty || name.isEmpty || metadata.isEmpty { throw ServiceFailure(9723) }
    if id.utf8.count > switches.limits.maxMdmIdLength { throw ServiceFailure(9724) }
    if name.utf8.count > switches.limits.maxMdmNameLength { throw ServiceFailure(9725) }
    if metadata.utf8.count > switches.limits.maxMdmMetadataLength { throw ServiceFailure(9713) }
    return ClientRecord(id: id, name: name, metadata: metadata)
  }

  private func checkedNotifications(_ body: ClientConfigBody) throws -> NotificationSettings {
    var settings = switches.partialConfigKeeps ? notifications : NotificationSettings()
    let longest = switches.limits.maxNotificationLength
    let url = body.notificationUrl ?? ""
    let token = body.notificationAuthToken ?? ""
    if url.isEmpty != token.isEmpty { throw ServiceFailure(9710) }
    if !url.isEmpty {
      if url.utf8.count > longest || token.utf8.count > longest { throw ServiceFailure(9711) }
      let hasHost = url.hasPrefix("https://") && url.utf8.count > 8 && !url.contains("?")
      guard hasHost else { throw ServiceFailure(9712) }
      guard switches.notificationsReachable else { throw ServiceFailure(9728) }
      settings.url = url
      settings.authToken = token
    } else if body.notificationUrl != nil {
      settings.url = nil
      settings.authToken = nil
    }
    if let types = body.notificationTypes { settings.types = types }
    return settings
  }

  /// The content metadata lookup: what it knows of the ids asked for, by id.
  func lookup(_ exchange: Exchange) -> Reply {
    let asked = (exchange.call.query["id"] ?? "").split(separator: ",").map(String.init)
    let country = exchange.call.query["cc"]?.uppercased()
    let isHome = !switches.lookupNeedsCountry || country == Self.country
    var json = JSONText(capacity: asked.count * 400)
    json.beginObject()
    json.set("version", 2)
    json.set("isAuthenticated", false)
    json.beginObject("results")
    for id in asked {
      let number =
        assetNumbers[AssetKey(adamId: id)]
        ?? assetNumbers[AssetKey(adamId: id, pricingParam: "PLUS")]
      guard let number else { continue }
      let asset = assets[Int(number)]
      guard let name = asset.name, isHome || !asset.isLocal else { continue }
      writeMetadata(asset, name: name, into: &json)
    }
    json.endObject()
    json.endObject()
    return .json(json)
  }

  private func writeMetadata(_ asset: AssetRecord, name: String, into json: inout JSONText) {
    json.beginObject(asset.adamId)
    if switches.lookupNumbersAreNumbers {
      json.set("id", Int(asset.adamId) ?? 0)
    } else {
      json.set("id", asset.adamId)
    }
    json.set("name", name)
    json.set("artistName", asset.developer)
    json.set(
      "kind",
      asset.isBook ? "epubBook" : asset.platforms == ["macOS"] ? "desktopApp" : "iosSoftware")
    json.set("bundleId", asset.bundleId)
    json.set("deviceFamilies", Self.families(asset))
    json.set("genreNames", [asset.genre])
    json.set("url", "https://apps.example.org/de/id\(asset.adamId)")
    let picture = "https://pictures.example.org/\(asset.adamId)"
    if switches.artworkIsList {
      json.beginArray("artwork")
      json.beginObject()
      json.set("width", 100)
      json.set("height", 100)
      json.set("url", "\(picture)/100x100bb.png")
      json.endObject()
      json.endArray()
    } else {
      json.beginObject("artwork")
      json.set("width", 1_024)
      json.set("height", 1_024)
      json.set("url", "\(picture)/{w}x{h}bb.{f}")
      json.endObject()
    }
    json.endObject()
  }

  private static func families(_ asset: AssetRecord) -> [String] {
    var families: [String] = []
    if asset.platforms.contains("iOS") { families += ["iphone", "ipad"] }
    if asset.platforms.contains("macOS") { families.append("mac") }
    if asset.platforms.contains("tvOS") { families.append("tvos") }
    return families
  }
}
