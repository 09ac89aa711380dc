import FoundationEssentials

/// The six changes: what is refused at once, and what becomes an event.
extension SimulatedLocation {
  // MARK: Associate and disassociate

  func manageAssets(_ exchange: Exchange) throws -> Reply {
    let body = try JSONDecoder().decode(ManageAssetsBody.self, from: Data(exchange.call.body))
    let adds = exchange.endpoint == .associate
    let limits = switches.limits
    guard let keys = body.assets, !keys.isEmpty else { throw ServiceFailure(9718) }
    let names = try holders(
      body, maxUsers: limits.maxClientUserIds, maxSerials: limits.maxSerialNumbers)
    if keys.count > limits.maxAssets { throw ServiceFailure(9700, info: .init()) }
    if Set(keys).count < keys.count { throw ServiceFailure(9703) }
    try checkRights(keys, adds: adds, hasSerials: !(body.serialNumbers ?? []).isEmpty)
    if switches.unknownUserRefused { try refuseUnknown(body.clientUserIds ?? []) }
    return accept(
      exchange, adds ? .associate : .disassociate, .pairs(keys, names),
      requested: keys.count * names.count)
  }

  /// The holders of a request, after the checks that both kinds of change share.
  private func holders(
    _ body: ManageAssetsBody, maxUsers: Int, maxSerials: Int
  ) throws -> [HolderName] {
    let users = body.clientUserIds ?? []
    let serials = (body.serialNumbers ?? []).map(spelled)
    if users.isEmpty && serials.isEmpty { throw ServiceFailure(9719) }
    if !users.isEmpty && !serials.isEmpty && !switches.mixedHoldersAccepted {
      throw ServiceFailure(9602)
    }
    if users.count > maxUsers { throw ServiceFailure(9701, info: .init()) }
    if serials.count > maxSerials { throw ServiceFailure(9702, info: .init()) }
    if Set(users).count < users.count { throw ServiceFailure(9704) }
    if Set(serials).count < serials.count { throw ServiceFailure(9705) }
    return users.map(HolderName.user) + serials.map(HolderName.serial)
  }

  private func checkRights(_ keys: [AssetKey], adds: Bool, hasSerials: Bool) throws {
    for key in keys {
      guard let number = assetNumbers[key] else {
        if adds && switches.unownedAsset == .refused {
          throw ServiceFailure(9602, info: .init(assets: [key]))
        }
        continue
      }
      let asset = assets[Int(number)]
      if adds && hasSerials && !asset.deviceAssignable {
        throw ServiceFailure(9707, info: .init(assets: [key]))
      }
      if !adds && !asset.revocable { throw ServiceFailure(9706, info: .init(assets: [key])) }
    }
  }

  private func refuseUnknown(_ names: [String]) throws {
    let unknown = names.filter { activeUser($0) == nil }
    if !unknown.isEmpty { throw ServiceFailure(9609, info: .init(clientUserIds: unknown)) }
  }

  /// The number of an active client user.
  func activeUser(_ name: String) -> Int32? {
    guard let id = userIDs.number(of: name), users.activeRow(id) != nil else { return nil }
    return id
  }

  // MARK: Revoke

  func revokeAssets(_ exchange: Exchange) throws -> Reply {
    let body = try JSONDecoder().decode(ManageAssetsBody.self, from: Data(exchange.call.body))
    let limits = switches.limits
    let names = try holders(
      body, maxUsers: limits.maxRevokeClientUserIds, maxSerials: limits.maxRevokeSerialNumbers)
    if switches.unknownUserRefused { try refuseUnknown(body.clientUserIds ?? []) }
    var codes: Set<Int32> = []
    var unknown: [String] = []
    for name in names {
      switch name {
      case .user(let text):
        if let id = activeUser(text) { codes.insert(id) } else { unknown.append(text) }
      case .serial(let text):
        if let number = serials.number(of: text) { codes.insert(Holder.device(number).code) }
      }
    }
    let rows = revocableRows(of: codes)
    let byHolder = switches.revokeCount == .holders
    return accept(
      exchange, .revoke, .rows(rows, unknown: unknown),
      requested: byHolder ? names.count : rows.count + unknown.count)
  }

  private func revocableRows(of codes: Set<Int32>) -> [SimulatedEvent.RevokedRow] {
    assignments.holders.indices.compactMap { row in
      let holder = assignments.holders[row]
      let asset = assignments.assets[row]
      guard codes.contains(holder), assets[Int(asset)].revocable else { return nil }
      return SimulatedEvent.RevokedRow(asset: asset, holder: Holder(code: holder))
    }
  }

  // MARK: Users

