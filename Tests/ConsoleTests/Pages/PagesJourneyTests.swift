import AppsAndBooks
import ConsoleSupport
import Foundation
import LocationStore
import Operations
import Screen
import TestSupport
import Testing
@testable import Console

/// The main job by keys alone, step by step: filter, pick, mark, confirm, watch, take back.
struct PagesJourneyTests {
  @Test("assign an asset to three marked devices, watch it, reclaim one of them")
  func mainJob() async throws {
    var driver = await StepDriver(width: 140, height: 40)
    let world = driver.state.world
    await driver.press("/")
    await driver.type("klangf")
    await driver.press("Enter", "a", "]")
    let picker = try #require(driver.page(PickerPage.self))
    #expect(picker.task == .targets(of: [SampleLocation.asset("Klangfarben")]))
    #expect(picker.tab == .devices)
    await driver.press("j", "Space", "Space", "Space")
    #expect(driver.rule.contains("3 devices: 3 new · Klangfarben 18 → 15 left"))
    await driver.press("Enter")
    guard case .plan(let request)? = driver.effects.last else {
      Issue.record("Enter asks for the plan")
      return
    }
    let plan = PlanBuilder.plan(
      request, facts: PagesSample.facts(left: ["Klangfarben": 18]), id: 9)
    await driver.send(.planned(.success(plan)))
    await driver.quiet()
    await driver.press("y")
    #expect(driver.effects.last == .confirm(plan))
    await driver.send(.started(.success(124)))
    #expect(driver.state.pages.isEmpty)

    var pairs = request.pairs.map { PairRecord(pair: $0, action: .assign, state: .pending) }
    await driver.send(
      .operations([SampleOperations.record(124, .assign, .pending, pairs, minutesAgo: 0)]))
    #expect(driver.canvas.text.count { $0.contains("pending") } == 3)
    #expect(driver.canvas.text[0].contains("1 operation ▸ 0/3"))
    for index in pairs.indices { pairs[index].state = .done }
    var record = SampleOperations.record(124, .assign, .done, pairs, minutesAgo: 0)
    record.endedAt = world.now
    await driver.send(.operations([record]))
    #expect(driver.canvas.text.count { $0.contains("pending") } == 0)

    await driver.press("3", "r")
    let back = try #require(driver.page(PlanPage.self)?.request)
    #expect(back.kind == .reclaim)
    #expect(back.pairs.count == 1)
    await driver.press("Esc", "q")
    #expect(driver.effects.last == .quit)
  }
}
