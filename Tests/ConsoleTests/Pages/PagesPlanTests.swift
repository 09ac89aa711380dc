import AppsAndBooks
import ConsoleSupport
import Foundation
import LocationStore
import Operations
import Screen
import TestSupport
import Testing
@testable import Console

/// The plan page: frames 9a to 10a, and everything that does and does not confirm.
struct PagesPlanTests {
  private func driver(
    _ plan: Plan, age: Double = 3, synced: Double = 3, width: Int = 100, height: Int = 30,
    standing: Standing = Standing(token: .ok(days: 212), owner: .ours)
  ) async -> StepDriver {
    var driver = await StepDriver(
      width: width, height: height, snapshot: .synced(minutes: synced), standing: standing)
    await driver.open(PlanPage.open(plan.request, in: driver.state.world))
    await driver.wait(age)
    await driver.send(.planned(.success(plan)))
    return driver
  }

  // MARK: - Frames

  @Test("assign, 16 reversible pairs: frames 9a and 9c")
  func assign() async throws {
    try assertFrame(await driver(PagesSample.plan9a()).canvas, "9a")
    try assertFrame(await driver(PagesSample.plan9a(), width: 60, height: 15).canvas, "9c")
  }

  @Test("a typed count, a shortage, a book: frame 9b")
  func shortage() async throws {
    var driver = await driver(PagesSample.plan9b(), age: 2)
    await driver.quiet()
    await driver.type("10")
    try assertFrame(driver.canvas, "9b")
  }

  @Test("reclaim, with a book that can't be: frame 10a")
  func reclaim() async throws {
    try assertFrame(await driver(PagesSample.plan10a(), age: 2, synced: 1).canvas, "10a")
  }

  @Test("at four sizes", arguments: screenSizes)
  func sizes(width: Int, height: Int) async throws {
    for (name, plan) in [
      ("assign", PagesSample.plan9a()), ("short", PagesSample.plan9b()),
      ("reclaim", PagesSample.plan10a()),
    ] {
      let driver = await driver(plan, width: width, height: height)
      try assertScreen(driver.canvas, "plan-\(name)-\(width)x\(height)")
    }
  }

  @Test("while it is read, and where it can't be", arguments: screenSizes)
  func reading(width: Int, height: Int) async throws {
    var driver = await StepDriver(width: width, height: height)
    await driver.open(PlanPage.open(PagesSample.request9a, in: driver.state.world))
    #expect(driver.effects == [.plan(PagesSample.request9a)])
    await driver.wait(4)
    await driver.send(.planProgress(PlanProgress(done: 2, total: 6)))
    try assertScreen(driver.canvas, "plan-reading-\(width)x\(height)")
    await driver.send(
      .planned(.failure(Failure("Apple gave no answer in 5 s. Nothing was changed."))))
    #expect(driver.canvas.text[3].contains("Apple gave no answer"))
    #expect(driver.hints.contains("F5 read again"))
    try assertScreen(driver.canvas, "plan-unread-\(width)x\(height)")
    await driver.press("F5")
    #expect(driver.page(PlanPage.self)?.phase == .reading(nil))
  }

  @Test("every pair, behind i", arguments: screenSizes)
  func everyPair(width: Int, height: Int) async throws {
    var driver = await driver(PagesSample.plan9b(), width: width, height: height)
    await driver.quiet()
    await driver.press("i")
    try assertScreen(driver.canvas, "plan-pairs-\(width)x\(height)")
    await driver.press("G")
    #expect(driver.canvas.text[height - 3].hasPrefix("▸"))
    await driver.press("Esc")
    #expect(driver.page(PlanPage.self)?.pairs == nil)
    #expect(driver.page(PlanPage.self)?.confirmation?.typed.text == "")
  }

  // MARK: - Confirming