  func manageUsers(_ exchange: Exchange) throws -> Reply {
    let body = try JSONDecoder().decode(ManageUsersBody.self, from: Data(exchange.call.body))
    guard let users = body.users, !users.isEmpty else { throw ServiceFailure(9720) }
    if users.count > switches.limits.maxUsers { throw ServiceFailure(9714, info: .init()) }
    let ids = users.compactMap(\.clientUserId).filter { !$0.isEmpty }
    guard ids.count == users.count else { throw ServiceFailure(9602) }
    if Set(ids).count < ids.count { throw ServiceFailure(9715) }
    let wrong = users.filter { !Self.isMail($0.email) }.compactMap(\.clientUserId)
    if !wrong.isEmpty { throw ServiceFailure(9717, info: .init(clientUserIds: wrong)) }
    let kind: SimulatedEvent.Kind =
      switch exchange.endpoint {
      case .createUsers: .create
      case .updateUsers: .update
      default: .retire
      }
    return accept(exchange, kind, .users(users), requested: users.count)
  }

  private static func isMail(_ text: String?) -> Bool {
    guard let text, !text.isEmpty else { return true }
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty else { return false }
    return parts[1].contains(".") && !parts[1].hasPrefix(".") && !parts[1].hasSuffix(".")
      && !text.contains { $0.isWhitespace }
  }

  // MARK: Acceptance and status

  private func accept(
    _ exchange: Exchange, _ kind: SimulatedEvent.Kind, _ work: SimulatedEvent.Work, requested: Int
  ) -> Reply {
    let flaw: SimulatedEvent.Flaw =
      switch exchange.fault {
      case .stuckEvent: .stuck
      case .phantomEvent: .phantom
      default: .none
      }
    let id = generator.uuid()
    events[id] = SimulatedEvent(
      id: id, kind: kind, work: work, accepted: elapsed(), duration: options.eventDelay,
      requested: requested, flaw: flaw)
    openEvents.append(id)
    var json = JSONText()
    json.beginObject()
    switch exchange.fault {
    case .noEventId: break
    case .unknownEvent: json.set("eventId", generator.uuid())
    default: json.set("eventId", id)
    }
    writeCommon(exchange, into: &json)
    json.endObject()
    return .json(json)
  }

  func eventStatus(_ exchange: Exchange) throws -> Reply {
    if case .unknownEvent = exchange.fault { throw ServiceFailure(9708) }
    guard let id = exchange.call.query["eventId"], let event = events[id] else {
      throw ServiceFailure(9708)
    }
    if let finished = event.finished, let kept = switches.eventRetention,
      elapsed() > finished + kept
    {
      throw ServiceFailure(9708)
    }
    var json = JSONText()
    json.beginObject()
    if case .eventStatus(let word) = exchange.fault {
      json.set("eventStatus", word)
    } else {
      json.set("eventStatus", event.status)
    }
    json.set("eventType", event.kind.rawValue)
    json.set("numRequested", event.requested)
    json.set("numCompleted", reportedCompleted(event, exchange))
    if event.finished != nil && !event.failures.isEmpty { writeFailures(event, into: &json) }
    writeCommon(exchange, into: &json)
    json.endObject()
    return .json(json)
  }

  private func reportedCompleted(_ event: SimulatedEvent, _ exchange: Exchange) -> Int {
    if case .numCompleted(let number) = exchange.fault { return number }
    guard event.requested != event.tasks else { return event.completed }
    return event.tasks == 0 ? event.requested : event.completed * event.requested / event.tasks
  }

  /// One failure for each number and asset, naming all the holders it is about.
  private func writeFailures(_ event: SimulatedEvent, into json: inout JSONText) {
    struct Group: Hashable {
      let number: Int
      let asset: AssetKey?
    }
    var order: [Group] = []
    var groups: [Group: ServiceFailure.Info] = [:]
    for failure in event.failures {
      let asset = switches.failureDetail == .pairs ? failure.asset : nil
      let group = Group(number: failure.number, asset: asset)
      if groups[group] == nil { order.append(group) }
      var info = groups[group] ?? ServiceFailure.Info(assets: asset.map { [$0] } ?? [])
      switch failure.holder {
      case .user(let name):
        if !info.clientUserIds.contains(name) { info.clientUserIds.append(name) }
      case .serial(let name):
        if !info.serialNumbers.contains(name) { info.serialNumbers.append(name) }
      }
      groups[group] = info
    }
    json.beginArray("failures")
    for group in order {
      json.beginObject()
      let info = switches.failureDetail == .none ? nil : groups[group]
      ServiceFailure(group.number, info: info).write(into: &json)
      json.endObject()
    }
    json.endArray()
  }
}
