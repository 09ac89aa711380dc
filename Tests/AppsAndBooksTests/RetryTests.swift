import AppsAndBooks
import Foundation
import Testing
import TestSupport

@testable import AppsAndBooks

/// Which reads are repeated, how often and after which pause (reliability.md section 8.1).
struct RetryTests {
  private static let config = TransportResponse.json(#"{"locationName":"L","uId":"1"}"#)
  typealias Answer = Result<TransportResponse, TransportError>

  @Test(
    "a read that may succeed in a moment is repeated",
    arguments: [
      .failure(.closed), .failure(.refused), .failure(.late),
      .failure(TransportError(kind: .nameLookup, mayHaveBeenSent: false, reason: "no name")),
      .success(.status(500)), .success(.status(502)), .success(.status(503)),
      .success(.status(504)),
      .success(.status(429)), .success(.status(522, "<html>")),
      .success(.status(429, #"{"errorNumber":9646,"errorMessage":""}"#)),
      .success(.status(500, #"{"errorNumber":9603}"#)),
      .success(.status(503, #"{"errorNumber":9729}"#)),
      .success(.status(200, #"{"errorNumber":9644}"#)),
      .success(.status(200, #"{"locationName":"#)),
    ] as [Answer])
  func repeated(first: Answer) async throws {
    let fixture = try ClientFixture([first, .success(Self.config)])
    #expect(try await fixture.client.clientConfig().locationName == "L")
    #expect(fixture.client.requestCount == 2)
    #expect(fixture.retries.all.count == 1 && fixture.retries.all[0].operation == "Client Config")
  }

  @Test(
    "a read that will fail again is not repeated",
    arguments: [
      .failure(TransportError(kind: .tls, mayHaveBeenSent: false, reason: "not trusted")),
      .failure(TransportError(kind: .proxy, mayHaveBeenSent: false, reason: "login")),
      .failure(TransportError(kind: .tooLarge, mayHaveBeenSent: true, reason: "large")),
      .failure(TransportError(kind: .notHTTP, mayHaveBeenSent: true, reason: "?")),
      .success(.status(301)), .success(.status(400)), .success(.status(401)),
      .success(.status(403)),
      .success(.status(404)), .success(.status(407)), .success(.status(200, "<html></html>")),
      .success(.status(200, #"{"locationName":7}"#)),
      .success(.status(200, #"{"errorNumber":9622}"#)),
      .success(.status(401, #"{"errorNumber":9625}"#)),
      .success(.status(400, #"{"errorNumber":9999}"#)),
      .success(.status(206, #"{"locationName":"L"}"#)),
    ] as [Answer])
  func notRepeated(first: Answer) async throws {
    let fixture = try ClientFixture([first, .success(Self.config)])
    await #expect(throws: APIError.self) { try await fixture.client.clientConfig() }
    #expect(fixture.client.requestCount == 1 && fixture.clock.sleeps.isEmpty)
  }

  @Test("every call has its number of attempts")
  func attempts() async throws {
    let calls: [(Int, @Sendable (APIClient) async throws -> Void)] = [
      (4, { _ = try await $0.serviceConfig() }), (4, { _ = try await $0.clientConfig() }),
      (5, { _ = try await $0.assets() }),
      (5, { _ = try await $0.users(GetUsers()) }),
      (5, { _ = try await $0.assignments(GetAssignments()) }),
      (3, { _ = try await $0.eventStatus(EventID(rawValue: "e")) }),
      (2, { _ = try await $0.metadata(for: [AdamID(rawValue: "1")]) }),
    ]
    for (attempts, call) in calls {
      let fixture = try ClientFixture([.failure(.closed)])
      await #expect(throws: APIError.self) { try await call(fixture.client) }
      #expect(fixture.client.requestCount == attempts)
    }
  }

  @Test("every call has its deadline, and the pauses of its table")
  func deadlines() async throws {
    let fixture = try ClientFixture([.failure(.refused)])
    let client = fixture.client
    _ = try? await client.metadata(for: [AdamID(rawValue: "1")])
    _ = try? await client.clientConfig()
    fixture.clock.advance(by: .seconds(61))
    _ = try? await client.assets()
    fixture.clock.advance(by: .seconds(61))
    _ = try? await client.eventStatus(EventID(rawValue: "e"))
    let deadlines = fixture.transport.requests.map { $0.deadline.components.seconds }
    #expect(deadlines == [15, 15, 20, 20, 20, 20, 60, 60, 60, 60, 60, 30])
    #expect(RetryPolicy.config.cap == .seconds(20) && RetryPolicy.config.base == .seconds(1))
    #expect(RetryPolicy.page.cap == .seconds(30) && RetryPolicy.page.base == .seconds(1))
    #expect(RetryPolicy.status.cap == .seconds(30) && RetryPolicy.status.base == .seconds(2))
    #expect(RetryPolicy.metadata.cap == .seconds(1))
  }

  @Test("pauses are random below a bound that doubles up to a cap, and a seed fixes them")
  func jitter() {
    var random = SeededRandom(seed: 7)
    var again = SeededRandom(seed: 7)
    let policy = RetryPolicy.page
    for failed in 1...10 {
      let bound = min(Duration.seconds(30), .seconds(1 << (failed - 1)))
      let pauses = (0..<200).map { _ in policy.pause(afterFailed: failed, random: &random) }
      #expect(pauses.allSatisfy { $0 >= .zero && $0 <= bound })
      #expect((pauses.max() ?? .zero) > bound * 0.9 && (pauses.min() ?? bound) < bound * 0.1)
      #expect(pauses == (0..<200).map { _ in policy.pause(afterFailed: failed, random: &again) })
    }
  }

  @Test(
    "the service's own pause counts if it is longer",
    arguments: [
      ("120", Duration.seconds(120)), ("Tue, 14 Nov 2023 22:14:00 GMT", .seconds(40)),
      ("1700000090", .seconds(90)), ("1700000030500", .seconds(30.5)),
    ])
  func retryAfter(header: String, pause: Duration) async throws {
    let fixture = try ClientFixture([
      .success(.status(503, retryAfter: header)), .success(Self.config),
    ])
    _ = try await fixture.client.clientConfig()
    #expect(fixture.clock.sleeps == [pause])
    #expect(fixture.retries.all.map(\.pause) == [pause])
  }

  @Test(
    "a pause that says nothing, is past or negative leaves the jitter",
    arguments: [
      "soon", "-3", "0", "Sun, 06 Nov 1994 08:49:37 GMT",
    ])
  func noRetryAfter(header: String) async throws {
    let fixture = try ClientFixture([
      .success(.status(503, retryAfter: header)), .success(Self.config),
    ])
    _ = try await fixture.client.clientConfig()
    #expect(fixture.clock.sleeps.count == 1 && fixture.clock.sleeps[0] <= .seconds(1))
  }

  @Test("a pause over five minutes ends the call and tells the time")
  func longPause() async throws {
    let fixture = try ClientFixture([.success(.status(429, retryAfter: "3600"))])
    let error = await #expect(throws: APIError.self) { try await fixture.client.clientConfig() }
    #expect(error?.description.contains("2023-11-14T23:13:20Z") == true)
    #expect(error?.isUnreachable == true)
    #expect(fixture.client.requestCount == 1 && fixture.clock.sleeps.isEmpty)
  }

  @Test("repeats are paid from a budget that successes fill again")
  func budget() {
    var budget = RetryBudget()
    for number in 0..<100 {
      let isPaid = budget.take(after: .other, at: .seconds(number * 10))
      #expect(isPaid)
    }
    let later = Duration.seconds(2_000)
    let isOverdrawn = budget.take(after: .other, at: later)
    #expect(!isOverdrawn)
    for _ in 0..<9 { budget.succeeded() }
    let isTimeoutPaid = budget.take(after: .timeout, at: later)
    let isFailurePaid = budget.take(after: .other, at: later)
    #expect(!isTimeoutPaid && isFailurePaid)
    for _ in 0..<1_000 { budget.succeeded() }
    #expect(budget.left == 500)
  }

  @Test("an empty budget ends calls at their first failure, with the reason")
  func emptyBudget() async throws {
    // Three timeouts and a success, again and again: the circuit stays closed, the budget goes down.
    let fixture = try ClientFixture { _, index in
      if index % 4 < 3 { throw TransportError.late }
      return Self.config
    }
    for _ in 0..<17 {
      _ = try await fixture.client.clientConfig()
      fixture.clock.advance(by: .seconds(60))
    }
    let before = fixture.client.requestCount
    let error = await #expect(throws: APIError.self) { try await fixture.client.clientConfig() }
    #expect(fixture.client.requestCount < before + 4)
    #expect(error?.description.contains("put off") == true)
  }

  @Test("at most a fifth of the last minute's requests are repeats, and twenty always")
  func share() {
    var budget = RetryBudget()
    for _ in 0..<150 { budget.noteRequest(at: .seconds(100)) }
    let paid = (0..<40).count { _ in budget.take(after: .other, at: .seconds(110)) }
    #expect(paid == 30)
    var small = RetryBudget()
    let few = (0..<40).count { _ in small.take(after: .other, at: .seconds(110)) }
    #expect(few == 20)
    let isPaidLater = small.take(after: .other, at: .seconds(171))
    #expect(isPaidLater)
  }

  @Test("repeats after 429 are paced by the service and use up nothing")
  func paced() {
    var budget = RetryBudget()
    let granted = (0..<500).count { _ in budget.take(after: .tooFast, at: .seconds(110)) }
    #expect(granted == 500 && budget.left == RetryBudget.full)
    let other = budget.take(after: .other, at: .seconds(110))
    #expect(other)
  }

  @Test("a minute's count forgets second by second, over any gap")
  func minute() {
    var count = MinuteCount()
    for second in [0, 1, 59, 59] { count.add(at: .seconds(second)) }
    let sums = [59, 60, 61, 118, 119, 100_000].map { count.sum(at: .seconds($0)) }
    #expect(sums == [4, 3, 2, 2, 0, 0])
  }

  @Test("a call that is called off during a pause ends at once")
  func cancelled() async throws {
    let clock = ManualClock()
    let transport = ScriptedTransport { _, _ in .status(503) }
    let client = APIClient(
      service: .apple, token: nil, transport: transport, clock: clock,
      now: { Date(timeIntervalSince1970: 0) })
    let task = Task { try await client.serviceConfig() }
    await clock.sleepers(atLeast: 1)
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(client.requestCount == 1)
  }
}
