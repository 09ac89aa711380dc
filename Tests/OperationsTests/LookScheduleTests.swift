import AppsAndBooks
import FoundationEssentials
import Testing

@testable import Operations

/// When the event is asked and the list is read, without any waiting.
struct LookScheduleTests {
  private func request(_ facts: [(JournalFact, Int)]) -> RequestModel {
    var request = RequestModel(
      PlannedRequest(action: .assign, assets: [asset("1")], holders: [device("SN1")]))
    request.apply(.sending(SendingRecord(endpoint: "", body: "")), at: noon)
    for (fact, second) in facts { request.apply(fact, at: at(second)) }
    return request
  }

  private func at(_ second: Int) -> Date { noon.addingTimeInterval(Double(second)) }

  private let accepted = JournalFact.accepted(AcceptedRecord(event: "e", uID: nil))
  private let pending = JournalFact.polled(
    PolledRecord(status: "PENDING", requested: 1, completed: 0, failures: []))
  private let complete = JournalFact.polled(
    PolledRecord(status: "COMPLETE", requested: 1, completed: 1, failures: []))
  private let lost = JournalFact.unknown(CauseRecord(cause: "reset"))

  @Test("The first poll comes after a second, the next ones 30 s apart, also after a failed try")
  func polls() {
    let fresh = request([(accepted, 3)])
    #expect(LookSchedule.nextPoll(fresh, triedAt: nil) == at(4))
    #expect(LookSchedule.nextPoll(fresh, triedAt: at(4)) == at(34))
    let polled = request([(accepted, 3), (pending, 4)])
    #expect(LookSchedule.nextPoll(polled, triedAt: nil) == at(34))
    let over = request([(accepted, 3), (complete, 4)])
    #expect(LookSchedule.nextPoll(over, triedAt: nil) == nil)
    #expect(LookSchedule.nextPoll(request([(lost, 3)]), triedAt: nil) == nil)
  }

  /// Every moment at which the list is read if nothing changes.
  private func looks(_ request: RequestModel, holders: Int, until end: Int = 1200) -> [Int] {
    var tried: Date?
    var moments: [Int] = []
    while let next = LookSchedule.nextLook(request, holders: holders, triedAt: tried),
      next <= at(end)
    {
      moments.append(Int(next.timeIntervalSince(noon)))
      tried = next
    }
    return moments
  }

  @Test(
    "A pending event: 2, 5 and 12 s for up to 50 holders, then at 15 minutes and each minute after")
  func pendingEvent() {
    let pending = request([(accepted, 1)])
    #expect(looks(pending, holders: 50).prefix(4) == [3, 6, 13, 900])
    #expect(looks(pending, holders: 51, until: 970) == [900, 960])
  }

  @Test("A lost answer: soon, then 1, 3, 5, 10 and 15 minutes after sending")
  func lostAnswer() {
    #expect(
      looks(request([(lost, 10)]), holders: 1000, until: 900)
        == [12, 15, 22, 60, 180, 300, 600, 900])
  }

  @Test("A finished event: at once, and again while the list lags")
  func finished() {
    let over = request([(accepted, 1), (complete, 31)])
    #expect(looks(over, holders: 1000, until: 100) == [31, 33, 36, 43, 60])
    #expect(!LookSchedule.isQuickOver(over, triedAt: at(42)))
    #expect(LookSchedule.isQuickOver(over, triedAt: at(43)))
  }

  @Test("A missed look is made up for at once, once")
  func missed() {
    let lost = request([(lost, 1)])
    #expect(LookSchedule.nextLook(lost, holders: 1, triedAt: at(200)) == at(300))
    #expect(LookSchedule.nextLook(lost, holders: 1, triedAt: at(59)) == at(60))
  }

  @Test("What is settled is not read again")
  func settled() {
    let read = JournalFact.observed(ObservedRecord(readAt: at(32), settled: [0]))
    let done = request([(accepted, 1), (complete, 31), (read, 32)])
    #expect(LookSchedule.nextLook(done, holders: 1, triedAt: nil) == nil)
    #expect(LookSchedule.nextPoll(done, triedAt: nil) == nil)
    #expect(!done.isOpen)
  }
}
