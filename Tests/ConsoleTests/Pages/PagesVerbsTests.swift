import AppsAndBooks
import ConsoleSupport
import Foundation
import LocationStore
import Operations
import Screen
import TestSupport
import Testing
@testable import Console

/// The plans of reclaim all, reassign, create, update and retire, and of what undoes them.
struct PagesVerbsTests {
  private func driver(
    _ plan: Plan, width: Int = 100, height: Int = 30, age: Double = 4
  ) async -> StepDriver {
    var driver = await StepDriver(width: width, height: height, snapshot: .synced(minutes: 1))
    await driver.open(PlanPage.open(plan.request, in: driver.state.world))
    await driver.wait(age)
    await driver.send(.planned(.success(plan)))
    return driver
  }

  @Test("reclaim all, confirmed by the location's name: frame 10b")
  func reclaimAll() async throws {
    let plan = VerbsSample.plan10b()
    var driver = await driver(plan)
    await driver.quiet()
    await driver.type("campus")
    try assertFrame(driver.canvas, "10b")
    await driver.type("-nord")
    await driver.quiet()
    await driver.press("Enter")
    #expect(driver.effects.last == .confirm(plan))
  }

  @Test("at four sizes", arguments: screenSizes)
  func sizes(width: Int, height: Int) async throws {
    for (name, plan) in [
      ("reclaim-all", VerbsSample.plan10b()), ("reassign", VerbsSample.reassign()),
      ("create", VerbsSample.create()), ("update", VerbsSample.update()),
      ("retire", VerbsSample.retire()),
    ] {
      let driver = await driver(plan, width: width, height: height)
      try assertScreen(driver.canvas, "plan-\(name)-\(width)x\(height)")
    }
  }

  @Test("a reassign tells for each licence which half goes first, and what stays where it is")
  func reassign() async {
    let plan = VerbsSample.reassign()
    var driver = await driver(plan)
    let text = driver.canvas.text
    #expect(text[1].contains("reassign 2 assets from 7 holders") || text[1].contains("reassign"))
    #expect(text[3].contains("5 licences to reassign"))
    #expect(text.count { $0.contains("first: assign") } == 3)
    #expect(text.count { $0.contains("first: reclaim") } == 2)
    #expect(text.contains { $0.contains("emp-0042 → F9FZK2Q0PLK4") })
    #expect(text.contains { $0.contains("Dropped, 2 of 7 moves") })
    #expect(text.contains { $0.contains("reclaim instead") })
    await driver.quiet()
    await driver.press("y")
    #expect(driver.effects.last == .confirm(plan))
  }

  @Test("a retirement lists what is lost and spent, and takes the name")
  func retire() async {
    let plan = VerbsSample.retire()
    var driver = await driver(plan)
    let text = driver.canvas.text
    #expect(text[3].contains("2 users to retire"))
    #expect(text[3].contains("can't be undone"))
    #expect(text.contains { $0.contains("emp-0047 Schulatlas · emp-0055 Atlas Europa") })
    #expect(text.contains { $0.contains("Dropped, 1 of 3 users") })
    #expect(plan.weight == .typeName("campus-nord"))
    await driver.press("i")
    #expect(
      driver.canvas.text.contains { $0.contains("Schulatlas") && $0.contains("spent for good") })
    #expect(driver.canvas.text.contains { $0.contains("Keynote") && $0.contains("goes back") })
  }

  @Test("what an undo can't bring back stands in its plan with the reason")
  func undoOfUpdate() async {
    var record = VerbsSample.users(124, .userUpdate, .done, [("emp-0047", .done)])
    record.users[0].user.emailBefore = "old@example.org"
    record.users[0].user.change.managedAppleID = "tomke@school.example"
    let request = record.undoing()
    var facts = PagesSample.facts()
    let id = ClientUserID(rawValue: "emp-0047")
    facts.userRows[id] = ClientUser(id: id, email: "emp-0047@example.org", status: .associated)
    let driver = await driver(PlanBuilder.plan(request, facts: facts, id: 15))
    let text = driver.canvas.text
    #expect(text[1].contains("undo 124: update emp-0047"))
    #expect(text.contains { $0.contains("emp-0047@example.org → old@example.org") })
    #expect(
      text.contains { $0.contains("can't be undone") && $0.contains("Managed Apple Account") })
  }

  @Test("plans and operations of users and moves are exported too")
  func export() {
    func lines(_ source: ExportSource) -> [String] {
      String(decoding: ExportText.bytes(of: source, asJSON: false), as: UTF8.self)
        .split(separator: "\r\n").map(String.init)
    }
    let create = lines(.plan(VerbsSample.create()))
    #expect(create[0].hasSuffix("action,reason,availableBefore,email,managedAppleId"))
    #expect(create[2] == ",,emp-3002,,create,,,bela@example.org,bela@school.example")
    #expect(create[3].hasPrefix(",,emp-0047,,none,exists already"))
    #expect(lines(.plan(VerbsSample.reassign())).count == 1 + 10 + 2)
    let stays = lines(.plan(VerbsSample.plan10b())).filter { $0.contains("stays: ") }
    #expect(stays.count == 3)
    let records = [
      VerbsSample.reassigned(), VerbsSample.users(125, .userRetire, .done, [("emp-0039", .done)]),
    ]
    let operations = lines(.operations(records))
    #expect(operations.count == 1 + 10 + 1)
    #expect(operations.last?.contains(",emp-0039,,retire,done,") == true)
  }
}