  @Test("y confirms only after 300 ms without any key, and each key starts them again")
  func quiet() async {
    let plan = PagesSample.plan9a()
    var driver = await driver(plan)
    #expect(driver.effects.suffix(2) == [.dropKeys, .timer(.quiet, .milliseconds(300))])
    await driver.press("y")
    #expect(driver.effects.last == .timer(.quiet, .milliseconds(300)))
    #expect(!driver.effects.contains(.confirm(plan)))
    await driver.quiet()
    await driver.press("y")
    #expect(driver.effects.last == .confirm(plan))
    #expect(driver.page(PlanPage.self)?.phase == .sending(plan))
    await driver.press("y")
    #expect(driver.effects.count { $0 == .confirm(plan) } == 1)
  }

  @Test("two characters in one read never answer, nor does a paste")
  func together() async {
    let plan = PagesSample.plan9a()
    var driver = await driver(plan)
    await driver.quiet()
    await driver.send(.event(.keys([.character("y"), .character("y")])))
    await driver.send(.event(.paste("y\n")))
    await driver.send(.event(.keys([KeyPress(.enter)])))
    #expect(!driver.effects.contains(.confirm(plan)))
    #expect(driver.page(PlanPage.self)?.phase == .ready(plan))
  }

  @Test("a typed count takes joined keys, and Enter counts alone, 300 ms after the last one")
  func typedCount() async {
    let plan = PagesSample.plan9b()
    #expect(plan.toDo.count == 101)
    var driver = await driver(plan)
    await driver.quiet()
    await driver.send(.event(.keys([.character("1"), .character("0"), .character("1")])))
    await driver.press("Enter")
    #expect(!driver.effects.contains(.confirm(plan)))
    await driver.quiet()
    await driver.send(.event(.keys([KeyPress(.enter), KeyPress(.enter)])))
    #expect(!driver.effects.contains(.confirm(plan)))
    await driver.quiet()
    await driver.press("Enter")
    #expect(driver.effects.last == .confirm(plan))
  }

  @Test("a wrong count does not send, letters stay commands")
  func wrongCount() async {
    let plan = PagesSample.plan9b()
    var driver = await driver(plan)
    await driver.quiet()
    await driver.type("102")
    await driver.quiet()
    await driver.press("Enter")
    #expect(!driver.effects.contains(.confirm(plan)))
    await driver.press("e")
    #expect(driver.page(PlanPage.self)?.confirmation?.typed.text == "102")
    guard case .path(.plan(plan), _)? = driver.state.prompt else {
      Issue.record("e asks for a path")
      return
    }
  }

  @Test(
    "books are spent: the location's name is typed, and letters are letters once it is begun",
    arguments: screenSizes)
  func typedName(width: Int, height: Int) async throws {
    let request = PagesSample.request(.assign, ["Schulatlas"], [PagesSample.user("emp-0047")])
    let plan = PlanBuilder.plan(request, facts: PagesSample.facts(), id: 4)
    #expect(plan.weight == .typeName("campus-nord"))
    var driver = await driver(plan, width: width, height: height)
    await driver.quiet()
    await driver.press("i")
    #expect(driver.page(PlanPage.self)?.pairs != nil)
    await driver.press("i")
    await driver.type("campi")
    try assertScreen(driver.canvas, "plan-book-\(width)x\(height)")
    #expect(driver.hints.contains("Esc leave"))
    await driver.press("Backspace")
    await driver.type("us-nord")
    await driver.quiet()
    await driver.press("Enter")
    #expect(driver.effects.last == .confirm(plan))
  }

  @Test("a plan of ten minutes is read again before it can be confirmed", arguments: screenSizes)
  func old(width: Int, height: Int) async throws {
    let plan = PagesSample.plan9a()
    var driver = await driver(plan, width: width, height: height)
    await driver.quiet()
    await driver.wait(600)
    let question = "This plan is 10 min old. F5 reads again."
    #expect(driver.canvas.text.contains { $0.contains(question) })
    try assertScreen(driver.canvas, "plan-old-\(width)x\(height)")
    await driver.press("y")
    #expect(!driver.effects.contains(.confirm(plan)))
    await driver.press("F5")
    #expect(driver.effects.last == .plan(plan.request))
  }

