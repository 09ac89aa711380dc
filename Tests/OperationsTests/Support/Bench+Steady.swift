import AppsAndBooks
import FoundationEssentials
import HTTPTransport
import Operations
import SimulatedService
import Synchronization
import TestSupport

/// The service's side of the manual clock: knows how many of its answers wait.
final class CountedClock: Clock, Sendable {
  typealias Instant = ManualClock.Instant

  private let base: ManualClock
  private let count = Mutex(0)

  init(_ base: ManualClock) { self.base = base }

  var now: Instant { base.now }
  var minimumResolution: Duration { .zero }
  /// How many sleep now.
  var sleeping: Int { count.withLock { $0 } }

  func sleep(until deadline: Instant, tolerance: Duration?) async throws {
    count.withLock { $0 += 1 }
    defer { count.withLock { $0 -= 1 } }
    try await base.sleep(until: deadline, tolerance: tolerance)
  }
}

/// What is on the wire now, over all clients of a bench.
final class Wire: Sendable {
  struct Count: Equatable {
    var inFlight = 0
    var begun = 0
    /// Exchanges that ended at their deadline or were called off.
    var givenUp = 0
  }

  private let state = Mutex(Count())
  var count: Count { state.withLock { $0 } }

  func begin() {
    state.withLock { count in
      count.inFlight += 1
      count.begun += 1
    }
  }

  func end(givenUp: Bool) {
    state.withLock { count in
      count.inFlight -= 1
      if givenUp { count.givenUp += 1 }
    }
  }
}

/// The real transport with its deadlines on the manual clock, counted.
struct CountedTransport: Transport {
  let base: NetworkTransport
  let wire: Wire

  init(clock: CountedClock, wire: Wire) throws {
    base = try NetworkTransport(clock: clock)
    self.wire = wire
  }

  func send(_ request: TransportRequest) async throws -> TransportResponse {
    wire.begin()
    do {
      let response = try await base.send(request)
      wire.end(givenUp: false)
      return response
    } catch {
      let isLate = (error as? TransportError)?.kind == .timeout
      wire.end(givenUp: isLate || error is CancellationError)
      throw error
    }
  }
}

extension Bench {
  /// A client whose deadlines are on the manual clock too.
  func client(
    token: String? = nil, wire: Wire? = nil,
    onRetry: @escaping @Sendable (RetryNotice) -> Void = { _ in }
  ) throws -> APIClient {
    let watch = watch
    let client = APIClient(
      service: try requireValue(ServiceEndpoint(service.url)),
      token: try ContentToken(bytes: Array((token ?? service.token).utf8)),
      transport: try CountedTransport(clock: deadlineClock, wire: wire ?? self.wire), clock: clock,
      now: now,
      random: Seeded(7), observer: { watch.note($0) }, onRetry: onRetry)
    client.bind(uID: service.uID)
    return client
  }

  /// Runs a body while the clock jumps from deadline to deadline, each time only when nothing else can happen: nothing
  /// is on the wire but what the service holds back.
  func steadily<Value: Sendable>(
    _ body: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    let isOver = Mutex(false)
    async let driver: Void = {
      while !isOver.withLock({ $0 }) {
        guard await isStill(orOver: { isOver.withLock { $0 } }) else { return }
        if let next = clock.nextDeadline { clock.advance(by: max(next, .zero)) }
      }
    }()
    let result: Result<Value, any Error>
    do {
      result = .success(try await body())
    } catch {
      result = .failure(error)
    }
    isOver.withLock { $0 = true }
    await driver
    return try result.get()
  }

  /// Stops the service; whatever it still holds back is let go.
  func stop() async {
    let isOver = Mutex(false)
    async let letGo: Void = {
      while !isOver.withLock({ $0 }) {
        clock.advance(by: .seconds(3_600))
        try? await Task.sleep(for: .milliseconds(1))
      }
    }()
    await service.stop()
    isOver.withLock { $0 = true }
    await letGo
  }

  private struct Sign: Equatable {
    var count: Wire.Count
    var sleeps: Int
    var requests: Int
  }

  private func sign() async -> Sign {
    Sign(
      count: wire.count, sleeps: clock.sleepCount, requests: await service.requests().count)
  }

  /// Waits until nothing moves; `false` once the body is over.
  private func isStill(orOver isOver: () -> Bool) async -> Bool {
    var last = await sign()
    var since = ContinuousClock.now
    var quiet = 0
    while quiet < 16 {
      if isOver() { return false }
      let isHeld = last.count.inFlight == 0 ? true : await isHeldBack(last.count)
      if isHeld, clock.nextDeadline != nil {
        await Task.yield()
        quiet += 1
      } else {
        try? await Task.sleep(for: .microseconds(100))
        quiet = 0
      }
      let now = await sign()
      guard now == last else {
        (last, since, quiet) = (now, .now, 0)
        continue
      }
      // Whom the service still holds back is not known once a client has given up: then only silence tells.
      let patience = last.count.givenUp == 0 ? Duration.seconds(3) : .milliseconds(60)
      if since.duration(to: .now) > patience, clock.nextDeadline != nil { return true }
    }
    return true
  }

  private func isHeldBack(_ count: Wire.Count) async -> Bool {
    guard count.givenUp == 0 else { return false }
    let hanging = await service.requests().count { $0.did.hasPrefix("hang") }
    // An exchange whose deadline does not run yet would outlive it.
    return count.inFlight <= min(serverClock.sleeping + hanging, deadlineClock.sleeping)
  }
}
