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
    let isProbe = try admit(E.self)
    let attempts = isProbe ? 1 : E.policy.attempts
    var failed = 0
    while true {
      do {
        let answer = try await attempt(endpoint)
        note(nil, of: E.self)
        return answer
      } catch let error as APIError {
        failed += 1
        note(error, of: E.self)
        try endForLongPause(error, of: E.self)
        guard failed < attempts, error.mayBeRepeated else { throw error }
        try await pause(after: error, failed: failed, policy: E.policy)
      } catch {
        if isProbe { withBreaker { breaker, _ in breaker.probeCalledOff() } }
        throw error
      }
    }
  }

  /// Fails at once while the service is not reachable or wants to be left alone; `true` for a probe.
  private func admit<E: Endpoint>(_ endpoint: E.Type) throws(APIError) -> Bool {
    guard !E.isOptional else { return false }
    let (leave, at) = withBreaker { breaker, at in (breaker.leave(at: at), at) }
    switch leave {
    case .go: return false
    case .probe: return true
    case .notReachable(let rest):
      let seconds = max(1, Int64((rest / .seconds(1)).rounded(.up)))
      throw APIError(
        operation: E.name, kind: .pause("Apple is not reachable, next try in \(seconds) s"))
    case .resting(let until):
      throw APIError(operation: E.name, kind: .pause(RetryAfter.sentence(until - at, from: now())))
    }
  }

  /// Takes how an attempt ended: whether the service answers at all.
  private func note<E: Endpoint>(_ error: APIError?, of endpoint: E.Type) {
    if error == nil { noteSuccess() }
    guard !E.isOptional else { return }
    withBreaker { breaker, at in
      switch error?.reach ?? .answers {
      case .answers: breaker.answered()
      case .silent: breaker.failed(at: at)
      case .unclear: breaker.probeCalledOff()
      }
    }
  }

  /// A pause over five minutes is not waited out: it ends this call, and others at once until it is over.
  private func endForLongPause<E: Endpoint>(
    _ error: APIError, of endpoint: E.Type
  ) throws(APIError) {
    guard error.mayBeRepeated, let asked = error.retryAfter?.pause(from: now()),
      asked > Self.longestPause
    else { return }
    if !E.isOptional { rest(for: asked) }
    throw APIError(
      operation: error.operation, kind: .pause(RetryAfter.sentence(asked, from: now())),
      status: error.status, retryAfter: error.retryAfter)
  }

  /// Lets nothing go out until a long pause is over.
  func rest(for pause: Duration) { withBreaker { breaker, at in breaker.rest(for: pause, at: at) } }

  private func pause(after error: APIError, failed: Int, policy: RetryPolicy) async throws {
    let isTooFast = error.status == 429 || error.number == .tooManyRequests
    let failure: RetryBudget.Failure =
      isTooFast ? .tooFast : error.isTimeout ? .timeout : .other
    guard let jitter = takeRetry(policy, failed: failed, after: failure) else {
      throw APIError(
        operation: error.operation,
        kind: .pause("so many requests failed that Purser stops asking for now"),
        status: error.status)
    }
    let pause = max(jitter, error.retryAfter?.pause(from: now()) ?? .zero)
    if isTooFast { await rate.pause(for: pause) }
    onRetry(
      RetryNotice(
        operation: error.operation, failed: failed, attempts: policy.attempts, pause: pause,
        error: error))
    try await timeline.sleep(pause)
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
      tell(meta, from: response)
      return answer
    case .failure(let failure, let meta):
      if E.needsToken, isOurs(meta) { tell(meta, from: response) }
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

  /// What a failed read tells of the service's reach.
  enum Reach { case answers, silent, unclear }

  var reach: Reach {
    switch kind {
    case .transport: .silent
    case .http(let status): status >= 500 ? .silent : status == 429 ? .answers : .unclear
    case .service: .answers
    case .notApple, .paging, .wrongLocation, .pause: .unclear
    }
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
    case .service(let number, _):
      number.isPassing || (!number.isKnown && (status ?? 0) >= 500)
    case .notApple, .paging, .wrongLocation, .pause: false
    }
  }
}
