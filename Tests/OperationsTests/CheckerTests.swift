import AppsAndBooks
import Files
import Foundation
import Operations
import SimulatedService
import SystemPackage
import Testing
import TestSupport

/// The checker finds each kind of broken promise in a made-up journal, and none in a real run.
@Suite(.timeLimit(.minutes(1)))
struct CheckerTests {
  private static let pairs = product(["1"], [device("SN1"), device("SN2")])
  private static let good = Checker.Request(
    endpoint: "assets/associate", pairs: Set(pairs), holders: [device("SN1"), device("SN2")],
    time: noon.addingTimeInterval(1))

  private static func tree(_ text: String) -> JSONTree {
    (try? JSONDecoder().decode(JSONTree.self, from: Data(text.utf8))) ?? .null
  }

  private static let intent = tree(
    """
    {"kind":"assign","assets":[{"adamId":"1","pricingParam":"STDQ"}],
    "holders":[{"serialNumber":"SN1"},{"serialNumber":"SN2"}],"pairs":[[0,0,1,0],[0,1,1,0]],
    "requests":[{"action":"assign","assets":[0],"holders":[0,1]}]}
    """)

  /// A journal of operation 1 and those named; each step is `type` or `type|data`, a digit before it names the operation.
  private static func journal(_ steps: [String]) -> [JournalRow] {
    ([(1, "intent", intent)]
      + steps.map { step in
        let parts = step.split(separator: "|", maxSplits: 1).map(String.init)
        let other = parts[0].first?.wholeNumberValue
        let type = other == nil ? parts[0] : String(parts[0].dropFirst())
        let data =
          switch type {
          case "intent": intent
          case "sending": tree(#"{"endpoint":"assets/associate","body":"x"}"#)
          default: parts.count > 1 ? tree(parts[1]) : .null
          }
        return (other ?? 1, type, data)
      }).enumerated().map { index, step in
        JournalRow(
          sequence: index + 1, time: noon, operation: step.0, request: 0, type: step.1,
          data: step.2)
      }
  }

  private static func verdicts(_ word: String, _ operation: Int = 1) -> [Checker.Verdict] {
    pairs.map {
      Checker.Verdict(operation: operation, subject: .pair($0), wanted: true, word: word)
    }
  }

  private static let whole = ["sending", "accepted", #"observed|{"settled":[0,1]}"#, "resolved"]

  private func check(
    _ steps: [String] = whole, _ requests: [Checker.Request] = [good],
    truth: Set<Assignment> = Set(pairs), _ said: [Checker.Verdict] = verdicts("done")
  ) -> [String] {
    Checker(
      journal: Self.journal(steps), requests: requests, truth: truth, verdicts: said
    ).violations().map(\.invariant)
  }

  @Test("What is as promised gives no finding")
  func clean() {
    #expect(check() == [])
    #expect(check(["sending", "notSent", "sending", "accepted", "resolved"]) == [])
    #expect(check(["held", "resolved"], [], truth: [], Self.verdicts("not sent")) == [])
    #expect(
      check(["sending", "unknown", "resolved"], [Self.good], truth: [], Self.verdicts("failed"))
        == [])
  }

  @Test("I1: a request without a mark, or before it")
  func unannounced() {
    #expect(check(["resolved"]) == ["I1"])
    var early = Self.good
    early.time = noon.addingTimeInterval(-1)
    #expect(check(Self.whole, [early]) == ["I1"])
    var other = Self.good
    other.pairs.insert(pair("2", device("SN1")))
    #expect(check(Self.whole, [other]) == ["I1"])
  }

  @Test("I2: two requests for one mark, and an attempt that nothing allowed")
  func doubled() {
    #expect(check(Self.whole, [Self.good, Self.good]) == ["I2"])
    #expect(check(["sending", "unknown", "sending", "accepted", "resolved"]) == ["I2"])
    #expect(check(["sending", #"rejected|{"errorNumber":9609}"#] + Self.whole) == ["I2"])
    #expect(check(["sending", #"rejected|{"errorNumber":9646}"#] + Self.whole) == [])
    #expect(
      check(
        ["sending", "unknown", "2intent", "2sending", "2resolved", "resolved"], [Self.good],
        Self.verdicts("done") + Self.verdicts("done", 2)) == ["I2", "I2"])
  }

  @Test("I3: what never ended, or is shown nowhere")
  func unfinished() {
    #expect(check(["sending", "accepted"]) == ["I3"])
    #expect(check(Self.whole, [Self.good], []) == ["I3"])
    #expect(check(Self.whole, [Self.good], Self.verdicts("pending")) == ["I3", "I3"])
  }

  @Test("I4 and I5: a verdict that the service contradicts")
  func wrong() {
    #expect(check(Self.whole, [Self.good], Self.verdicts("failed")) == ["I4", "I4"])
    #expect(check(Self.whole, [Self.good], Self.verdicts("unknown")) == ["I4", "I4"])
    #expect(check(Self.whole, [Self.good], Self.verdicts("not sent")) == ["I4", "I4"])
    #expect(check(truth: [Self.pairs[0]]) == ["I5"])
  }

  @Test("I6 and I8: a token in a file, a temporary file left behind")
  func files() {
    let token = String(repeating: "c2VjcmV0", count: 8)
    let part = String(token.dropFirst(12).prefix(30))
    let found = Checker.tokenLeaks(
      token, in: ["log": Array("x \(part) y".utf8), "ok": Array("x".utf8)])
    #expect(found.map(\.text) == ["log holds a part of the token"])
    #expect(Checker.temporaryFiles(among: ["/a/.x.12", "/a/x"]).map(\.invariant) == ["I8"])
  }

  @Test("I9: a pair or a holder that the plan does not name")
  func foreign() {
    let wide = Self.tree(
      #"{"requests":[{"action":"assign","assets":[0],"holders":[0,1]}],"from":0}"#)
    #expect(wide["from"]?.integer == 0)
    var journal = Self.journal(Self.whole)
    journal[0].data = Self.tree(
      """
      {"kind":"assign","assets":[{"adamId":"1","pricingParam":"STDQ"}],
      "holders":[{"serialNumber":"SN1"},{"serialNumber":"SN2"}],"pairs":[[0,0,1,0]],
      "requests":[{"action":"assign","assets":[0],"holders":[0,1]}]}
      """)
    let found = Checker(
      journal: journal, requests: [Self.good], truth: Set(Self.pairs),
      verdicts: Self.verdicts("done")
    ).violations()
    #expect(found.map(\.invariant) == ["I9"])
  }

  @Test("A real run of two operations has no finding, from the records and from the history file")
  func real() async throws {
    let bench = try await Bench.start()
    let stock = try await bench.stock()
    let operations = try bench.process()
    let pairs = product([stock.five], [device("NEWSERIAL001"), device("NEWSERIAL002")])
    await bench.service.addFaults([
      Fault(.dropAfter, at: [.associate]),
      Fault(.status(503, number: 9729), at: [.disassociate]),
    ])
    _ = try await bench.change(operations, .assign, pairs)
    _ = try await bench.change(operations, .reclaim, [pairs[0]])
    #expect(try await bench.violations(operations) == [])
    let journal = try JournalRow.rows(in: bench.directory.appending("journal"), on: bench.disk)
    #expect(journal.count { $0.type == "sending" } == 3)
    let history = try requireValue(
      bench.disk.contents(of: bench.directory.appending("history.jsonl")))
    let said = try Checker.verdicts(history: history, journal: journal)
    #expect(Set(said) == Set(Checker.verdicts(of: await operations.records())))
    await bench.service.stop()
  }
}
