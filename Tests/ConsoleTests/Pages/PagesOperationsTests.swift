import AppsAndBooks
import ConsoleSupport
import Foundation
import LocationStore
import Operations
import Screen
import TestSupport
import Testing
@testable import Console

/// The page of operations: frames 11a and 11b, retry, look.
struct PagesOperationsTests {
  private static func at(_ hour: Int, _ minute: Int, _ second: Int = 0) -> Date {
    SampleLocation.now.addingTimeInterval(Double((hour - 9) * 3600 + (minute - 42) * 60 + second))
  }

  private static func record(
    _ number: Int, _ kind: OperationKind, _ state: OperationState, _ pairs: [PairRecord],
    started: Date
  ) -> OperationRecord {
    var record = SampleOperations.record(number, kind, state, pairs, minutesAgo: 0)
    record.startedAt = started
    if !state.isOpen { record.endedAt = started.addingTimeInterval(20) }
    return record
  }

  private static func pairs(
    _ names: [String], _ holders: [Holder], _ action: PairAction, _ state: PairState = .done
  ) -> [PairRecord] {
    holders.flatMap { holder in
      names.map { name in
        PairRecord(
          pair: Assignment(asset: SampleLocation.asset(name), holder: holder), action: action,
          state: state)
      }
    }
  }

  private static func devices(_ count: Int) -> [Holder] {
    (0..<count).map { PagesSample.device("F9FZN0\(100 + $0)LK4") }
  }

  /// Operation 118: the licence of one device went elsewhere.
  static let partial: OperationRecord = {
    let lost = PairFailure(number: 9709, message: "no licence left, the last one went elsewhere")
    let serials =
      ["GG7F40TAQ1KX", "GG7F40TDQ1KX", "K9LRT3WY6C"] + SampleOperations.devices.prefix(5)
    var pairs = Self.pairs(
      ["Skizze Pro", "Tessera Maths"], serials.map(PagesSample.device), .assign)
    pairs[0].state = .failed(lost)
    return record(118, .assign, .partial, pairs, started: at(9, 36))
  }()

  /// Operation 120: the line broke before Apple answered.
  static let unknown: OperationRecord = {
    var pairs = Self.pairs(["GarageBand"], devices(40), .reclaim)
    for index in 31..<40 { pairs[index].state = .unknown }
    var record = Self.record(120, .reclaim, .unknown, pairs, started: at(9, 38, 7))
    record.unknownSince = at(9, 38, 7)
    record.certainAt = at(9, 53, 7)
    record.looks = [
      LookRecord(at: at(9, 38, 12), settled: 0), LookRecord(at: at(9, 39, 5), settled: 18),
      LookRecord(at: at(9, 41, 10), settled: 31),
    ]
    record.nextLook = at(9, 42, 34)
    return record
  }()

  static let records: [OperationRecord] = {
    var running = pairs(
      ["Keynote"], ["emp-0042", "emp-0043", "emp-0044"].map(PagesSample.user), .assign)
    running[2].state = .pending
    var pending = record(121, .assign, .pending, running, started: at(9, 41))
    pending.nextLook = at(9, 42, 21)
    let refused = PairState.failed(PairFailure(number: 9603, message: "Apple had an error"))
    let gone = PagesSample.user("emp-0039")
    return [
      record(
        113, .assign, .rejected, pairs(["Vokabelnest"], devices(25), .assign, refused),
        started: at(8, 47)),
      record(
        114, .reclaim, .done, pairs(["Keynote", "Pages", "Numbers"], [gone], .reclaim),
        started: at(8, 50)),
      record(115, .userRetire, .done, pairs(["Pages"], [gone], .reclaim), started: at(8, 51)),
      record(116, .assign, .done, pairs(["Lesepfad"], devices(30), .assign), started: at(9, 4)),
      record(117, .reclaim, .done, pairs(["Pages"], devices(24), .reclaim), started: at(9, 20)),
      partial, unknown, pending,
    ]
  }()

  private func driver(
    _ records: [OperationRecord] = records, width: Int = 100, height: Int = 30
  ) async -> StepDriver {
    var driver = await StepDriver(
      width: width, height: height, snapshot: .synced(minutes: 1))
    await driver.send(.operations(records))
    await driver.press("o")
    return driver
  }

  @Test("a partly failed one opened to its pairs: frame 11a")
  func partly() async throws {
    var driver = await driver()
    await driver.press("j", "Enter")
    try assertFrame(driver.canvas, "11a")
  }

  @Test("unknown after a lost answer: frame 11b")
  func lost() async throws {
    var driver = await driver(Self.records.filter { $0.number > 114 })
    await driver.press("Enter")
    try assertFrame(driver.canvas, "11b")
  }

  @Test("at four sizes", arguments: screenSizes)
  func sizes(width: Int, height: Int) async throws {
    var driver = await driver(width: width, height: height)
    await driver.press("Enter")
    try assertScreen(driver.canvas, "operations-unknown-\(width)x\(height)")
    await driver.press("Enter", "j", "Enter")
    try assertScreen(driver.canvas, "operations-partial-\(width)x\(height)")
    await driver.press("i")
    try assertScreen(driver.canvas, "operations-pairs-\(width)x\(height)")
    driver = await self.driver([], width: width, height: height)
    try assertScreen(driver.canvas, "operations-none-\(width)x\(height)")
  }

