import AppsAndBooks
import Console
import ConsoleSupport
import LocationStore
import Operations
import Screen
import TestSupport
import Testing

/// Moving, linking, marking, sorting: what keys do to the state of the panes.
struct PaneTests {
  @Test("the linked pane follows only after the cursor rested")
  func linkedRests() async {
    var driver = await StepDriver()
    let before = driver.state.main.master
    let effects = driver.state.apply(.event(.keys([.character("j"), .character("j")])))
    #expect(driver.state.main.master == before)
    #expect(effects.contains(.timer(.linked, .milliseconds(60))))
    _ = driver.state.apply(.timer(.linked))
    #expect(driver.state.main.master == .asset(SampleLocation.asset("Bienenlabor")))
  }

  @Test("title and rows of the linked pane change together, never through an empty list")
  func linkedTogether() async throws {
    var driver = await StepDriver()
    await driver.press("/")
    await driver.type("keynote")
    await driver.press("Enter")
    #expect(driver.canvas.text[1].contains("Assignments of Keynote"))
    await driver.press("/", "^u")
    await driver.type("klang")
    _ = driver.state.apply(.timer(.linked))
    let shown = driver.state.main[.assignments].shown
    #expect(shown.request.subject == .asset(SampleLocation.asset("Klangfarben")))
    #expect(shown.total == 12)
  }

