import AppsAndBooks
import ConsoleSupport
import LocationStore
import Operations
import Screen
import TestSupport
import Testing

@testable import Console

/// What of config.toml the console follows while it is open, and the columns it can choose.
struct SettingsTests {
  private func settings(_ change: (inout ConsoleSettings) -> Void) -> ConsoleSettings {
    var settings = ConsoleSettings(clientName: "Purser on admin-1")
    change(&settings)
    return settings
  }

  @Test("the minute's tick looks at the file, silently")
  func tick() async {
    var driver = await StepDriver()
    await driver.send(.timer(.minute))
    #expect(driver.effects.contains(.readConfiguration(asked: false)))
    let before = driver.canvas
    await driver.send(.configuration(.success(nil), asked: false))
    #expect(driver.canvas == before)
    await driver.command("config reload")
    #expect(driver.effects.contains(.readConfiguration(asked: true)))
    await driver.send(.configuration(.success(nil), asked: true))
    #expect(driver.canvas.text[22].contains("config.toml says the same as before"))
  }

  @Test("new keys, theme, columns and mouse count at once")
  func reload() async throws {
    var driver = await StepDriver()
    let keys = try KeyMap(changes: [(command: "filter", chords: ["F7"])])
    let new = settings {
      $0.keys = keys
      $0.mouse = false
      $0.columns = ColumnChoice(["assets": ["left", "name"]])
    }
    await driver.send(
      .configuration(
        .success(NewSettings(settings: new, theme: try Theme.load("nord"))), asked: false))
    #expect(driver.state.world.theme.name == "nord")
    #expect(driver.canvas.text[22].contains("config.toml was read again"))
    await driver.press("/")
    #expect(!driver.state.main[.assets].isTyping)
    await driver.press("F7")
    #expect(driver.state.main[.assets].isTyping)
    await driver.press("Esc")
    await driver.send(.event(.mouse(MouseEvent(.click, at: Point(x: 6, y: 4)))))
    #expect(driver.state.focusedList == .assets)
    #expect(driver.canvas.text[8].contains("Left Name ↑"))
  }

  @Test("a broken file keeps the old settings and says what is wrong")
  func broken() async {
    var driver = await StepDriver()
    let before = driver.state.world.settings
    let problem = "/home/anna/.config/purser/config.toml, line 3: there is no setting 'them'."
    await driver.send(.configuration(.failure(Failure(problem)), asked: false))
    #expect(driver.state.world.settings == before)
    #expect(driver.canvas.text[22].contains("line 3: there is no setting 'them'"))
  }

  @Test(
    "columns of every list, in the order wanted; the rest of the row stays", arguments: screenSizes)
  func columns(width: Int, height: Int) async throws {
    var driver = await StepDriver(width: width, height: height)
    driver.state.world.settings.columns = ColumnChoice([
      "users": ["held", "status", "user"], "devices": ["label", "serial"],
      "assets": ["id", "name", "developer", "used", "total"],
      "assignments": ["state", "kind", "holder", "asset"],
    ])
    await driver.press("1", "j")
    try assertScreen(driver.canvas, "columns-users-\(width)x\(height)")
    await driver.press("2", "j", "j")
    try assertScreen(driver.canvas, "columns-assets-\(width)x\(height)")
    await driver.press("1", "]", "3", "]")
    try assertScreen(driver.canvas, "columns-all-\(width)x\(height)")
  }

  @Test("of one asset's assignments the asset is no news, of one holder's not the holder")
  func useless() async {
    var driver = await StepDriver(width: 140, height: 40)
    await driver.press("j", times: 14)
    driver.state.world.settings.columns = ColumnChoice(["assignments": ["holder", "asset"]])
    #expect(driver.canvas.text[2].contains("Held by") && !driver.canvas.text[2].contains("Asset"))
    await driver.press("1", "j")
    #expect(driver.canvas.text[2].contains("Asset") && !driver.canvas.text[2].contains("Held by"))
    driver.state.world.settings.columns = ColumnChoice(["assignments": ["holder"]])
    #expect(driver.canvas.text[2].contains("Asset"))
  }
}

/// The mouse on pages: the wheel scrolls, a click selects where there is a list, and answers nothing.
struct PageMouseTests {
  private func mouse(_ kind: MouseEvent.Kind, _ x: Int, _ y: Int) -> Action {
    .event(.mouse(MouseEvent(kind, at: Point(x: x, y: y))))
  }

  @Test("help: a click selects, a double-click runs")
  func help() async {
    var driver = await StepDriver()
    await driver.press("?")
    await driver.send(mouse(.click, 5, 6))
    #expect(driver.canvas.text[6].hasPrefix("▸"))
    await driver.send(mouse(.wheelDown, 5, 6))
    #expect(driver.canvas.text[9].hasPrefix("▸"))
    await driver.send(mouse(.click, 5, 1))
    #expect(driver.canvas.text[9].hasPrefix("▸"))
    await driver.send(mouse(.doubleClick, 5, 3))
    #expect(driver.state.page?.context != .help)
  }

