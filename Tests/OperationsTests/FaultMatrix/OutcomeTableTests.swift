import AppsAndBooks
import Files
import FoundationEssentials
import HTTPTransport
import HTTPTypes
import Operations
import SimulatedService
import Synchronization
import SystemPackage
import Testing
import TestSupport

/// Answers the first POSTs by a script and lets everything else through to the service.
final class ScriptedPosts: Transport {
  typealias Answer = @Sendable () throws -> TransportResponse

  private let base: CountedTransport
  private let answers: [Answer]
  private let clock: ManualClock
  private let sent = Mutex<[Duration]>([])

  init(_ bench: Bench, _ answers: [Answer]) throws {
    base = try CountedTransport(clock: bench.deadlineClock, wire: bench.wire)
    clock = bench.clock
    self.answers = answers
  }

  /// When each POST went out.
  var times: [Duration] { sent.withLock { $0 } }

  func send(_ request: TransportRequest) async throws -> TransportResponse {
    guard request.method == .post else { return try await base.send(request) }
    let index = sent.withLock { sent in
      sent.append(clock.now.offset)
      return sent.count - 1
    }
    guard answers.indices.contains(index) else { return try await base.send(request) }
    return try answers[index]()
  }
}

/// One row of reliability.md section 8.2.
struct OutcomeRow: Sendable, CustomTestStringConvertible {
  enum State: String, Sendable { case notSent, unknown, rejected }

  var testDescription: String
  var answer: ScriptedPosts.Answer
  var state: State
  /// Automatic repeats at most.
  var repeats = 0
  var cap = Duration.seconds(60)
  var asked = Duration.zero
  /// Whether nothing more is written by this process.
  var turnsWritingOff = false
  /// Whether the list is read before its pairs are called failed.
  var isVerified = false
  var number: Int?
}

extension OutcomeRow {
  static let all = unsent + broken + unreadable + later + refused + bare

  private static func failing(
    _ text: String, _ kind: TransportError.Kind, sent: Bool, repeats: Int = 0
  ) -> OutcomeRow {
    let error = TransportError(kind: kind, mayHaveBeenSent: sent, reason: text)
    return OutcomeRow(
      testDescription: text, answer: { throw error }, state: sent ? .unknown : .notSent,
      repeats: repeats, cap: .seconds(30))
  }

  private static func answered(
    _ status: Int, _ body: String, retryAfter: String? = nil
  ) -> ScriptedPosts.Answer {
    {
      var fields = HTTPFields()
      if let retryAfter { fields[.retryAfter] = retryAfter }
      return TransportResponse(status: status, headerFields: fields, body: Array(body.utf8))
    }
  }

  private static func numbered(
    _ status: Int, _ number: Int, _ state: State = .rejected, repeats: Int = 0,
    retryAfter: Int? = nil, off: Bool = false, isVerified: Bool = false
  ) -> OutcomeRow {
    OutcomeRow(
      testDescription: "\(number) with \(status)"
        + (retryAfter.map { ", Retry-After \($0)" } ?? ""),
      answer: answered(
        status, #"{"errorNumber":\#(number),"errorMessage":"raw words"}"#,
        retryAfter: retryAfter.map(String.init)), state: state, repeats: repeats,
      asked: .seconds(retryAfter ?? 0), turnsWritingOff: off, isVerified: isVerified,
      number: number)
  }

  private static let unsent = [
    failing("name lookup failed", .nameLookup, sent: false, repeats: 3),
    failing("connect refused", .connect, sent: false, repeats: 3),
    failing("connect timed out", .connect, sent: false, repeats: 3),
    failing("proxy CONNECT refused", .proxy, sent: false, repeats: 3),
    // F3 is stricter than the row of the table: a certificate does not become good by itself.
    failing("TLS failed", .tls, sent: false),
  ]

