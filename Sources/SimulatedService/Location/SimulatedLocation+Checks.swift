import FoundationEssentials

/// What is checked before a request is looked at, and what every answer carries.
extension SimulatedLocation {
  /// Method, token, permission and content type, in this order.
  func check(_ call: Call, _ exchange: inout Exchange) throws {
    guard let endpoint = call.endpoint else { throw ServiceFailure(9726) }
    if endpoint == .serviceConfig || endpoint == .lookup || endpoint == .unknown { return }
    let record = try authorized(call)
    exchange.token = record
    if record.state == .readOnly {
      let refused =
        endpoint.isPost || (endpoint == .clientConfigRead && switches.readOnlyRefusesClientConfig)
      if refused { throw ServiceFailure(switches.readOnlyNumber, status: 403) }
    }
    if endpoint.isPost {
      let type = call.contentType?.split(separator: ";").first.map(String.init) ?? ""
      guard type.lowercased() == "application/json" else { throw ServiceFailure(9727) }
    }
  }

  private func authorized(_ call: Call) throws -> TokenRegistry.Record {
    switch tokens.verdict(header: call.authorization) {
    case .missing: throw ServiceFailure(switches.missingHeaderNumber, status: 401)
    case .badHeader: throw ServiceFailure(9722)
    case .unknown: throw ServiceFailure(9622, status: switches.unknownTokenStatus)
    case .known(let record):
      switch record.state {
      case .revoked: throw ServiceFailure(9625)
      case .garbage: throw ServiceFailure(9622, status: switches.unknownTokenStatus)
      case .expired: throw ServiceFailure(9621)
      default: break
      }
      if record.expires <= now() { throw ServiceFailure(9621) }
      return record
    }
  }

  /// The faults that change the location under a request's feet.
  func prepare(_ exchange: Exchange) {
    switch exchange.fault {
    case .moveVersion: moveVersion(exchange.endpoint)
    case .changeRows(let count): moveRows(count)
    case .takeOver(let id, let name): takeOver(id: id, name: name, metadata: "")
    default: break
    }
  }

  /// Writes `uId`, `mdmInfo` and `tokenExpirationDate`.
  func writeCommon(_ exchange: Exchange, into json: inout JSONText) {
    if case .wrongUId(let other) = exchange.fault {
      json.set("uId", other)
    } else {
      json.set("uId", uID)
    }
    writeClient(into: &json)
    if let token = exchange.token, shows(exchange, token) {
      json.set("tokenExpirationDate", WireDate.iso(token.expires))
    }
  }

  func errorReply(_ failure: ServiceFailure, _ exchange: Exchange) -> Reply {
    var json = JSONText()
    json.beginObject()
    failure.write(into: &json)
    if switches.mdmInfoOnErrors, exchange.token != nil { writeCommon(exchange, into: &json) }
    json.endObject()
    var reply = Reply.json(json, status: failure.status)
    reply.errorNumber = failure.number
    if failure.number == 9646, case .seconds(let seconds) = switches.rateRetryAfter {
      reply.headers.append(("Retry-After", String(seconds)))
    }
    return reply
  }

  private func writeClient(into json: inout JSONText) {
    guard switches.mdmInfo != .never else { return }
    guard let client else {
      if switches.mdmInfo == .always { json.setNull("mdmInfo") }
      return
    }
    json.beginObject("mdmInfo")
    json.set("id", client.id)
    json.set("name", client.name)
    json.set("metadata", client.metadata)
    json.endObject()
  }

  private func shows(_ exchange: Exchange, _ token: TokenRegistry.Record) -> Bool {
    let isClientConfig =
      exchange.endpoint == .clientConfigRead
      || exchange.endpoint == .clientConfigWrite
    let presence =
      isClientConfig
      ? switches.tokenExpirationDateInClientConfig : switches.tokenExpirationDate
    return switch presence {
    case .always: true
    case .never: false
    case .whenNear: token.expires.timeIntervalSince(now()) <= 15 * 86_400
    }
  }
}