  @Test("a story longer than the page is read with PgDn before the cursor goes on")
  func longStory() async {
    var driver = await driver(width: 60, height: 15)
    await driver.press("Enter")
    #expect(driver.canvas.text[12].hasSuffix("more: PgDn "))
    await driver.press("PgDn", "PgDn")
    #expect(driver.canvas.text.contains { $0.contains("F5            look now") })
    #expect(!driver.canvas.text[12].contains("more"))
    #expect(driver.page(OperationsPage.self)?.number == 120)
    await driver.press("PgUp", "PgUp")
    #expect(driver.canvas.text[3].contains("reclaim GarageBand"))
    await driver.press("j")
    #expect(driver.page(OperationsPage.self)?.number == 118)
  }

  @Test("Enter opens, opens wholly, closes; i shows every pair")
  func opening() async throws {
    var driver = await driver()
    await driver.press("j", "Enter", "Enter")
    #expect(driver.canvas.text.contains { $0.contains("F9FZL0C9PLK4 Tessera Maths  done") })
    await driver.press("Enter")
    #expect(!driver.canvas.text.contains { $0.contains("F9FZL0C9PLK4") })
    await driver.press("i")
    await driver.press("Esc")
    #expect(driver.canvas.text[1].contains("Operations"))
  }

  @Test("seconds count once a second while the page is open, and only then")
  func seconds() async {
    var driver = await driver()
    #expect(driver.effects.contains(.timer(.second, .seconds(1))))
    #expect(driver.canvas.text[5].contains("asks Apple in 21 s"))
    await driver.wait(1)
    await driver.send(.timer(.second))
    #expect(driver.canvas.text[5].contains("asks Apple in 20 s"))
    #expect(driver.effects.count { $0 == .timer(.second, .seconds(1)) } == 2)
    await driver.press("Esc")
    await driver.send(.timer(.second))
    #expect(driver.effects.count { $0 == .timer(.second, .seconds(1)) } == 2)
  }

  @Test(". plans the failed pairs alone, on an unknown one only once the list is the answer")
  func retry() async throws {
    var driver = await driver()
    await driver.press(".")
    #expect(driver.page(PlanPage.self) == nil)
    #expect(driver.rule.contains("Not before 09:53"))
    await driver.wait(12 * 60)
    #expect(driver.hints.contains(". retry the 9 not taken"))
    await driver.press(".")
    #expect(driver.page(PlanPage.self)?.request.pairs.count == 9)
    #expect(driver.page(PlanPage.self)?.request.kind == .reclaim)
    await driver.press("Esc", "j", ".")
    let request = try #require(driver.page(PlanPage.self)?.request)
    #expect(request.pairs == [Self.partial.pairs[0].pair])
  }

  @Test("a partial one whose rest went through when tried again wants nobody any more")
  func mended() async {
    var again = Self.record(
      122, .assign, .done, [Self.partial.pairs[0]], started: Self.at(9, 40))
    again.pairs[0].state = .done
    let driver = await driver([Self.partial, again])
    #expect(driver.canvas.text[3].contains("122"))
    #expect(!driver.canvas.text[1].contains("partial"))
    again.pairs[0].state = Self.partial.pairs[0].state
    again.state = .rejected
    let failed = await self.driver([Self.partial, again])
    #expect(failed.canvas.text[3].contains("118"))
    #expect(failed.canvas.text[1].contains("1 partial"))
  }

  @Test("F5 looks at an open one, and says that a finished one is over")
  func look() async {
    var driver = await driver()
    await driver.press("F5")
    #expect(driver.effects.last == .look(120))
    await driver.press("G", "F5")
    #expect(driver.effects.last == .look(120))
    #expect(driver.rule.contains("is over"))
  }

  @Test("u plans the opposite of what is done")
  func undo() async {
    var driver = await driver()
    await driver.press("j", "u")
    #expect(driver.page(PlanPage.self)?.request.kind == .reclaim)
    #expect(driver.page(PlanPage.self)?.request.pairs.count == 15)
  }

  @Test("what is held names what stopped it")
  func held() async {
    var record = Self.partial
    record.state = .held
    record.hold = HoldReason(kind: .owner, text: "«Relution» manages the location now.")
    let driver = await driver([record])
    #expect(driver.canvas.text[3].contains("held: not ours"))
    #expect(driver.rule.contains("«Relution» manages the location now."))
  }

  @Test("an open operation's row follows its pairs, and keeps its place when it ends")
  func follows() async {
    var record = Self.records[7]
    var driver = await driver([record])
    #expect(driver.canvas.text[3].contains("2/3   pending"))
    record.pairs[2].state = .applied
    await driver.send(.operations([record]))
    #expect(driver.canvas.text[3].contains("3/3   pending"))
    record.pairs[2].state = .done
    record.state = .done
    record.endedAt = SampleLocation.now
    await driver.send(.operations([record]))
    #expect(driver.canvas.text[3].contains("▸ ✓  121  assign Keynote to 3 users"))
    #expect(driver.canvas.text[3].contains("3/3   done"))
  }

  @Test("why a pair failed is told whole on a narrow screen")
  func wholeReason() async {
    var driver = await driver(width: 60, height: 15)
    await driver.press("j", "Enter")
    let reason = "no licence left, the last one went elsewhere (9709)"
    let text = driver.canvas.text.map { $0.trimmingCharacters(in: .whitespaces) }
    #expect(text.joined(separator: " ").contains(reason))
    await driver.press("i")
    #expect(driver.rule.contains(reason))
  }

  @Test("nothing was done yet")
  func empty() async {
    let driver = await driver([])
    #expect(driver.canvas.text[3].contains("Nothing was changed from here yet."))
  }
}
