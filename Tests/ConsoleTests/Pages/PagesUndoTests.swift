import AppsAndBooks
import ConsoleSupport
import Foundation
import LocationStore
import Operations
import Screen
import TestSupport
import Testing
@testable import Console

/// Undo, retry, putting back, and operations of every kind on their page.
struct PagesUndoTests {
  private static let created = VerbsSample.users(
    123, .userCreate, .partial,
    [
      ("emp-3001", .done),
      (
        "emp-3002",
        .failed(PairFailure(number: 9607, message: "the account belongs to another user"))
      ),
    ])
  private static let retired = VerbsSample.users(125, .userRetire, .done, [("emp-0039", .done)])

  private func driver(
    _ records: [OperationRecord], width: Int = 100, height: Int = 30
  ) async -> StepDriver {
    var driver = await StepDriver(width: width, height: height, snapshot: .synced(minutes: 1))
    await driver.send(.operations(records))
    return driver
  }

  private func request(_ driver: StepDriver) -> ChangeRequest? {
    driver.page(PlanPage.self)?.request
  }

  @Test("moves and users at four sizes", arguments: screenSizes)
  func sizes(width: Int, height: Int) async throws {
    var undo = VerbsSample.users(126, .userRetire, .done, [("emp-3001", .done)])
    undo.undoes = 123
    var driver = await driver(
      [VerbsSample.reassigned(half: true), Self.created, undo], width: width, height: height)
    await driver.press("o", "g", "Enter", "j", "Enter")
    try assertScreen(driver.canvas, "operations-kinds-\(width)x\(height)")
  }

