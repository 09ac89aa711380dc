import AppsAndBooks
import FoundationEssentials
import Operations
import Testing

/// The JSON of a change, word by word (product.md section 3).
struct ReportTests {
  private func record(_ states: [PairState], _ state: OperationState) -> OperationRecord {
    let pairs = states.enumerated().map { index, state in
      PairRecord(pair: pair("361309726", device("SN\(index)")), action: .assign, state: state)
    }
    return OperationRecord(
      number: 118, kind: .assign, state: state, pairs: pairs, startedAt: noon,
      by: "alice@admin-1", service: "vpp.itunes.apple.com")
  }

  @Test("A partly failed operation, keys in the contract's order")
  func partial() {
    var record = record(
      [.done, .failed(PairFailure(number: 9709, message: "no licence left"))], .partial)
    record.events = [EventID(rawValue: "0a6f2a1e")]
    record.requestsSent = 1
    record.alreadySo = 2
    #expect(
      ChangeReport(record).json
        == #"{"operation":118,"kind":"assign","outcome":"partial","requested":4,"applied":1,"alreadySo":2,"unknown":0,"notSent":0,"failed":[{"adamId":"361309726","pricingParam":"STDQ","serialNumber":"SN1","errorNumber":9709,"errorMessage":"no licence left"}],"requests":1,"events":["0a6f2a1e"],"service":"vpp.itunes.apple.com"}"#
    )
  }

  @Test("The list of operations adds when, by whom and why")
  func origin() {
    var record = record([.done], .done)
    record.reason = "ticket \"77\""
    #expect(
      ChangeReport(record, withOrigin: true).json.hasSuffix(
        #","service":"vpp.itunes.apple.com","startedAt":"2026-08-24T10:00:00Z","endedAt":null,"by":"alice@admin-1","reason":"ticket \"77\""}"#
      ))
  }

  @Test("A dry run lists every pair in the order asked for")
  func dryRun() {
    var facts = PlanFacts(service: "localhost:8443", location: "campus-nord", readAt: noon)
    facts.assets[asset("1")] = Asset(id: asset("1"), productType: .app, availableCount: 3)
    let held = pair("1", user("emp-1"))
    let new = pair("1", device("SN1"))
    facts.present = [held]
    let plan = PlanBuilder.plan(
      ChangeRequest(kind: .assign, pairs: [held, new]), facts: facts, id: 1)
    let report = ChangeReport(plan, isDryRun: true)
    #expect(report.exitCode == 0)
    #expect(
      report.json
        == #"{"operation":null,"kind":"assign","outcome":"planned","requested":2,"applied":0,"alreadySo":1,"unknown":0,"notSent":1,"failed":[],"requests":1,"events":[],"service":"localhost:8443","plan":[{"adamId":"1","pricingParam":"STDQ","clientUserId":"emp-1","action":"none","reason":"already so","availableBefore":3},{"adamId":"1","pricingParam":"STDQ","serialNumber":"SN1","action":"assign","reason":null,"availableBefore":3}]}"#
    )
  }

  @Test("A dry run with a pair that cannot be is refused and still lists its plan")
  func refusedDryRun() {
    let facts = PlanFacts(service: "localhost", location: "campus-nord", readAt: noon)
    let plan = PlanBuilder.plan(
      ChangeRequest(kind: .assign, pairs: [pair("7", device("SN1"))]), facts: facts, id: 1)
    let report = ChangeReport(plan, isDryRun: true)
    #expect(report.outcome == .refused)
    #expect(report.exitCode == 1)
    #expect(report.plan?.first?.reason == "unknown asset")
    #expect(report.failed.count == 1 && report.notSent == 0)
  }

  @Test(
    "Outcome and exit code",
    arguments: [
      (OperationState.done, Outcome.done, Int32(0)), (.partial, .partial, 1),
      (.rejected, .rejected, 1), (.unknown, .unknown, 4), (.pending, .pending, 4),
      (.sending, .pending, 4), (.nothing, .nothing, 0),
    ])
  func exitCodes(state: OperationState, outcome: Outcome, code: Int32) {
    let report = ChangeReport(record([.done], state))
    #expect(report.outcome == outcome)
    #expect(report.exitCode == code)
  }

  @Test(
    "A held operation has the exit code of what stopped it",
    arguments: [
      (HoldReason.Kind.shortage, Int32(1)), (.rejected, 1), (.token, 2), (.unreachable, 3),
      (.unknownOutcome, 4), (.quit, 4), (.owner, 5), (.storage, 6),
    ])
  func held(kind: HoldReason.Kind, code: Int32) {
    var record = record([.done, .notSent], .held)
    record.hold = HoldReason(kind: kind, text: "")
    let report = ChangeReport(record)
    #expect(report.outcome == .held)
    #expect(report.exitCode == code)
    #expect(report.notSent == 1)
  }

  @Test("Pairs left out make a finished operation partial, and add up")
  func leftOut() {
    var record = record([.done], .done)
    record.leftOut = [ImpossiblePair(pair: pair("2", device("SN9")), reason: .bookToDevice)]
    let report = ChangeReport(record, names: [asset("2"): "Schulatlas"])
    #expect(report.outcome == .partial)
    #expect(report.requested == 2)
    #expect(
      report.failed.first?.errorMessage
        == "Schulatlas is a book: books go to users only, not to SN9")
    #expect(
      report.requested
        == report.applied + report.alreadySo + report.failed.count + report.unknown
        + report.notSent)
  }
}
