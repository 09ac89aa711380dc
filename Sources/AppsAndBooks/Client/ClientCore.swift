import FoundationEssentials
import HTTPTypes
import Synchronization

/// What all copies of a client share.
final class ClientCore: Sendable {
  let service: ServiceEndpoint
  let token: ContentToken?
  let transport: any Transport
  let timeline: Timeline
  let now: @Sendable () -> Date
  let observer: @Sendable (ResponseMeta) -> Void
  let onRetry: @Sendable (RetryNotice) -> Void
  let rate: RateLimit
  private let state: Mutex<State>

  struct State {
    var requests = 0
    var config: (value: ServiceConfig, at: Duration)?
    var uID: String?
    var random: any RandomNumberGenerator & Sendable
    var budget = RetryBudget()
    var breaker = CircuitBreaker()
    var clockDifference: Duration?
  }

  init(
    service: ServiceEndpoint, token: ContentToken?, transport: any Transport, timeline: Timeline,
    now: @escaping @Sendable () -> Date, random: any RandomNumberGenerator & Sendable,
    observer: @escaping @Sendable (ResponseMeta) -> Void,
    onRetry: @escaping @Sendable (RetryNotice) -> Void
  ) {
    self.service = service
    self.token = token
    self.transport = transport
    self.timeline = timeline
    self.now = now
    self.observer = observer
    self.onRetry = onRetry
    rate = RateLimit(timeline)
    state = Mutex(State(random: random))
  }

  var requestCount: Int { state.withLock { $0.requests } }

  func bind(uID: String) { state.withLock { $0.uID = uID } }

  func knownConfig(maxAge: Duration) -> ServiceConfig? {
    let age = timeline.elapsed()
    return state.withLock { state in
      guard let config = state.config, age - config.at <= maxAge else { return nil }
      return config.value
    }
  }

  func learn(_ config: ServiceConfig) async {
    let at = timeline.elapsed()
    state.withLock { $0.config = (config, at) }
    await rate.setLimit(config.limits.maxRequestPerSecond)
  }

  /// The address of a call: the service's own word for it where that is on the host asked, else the documented path.
  func url(key: String, path: String, query: [QueryItem]) -> String {
    service.accepted(learnedURL(key), query: query) ?? service.url(path: path, query: query)
  }

  func learnedURL(_ key: String) -> String? { state.withLock { $0.config?.value.urls[key] } }

  /// Whether the answer is of this location; the first answer that names one binds.
  func isOurs(_ meta: ResponseMeta) -> Bool {
    guard let uID = meta.uID else { return true }
    return state.withLock { state in
      if state.uID == nil { state.uID = uID }
      return state.uID == uID
    }
  }

  /// Pays for one more repeat and draws its pause.
  func takeRetry(
    _ policy: RetryPolicy, failed: Int, after failure: RetryBudget.Failure
  ) -> Duration? {
    let at = timeline.elapsed()
    return state.withLock { state in
      guard state.budget.take(after: failure, at: at) else { return nil }
      return policy.pause(afterFailed: failed, random: &state.random)
    }
  }

  func noteSuccess() { state.withLock { $0.budget.succeeded() } }

  func countRequest() {
    let at = timeline.elapsed()
    state.withLock { state in
      state.requests += 1
      state.budget.noteRequest(at: at)
    }
  }

  /// Changes what is known of the service's reach.
  func withBreaker<Result: Sendable>(
    _ body: (inout CircuitBreaker, _ now: Duration) -> Result
  ) -> Result {
    let at = timeline.elapsed()
    return state.withLock { body(&$0.breaker, at) }
  }

  /// The clock's difference from the service's, where it is worth a word.
  var clockDifference: Duration? { state.withLock { $0.clockDifference } }

  /// Hands the fields beside an answer to the observer, with what the answer's date tells of our clock.
  func tell(_ meta: ResponseMeta, from response: TransportResponse) {
    var meta = meta
    meta.clockDifference = ClockDifference.notable(of: now(), from: response.servedAt)
    if response.servedAt != nil {
      state.withLock { [difference = meta.clockDifference] in $0.clockDifference = difference }
    }
    observer(meta)
  }
}