  private static let broken = [
    failing("reset after a byte", .closed, sent: true),
    failing("EOF after a byte", .closed, sent: true),
    failing("timeout after a byte", .timeout, sent: true),
    failing("1xx only, then close", .closed, sent: true),
    failing("not HTTP", .notHTTP, sent: true), failing("over the cap", .tooLarge, sent: true),
    OutcomeRow(
      testDescription: "called off after a byte", answer: { throw CancellationError() },
      state: .unknown),
  ]

  private static let unreadable = [
    ("200, body cut", #"{"eventId":"e"#), ("200, not JSON", "<html></html>"), ("200, empty", ""),
    ("200, no eventId", #"{"uId":"7"}"#), ("200, empty eventId", #"{"eventId":""}"#),
    ("200, another uId", #"{"eventId":"e","uId":"999"}"#),
    ("200, event and error", #"{"eventId":"e","errorNumber":9709}"#),
  ].map { text, body in
    OutcomeRow(testDescription: text, answer: answered(200, body), state: .unknown)
  }

  private static let later = [
    numbered(429, 9646, repeats: 5), numbered(200, 9646, repeats: 5),
    numbered(429, 9646, repeats: 5, retryAfter: 100), numbered(503, 9729, repeats: 3),
    numbered(503, 9729, repeats: 3, retryAfter: 9), numbered(503, 9644, repeats: 3),
    numbered(503, 9644, repeats: 3, retryAfter: 290),
    // Over five minutes: not waited for.
    numbered(503, 9729, retryAfter: 301),
  ]

  private static let refused =
    [numbered(500, 9603, isVerified: true)]
    + [9601, 9621, 9625, 9722].map { numbered(401, $0, off: true) }
    + [numbered(200, 9622, off: true)]
    + [(403, 9637), (403, 9647), (410, 9634)].map { numbered($0, $1, off: true) }
    + [
      9700, 9701, 9702, 9703, 9704, 9705, 9714, 9715, 9718, 9719, 9720, 9602, 9609, 9706, 9707,
      9717, 9998,
    ].map { numbered(400, $0) }
    + [numbered(415, 9727), numbered(500, 9998, .unknown), numbered(503, 9998, .unknown)]

  private static let bare = [
    301, 302, 303, 307, 308, 400, 401, 403, 404, 407, 429, 500, 502, 503, 504, 520, 529,
  ].map { status in
    OutcomeRow(
      testDescription: "\(status) alone", answer: answered(status, "<html></html>"), state: .unknown
    )
  }
}

/// The outcome table of reliability.md section 8.2, every row through a whole operation: what is sent how often after which
/// pauses, what the journal says, and what becomes of the pairs.
@Suite(.timeLimit(.minutes(2)))
struct OutcomeTableTests {
  private struct Run {
    var bench: Bench
    var operations: Operations
    var posts: ScriptedPosts
    var record: OperationRecord
    /// The journal's words for the request, reads left out.
    var words: [String]
  }

  private func run(_ answers: [ScriptedPosts.Answer]) async throws -> Run {
    let bench = try await Bench.start()
    let stock = try await bench.stock()
    let posts = try ScriptedPosts(bench, answers)
    let operations = try bench.process(transport: posts)
    let record = try await bench.steadily {
      let plan = try await operations.plan(
        ChangeRequest(kind: .assign, pairs: [pair(stock.five, device("NEWSERIAL001"))]))
      let number = try await operations.confirm(plan)
      return try requireValue(await operations.wait(for: number, untilKnown: true))
    }
    let journal = try JournalRow.rows(in: bench.directory.appending("journal"), on: bench.disk)
    let words = journal.filter { $0.request == 0 && $0.type != "polled" && $0.type != "observed" }
    return Run(
      bench: bench, operations: operations, posts: posts, record: record, words: words.map(\.type))
  }

  @Test(
    "Each row: its state in the journal, its repeats and their pauses", arguments: OutcomeRow.all)
  func row(row: OutcomeRow) async throws {
    let run = try await run([ScriptedPosts.Answer](repeating: row.answer, count: 9))
    let attempts = [[String]](
      repeating: ["sending", row.state.rawValue], count: row.repeats + 1
    ).flatMap { $0 }
    #expect(run.words == attempts)
    #expect(run.posts.times.count == row.repeats + 1)
    for (index, (earlier, later)) in zip(run.posts.times, run.posts.times.dropFirst()).enumerated()
    {
      let bound = min(row.cap, .seconds(2 << index))
      #expect(later - earlier >= row.asked)
      #expect(later - earlier <= max(bound, row.asked, .seconds(2.1)))
    }
    let state = try requireValue(run.record.pairs.first).state
    switch row.state {
    case .notSent:
      #expect(state == .notSent && run.record.state == .held)
      #expect(run.record.requestsSent == 0)
      #expect(ChangeReport(run.record).exitCode == 3)
    case .unknown:
      #expect(state == .failed(PairFailure(number: nil, message: "not taken")))
      #expect(run.record.looks.count == 8)
    case .rejected:
      #expect(state.failure?.number == row.number)
      #expect(run.record.state == .rejected)
    }
    try await check(run, row)
  }

  private func check(_ run: Run, _ row: OutcomeRow) async throws {
    if case .off = await run.operations.writing() {
      #expect(row.turnsWritingOff)
    } else {
      #expect(!row.turnsWritingOff)
    }
    #expect(ChangeReport(run.record).exitCode == 2 || !row.turnsWritingOff)
    let reads = await run.bench.service.requests().count { $0.endpoint == .assignments }
    // One for the plan; a verified refusal reads once more, an unknown one by its schedule.
    #expect(row.state == .unknown ? reads > 3 : reads == (row.isVerified ? 2 : 1))
    if row.number == 9998, row.state == .rejected {
      #expect(run.record.pairs[0].state.failure?.message.contains("raw words") == true)
    }
    // What a script answered never reached the service.
    #expect(await run.bench.service.postCount() == 0)
    #expect(try await run.bench.violations(run.operations) == [])
    await run.bench.stop()
  }

  @Test(
    "A row that may be repeated ends as done when the repeat is taken",
    arguments: OutcomeRow.all.filter { $0.repeats > 0 })
  func repeated(row: OutcomeRow) async throws {
    let run = try await run([row.answer])
    #expect(run.words == ["sending", row.state.rawValue, "sending", "accepted"])
    #expect(run.record.state == .done)
    #expect(run.record.requestsSent == (row.state == .notSent ? 1 : 2))
    #expect(await run.bench.service.postCount() == 1)
    #expect(try await run.bench.violations(run.operations) == [])
    await run.bench.stop()
  }

  @Test("200 with an event: accepted, one request")
  func accepted() async throws {
    let run = try await run([])
    #expect(run.words == ["sending", "accepted"])
    #expect(run.record.state == .done)
    #expect(try await run.bench.violations(run.operations) == [])
    await run.bench.stop()
  }

  @Test("A pause over five minutes holds the rest and says until when")
  func longPause() async throws {
    let row = try requireValue(OutcomeRow.all.first { $0.asked == .seconds(301) })
    let bench = try await Bench.start { $0.switches.limits.maxSerialNumbers = 1 }
    let stock = try await bench.stock()
    let posts = try ScriptedPosts(bench, [row.answer])
    let operations = try bench.process(transport: posts)
    let record = try await bench.steadily {
      let plan = try await operations.plan(
        ChangeRequest(
          kind: .assign,
          pairs: product([stock.five], [device("NEWSERIAL001"), device("NEWSERIAL002")])))
      let number = try await operations.confirm(plan)
      return try requireValue(await operations.wait(for: number, untilKnown: true))
    }
    #expect(record.state == .held)
    #expect(record.hold?.text.contains("left alone until 20") == true)
    #expect(posts.times.count == 1)
    await bench.stop()
  }
}