  @Test("a move counts once, failed as a whole, and says which half was done")
  func moves() async {
    var driver = await driver([VerbsSample.reassigned(half: true)])
    await driver.press("o", "Enter")
    let text = driver.canvas.text
    #expect(
      text[3].contains("reassign Keynote from 5 users to 5 devices") || text[3].contains("3/5"))
    #expect(text[3].contains("3/5"))
    #expect(text[4].contains("emp-0047 → DMPC7X0KMF3M"))
    #expect(text[5].contains("reclaimed, not assigned"))
    await driver.press("i")
    #expect(driver.canvas.text.contains { $0.contains("assign failed") })
    #expect(driver.canvas.text.contains { $0.contains("reclaim done") })
  }

  @Test("u undoes what ended last; nothing before anything was done")
  func last() async {
    var driver = await driver([])
    await driver.press("u")
    #expect(driver.rule.contains("u is off: nothing was changed from here yet"))
    await driver.send(.operations([VerbsSample.reassigned(122), PagesOperationsTests.records[3]]))
    await driver.press("u")
    #expect(request(driver)?.undoes == 122)
    #expect(request(driver)?.moves.count == 5)
    #expect(request(driver)?.moves.first == VerbsSample.moves.last?.reversed)
    await driver.press("Esc")
    await driver.command("undo")
    #expect(request(driver)?.undoes == 122)
  }

  @Test("a retirement can't be undone, and says so instead of undoing something older")
  func retirement() async {
    var driver = await driver([VerbsSample.reassigned(), Self.retired])
    await driver.press("u")
    #expect(request(driver) == nil)
    #expect(driver.rule.contains("Operation 125 can't be undone: emp-0039 is retired"))
    await driver.press("o")
    #expect(
      driver.canvas.text.contains {
        $0.contains("retire emp-0039") && $0.contains("can't be undone")
      })
  }

  @Test("what undid and what was undone name each other")
  func named() async {
    var undo = VerbsSample.reassigned(126)
    undo.undoes = 122
    var driver = await driver([VerbsSample.reassigned(122), undo])
    await driver.press("o", "Enter")
    #expect(driver.canvas.text.contains { $0.contains("126") && $0.contains("undoes 122") })
    #expect(driver.canvas.text.contains { $0.contains("122") && $0.contains("undone by 126") })
    #expect(driver.canvas.text.contains { $0.contains("Undoes operation 122.") })
  }

  @Test(". plans the users that failed alone, and of moves the missing halves")
  func retry() async {
    var driver = await driver([Self.created])
    await driver.press("o", ".")
    #expect(request(driver)?.kind == .userCreate)
    #expect(request(driver)?.users.map(\.id.rawValue) == ["emp-3002"])
    driver = await self.driver([VerbsSample.reassigned(half: true)])
    await driver.press("o", ".")
    #expect(request(driver)?.moves.isEmpty == true)
    #expect(request(driver)?.halves.count == 2)
    #expect(request(driver)?.halves.allSatisfy { $0.action == .assign } == true)
  }

  @Test(
    "a second half that fails opens the plan that puts the first half back", arguments: screenSizes)
  func putBack(width: Int, height: Int) async throws {
    var driver = await driver([VerbsSample.reassigning()], width: width, height: height)
    await driver.send(.operations([VerbsSample.reassigned(half: true)]))
    let request = try #require(self.request(driver))
    #expect(request.undoes == 122)
    #expect(request.moves.isEmpty)
    #expect(request.halves.map(\.action) == [.assign, .assign])
    #expect(request.halves.map(\.pair.holder.text) == ["emp-0047", "emp-0048"])
    #expect(driver.rule.contains(width < 80 ? "2 moves half done" : "2 moves only half done"))
    var facts = PagesSample.facts(left: ["Keynote": 2])
    facts.users[ClientUserID(rawValue: "emp-0048")] = .active
    await driver.send(.planned(.success(PlanBuilder.plan(request, facts: facts, id: 16))))
    try assertScreen(driver.canvas, "plan-put-back-\(width)x\(height)")
  }

  @Test("it waits until nothing else is asked or typed, and is offered once")
  func putBackWaits() async {
    var driver = await driver([VerbsSample.reassigning()])
    await driver.press(":")
    await driver.send(.operations([VerbsSample.reassigned(half: true)]))
    #expect(driver.state.pages.isEmpty)
    await driver.press("Esc")
    #expect(request(driver)?.undoes == 122)
    await driver.press("Esc")
    await driver.send(.operations([VerbsSample.reassigned(half: true)]))
    #expect(driver.state.pages.isEmpty)
  }

  @Test("an operation that was over before is only shown, not offered")
  func oldHalf() async {
    let driver = await driver([VerbsSample.reassigned(half: true)])
    #expect(driver.state.pages.isEmpty)
  }

  @Test("y copies the receipt of the operation under the cursor")
  func receipt() async throws {
    var driver = await driver([VerbsSample.reassigned()])
    await driver.press("o", "y")
    guard case .copy(let text)? = driver.effects.last else {
      Issue.record("nothing was copied")
      return
    }
    #expect(text.hasPrefix("Purser, operation 122: reassign at campus-nord (Lindenhof Schools)\n"))
    #expect(text.contains("Keynote"))
    #expect(driver.rule.contains("copied the receipt of operation 122"))
  }

  // MARK: - The main screen

  @Test("the header counts moves and users, the panes show users under change")
  func counts() async {
    var driver = await StepDriver(width: 120, height: 30)
    var running = VerbsSample.users(
      127, .userUpdate, .pending, [("emp-0042", .applied), ("emp-0043", .pending)])
    running.endedAt = nil
    await driver.send(.operations([VerbsSample.reassigning(), running]))
    #expect(driver.canvas.text[0].contains("2 operations ▸ 3/7"))
    #expect(driver.canvas.text.contains { $0.contains("~ emp-0042") })
    #expect(driver.canvas.text.contains { $0.contains("⋯ emp-0043") })
    running.users[1].state = .failed(PairFailure(number: 9616, message: "no such user"))
    running.state = .partial
    running.endedAt = SampleLocation.now
    await driver.send(.operations([running]))
    #expect(driver.canvas.text[0].contains("1 failed"))
    #expect(driver.canvas.text.contains { $0.contains("✗ emp-0043") })
    #expect(driver.rule.contains("✗ update emp-0043 failed: no such user"))
    await driver.press("1", "j", "i")
    #expect(driver.canvas.text.contains { $0.contains("Change") && $0.contains("failed, no. 127") })
  }

  @Test("what is done says so in its own words")
  func sums() async {
    var running = VerbsSample.users(127, .userCreate, .pending, [("emp-3001", .pending)])
    var driver = await driver([running])
    running.state = .done
    running.users[0].state = .done
    running.endedAt = SampleLocation.now
    await driver.send(.operations([running]))
    #expect(driver.rule.contains("operation 127 is done: 1 user created"))
    await driver.send(.operations([VerbsSample.reassigning()]))
    await driver.send(.operations([VerbsSample.reassigned()]))
    #expect(driver.rule.contains("operation 122 is done: 5 licences reassigned"))
  }

  @Test("the history of a user has its own changes too")
  func history() {
    let row = RowID.user(ClientUserID(rawValue: "emp-3001"))
    let history = RowHistory(row: row, records: [Self.created])
    #expect(history.entries.map(\.word) == ["created"])
    #expect(
      RowHistory(
        row: .user(ClientUserID(rawValue: "emp-3002")), records: [Self.created]
      ).entries.isEmpty)
  }
}
