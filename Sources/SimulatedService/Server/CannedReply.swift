import FoundationEssentials

/// The answers that a fault gives in place of the location's own.
enum CannedReply {
  /// The answer of a fault that does not let the request through, else nil.
  static func make(_ fault: Fault.Action, now: Date) -> Reply? {
    switch fault {
    case .wrongType:
      let page =
        "<!DOCTYPE html><html><head><title>Welcome</title></head><body>"
        + "<h1>Sign in to the guest network</h1></body></html>"
      return Reply(status: 200, body: Array(page.utf8), type: "text/html")
    case .redirect(let target, let status):
      return Reply(status: status, headers: [("Location", target)])
    case .status(let status, let number, let retryAfter):
      return failure(status, number, retryAfter.map { text($0, now: now) })
    case .hugeBody:
      return Reply()
    case .gzipBomb(let count):
      return Reply(
        body: GzipBomb.bytes(unpackedTo: count), headers: [("Content-Encoding", "gzip")])
    case .manyHeaders(let count):
      var reply = failure(500, 9603, nil)
      for index in 0..<count { reply.headers.append(("X-Padding-\(index)", "padding")) }
      return reply
    case .body(let text):
      return Reply(body: Array(text.utf8))
    default:
      return nil
    }
  }

  private static func failure(_ status: Int, _ number: Int?, _ retryAfter: String?) -> Reply {
    var reply = Reply(status: status)
    if let number {
      var json = JSONText()
      json.beginObject()
      ServiceFailure(number).write(into: &json)
      json.endObject()
      reply.body = json.bytes
      reply.errorNumber = number
    }
    if let retryAfter { reply.headers.append(("Retry-After", retryAfter)) }
    return reply
  }

  private static func text(_ form: Fault.RetryAfter, now: Date) -> String {
    switch form {
    case .seconds(let count): String(count)
    case .date(let seconds): WireDate.http(now.addingTimeInterval(Double(seconds)))
    case .milliseconds(let count): "\(count)ms"
    case .garbage: "soon"
    case .negative: "-5"
    }
  }
}
