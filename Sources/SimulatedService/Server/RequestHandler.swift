import FoundationEssentials
import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore

/// Takes a request from HTTP to the location and the answer back, with the fault it meets.
struct RequestHandler: Sendable {
  let location: SimulatedLocation
  let latency: Duration
  let clock: any Clock<Duration>
  let now: @Sendable () -> Date

  @concurrent
  func respond(
    to request: Request, _ writer: consuming ResponseWriter, _ channel: any Channel
  ) async throws {
    let call = try await Self.call(request)
    let admission = await location.admit(call)
    let fault = admission.fault
    if latency > .zero { try await clock.sleep(for: latency) }

    var reply: Reply?
    switch fault {
    case .dropBefore, .hang: break
    default:
      reply = fault.flatMap { CannedReply.make($0, now: now()) }
      if case .delayProcessing(let time) = fault { try await clock.sleep(for: time) }
      if case .duplicate = fault { _ = await location.process(call, admission) }
      if reply == nil { reply = await location.process(call, admission) }
    }
    await location.note(admission.index, did: Self.summary(fault, reply), reply: reply)
    if case .delay(let time) = fault { try await clock.sleep(for: time) }
    await location.leave()
    let delivery = Delivery(channel: channel, clock: clock, date: WireDate.http(now()))
    try await delivery.send(reply, fault, writer)
  }

  private static func call(_ request: Request) async throws -> Call {
    let body = try await request.body.collect(upTo: 16 << 20)
    var query: [String: String] = [:]
    for (name, value) in request.uri.queryParameters { query[String(name)] = String(value) }
    return Call(
      endpoint: SimulatedEndpoint.of(method: request.method.rawValue, path: request.uri.path),
      method: request.method.rawValue, path: request.uri.path, query: query,
      authorization: request.headers[.authorization],
      carriedCookie: request.headers[.cookie] != nil, contentType: request.headers[.contentType],
      body: Array(body.readableBytesView))
  }

  /// What was done, in a word or two for the log: `dropAfter · 200`, `400 9702`.
  private static func summary(_ fault: Fault.Action?, _ reply: Reply?) -> String {
    var parts: [String] = []
    if let fault { parts.append(fault.name) }
    if let reply {
      let number = reply.errorNumber.map { " \($0)" } ?? ""
      parts.append("\(reply.status)\(number)")
    }
    return parts.joined(separator: " · ")
  }
}

/// Writes an answer to its connection, whole or as the fault wants it.
///
/// Concurrent throughout, since Hummingbird's writer can't be sent from one isolation to another.
struct Delivery: Sendable {
  let channel: any Channel
  let clock: any Clock<Duration>
  let date: String

  @concurrent
  func send(
    _ reply: Reply?, _ fault: Fault.Action?, _ writer: consuming ResponseWriter
  ) async throws {
    switch fault {
    case .dropBefore, .dropAfter:
      try await drop()
    case .reset:
      try await reset()
    case .hang, .hangAfter:
      try await channel.closeFuture.get()
    case .drip(let speed):
      try await drip(reply ?? Reply(), writer, bytesPerSecond: max(1, speed))
    case .truncate(let length, let isReset):
      try await truncate(reply ?? Reply(), writer, at: length, isReset: isReset)
    case .truncateQuietly(let length):
      var cut = reply ?? Reply()
      cut.body = Array(cut.body.prefix(length))
      try await write(cut, writer)
    case .hugeBody(let length):
      try await stream(length, writer)
    case .earlyHints:
      try await writer.writeInformationalHead(HTTPResponse(status: .init(code: 103)))
      try await write(reply ?? Reply(), writer)
    default:
      try await write(reply ?? Reply(), writer)
    }
  }

  @concurrent
  private func write(_ reply: Reply, _ writer: consuming ResponseWriter) async throws {
    let head = head(reply, length: reply.body.count)
    try await writer.write(
      response: head, body: ResponseBody(byteBuffer: ByteBuffer(bytes: reply.body)))
  }

  private func head(_ reply: Reply, length: Int) -> HTTPResponse {
    var fields = HTTPFields()
    fields[.contentType] = reply.type
    fields[.contentLength] = String(length)
    fields[.date] = date
    for (name, value) in reply.headers {
      if let name = HTTPField.Name(name) { fields.append(HTTPField(name: name, value: value)) }
    }
    return HTTPResponse(status: .init(code: reply.status), headerFields: fields)
  }

  private func drop() async throws {
    try await channel.close()
    throw CancellationError()
  }

  private func reset() async throws {
    try await channel.prepareReset().get()
    try await drop()
  }

  @concurrent
  private func drip(
    _ reply: Reply, _ writer: consuming ResponseWriter, bytesPerSecond speed: Int
  ) async throws {
    let part = max(1, speed / 10)
    var body = try await writer.writeHead(head(reply, length: reply.body.count))
    var rest = reply.body[...]
    while !rest.isEmpty {
      try await body.write(ByteBuffer(bytes: rest.prefix(part)))
      rest = rest.dropFirst(part)
      try await clock.sleep(for: .seconds(1) * part / speed)
    }
    try await body.finish(nil)
  }

  @concurrent
  private func truncate(
    _ reply: Reply, _ writer: consuming ResponseWriter, at length: Int, isReset: Bool
  ) async throws {
    var body = try await writer.writeHead(head(reply, length: reply.body.count))
    try await body.write(ByteBuffer(bytes: reply.body.prefix(length)))
    if isReset { try await reset() } else { try await drop() }
  }

  @concurrent
  private func stream(_ length: Int, _ writer: consuming ResponseWriter) async throws {
    let start = Array(#"{"padding":""#.utf8)
    let end = Array(#""}"#.utf8)
    var body = try await writer.writeHead(
      head(Reply(), length: start.count + length + end.count))
    try await body.write(ByteBuffer(bytes: start))
    var rest = length
    while rest > 0 {
      let part = min(rest, 65_536)
      try await body.write(ByteBuffer(repeating: UInt8(ascii: "x"), count: part))
      rest -= part
    }
    try await body.write(ByteBuffer(bytes: end))
    try await body.finish(nil)
  }
}
