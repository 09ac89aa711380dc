/// A request as the location sees it, without the HTTP around it.
struct Call: Sendable {
  let endpoint: SimulatedEndpoint?
  let method: String
  let path: String
  let query: [String: String]
  let authorization: String?
  let carriedCookie: Bool
  let contentType: String?
  let body: [UInt8]

  /// A query value as a number; anything else is 9602.
  func number(_ name: String) throws(ServiceFailure) -> Int? {
    guard let text = query[name] else { return nil }
    guard let number = Int32(text) else { throw ServiceFailure(9602) }
    return Int(number)
  }

  /// A query value as a boolean, in the spellings `true`, `false`, `1` and `0`.
  func flag(_ name: String) throws(ServiceFailure) -> Bool? {
    switch query[name]?.lowercased() {
    case nil: return nil
    case "true", "1": return true
    case "false", "0": return false
    default: throw ServiceFailure(9602)
    }
  }
}

/// An answer before it is written to the connection.
struct Reply: Sendable {
  var status = 200
  var body: [UInt8] = []
  var type = "application/json"
  var headers: [(name: String, value: String)] = []
  var errorNumber: Int?

  static func json(_ json: JSONText, status: Int = 200) -> Reply {
    Reply(status: status, body: json.bytes)
  }
}

/// A call while it is being answered: with the token it came with and the fault it met.
struct Exchange: Sendable {
  let call: Call
  let endpoint: SimulatedEndpoint
  var token: TokenRegistry.Record?
  let fault: Fault.Action?
}
