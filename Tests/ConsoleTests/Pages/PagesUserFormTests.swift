import AppsAndBooks
import ConsoleSupport
import LocationStore
import Operations
import Screen
import TestSupport
import Testing
@testable import Console

/// `c`, `U` and `X`: the form page, and which users they are about.
struct PagesUserFormTests {
  private func driver(_ keys: String..., width: Int = 100, height: Int = 30) async -> StepDriver {
    var driver = await StepDriver(width: width, height: height, snapshot: .synced(minutes: 1))
    await driver.press("1")
    for key in keys { await driver.press(key) }
    return driver
  }

  private func request(_ driver: StepDriver) -> ChangeRequest? {
    driver.page(PlanPage.self)?.request
  }

  @Test("at four sizes", arguments: screenSizes)
  func sizes(width: Int, height: Int) async throws {
    var driver = await driver("c", width: width, height: height)
    await driver.type("emp-0042")
    await driver.press("Tab")
    await driver.type("nobody")
    await driver.press("Enter")
    try assertScreen(driver.canvas, "form-create-\(width)x\(height)")
    driver = await self.driver("U", width: width, height: height)
    await driver.press("Tab")
    try assertScreen(driver.canvas, "form-update-\(width)x\(height)")
  }

  @Test("three fields, Enter opens the plan, Esc comes back to them")
  func create() async {
    var driver = await driver("c")
    await driver.type("emp-3001q?")
    await driver.press("Backspace", "Backspace", "Tab")
    await driver.type("alma@example.org")
    await driver.press("Tab")
    await driver.type("alma@school.example")
    await driver.press("Enter")
    #expect(request(driver)?.kind == .userCreate)
    #expect(
      request(driver)?.users == [
        VerbsSample.change("emp-3001", email: "alma@example.org", account: "alma@school.example")
      ])
    await driver.press("Esc")
    #expect(driver.page(UserFormPage.self)?.text(of: .id) == "emp-3001")
    await driver.press("Esc")
    #expect(driver.state.pages.isEmpty)
  }

  @Test("what is wrong is said at its field, and gone with the next letter")
  func problems() async {
    var driver = await driver("c")
    await driver.press("Enter")
    #expect(driver.page(UserFormPage.self)?.problems[.id] == "A user ID is empty.")
    await driver.type("emp-0042")
    #expect(driver.page(UserFormPage.self)?.problems.isEmpty == true)
    await driver.press("Enter")
    #expect(driver.canvas.text[4].contains("emp-0042 exists already: U in the list changes it."))
    await driver.press("Backspace")
    await driver.type("x")
    await driver.press("Tab")
    await driver.type("a b@c")
    await driver.press("Enter")
    #expect(driver.canvas.text[6].contains("'a b@c' is no e-mail address."))
    #expect(request(driver) == nil)
    await driver.press("^u")
    await driver.send(.event(.paste(" mika@example.org\n")))
    await driver.press("Enter")
    #expect(request(driver)?.users.first?.email == "mika@example.org")
  }

  @Test("U begins with the e-mail there is, and wants another")
  func update() async {
    var driver = await driver("j", "U")
    #expect(driver.page(UserFormPage.self)?.text(of: .email) == "ines@example.org")
    await driver.press("Enter")
    #expect(driver.canvas.text.contains { $0.contains("Nothing is changed yet") })
    await driver.press("^u", "Enter")
    #expect(driver.canvas.text.contains { $0.contains("Apple takes no e-mail away") })
    await driver.type("ines.k@example.org")
    await driver.press("Enter")
    #expect(request(driver)?.kind == .userUpdate)
    #expect(request(driver)?.users == [VerbsSample.change("emp-0043", email: "ines.k@example.org")])
    driver = await self.driver("j", "U", "Tab")
    await driver.type("ines@school.example")
    await driver.press("Enter")
    #expect(
      request(driver)?.users == [VerbsSample.change("emp-0043", account: "ines@school.example")])
  }

  @Test("U is about one user, X about the marked ones")
  func marks() async {
    var driver = await driver("Space", "Space", "U")
    #expect(driver.rule.contains("U is off: one user at a time"))
    await driver.press("X")
    #expect(request(driver)?.kind == .userRetire)
    #expect(request(driver)?.users.map(\.id.rawValue) == ["emp-0042", "emp-0043"])
  }

  @Test("a retired user is neither changed nor retired again")
  func retired() async {
    var driver = await driver("/")
    await driver.type("status:retired")
    await driver.press("Enter", "X")
    #expect(driver.rule.contains("X is off: emp-0039 is retired already"))
    await driver.press("U")
    #expect(driver.rule.contains("U is off: emp-0039 is retired already"))
  }

  @Test("c, U and X are off where nothing can be sent, and unknown to the other panes")
  func off() async {
    var driver = await driver()
    await driver.send(.standing(Standing(owner: .ours, readOnly: .asked)))
    await driver.press("c")
    #expect(driver.state.pages.isEmpty)
    #expect(driver.rule.contains("c is off: started with --read-only"))
    await driver.send(.standing(Standing(owner: .ours)))
    await driver.press("2", "c", "X")
    #expect(driver.state.pages.isEmpty)
  }
}
