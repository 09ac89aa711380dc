import AppsAndBooks
import ConsoleSupport
import LocationStore
import Operations
import Screen
import TestSupport
import Testing
@testable import Console

/// `m` and `R`: from the rows a person chose to the plan.
struct PagesReassignTests {
  private func driver(width: Int = 100, height: Int = 30) async -> StepDriver {
    await StepDriver(width: width, height: height, snapshot: .synced(minutes: 1))
  }

  /// Klangfarben is under the cursor, its holders in pane 3 with the focus.
  private func onHolders(width: Int = 100, height: Int = 30) async -> StepDriver {
    var driver = await driver(width: width, height: height)
    await driver.press("2", "/")
    await driver.type("klangfarben")
    await driver.press("Enter", "3")
    return driver
  }

  private func request(_ driver: StepDriver) -> ChangeRequest? {
    driver.page(PlanPage.self)?.request
  }

  @Test("at four sizes", arguments: screenSizes)
  func sizes(width: Int, height: Int) async throws {
    var driver = await onHolders(width: width, height: height)
    await driver.press("Space", "Space", "Space", "m")
    await driver.send(.event(.paste("F9FZK2Q0PLK4 F9FZK3A7PLK4")))
    try assertScreen(driver.canvas, "picker-reassign-\(width)x\(height)")
    guard width < 96 else { return }
    await driver.press("Tab")
    try assertScreen(driver.canvas, "picker-reassign-panel-\(width)x\(height)")
  }

  @Test("marked assignments are paired with as many holders, in the order of the lists")
  func pairs() async throws {
    var driver = await onHolders()
    await driver.press("s", "h")
    await driver.press("g", "Space", "Space", "m")
    let old = driver.state.chosenAsShown(in: .assignments).map(\.copied)
    #expect(old == old.sorted(by: >))
    let picker = try #require(driver.page(PickerPage.self))
    guard case .recipients(let pairs) = picker.task else {
      Issue.record("asks for the new holders")
      return
    }
    #expect(pairs.map(\.holder.text) == old)
    if picker.tab == .users { await driver.press("[") }
    await driver.send(.event(.paste("F9FZK3A7PLK4\nF9FZK2Q0PLK4\nF9FZK3B1PLK4")))
    #expect(driver.rule.contains("3 marked for 2 holders: mark one for all, or 2."))
    await driver.press("Enter")
    #expect(request(driver) == nil)
    await driver.press("g", "Space")
    #expect(driver.rule.contains("2 licences to reassign: 2 holders → 2 devices"))
    await driver.press("Enter")
    let request = try #require(self.request(driver))
    #expect(request.kind == .reassign)
    #expect(request.impossible == .leaveOut)
    #expect(request.moves.map(\.from.text) == old)
    #expect(request.moves.map(\.to.text) == ["F9FZK2Q0PLK4", "F9FZK3B1PLK4"])
  }

  @Test("one new holder takes all, in All and from a user too")
  func one() async throws {
    var driver = await driver()
    await driver.press("1", "/")
    await driver.type("emp-0047")
    await driver.press("Enter", "m")
    #expect(driver.canvas.text[1].contains("Reassign from emp-0047: pick licences"))
    await driver.press("*", "Enter")
    #expect(driver.rule.contains("1 licence stays"))
    #expect(driver.canvas.text[1].contains("to  [Users] Devices"))
    await driver.send(.event(.paste("emp-0048")))
    #expect(driver.canvas.text.contains { $0.contains("emp-0047 → emp-0048") })
    await driver.press("Enter")
    let request = try #require(self.request(driver))
    #expect(request.moves.count == 5)
    #expect(request.moves.allSatisfy { $0.to.text == "emp-0048" && $0.from.text == "emp-0047" })
    await driver.press("Esc", "Esc", "Esc", "3", "]", "g", "m")
    guard case .recipients(let pairs)? = driver.page(PickerPage.self)?.task else {
      Issue.record("an assignment goes straight on to the new holder")
      return
    }
    #expect(pairs.count == 1)
  }

  @Test("a book can't be reassigned, and the hint says so")
  func book() async {
    var driver = await driver()
    await driver.press("2", "/")
    await driver.type("schulatlas")
    await driver.press("Enter", "m")
    #expect(driver.rule.contains("m is off: books can't be reassigned"))
    await driver.press("3", "m")
    #expect(driver.rule.contains("m is off: books can't be reassigned"))
    #expect(driver.state.pages.isEmpty)
  }

  @Test("a holder can't be its own heir")
  func same() async {
    var driver = await onHolders()
    await driver.press("g", "m")
    await driver.press("\\")
    let holder = driver.page(PickerPage.self).flatMap { page -> String? in
      if case .recipients(let pairs) = page.task { pairs.first?.holder.text } else { nil }
    }
    await driver.send(.event(.paste(holder ?? "")))
    await driver.press("Enter")
    #expect(request(driver) == nil)
    #expect(driver.rule.contains("The new holder is the old one"))
  }

  @Test("serial numbers never seen here are taken along by y, as for an assignment")
  func unknown() async {
    var driver = await onHolders()
    await driver.press("g", "Space", "m")
    if driver.page(PickerPage.self)?.tab == .users { await driver.press("[") }
    await driver.send(.event(.paste("ZZZZK3A7PLK4")))
    await driver.press("y", "Enter")
    #expect(request(driver)?.moves.map(\.to.text) == ["ZZZZK3A7PLK4"])
  }

  // MARK: - Reclaim all

  @Test("R takes everything of the marked users and devices, else of the row under the cursor")
  func reclaimAll() async {
    var driver = await driver()
    await driver.press("1", "R")
    #expect(request(driver)?.kind == .reclaimAll)
    #expect(request(driver)?.holders.map(\.text) == ["emp-0042"])
    await driver.press("Esc", "Space", "]", "R")
    #expect(request(driver)?.holders.map(\.text) == ["C02FK1ZNQ05D"])
    await driver.press("Esc", "Space", "Space", "R")
    #expect(
      request(driver)?.holders.map(\.text) == ["C02FK1ZNQ05D", "DMPC7X0KMF3M", "emp-0042"])
    await driver.press("Esc", "i", "R")
    #expect(request(driver)?.holders.count == 1)
  }

  @Test("R on an asset says what it needs")
  func onAsset() async {
    var driver = await driver()
    await driver.press("2", "?", "/")
    await driver.type("licen")
    #expect(driver.canvas.text.contains { $0.contains("needs a marked user or device") })
  }
}