  @Test("Enter follows, Backspace comes back to the same row")
  func history() async {
    var driver = await StepDriver()
    await driver.press("j", times: 14)
    await driver.press("Enter")
    #expect(driver.state.main.focus == .assignments)
    await driver.press("j", "Enter")
    #expect(driver.state.focusedList == .devices)
    #expect(
      driver.state.main[.devices].current == .device(SerialNumber(rawValue: "DMPC7X3AMF3M")))
    #expect(driver.canvas.text[1].contains("Assignments of DMPC7X3AMF3M"))
    await driver.press("Backspace")
    #expect(driver.state.main.focus == .assignments)
    #expect(driver.canvas.text[1].contains("[of Keynote]"))
    #expect(driver.state.main[.assignments].cursor == 1)
    await driver.press("Backspace")
    #expect(driver.state.focusedList == .assets)
    #expect(driver.state.main[.assets].current == .asset(SampleLocation.asset("Keynote")))
  }

  @Test("while pane 3 has the focus its master stays")
  func masterStays() async {
    var driver = await StepDriver()
    await driver.press("3", "j", "j")
    #expect(driver.state.main.master == .asset(SampleLocation.asset("Alphawald")))
  }

  @Test("pane 3 lists every assignment under its second tab")
  func allAssignments() async {
    var driver = await StepDriver(width: 140, height: 40)
    await driver.press("3", "]")
    let all = driver.state.main[.allAssignments].shown
    #expect(all.total == SampleLocation.snapshot.assignments.count)
    #expect(driver.canvas.text[1].contains("[All]"))
  }

  @Test("a refresh keeps the row under the cursor on its line")
  func refreshKeepsRow() async {
    var driver = await StepDriver()
    await driver.press("j", times: 20)
    let row = driver.state.main[.assets].current
    let line = driver.state.main[.assets].cursor - driver.state.main[.assets].offset
    let first = AssetRecord(
      asset: Asset(id: SampleLocation.asset("Aal"), productType: .app, availableCount: 3),
      name: "Aal")
    let more = LocationSnapshot(
      SampleLocation.identity, generation: 2, assets: [first] + SampleLocation.assets)
    await driver.send(.snapshot(more))
    #expect(driver.state.main[.assets].shown.total == 124)
    #expect(driver.state.main[.assets].current == row)
    #expect(driver.state.main[.assets].cursor - driver.state.main[.assets].offset == line)
  }

  @Test("until the cursor was moved, a list shows its first rows whatever comes in")
  func untouched() async {
    var driver = await StepDriver()
    let first = AssetRecord(asset: Asset(id: SampleLocation.asset("Aal")), name: "Aal")
    await driver.send(
      .snapshot(
        LocationSnapshot(
          SampleLocation.identity, generation: 2, assets: [first] + SampleLocation.assets)))
    #expect(driver.state.main[.assets].current == .asset(first.asset.id))
    #expect(driver.state.main.master == .asset(first.asset.id))
  }

  @Test("an answer that is not wanted any more is dropped")
  func staleAnswer() async throws {
    var driver = await StepDriver()
    let old = driver.state.main[.assets].shown
    await driver.press("/")
    await driver.type("keynote")
    await driver.send(.rows(old))
    #expect(driver.state.main[.assets].shown.count == 1)
  }

  @Test("a late answer turns the count into …, and not before 300 ms")
  func late() async {
    var driver = await StepDriver()
    await driver.press("/")
    let effects = driver.state.apply(.event(.keys([.character("k")])))
    #expect(effects.contains(.timer(.late(.assets), .milliseconds(300))))
    #expect(!driver.canvas.text[8].contains("…"))
    _ = driver.state.apply(.timer(.late(.assets)))
    #expect(driver.canvas.text[7].contains("… ━┤"))
  }

  @Test("s and a letter sort, again reverses, and the head shows it")
  func sort() async {
    var driver = await StepDriver()
    await driver.press("s", "l")
    #expect(driver.state.main[.assets].sort == SortOrder(.left))
    #expect(driver.canvas.text.contains { $0.contains("Left ↑") })
    await driver.press("s", "l")
    #expect(driver.state.main[.assets].sort == SortOrder(.left, descending: true))
    await driver.press("s", "x")
    #expect(driver.state.main[.assets].sort.column == .left)
  }

  @Test("* marks all shown, ^ turns around, \\ clears, n and N walk")
  func marks() async {
    var driver = await StepDriver()
    await driver.press("/")
    await driver.type("key")
    await driver.press("Enter", "*")
    #expect(driver.state.main[.assets].marks == [.asset(SampleLocation.asset("Keynote"))])
    await driver.press("Esc", "^")
    #expect(driver.state.main[.assets].marks.count == 122)
    await driver.press("\\", "g", "Space", "j", "j", "Space", "n")
    #expect(driver.state.main[.assets].cursor == 0)
    await driver.press("n")
    #expect(driver.state.main[.assets].cursor == 3)
    await driver.press("N")
    #expect(driver.state.main[.assets].cursor == 0)
  }

  @Test("a pasted list marks what it names and tells what it does not know")
  func paste() async {
    var driver = await StepDriver()
    await driver.press("1", "]")
    await driver.send(.event(.paste("F9FZK3A7PLK4, f9fzk3b1plk4\nNOSUCH1234\nF9FZK3A7PLK4")))
    #expect(driver.state.main[.devices].marks.count == 2)
    #expect(
      driver.canvas.text[22].contains("2 of the pasted found and marked, 1 unknown: NOSUCH1234"))
  }

  @Test("a paste into the filter is one line of text")
  func pasteIntoFilter() async {
    var driver = await StepDriver()
    await driver.press("/")
    await driver.send(.event(.paste("key\nnote\n")))
    #expect(driver.state.main[.assets].filter.text == "key note ")
  }

  @Test("click focuses and selects, double-click follows, the wheel scrolls")
  func mouse() async {
    var driver = await StepDriver()
    await driver.send(.event(.mouse(MouseEvent(.click, at: Point(x: 6, y: 4)))))
    #expect(driver.state.focusedList == .users)
    #expect(driver.state.main[.users].current == .user(ClientUserID(rawValue: "emp-0043")))
    await driver.send(.event(.mouse(MouseEvent(.wheelDown, at: Point(x: 6, y: 4)))))
    #expect(driver.state.main[.users].cursor == 4)
    await driver.send(.event(.mouse(MouseEvent(.doubleClick, at: Point(x: 6, y: 4)))))
    #expect(driver.state.main.focus == .assignments)
  }

  @Test("z shows the pane alone, Tab goes on to the next")
  func zoom() async {
    var driver = await StepDriver()
    await driver.press("z")
    #expect(driver.canvas.text[1].hasPrefix("━ 1 Users   [2 Assets]   3 Alphawald ━"))
    await driver.press("Tab")
    #expect(driver.canvas.text[1].hasPrefix("━ 1 Users   2 Assets   [3 Alphawald] ━"))
    await driver.press("z")
    #expect(driver.canvas.text[1].contains("┬"))
  }

  @Test("y copies the id, of an assignment the end that is not the master")
  func copy() async {
    var driver = await StepDriver()
    await driver.press("y")
    #expect(driver.effects == [.copy(SampleLocation.asset("Alphawald").adamID.rawValue)])
    await driver.press("1", "j", "j", "3", "y")
    #expect(driver.effects.last == .copy(SampleLocation.asset("Keynote").adamID.rawValue))
  }

  @Test("e asks for a path, an existing file for a y")
  func export() async throws {
    var driver = await StepDriver()
    await driver.press("e")
    #expect(driver.canvas.text[23].hasPrefix("Export to ./assets-2026-08-24.csv▏"))
    await driver.press("Enter")
    guard case .export(let request)? = driver.effects.last else {
      Issue.record("no export")
      return
    }
    #expect(request.path == "./assets-2026-08-24.csv")
    await driver.send(.fileExists(request))
    #expect(driver.canvas.text[23].contains("is there."))
    await driver.press("y")
    var replacing = request
    replacing.replaces = true
    #expect(driver.effects.last == .export(replacing))
  }

  @Test("a key that is off says why, and nothing happens")
  func off() async {
    var driver = await StepDriver(
      standing: Standing(
        token: .ok(days: 212), owner: .foreign(name: "X", since: nil, wasOurs: false)))
    await driver.press("a")
    #expect(driver.canvas.text[22].contains("a is off: «X» manages this location"))
    #expect(driver.state.pages.isEmpty)
  }

  @Test("every command that changes something is there: off with a reason, or a page opens")
  func complete() async {
    for key in ["a", "r", "R", "m", "c", "U", "X", "u"] {
      var driver = await StepDriver()
      await driver.press("1", key)
      let isOff = driver.canvas.text[22].contains("\(key) is off: ")
      #expect(isOff == driver.state.pages.isEmpty, "\(key)")
      #expect(isOff == (key == "u"))
    }
  }

  @Test("a note goes with the second key, a failure stays")
  func messages() async {
    var driver = await StepDriver()
    await driver.send(.said(Message("written")))
    await driver.press("j")
    #expect(driver.canvas.text[22].contains("written"))
    await driver.press("j")
    #expect(!driver.canvas.text[22].contains("written"))
    await driver.send(.said(Message("lost", .failure)))
    await driver.press("j", times: 5)
    #expect(driver.canvas.text[22].contains("lost"))
  }
}
