import FoundationEssentials
import HTTPTypes

extension ClientCore {
  /// The longest pause that is waited out; a longer one ends the call and is told (reliability.md section 8.1).
  static let longestPause = Duration.seconds(300)

  /// Reads, repeating what may be repeated.
  ///
  /// - Throws: `APIError` or `CancellationError`.
  @concurrent
  func get<E: Endpoint>(_ endpoint: E) async throws -> E.Answer {
    var failed = 0
    while true {
      do {
        let answer = try await attempt(endpoint)
        noteSuccess()
        return answer
      } catch let error as APIError {
        failed += 1
        guard failed < E.policy.attempts, error.mayBeRepeated else { throw error }
        try await pause(after: error, failed: failed, policy: E.policy)
      }
    }
  }

  private func pause(after error: APIError, failed: Int, policy: RetryPolicy) async throws {
    guard let jitter = takeRetry(policy, failed: failed, afterTimeout: error.isTimeout) else {
      throw APIError(
        operation: error.operation,
        kind: .pause("so many requests failed that Purser stops asking for now"),
        status: error.status)
    }
    let asked = error.retryAfter?.pause(from: now()) ?? .zero
    guard asked <= Self.longestPause else {
      throw APIError(
        operation: error.operation, kind: .pause(Self.text(of: asked, from: now())),
        status: error.status, retryAfter: error.retryAfter)
    }
    let pause = max(jitter, asked)
    if error.status == 429 || error.number == .tooManyRequests { await rate.pause(for: pause) }
    onRetry(
      RetryNotice(
        operation: error.operation, failed: failed, attempts: policy.attempts, pause: pause,
        error: error))
    try await timeline.sleep(pause)
  }

  private static func text(of pause: Duration, from now: Date) -> String {
    let until = now.addingTimeInterval(Double(pause.components.seconds))
    let moment = until.formatted(Date.ISO8601FormatStyle())
    return "Apple asks to be left alone until \(moment)"
  }

  private func attempt<E: Endpoint>(_ endpoint: E) async throws -> E.Answer {
    let request = try request(for: endpoint)
    let response = try await exchange(request, operation: E.name)
    switch try read(
      response, operation: E.name,
      { body throws(BodyError) in
        try endpoint.decode(body)
      })
    {
    case .answer(let answer, let meta):
      guard E.needsToken else { return answer }
      guard isOurs(meta) else {
        throw APIError(operation: E.name, kind: .wrongLocation, status: response.status)
      }
      observer(meta)
      return answer
    case .failure(let failure, let meta):
      if E.needsToken, isOurs(meta) { observer(meta) }
      throw APIError(
        operation: E.name, kind: .service(failure.number, message: failure.message),
        status: response.status, retryAfter: response.retryAfter, failures: [failure])
    }
  }

  /// One exchange within the rate; never repeated here.
  func exchange(_ request: TransportRequest, operation: String) async throws -> TransportResponse {
    try await rate.enter()
    countRequest()
    let result: Result<TransportResponse, any Error>
    do {
      result = .success(try await transport.send(request))
    } catch {
      result = .failure(error)
    }
    await rate.leave()
    do {
      return try result.get()
    } catch let error as TransportError {
      throw APIError(operation: operation, kind: .transport(error))
    }
  }

  /// Reads a body whose status may be anything: the service's own error counts first, then the status.
  func read<Answer>(
    _ response: TransportResponse, operation: String,
    _ decode: ([UInt8]) throws(BodyError) -> Reply<Answer>
  ) throws(APIError) -> Reply<Answer> {
    let reply: Reply<Answer>
    do {
      reply = try decode(response.body)
    } catch {
      let kind: APIError.Kind =
        if response.status != 200 {
          .http(status: response.status)
        } else if error.isCut {
          .transport(
            TransportError(
              kind: .closed, mayHaveBeenSent: true, reason: "the answer ends too early"))
        } else {
          .notApple(error.reason)
        }
      throw APIError(
        operation: operation, kind: kind, status: response.status,
        retryAfter: response.retryAfter)
    }
    if case .answer = reply, response.status != 200 {
      throw APIError(
        operation: operation, kind: .http(status: response.status), status: response.status,
        retryAfter: response.retryAfter)
    }
    return reply
  }
}

extension TransportResponse {
  var retryAfter: RetryAfter? {
    headerFields[.retryAfter].flatMap { RetryAfter(header: $0) }
  }
}

extension APIError {
  var isTimeout: Bool {
    if case .transport(let error) = kind { error.kind == .timeout } else { false }
  }

  /// Whether the same read may succeed in a moment.
  var mayBeRepeated: Bool {
    switch kind {
    case .transport(let error):
      switch error.kind {
      case .nameLookup, .connect, .timeout, .closed: true
      case .tls, .proxy, .tooLarge, .notHTTP: false
      }
    case .http(let status): [429, 500, 502, 503, 504].contains(status) || (520...529) ~= status
    case .service(let number, _): number.isPassing
    case .notApple, .paging, .wrongLocation, .pause: false
    }
  }
}