  @Test("a foreign owner, by the plan or since, leaves only the reason")
  func foreign() async {
    let other = MDMInfo(id: "x", name: "Schulserver MDM", metadata: "")
    var driver = await driver(PagesSample.plan9a(owner: .foreign(other)))
    #expect(driver.canvas.text[25].contains("Managed by «Schulserver MDM»"))
    driver = await self.driver(PagesSample.plan9a())
    await driver.quiet()
    await driver.send(
      .standing(Standing(owner: .foreign(name: "Relution", since: nil, wasOurs: true))))
    await driver.press("y")
    #expect(!driver.effects.contains(.confirm(PagesSample.plan9a())))
  }

  @Test("a service that is not Apple's is named whole, also where there is little room")
  func otherService() async {
    var standing = Standing(token: .ok(days: 212), owner: .ours)
    standing.service = "demo"
    var plan = PagesSample.plan9a()
    plan.service = "apps-and-books.proxy.example.org:41895"
    let driver = await driver(plan, width: 80, height: 24, standing: standing)
    #expect(driver.canvas.text.contains { $0.contains("Managed by this console. Service: ") })
    #expect(driver.canvas.text.contains { $0.contains(plan.service) })
  }

  @Test("an unclaimed location opens the claim page first, then the plan is read again")
  func unclaimed() async {
    var driver = await driver(PagesSample.plan9a(owner: .unclaimed))
    #expect(driver.page(ClaimPage.self)?.then == PagesSample.request9a)
    await driver.quiet()
    await driver.press("y")
    #expect(driver.effects.last == .claim(takeover: false))
    let result = ClaimResult(before: .unclaimed, after: .ours(PagesSample.us), text: "It is ours.")
    await driver.send(.claimed(.success(result)))
    #expect(driver.page(PlanPage.self)?.request == PagesSample.request9a)
    #expect(driver.effects.last == .plan(PagesSample.request9a))
  }

  @Test("nothing to do asks nothing; an open operation is named")
  func nothing() async {
    var facts = PagesSample.facts()
    for pair in PagesSample.request9a.pairs { facts.open[pair] = 120 }
    let plan = PlanBuilder.plan(PagesSample.request9a, facts: facts, id: 5)
    var driver = await driver(plan)
    #expect(driver.canvas.text[3].contains("Nothing to assign"))
    #expect(driver.canvas.text[25].contains("Operation 120 is still at work on it"))
    await driver.quiet()
    await driver.press("y")
    #expect(!driver.effects.contains(.confirm(plan)))
  }

  // MARK: - After

  @Test("sent: back to the panes, the marks are gone")
  func started() async {
    let plan = PagesSample.plan9a()
    var driver = await driver(plan)
    await driver.quiet()
    await driver.press("y")
    await driver.send(.started(.success(118)))
    #expect(driver.state.pages.isEmpty)
    #expect(driver.rule.contains("Operation 118: assign 2 assets to 9 devices is on its way"))
  }

  @Test("not sent: the plan stays, with the reason, and asks anew")
  func notStarted() async {
    let plan = PagesSample.plan9a()
    var driver = await driver(plan)
    await driver.quiet()
    await driver.press("y")
    await driver.send(.started(.failure(Failure("Another Purser sends. Nothing was sent."))))
    #expect(driver.rule.contains("Another Purser sends. Nothing was sent."))
    await driver.press("y")
    #expect(driver.effects.count { $0 == .confirm(plan) } == 1)
    await driver.quiet()
    await driver.press("y")
    #expect(driver.effects.count { $0 == .confirm(plan) } == 2)
  }

  @Test("Esc leaves without a trace")
  func leave() async {
    var driver = await driver(PagesSample.plan9a())
    await driver.press("Esc")
    #expect(driver.state.pages.isEmpty)
    #expect(driver.effects.contains(.dropPlan))
  }
}
