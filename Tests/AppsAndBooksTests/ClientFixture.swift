import AppsAndBooks
import Foundation
import HTTPTypes
import Synchronization
import TestSupport

/// A client on a scripted transport, with a token, a clock that runs by itself, and an eye on its pauses.
struct ClientFixture {
  static let tokenText = Data(
    #"{"token":"c2VjcmV0IHNlY3JldCBzZWNyZXQ=","expDate":"2030-11-08T22:33:22+0000","orgName":"O"}"#
      .utf8
  ).base64EncodedString()

  let transport: ScriptedTransport
  let client: APIClient
  let clock = JumpingClock()
  let seen = Record<ResponseMeta>()
  let retries = Record<RetryNotice>()

  init(
    service: ServiceEndpoint = .apple, seed: UInt64 = 1,
    now: Date = Date(timeIntervalSince1970: 1_700_000_000), namesCustomApps: Bool = false,
    _ answer: @escaping ScriptedTransport.Answer
  ) throws {
    transport = ScriptedTransport(answer)
    client = APIClient(
      service: service, token: try ContentToken(bytes: Array(Self.tokenText.utf8)),
      transport: transport, clock: clock, now: { now }, random: SeededRandom(seed: seed),
      observer: { [seen] in seen.add($0) }, onRetry: { [retries] in retries.add($0) },
      namesCustomApps: namesCustomApps)
  }

  /// A client whose every request gets the next answer of a list.
  init(
    _ answers: [Result<TransportResponse, TransportError>],
    now: Date = Date(timeIntervalSince1970: 1_700_000_000)
  ) throws {
    try self.init(now: now) { _, index in
      try answers[min(index, answers.count - 1)].get()
    }
  }
}

/// A clock on which every sleep is over at once, and time moves by it.
final class JumpingClock: Clock, Sendable {
  struct Instant: InstantProtocol {
    var offset: Duration
    func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
    func duration(to other: Instant) -> Duration { other.offset - offset }
    static func < (a: Instant, b: Instant) -> Bool { a.offset < b.offset }
  }

  private let offset = Mutex(Duration.zero)
  private let naps = Mutex<[Duration]>([])

  var now: Instant { Instant(offset: offset.withLock { $0 }) }
  var minimumResolution: Duration { .zero }
  /// Every pause so far.
  var sleeps: [Duration] { naps.withLock { $0 } }

  func advance(by duration: Duration) { offset.withLock { $0 += duration } }

  func sleep(until deadline: Instant, tolerance: Duration?) async throws {
    try Task.checkCancellation()
    offset.withLock { offset in
      naps.withLock { $0.append(deadline.offset - offset) }
      offset = max(offset, deadline.offset)
    }
    await Task.yield()
  }
}

/// Values in the order of their arrival.
final class Record<Value: Sendable>: Sendable {
  private let values = Mutex<[Value]>([])
  var all: [Value] { values.withLock { $0 } }
  func add(_ value: Value) { values.withLock { $0.append(value) } }
}

extension TransportError {
  static let closed = TransportError(kind: .closed, mayHaveBeenSent: true, reason: "the line broke")
  static let refused = TransportError(
    kind: .connect, mayHaveBeenSent: false, reason: "connection refused")
  static let late = TransportError(kind: .timeout, mayHaveBeenSent: true, reason: "late")
}

extension TransportResponse {
  static func status(_ status: Int, retryAfter: String? = nil, _ body: String = "")
    -> TransportResponse
  {
    var fields = HTTPFields()
    if let retryAfter { fields[.retryAfter] = retryAfter }
    return TransportResponse(status: status, headerFields: fields, body: Array(body.utf8))
  }
}
