import HTTPTypes

extension ClientCore {
  /// Sends once and says what became of it.
  func post<E: PostEndpoint>(_ endpoint: E) async -> PostOutcome {
    let request: TransportRequest
    do {
      request = try self.request(for: endpoint)
      let (leave, at) = withBreaker { breaker, at in (breaker.rest(at: at), at) }
      if let leave {
        return .notSent(reason: RetryAfter.sentence(leave - at, from: now()), repeatable: nil)
      }
      try await rate.enter()
    } catch {
      return .notSent(reason: Self.reason(of: error), repeatable: nil)
    }
    countRequest()
    let outcome: PostOutcome
    do {
      let response = try await transport.send(request)
      outcome = classify(response, of: endpoint)
    } catch let error as TransportError {
      outcome = Self.classify(error)
    } catch {
      outcome = .unknown(reason: "the exchange was cut short here")
    }
    await rate.leave()
    if case .rejected(let error, .some(let rule)) = outcome {
      let asked = rule.retryAfter?.pause(from: now()) ?? rule.base
      // Waiting so long would hold up every read behind it.
      if asked > Self.longestPause {
        rest(for: asked)
      } else if error.number == .tooManyRequests {
        await rate.pause(for: asked)
      }
    }
    return outcome
  }

  private func classify<E: PostEndpoint>(
    _ response: TransportResponse, of endpoint: E
  ) -> PostOutcome {
    let status = response.status
    let reply: Reply<E.Answer>
    do {
      reply = try endpoint.decode(response.body)
    } catch {
      return .unknown(
        reason: status == 200
          ? "the answer can't be read: \(error.reason)"
          : "it was answered with HTTP \(status) alone")
    }
    switch reply {
    case .failure(let failure, let meta):
      guard isOurs(meta) else { return Self.wrongLocation }
      tell(meta, from: response)
      // Accepted and refused at once is no answer.
      guard !EventAnswer.isNamed(in: response.body) else {
        return .unknown(reason: "the answer names an event and an error")
      }
      return Self.classify(failure, response: response, operation: E.name)
    case .answer(let answer, let meta):
      guard status == 200 else {
        return .unknown(reason: "it was answered with HTTP \(status) alone")
      }
      guard isOurs(meta) else { return Self.wrongLocation }
      tell(meta, from: response)
      if let config = answer as? ClientConfig { return .answered(config) }
      guard let event = answer as? EventID else {
        return .unknown(reason: "the answer names no event")
      }
      return .accepted(event, meta)
    }
  }

  private static let wrongLocation = PostOutcome.unknown(
    reason: "the answer is of another location than the one asked")

  /// A number of the service says that nothing was processed, unless it is an unknown one with a server status.
  static func classify(
    _ failure: ServiceFailure, response: TransportResponse, operation: String
  ) -> PostOutcome {
    let number = failure.number
    if !number.isKnown, response.status >= 500 {
      return .unknown(reason: "Apple answered \(number.rawValue) with HTTP \(response.status)")
    }
    let error = APIError(
      operation: operation, kind: .service(number, message: failure.message),
      status: response.status, retryAfter: response.retryAfter, failures: [failure])
    return .rejected(error, repeatable: repeatRule(for: number, response.retryAfter))
  }

  private static func repeatRule(
    for number: ServiceErrorNumber, _ retryAfter: RetryAfter?
  ) -> RepeatRule? {
    switch number {
    case .tooManyRequests:
      RepeatRule(repeats: 5, base: .seconds(2), cap: .seconds(60), retryAfter: retryAfter)
    case .unavailable, .maintenance:
      RepeatRule(repeats: 3, base: .seconds(2), cap: .seconds(60), retryAfter: retryAfter)
    default: nil
    }
  }

  static func classify(_ error: TransportError) -> PostOutcome {
    error.mayHaveBeenSent
      ? .unknown(reason: error.reason)
      : .notSent(
        reason: error.reason,
        repeatable: error.kind == .tls
          ? nil : RepeatRule(repeats: 3, base: .seconds(2), cap: .seconds(30)))
  }

  private static func reason(of error: any Error) -> String {
    if error is CancellationError { return "it was called off before it was sent" }
    return (error as? APIError)?.description ?? "the request could not be written"
  }
}