  @Test("detail: a click in the list shows another row, the wheel over the detail scrolls it")
  func detail() async {
    var driver = await StepDriver(width: 100, height: 15)
    await driver.press("i")
    driver.effects = []
    await driver.send(mouse(.click, 5, 5))
    let row = RowID.asset(SampleLocation.asset("Bienenlabor"))
    #expect(driver.effects == [.history(row)])
    #expect(driver.canvas.text[5].hasPrefix("▸   Bienenlabor"))
    let before = driver.canvas.text[3]
    await driver.send(mouse(.wheelDown, 80, 5))
    #expect(driver.canvas.text[3] != before && driver.canvas.text[5].hasPrefix("▸   Bienenlabor"))
    await driver.send(mouse(.wheelDown, 5, 5))
    #expect(!driver.canvas.text[5].hasPrefix("▸   Bienenlabor"))
  }

  @Test("picker: a click selects, a second one marks; the plan is never a click away")
  func picker() async {
    var driver = await StepDriver(width: 100, height: 30)
    await driver.press("a")
    await driver.send(mouse(.click, 6, 5))
    #expect(driver.canvas.text[5].hasPrefix("▸"))
    await driver.send(mouse(.doubleClick, 6, 6))
    #expect(driver.canvas.text[6].hasPrefix("▸*"))
    await driver.send(mouse(.doubleClick, 6, 6))
    #expect(driver.canvas.text[6].hasPrefix("▸ "))
    await driver.send(mouse(.wheelDown, 6, 6))
    #expect(driver.canvas.text[9].hasPrefix("▸"))
    #expect(driver.state.page?.context == .picker)
  }

  @Test("operations: a click selects, a second one opens")
  func operations() async {
    var driver = await StepDriver(width: 100, height: 30)
    await driver.send(
      .operations([
        SampleOperations.running118(failed: true),
        SampleOperations.record(119, .assign, .done, [], minutesAgo: 3),
      ]))
    await driver.press("o")
    let lines = driver.canvas.text
    let place = lines.firstIndex { $0.contains("119") } ?? 0
    await driver.send(mouse(.click, 20, place))
    #expect(driver.canvas.text[place].hasPrefix("▸"))
    await driver.send(mouse(.click, 20, 1))
    #expect(driver.canvas.text[place].hasPrefix("▸"))
    let other = driver.canvas.text.firstIndex { $0.contains("118") } ?? 0
    await driver.send(mouse(.doubleClick, 20, other))
    #expect(driver.canvas.text.contains { $0.contains("GG7F40TAQ1KX") })
  }

  @Test("tokens and locations: a click selects, a double-click opens")
  func locations() async {
    var driver = await StepDriver()
    await driver.press("t")
    for name in ["a-nord", "b-sued"] {
      await driver.send(.token(TokenStatus(location: name, organization: "")))
    }
    await driver.send(mouse(.click, 6, 4))
    #expect(driver.canvas.text[4].hasPrefix("▸"))
    await driver.press("Esc", "L")
    await driver.send(
      .locations([
        LocationChoice(name: "a-nord", organization: "", isOpen: true),
        LocationChoice(name: "b-sued", organization: "", isOpen: false),
      ]))
    await driver.send(mouse(.doubleClick, 6, 4))
    #expect(driver.effects.contains(.open("b-sued")))
  }

  @Test("off, the mouse does nothing anywhere")
  func off() async {
    var driver = await StepDriver()
    driver.state.world.settings.mouse = false
    await driver.press("?")
    let before = driver.canvas
    for kind in [MouseEvent.Kind.click, .doubleClick, .wheelUp, .wheelDown] {
      await driver.send(mouse(kind, 5, 8))
    }
    #expect(driver.canvas == before)
  }
}

/// The prompt's completions and the panes (frame 14).
struct PromptRoomTests {
  @Test("panes give way to the completions, and come back as they were")
  func shrinks() async throws {
    var driver = await StepDriver()
    await driver.press("1")
    await driver.press("j", times: 12)
    let before = driver.canvas
    await driver.press(":")
    await driver.type("re")
    let rows = driver.canvas.text
    #expect(rows.contains { $0.hasPrefix("▸   ") }, "the row that is meant stays in sight")
    #expect(rows.contains { $0.hasPrefix("─ 2 Assets") }, "both panes stay in sight")
    await driver.press("Esc")
    #expect(driver.canvas == before)
  }

  @Test("a large lower pane gives its own lines, the upper one stays")
  func largeLower() async {
    var driver = await StepDriver(width: 100, height: 30)
    let before = driver.canvas.text
    await driver.press(":")
    await driver.type("re")
    #expect(driver.canvas.text[..<22].elementsEqual(before[..<22]))
  }

  @Test("the lower of two panes gives way first")
  func frame14() async throws {
    var driver = await StepDriver()
    await driver.press("1", "j", "j", "j", "j", ":")
    await driver.type("re")
    await driver.press("Tab", "Tab")
    try assertFrame(driver.canvas, "14", columns: 0..<41, lines: 1..<20)
  }
}
