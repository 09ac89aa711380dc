import AppsAndBooks
import Foundation
import HTTPTypes
import Testing
import TestSupport

@testable import AppsAndBooks

/// A service that gives no answer is left in peace, one that asks for a long pause too (reliability.md section 8.1).
struct CircuitTests {
  private static let config = TransportResponse.json(#"{"locationName":"L","uId":"1"}"#)

  /// A client whose transport answers as `isUp` says at the clock's time.
  private func fixture(
    _ answer: @escaping @Sendable (Int) throws -> TransportResponse
  ) throws -> ClientFixture {
    try ClientFixture { _, index in try answer(index) }
  }

  @Test("after five failures in a row reads fail at once for a minute and say when the next try is")
  func opens() async throws {
    let fixture = try fixture { _ in throw TransportError.refused }
    await #expect(throws: APIError.self) { try await fixture.client.clientConfig() }
    #expect(fixture.client.requestCount == 4)
    await #expect(throws: APIError.self) { try await fixture.client.assets() }
    // The fifth failure opens the circuit; the read that is under way keeps its attempts.
    #expect(fixture.client.requestCount == 9)
    for seconds in [0, 20, 25] {
      fixture.clock.advance(by: .seconds(seconds))
      let error = await #expect(throws: APIError.self) { try await fixture.client.assets() }
      #expect(error?.description.contains("Apple is not reachable, next try in") == true)
      #expect(error?.isUnreachable == true)
    }
    #expect(fixture.client.requestCount == 9)
  }

  @Test("then one probe goes out with one attempt; its failure opens the circuit again")
  func probe() async throws {
    let fixture = try fixture { index in
      if index < 10 { throw TransportError.closed }
      return Self.config
    }
    _ = try? await fixture.client.clientConfig()
    _ = try? await fixture.client.assets()
    fixture.clock.advance(by: .seconds(60))
    await #expect(throws: APIError.self) { try await fixture.client.clientConfig() }
    #expect(fixture.client.requestCount == 10)
    await #expect(throws: APIError.self) { try await fixture.client.clientConfig() }
    #expect(fixture.client.requestCount == 10)
    fixture.clock.advance(by: .seconds(60))
    #expect(try await fixture.client.clientConfig().locationName == "L")
    #expect(try await fixture.client.clientConfig().locationName == "L")
    #expect(fixture.client.requestCount == 12)
  }

  @Test("only one probe at a time")
  func oneProbe() {
    var breaker = CircuitBreaker()
    for _ in 0..<5 { breaker.failed(at: .zero) }
    #expect(breaker.leave(at: .seconds(59)) == .notReachable(.seconds(1)))
    #expect(breaker.leave(at: .seconds(60)) == .probe)
    #expect(breaker.leave(at: .seconds(60)) == .notReachable(.seconds(1)))
    breaker.probeCalledOff()
    #expect(breaker.leave(at: .seconds(61)) == .probe)
    breaker.answered()
    #expect(breaker.leave(at: .seconds(61)) == .go)
  }

  @Test(
    "any answer of the service, a refusal too, starts the count anew; the names' host does not count"
  )
  func resets() async throws {
    let fixture = try fixture { index in
      if index % 5 == 4 { return .status(400, #"{"errorNumber":9602}"#) }
      throw TransportError.closed
    }
    for _ in 0..<4 { _ = try? await fixture.client.clientConfig() }
    #expect(fixture.client.requestCount == 10)
    let names = try self.fixture { _ in throw TransportError.refused }
    for _ in 0..<5 { _ = try? await names.client.metadata(for: [AdamID(rawValue: "1")]) }
    #expect(names.client.requestCount == 10)
    _ = try? await names.client.clientConfig()
    #expect(names.client.requestCount == 14)
  }

  @Test("a pause over five minutes holds up reads and changes until it is over, an hour at most")
  func rests() async throws {
    let fixture = try fixture { index in
      index == 0 ? .status(503, retryAfter: "99999999999", #"{"errorNumber":9729}"#) : Self.config
    }
    let writer = APIWriter(fixture.client)
    let info = MDMInfo(id: "a", name: "b", metadata: "c")
    guard case .rejected = await writer.setClientConfig(mdmInfo: info) else {
      Issue.record("not rejected")
      return
    }
    let error = await #expect(throws: APIError.self) { try await fixture.client.clientConfig() }
    #expect(error?.description.contains("left alone until") == true)
    guard case .notSent(let reason, repeatable: nil) = await writer.setClientConfig(mdmInfo: info)
    else {
      Issue.record("sent")
      return
    }
    #expect(reason.contains("left alone until"))
    #expect(fixture.client.requestCount == 1 && fixture.clock.sleeps.isEmpty)
    fixture.clock.advance(by: .seconds(3_601))
    #expect(try await fixture.client.clientConfig().locationName == "L")
  }

  @Test("«too many requests» with a short pause holds up the next read so long")
  func tooMany() async throws {
    let fixture = try fixture { index in
      index == 0 ? .status(429, retryAfter: "40", #"{"errorNumber":9646}"#) : Self.config
    }
    _ = await APIWriter(fixture.client).associate(
      ManageAssetsRequest(
        assets: [AssetID(AdamID(rawValue: "1"))], serialNumbers: [SerialNumber(rawValue: "S")]))
    _ = try await fixture.client.clientConfig()
    #expect(fixture.clock.sleeps == [.seconds(40)])
  }

  @Test(
    "F41: a clock more than five minutes off is told, and no longer once it is right",
    arguments: [
      ("Tue, 14 Nov 2023 22:20:20 GMT", Duration.seconds(-420), "clock 7 min behind Apple's"),
      ("Tue, 14 Nov 2023 22:08:10 GMT", .seconds(300), "clock 5 min ahead of Apple's"),
      ("Tue, 14 Nov 2023 19:13:20 GMT", .seconds(10_800), "clock 3 h ahead of Apple's"),
      ("Thu, 14 Nov 2024 22:13:20 GMT", .seconds(-366 * 86_400), "clock 366 d behind Apple's"),
      ("Tue, 14 Nov 2023 22:17:00 GMT", nil, ""), ("soon", nil, ""), (nil, nil, ""),
    ] as [(String?, Duration?, String)])
  func clock(date: String?, difference: Duration?, text: String) async throws {
    let fixture = try fixture { index in
      var answer = Self.config
      answer.headerFields[.date] = index == 0 ? date : "Tue, 14 Nov 2023 22:13:20 GMT"
      return answer
    }
    _ = try await fixture.client.clientConfig()
    #expect(fixture.client.clockDifference == difference)
    #expect(fixture.seen.all.map(\.clockDifference) == [difference])
    if let difference { #expect(ClockDifference.text(of: difference) == text) }
    _ = try await fixture.client.clientConfig()
    #expect(fixture.client.clockDifference == nil)
  }
}
