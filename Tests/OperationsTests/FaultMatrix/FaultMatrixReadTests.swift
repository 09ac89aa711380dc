import AppsAndBooks
import FoundationEssentials
import SimulatedService
import Testing
import TestSupport

/// The fault matrix, reads: every fault × every call that reads, over real HTTP (reliability.md sections 8.1 and 9).
@Suite(.timeLimit(.minutes(2)))
struct FaultMatrixReadTests {
  @Test(
    "Each fault on each read: retried, kept or answered, by the number of requests it takes",
    arguments: FaultRow.all)
  func read(row: FaultRow) async throws {
    var bench = try await Bench.start()
    for endpoint in FaultRow.reads {
      if row.waits {
        await bench.stop()
        bench = try await Bench.start()
      }
      let client = try bench.client()
      _ = try await bench.steadily { try await client.serviceConfig() }
      let event = try await Self.event(client)
      await bench.service.clearFaults()
      await bench.service.addFaults([Fault(row.action, at: [endpoint])])
      let before = await bench.service.requests().count
      let error = try await bench.steadily {
        await Self.failure { try await Self.call(endpoint, client, event) }
      }
      let sent = await bench.service.requests()[before...].filter { $0.endpoint == endpoint }
      let seen: FaultRow.Read =
        error != nil ? .refused(sent.count) : sent.count == 1 ? .answered : .retried
      #expect(seen == row.read(endpoint), "\(endpoint): \(error?.description ?? "answered")")
      if error == nil { #expect(sent.count <= 2, "\(endpoint)") }
      #expect(sent.allSatisfy { $0.method == "GET" })
      let isOpen = endpoint == .serviceConfig || endpoint == .lookup
      #expect(sent.allSatisfy { $0.carriedCredentials != isOpen })
      if let error { Self.check(error, client) }
    }
    await bench.stop()
  }

  private static func event(_ client: APIClient) async throws -> EventID {
    let outcome = await APIWriter(client).associate(
      ManageAssetsRequest(
        assets: [AssetID(AdamID(rawValue: "361309726"))],
        serialNumbers: [SerialNumber(rawValue: "MATRIX1")]))
    guard case .accepted(let event, _) = outcome else { throw Missing() }
    return event
  }

  /// The error says what happened and never the token.
  private static func check(_ error: APIError, _ client: APIClient) {
    #expect(!error.description.isEmpty && !error.logText.isEmpty)
    #expect(!error.description.contains("eyJ") && !error.logText.contains("eyJ"))
  }

  static func failure(_ body: () async throws -> Void) async -> APIError? {
    do {
      try await body()
      return nil
    } catch {
      return error as? APIError
        ?? APIError(operation: "\(error)", kind: .paging("another kind of error"))
    }
  }

  static func call(
    _ endpoint: SimulatedEndpoint, _ client: APIClient, _ event: EventID
  ) async throws {
    switch endpoint {
    case .serviceConfig: _ = try await client.serviceConfig(maxAge: .seconds(-1))
    case .clientConfigRead: _ = try await client.clientConfig()
    case .assets: _ = try await client.pages(GetAssets()) { _ in }
    case .assignments: _ = try await client.pages(GetAssignments()) { _ in }
    case .users: _ = try await client.pages(GetUsers()) { _ in }
    case .status: _ = try await client.eventStatus(event)
    case .lookup: _ = try await client.metadata(for: [AdamID(rawValue: "361309726")])
    default: throw Missing()
    }
  }

  @Test(
    "F14: Retry-After in each form is waited out on reads, by the service's clock",
    arguments: [
      (Fault.RetryAfter.seconds(7), 7.0), (.date(secondsFromNow: 90), 90),
      (.milliseconds(1_500), 0),
      (.garbage, 0), (.negative, 0), (.seconds(300), 300),
    ], [(429, 9646), (503, 9729), (503, nil), (502, nil)] as [(Int, Int?)])
  func retryAfter(form: (Fault.RetryAfter, Double), status: (Int, Int?)) async throws {
    let bench = try await Bench.start()
    let client = try bench.client()
    await bench.service.addFaults([
      Fault(
        .status(status.0, number: status.1, retryAfter: form.0), at: [.clientConfigRead])
    ])
    _ = try await bench.steadily { try await client.clientConfig() }
    let times = await bench.service.requests().map(\.time)
    #expect(times.count == 2)
    let pause = (times[1] - times[0]) / .seconds(1)
    #expect(pause >= form.1 - 0.001 && pause <= max(form.1, 1) + 0.001)
    await bench.stop()
  }

  @Test("F14: a pause over five minutes is told, not waited out")
  func longPause() async throws {
    let bench = try await Bench.start()
    let client = try bench.client()
    await bench.service.addFaults([
      Fault(.status(503, number: 9729, retryAfter: .date(secondsFromNow: 301)), at: [.assets])
    ])
    let error = try await bench.steadily {
      await Self.failure { _ = try await client.assets() }
    }
    #expect(error?.description.contains("left alone until") == true)
    #expect(await bench.service.requests().count { $0.endpoint == .assets } == 1)
    await bench.stop()
  }
}
