import AppsAndBooks
import FoundationEssentials
import SimulatedService
import Testing
import TestSupport

/// The fault matrix, changes: every fault × every call that changes, one request each (reliability.md sections 8.2 and 9).
@Suite(.timeLimit(.minutes(2)))
struct FaultMatrixPostTests {
  @Test(
    "Each fault on each change: one request on the wire, and the outcome of the table",
    arguments: FaultRow.all)
  func post(row: FaultRow) async throws {
    var bench = try await Bench.start()
    for (index, endpoint) in FaultRow.posts.enumerated() {
      if row.waits {
        await bench.stop()
        bench = try await Bench.start()
      }
      let client = try bench.client()
      _ = try await bench.steadily { try await client.serviceConfig() }
      await bench.service.clearFaults()
      await bench.service.addFaults([Fault(row.action, at: [endpoint])])
      let events = await bench.service.events()
      let posts = await bench.service.postCount()
      let outcome = try await bench.steadily {
        await Self.call(endpoint, APIWriter(client), "matrix-\(index)")
      }
      #expect(await bench.service.postCount() == posts + 1, "\(endpoint) went out again")
      #expect(Self.kind(outcome) == row.post(endpoint), "\(endpoint): \(outcome)")
      await Self.check(outcome, bench, knownBefore: events)
    }
    await bench.stop()
  }

  /// What was refused was not done; what was accepted has an event, but for one that a fault makes up.
  private static func check(
    _ outcome: PostOutcome, _ bench: Bench, knownBefore: [EventTruth]
  ) async {
    let events = await bench.service.events()
    switch outcome {
    case .rejected, .notSent: #expect(events.count == knownBefore.count)
    case .accepted: #expect(events.count > knownBefore.count)
    case .answered, .unknown: break
    }
  }

  static func kind(_ outcome: PostOutcome) -> FaultRow.Post? {
    switch outcome {
    case .accepted, .answered: .accepted
    case .rejected(_, let rule): .rejected(rule?.repeats ?? 0)
    case .unknown: .unknown
    case .notSent: nil
    }
  }

  static func call(
    _ endpoint: SimulatedEndpoint, _ writer: APIWriter, _ id: String
  ) async -> PostOutcome {
    let users = [UserChange(id: ClientUserID(rawValue: id), email: "\(id)@example.org")]
    let serials = [SerialNumber(rawValue: "MATRIX1")]
    let assets = ManageAssetsRequest(
      assets: [AssetID(AdamID(rawValue: "361309726"))], serialNumbers: serials)
    switch endpoint {
    case .associate: return await writer.associate(assets)
    case .disassociate: return await writer.disassociate(assets)
    case .revoke: return await writer.revoke(RevokeAssetsRequest(serialNumbers: serials))
    case .createUsers: return await writer.createUsers(users)
    case .updateUsers: return await writer.updateUsers(users)
    case .retireUsers: return await writer.retireUsers(users)
    default:
      return await writer.setClientConfig(
        mdmInfo: MDMInfo(id: Bench.ourID, name: "Purser on admin-1", metadata: "1"))
    }
  }
}
