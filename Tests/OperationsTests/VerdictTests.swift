import AppsAndBooks
import FoundationEssentials
import Testing

@testable import Operations

/// The verdict of one pair from what was heard and read, as a table (product.md section 5, «Verdicts»).
struct VerdictTests {
  /// What happened, each at a second after sending.
  enum Step: Sendable {
    case accepted
    case lost
    case refused(Int, isVerified: Bool)
    case polled(Int, String, covers: Bool? = nil)
    case read(Int, has: Bool)
  }

  private func state(_ steps: [Step], action: PairAction = .assign) -> PairState {
    var request = RequestModel(
      PlannedRequest(action: action, assets: [asset("1")], holders: [device("SN1")]))
    let at = { (seconds: Int) in noon.addingTimeInterval(Double(seconds)) }
    request.apply(.sending(SendingRecord(endpoint: "", body: "")), at: noon)
    for step in steps {
      switch step {
      case .accepted: request.apply(.accepted(AcceptedRecord(event: "e", uID: nil)), at: at(0))
      case .lost: request.apply(.unknown(CauseRecord(cause: "reset")), at: at(0))
      case .refused(let number, let isVerified):
        request.apply(
          .rejected(
            RejectedRecord(status: 400, number: number, message: "no", isVerified: isVerified)),
          at: at(0))
      case .polled(let second, let word, let covers):
        request.apply(.polled(poll(word, covers)), at: at(second))
      case .read(let second, let has):
        let settled = has == action.wantsPresence ? [0] : []
        request.apply(
          .observed(ObservedRecord(readAt: at(second), settled: settled)), at: at(second))
      }
    }
    return request.state(at: 0)
  }

  private func poll(_ word: String, _ covers: Bool?) -> PolledRecord {
    let serials = covers.map { [$0 ? "SN1" : "SN2"] } ?? []
    return PolledRecord(
      status: word, requested: 1, completed: 0,
      failures: word != "FAILED"
        ? []
        : [
          .init(
            number: 9709, message: "Not enough", assets: covers == nil ? [] : [.init(asset("1"))],
            clientUserIDs: [], serialNumbers: serials)
        ])
  }

  private static let out = PairFailure(number: 9709, message: "no licence left")

  @Test(
    "The list is the judge, the event says when it is over",
    arguments: [
      ([Step.accepted], PairState.pending),
      ([.accepted, .read(2, has: true)], .applied),
      ([.accepted, .read(2, has: true), .read(5, has: false)], .pending),
      ([.accepted, .polled(1, "COMPLETE")], .pending),
      ([.accepted, .read(2, has: true), .polled(3, "COMPLETE")], .pending),
      ([.accepted, .polled(1, "COMPLETE"), .read(1, has: true)], .done),
      ([.accepted, .polled(1, "COMPLETE"), .read(1, has: false)], .unknown),
      ([.accepted, .polled(1, "COMPLETE"), .read(1, has: true), .read(60, has: false)], .done),
      ([.accepted, .polled(1, "COMPLETE"), .read(899, has: false)], .unknown),
      ([.accepted, .polled(1, "COMPLETE"), .read(900, has: false)], .failed(.notInList)),
      ([.accepted, .polled(1, "FAILED", covers: true), .read(1, has: false)], .failed(out)),
      ([.accepted, .polled(1, "FAILED", covers: true), .read(1, has: true)], .done),
      ([.accepted, .polled(1, "FAILED", covers: false), .read(1, has: false)], .unknown),
      (
        [.accepted, .polled(1, "FAILED", covers: false), .read(900, has: false)],
        .failed(.notInList)
      ),
      ([.accepted, .polled(1, "FAILED"), .read(1, has: false)], .unknown),
      ([.accepted, .polled(1, "FAILED"), .read(900, has: false)], .failed(out)),
      ([.accepted, .polled(1, "CANCELLED"), .read(2, has: true)], .applied),
      ([.accepted, .polled(1, "PENDING"), .read(900, has: false)], .failed(.notTaken)),
      ([.accepted, .polled(1, "PENDING"), .read(900, has: true)], .done),
      ([.accepted, .polled(1, "not found"), .read(1, has: true)], .done),
      ([.accepted, .polled(1, "not found"), .read(1, has: false)], .unknown),
      ([.accepted, .polled(1, "not found"), .read(900, has: false)], .failed(.notTaken)),
      ([.lost], .unknown), ([.lost, .read(2, has: true)], .done),
      ([.lost, .read(2, has: false)], .unknown),
      ([.lost, .read(900, has: false)], .failed(.notTaken)),
      ([.lost, .read(2, has: true), .read(900, has: false)], .done),
      ([.refused(9602, isVerified: false)], .failed(PairFailure(number: 9602, message: "no"))),
      ([.refused(9603, isVerified: true)], .unknown),
      ([.refused(9603, isVerified: true), .read(1, has: true)], .done),
      (
        [.refused(9603, isVerified: true), .read(1, has: false)],
        .failed(PairFailure(number: 9603, message: "no"))
      ),
    ])
  func verdict(steps: [Step], expected: PairState) {
    #expect(state(steps) == expected)
  }

  @Test("For a reclaim the wanted state is absence")
  func reclaim() {
    #expect(state([.lost, .read(2, has: false)], action: .reclaim) == .done)
    #expect(state([.lost, .read(2, has: true)], action: .reclaim) == .unknown)
    #expect(
      state([.accepted, .polled(1, "COMPLETE"), .read(1, has: false)], action: .reclaim) == .done)
  }
}
