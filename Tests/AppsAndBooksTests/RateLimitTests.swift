import AppsAndBooks
import Testing
import TestSupport

@testable import AppsAndBooks

/// The client-wide limits: requests in any second, and requests in flight.
struct RateLimitTests {
  @Test("a burst of the rate goes at once, the next waits for the window")
  func burst() async throws {
    let clock = JumpingClock()
    let limit = RateLimit(Timeline(clock))
    await limit.setLimit(4)
    for _ in 0..<4 {
      try await limit.enter()
      await limit.leave()
    }
    #expect(clock.now.offset == .zero)
    try await limit.enter()
    #expect(clock.now.offset == RateLimit.window)
  }

  @Test(
    "in no second are there more than the rate, and hardly fewer", arguments: [1, 3, 10, 15, 100])
  func window(perSecond: Int) async throws {
    let clock = JumpingClock()
    let limit = RateLimit(Timeline(clock))
    await limit.setLimit(perSecond)
    var sent: [Duration] = []
    for number in 0..<perSecond * 20 {
      try await limit.enter()
      sent.append(clock.now.offset)
      await limit.leave()
      if number % 7 == 0 { clock.advance(by: .milliseconds(3)) }
    }
    for index in perSecond..<sent.count {
      #expect(sent[index] - sent[index - perSecond] > .seconds(1))
    }
    #expect((sent.last ?? .zero) / .seconds(1) <= 19 / 0.95)
  }

  @Test("a lower limit counts for what was sent before it was known")
  func lower() async throws {
    let clock = JumpingClock()
    let limit = RateLimit(Timeline(clock))
    for _ in 0..<8 {
      try await limit.enter()
      await limit.leave()
    }
    await limit.setLimit(2)
    try await limit.enter()
    #expect(clock.now.offset == RateLimit.window)
  }

  @Test("a pause holds everyone back, also who waits already")
  func pause() async throws {
    let clock = ManualClock()
    let limit = RateLimit(Timeline(clock))
    await limit.setLimit(1)
    try await limit.enter()
    await limit.leave()
    let waiting = Task { try await limit.enter() }
    await clock.sleepers(atLeast: 1)
    await limit.pause(for: .seconds(10))
    clock.advance(by: .seconds(2))
    await clock.sleepers(atLeast: 1)
    clock.advance(by: .seconds(8))
    try await waiting.value
    #expect(clock.now.offset == .seconds(10))
  }

  @Test("places are given back in the order of asking, and by who gives up")
  func places() async throws {
    let clock = JumpingClock()
    let limit = RateLimit(Timeline(clock))
    await limit.setLimit(5_000)
    for _ in 0..<RateLimit.maxInFlight { try await limit.enter() }
    let order = Record<Int>()
    var tasks: [Task<Void, any Error>] = []
    for number in 0..<3 {
      tasks.append(
        Task {
          try await limit.enter()
          order.add(number)
        })
      while await limit.waitingCount <= number { await Task.yield() }
    }
    tasks[1].cancel()
    await #expect(throws: CancellationError.self) { try await tasks[1].value }
    #expect(await limit.waitingCount == 2)
    await limit.leave()
    try await tasks[0].value
    await limit.leave()
    try await tasks[2].value
    #expect(order.all == [0, 2])
    for _ in 0..<RateLimit.maxInFlight { await limit.leave() }
    // Nothing leaked: five places are there again.
    for _ in 0..<RateLimit.maxInFlight { try await limit.enter() }
    #expect(await limit.waitingCount == 0)
  }

  @Test("who is called off while waiting for the window gives the place back")
  func calledOff() async throws {
    let clock = ManualClock()
    let limit = RateLimit(Timeline(clock))
    await limit.setLimit(1)
    try await limit.enter()
    let tasks = (0..<4).map { _ in Task { try await limit.enter() } }
    await clock.sleepers(atLeast: 4)
    for task in tasks {
      task.cancel()
      await #expect(throws: CancellationError.self) { try await task.value }
    }
    await limit.setLimit(5_000)
    for _ in 0..<4 { try await limit.enter() }
    #expect(await limit.waitingCount == 0)
  }
}
