import AppsAndBooks
import Console
import ConsoleSupport
import Foundation
import LocationStore
import Operations
import Screen
import TestSupport
import Testing

/// The main screen at its four sizes, against the frames of screens.md.
struct MainScreenTests {
  @Test(
    "one operation running, one row failed, at four sizes",
    arguments: [(140, 40), (100, 30), (80, 24), (60, 15)])
  func failedRow(width: Int, height: Int) async throws {
    var driver = await StepDriver(width: width, height: height)
    await driver.press("j", times: 30)
    await driver.press("k", times: 5)
    await driver.send(.operations([SampleOperations.running118(failed: false)]))
    await driver.send(.operations([SampleOperations.running118(failed: true)]))
    await driver.press("k", "j")
    try assertScreen(driver.canvas, "main-\(width)x\(height)")
  }

  @Test("pane 1 with its two tabs")
  func tabs() async throws {
    var driver = await StepDriver(width: 140, height: 40)
    await driver.press("1", "j")
    try assertScreen(driver.canvas, "tab-users")
    await driver.press("]")
    await driver.press("j", times: 11)
    try assertScreen(driver.canvas, "tab-devices")
  }

  @Test("a filter while it is typed, kept, and without a match")
  func filter() async throws {
    var driver = await StepDriver()
    await driver.press("1", "]", "/")
    await driver.type("f9fz plk4")
    await driver.press("Down", "Down", "Down")
    try assertScreen(driver.canvas, "filter-typing")
    await driver.press("Enter")
    try assertScreen(driver.canvas, "filter-kept")
    await driver.press("/", "Backspace")
    await driver.type("5")
    try assertScreen(driver.canvas, "filter-nothing")
    await driver.press("Esc")
    #expect(driver.state.main[.devices].filter.text.isEmpty)
    #expect(driver.canvas.text[1].contains("12,004"))
  }

  @Test("marks, counted in the hints, with one that the filter hides")
  func marks() async throws {
    var driver = await StepDriver()
    await driver.press("/")
    await driver.type("schulatlas")
    await driver.press("Enter", "Space", "/", "^u")
    await driver.type("type:app !left:0")
    await driver.press("Enter", "g")
    await driver.press("j", times: 14)
    await driver.press("k", times: 10)
    await driver.press("Space")
    await driver.press("j", times: 4)
    await driver.press("Space")
    try assertScreen(driver.canvas, "marks")
  }

  @Test("the prompt lists what may complete the word, for this row")
  func prompt() async throws {
    var driver = await StepDriver()
    await driver.press("1", "j", "j", "j", "j", ":")
    await driver.type("re")
    await driver.press("Tab", "Tab")
    try assertScreen(driver.canvas, "prompt")
  }

  @Test("the help of a pane, filtered")
  func help() async throws {
    var driver = await StepDriver()
    await driver.press("?")
    try assertScreen(driver.canvas, "help")
    await driver.press("/")
    await driver.type("licen")
    try assertScreen(driver.canvas, "help-filtered")
  }

  @Test("the first import fills pane 3 only")
  func firstImport() async throws {
    var snapshot = SampleLocation.snapshot
    snapshot.assignmentsCompleteness = .partial
    snapshot.fetchedAt = nil
    var driver = await StepDriver(width: 100, height: 30, snapshot: snapshot)
    await driver.send(
      .sync(
        .importing(
          ImportFigures(
            users: .init(done: 3, total: 3, rows: 2431),
            assets: .init(done: 1, total: 1, rows: 123),
            assignments: .init(done: 41, total: 113, rows: 40_980), elapsed: 17, left: 31))))
    await driver.press("j", "j", "j")
    try assertScreen(driver.canvas, "import")
  }

  @Test("offline, with the age of the cache")
  func offline() async throws {
    var driver = await keynote(
      standing: Standing(
        token: .ok(days: 212), owner: .ours,
        unreachable: .init(
          host: "vpp.itunes.apple.com", reason: "no answer in 5 s",
          nextTry: SampleLocation.now.addingTimeInterval(48))),
      age: 3 * 3600)
    try assertScreen(driver.canvas, "offline")
    await driver.press("a")
    #expect(driver.canvas.text[22].contains("a is off: Apple can't be reached"))
  }

  @Test("a disk that takes nothing is told until it is well, and a change is off with its reason")
  func storage() async throws {
    var driver = await keynote(standing: Standing(token: .ok(days: 212), owner: .ours), age: 60)
    let reason = "Browsing only, because the journal can't be written: the disk is full."
    await driver.send(.storage(reason))
    #expect(driver.canvas.text[1].contains(reason))
    await driver.press("a")
    #expect(driver.canvas.text[22].contains("a is off: Browsing only, because the journal"))
    await driver.send(.storage(nil))
    #expect(!driver.canvas.text[1].contains("Browsing only"))
  }

  @Test("another client owns the location")
  func foreign() async throws {
    var driver = await keynote(
      standing: Standing(
        token: .ok(days: 212),
        owner: .foreign(
          name: "Schulserver MDM", since: SampleLocation.now.addingTimeInterval(-120),
          wasOurs: true)),
      age: 60)
    var held = SampleOperations.record(122, .assign, .held, [], minutesAgo: 3)
    held.requestsPlanned = 5
    held.requestsAccepted = 3
    await driver.send(.operations([held]))
    try assertScreen(driver.canvas, "foreign")
  }

  @Test(
    "token states and read-only",
    arguments: [
      ("expired", Standing.Token.expired(SampleLocation.now.addingTimeInterval(-1800)), 1800.0),
      ("revoked", Standing.Token.revoked(number: 9625), 660.0),
      ("readonly", Standing.Token.ok(days: 212), 130.0),
    ])
  func token(name: String, token: Standing.Token, age: Double) async throws {
    var snapshot = SampleLocation.snapshot
    snapshot.fetchedAt = SampleLocation.now.addingTimeInterval(-age)
    let readOnly: Standing.ReadOnly? = name == "readonly" ? .token(number: 9637) : nil
    var driver = await StepDriver(
      snapshot: snapshot, standing: Standing(token: token, owner: .ours, readOnly: readOnly))
    await driver.press("1")
    if name == "readonly" { await driver.press("a") }
    try assertScreen(driver.canvas, "token-\(name)")
  }

  @Test("too small: one line, and q works")
  func tooSmall() async throws {
    var driver = await StepDriver(width: 48, height: 12)
    try assertScreen(driver.canvas, "too-small")
    await driver.press("j", "q")
    #expect(driver.effects.contains(.quit))
  }

  private func keynote(standing: Standing, age: Double) async -> StepDriver {
    var snapshot = SampleLocation.snapshot
    snapshot.fetchedAt = SampleLocation.now.addingTimeInterval(-age)
    var driver = await StepDriver(snapshot: snapshot, standing: standing)
    await driver.press("j", times: 19)
    await driver.press("k", times: 5)
    return driver
  }
}
