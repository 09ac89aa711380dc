import AppsAndBooks
@testable import Console
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
    arguments: screenSizes)
  func failedRow(width: Int, height: Int) async throws {
    var driver = await StepDriver(width: width, height: height)
    await driver.press("j", times: 30)
    await driver.press("k", times: 5)
    await driver.send(.operations([SampleOperations.running118(failed: false)]))
    await driver.send(.operations([SampleOperations.running118(failed: true)]))
    await driver.press("k", "j")
    try assertScreen(driver.canvas, "main-\(width)x\(height)")
    switch width {
    case 140: try assertFrame(driver.canvas, "1")
    // One rule for every size: a list ends a cell before the edge, in frame 2 only there.
    case 100: try assertFrame(driver.canvas, "2", columns: 0..<83)
    // «o opens the operation» has room there.
    case 80: try assertFrame(driver.canvas, "3", except: [22])
    default: try assertFrame(driver.canvas, "4")
    }
  }

  @Test("pane 1 with its two tabs", arguments: screenSizes)
  func tabs(width: Int, height: Int) async throws {
    var driver = await StepDriver(width: width, height: height)
    await driver.press("1", "j")
    try assertScreen(driver.canvas, "tab-users-\(width)x\(height)")
    await driver.press("]")
    await driver.press("j", times: 11)
    try assertScreen(driver.canvas, "tab-devices-\(width)x\(height)")
  }

  @Test(
    "pane 3: the tab of the master, all assignments, and one that holds nothing",
    arguments: screenSizes)
  func assignments(width: Int, height: Int) async throws {
    var driver = await StepDriver(width: width, height: height)
    await driver.press("j", times: 14)
    await driver.press("Enter", "j")
    try assertScreen(driver.canvas, "assignments-\(width)x\(height)")
    await driver.press("]")
    try assertScreen(driver.canvas, "assignments-all-\(width)x\(height)")
    await driver.press("[", "2", "g", "3")
    try assertScreen(driver.canvas, "assignments-none-\(width)x\(height)")
  }

  @Test("a pane alone, and a list sorted by another column", arguments: screenSizes)
  func zoomed(width: Int, height: Int) async throws {
    var driver = await StepDriver(width: width, height: height)
    await driver.press("z", "s", "l")
    try assertScreen(driver.canvas, "zoom-\(width)x\(height)")
  }

  @Test("no order of a list lets one head touch another", arguments: screenSizes)
  func sorted(width: Int, height: Int) async {
    for keys in [["1"], ["1", "]"], ["2"], ["3"], ["3", "]"]] {
      var driver = await StepDriver(width: width, height: height)
      for key in keys { await driver.press(key) }
      for letter in driver.state.sortable.map({ String($0.letter) }) {
        await driver.press("s", letter)
        let problems = ScreenCheck.problems(of: driver.canvas)
        #expect(problems.isEmpty, "\(keys) by \(letter): \(driver.canvas.text[2])")
      }
    }
  }

  @Test("a filter while it is typed, kept, and without a match", arguments: screenSizes)
  func filter(width: Int, height: Int) async throws {
    var driver = await StepDriver(width: width, height: height)
    await driver.press("1", "]", "/")
    await driver.type("f9fz plk4")
    await driver.press("Down", "Down", "Down")
    try assertScreen(driver.canvas, "filter-typing-\(width)x\(height)")
    // The frame is three minutes later than the others.
    if width == 80 { try assertFrame(driver.canvas, "6a", except: [0]) }
    await driver.press("Enter")
    try assertScreen(driver.canvas, "filter-kept-\(width)x\(height)")
    #expect(driver.canvas.text[height - 1].contains("* mark all 37"))
    await driver.press("/", "Backspace")
    await driver.type("5")
    try assertScreen(driver.canvas, "filter-nothing-\(width)x\(height)")
    await driver.press("Esc")
    #expect(driver.state.main[.devices].filter.text.isEmpty)
    #expect(driver.canvas.text[1].contains("12,004"))
  }

  @Test("marks, counted in the hints, with one that the filter hides", arguments: screenSizes)
  func marks(width: Int, height: Int) async throws {
    var driver = await StepDriver(width: width, height: height)
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
    try assertScreen(driver.canvas, "marks-\(width)x\(height)")
    // The sample's holders of Klangfarben are others from line 9 on.
    guard width == 80 else { return }
    try assertFrame(driver.canvas, "7", columns: 0..<42, except: [0])
    try assertFrame(driver.canvas, "7", lines: 1..<9)
    try assertFrame(driver.canvas, "7", lines: 22..<24)
  }

  @Test("the prompt lists what may complete the word, for this row", arguments: screenSizes)
  func prompt(width: Int, height: Int) async throws {
    var driver = await StepDriver(width: width, height: height)
    await driver.press("1", "j", "j", "j", "j", ":")
    await driver.type("re")
    await driver.press("Tab", "Tab")
    try assertScreen(driver.canvas, "prompt-\(width)x\(height)")
    if width == 80 { try assertFrame(driver.canvas, "14") }
    await driver.press("Esc", "e")
    try assertScreen(driver.canvas, "export-\(width)x\(height)")
  }

  @Test("the help of a pane, its end, filtered", arguments: screenSizes)
  func help(width: Int, height: Int) async throws {
    var driver = await StepDriver(width: width, height: height)
    await driver.press("?")
    try assertScreen(driver.canvas, "help-\(width)x\(height)")
    await driver.press("G")
    try assertScreen(driver.canvas, "help-end-\(width)x\(height)")
    await driver.press("g", "/")
    await driver.type("licen")
    try assertScreen(driver.canvas, "help-filtered-\(width)x\(height)")
    // In the order of Docs/Keys.md; undo has nothing to undo here; the filter is being typed.
    if width == 80 { try assertFrame(driver.canvas, "13", lines: 2..<6) }
    if width == 80 { try assertFrame(driver.canvas, "13", lines: 16..<20) }
  }

  @Test("the first import fills pane 3 only", arguments: screenSizes)
  func firstImport(width: Int, height: Int) async throws {
    var snapshot = SampleLocation.snapshot
    snapshot.assignmentsCompleteness = .partial
    snapshot.fetchedAt = nil
    var driver = await StepDriver(width: width, height: height, snapshot: snapshot)
    await driver.send(
      .sync(
        .importing(
          ImportFigures(
            users: .init(done: 3, total: 3, rows: 2431),
            assets: .init(done: 1, total: 1, rows: 123),
            assignments: .init(done: 41, total: 113, rows: 40_980), elapsed: 17, left: 31))))
    await driver.press("j", "j", "j")
    try assertScreen(driver.canvas, "import-\(width)x\(height)")
    // The sample knows what each holds already.
    if width == 100 { try assertFrame(driver.canvas, "17", columns: 51..<100) }
    await driver.press("3")
    try assertScreen(driver.canvas, "import-pane-\(width)x\(height)")
  }

  @Test("offline, with the age of the cache", arguments: screenSizes)
  func offline(width: Int, height: Int) async throws {
    var driver = await keynote(
      width, height,
      standing: Standing(
        token: .ok(days: 212), owner: .ours,
        unreachable: .init(
          host: "vpp.itunes.apple.com", reason: "no answer in 5 s",
          nextTry: SampleLocation.now.addingTimeInterval(48))),
      age: 3 * 3600)
    try assertScreen(driver.canvas, "offline-\(width)x\(height)")
    if width == 80 { try assertFrame(driver.canvas, "18") }
    await driver.press("a")
    #expect(driver.canvas.text[height - 2].contains("a is off: Apple can't be reached"))
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

  @Test("another client owns the location", arguments: screenSizes)
  func foreign(width: Int, height: Int) async throws {
    var driver = await keynote(
      width, height,
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
    try assertScreen(driver.canvas, "foreign-\(width)x\(height)")
    // The sample is scrolled by a line more.
    guard width == 80 else { return }
    try assertFrame(driver.canvas, "19", columns: 41..<80, lines: 0..<22)
    try assertFrame(driver.canvas, "19", lines: 0..<12)
    try assertFrame(driver.canvas, "19", lines: 22..<24)
  }

  @Test(
    "token states and read-only",
    arguments: [
      (
        "expired", "20a", Standing.Token.expired(SampleLocation.now.addingTimeInterval(-1800)), 1800
      ),
      ("revoked", "20b", .revoked(number: 9625), 660), ("readonly", "20c", .ok(days: 212), 130),
    ], screenSizes)
  func token(_ state: (String, String, Standing.Token, Double), _ size: (Int, Int)) async throws {
    let (name, frame, token, age) = state
    let (width, height) = size
    var snapshot = SampleLocation.snapshot
    snapshot.fetchedAt = SampleLocation.now.addingTimeInterval(-age)
    let readOnly: Standing.ReadOnly? = name == "readonly" ? .token(number: 9637) : nil
    var driver = await StepDriver(
      width: width, height: height, snapshot: snapshot,
      standing: Standing(token: token, owner: .ours, readOnly: readOnly))
    await driver.press("1")
    if name == "readonly" { await driver.press("a") }
    try assertScreen(driver.canvas, "token-\(name)-\(width)x\(height)")
    guard width == 80 else { return }
    // The frames are the top and the last lines; the sample's user holds other assets.
    try assertFrame(driver.canvas, frame, columns: 0..<42, lines: 0..<(frame == "20c" ? 5 : 7))
    try assertFrame(driver.canvas, frame, lines: 0..<(frame == "20c" ? 3 : 5))
    let wanted = try frameLines(frame).last
    #expect(driver.canvas.text.last == wanted)
  }

  @Test("too small: one line, and q works")
  func tooSmall() async throws {
    var driver = await StepDriver(width: 48, height: 12)
    try assertScreen(driver.canvas, "too-small")
    try assertFrame(driver.canvas, "23")
    await driver.press("j", "q")
    #expect(driver.effects.contains(.quit))
  }

  private func keynote(
    _ width: Int = 80, _ height: Int = 24, standing: Standing, age: Double
  ) async -> StepDriver {
    var snapshot = SampleLocation.snapshot
    snapshot.fetchedAt = SampleLocation.now.addingTimeInterval(-age)
    var driver = await StepDriver(
      width: width, height: height, snapshot: snapshot, standing: standing)
    await driver.press("j", times: 19)
    await driver.press("k", times: 5)
    return driver
  }
}
