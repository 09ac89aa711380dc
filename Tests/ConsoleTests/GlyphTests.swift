import AppsAndBooks
import Console
import ConsoleSupport
import LocationStore
import Screen
import TestSupport
import Testing

/// Terminals without UTF-8, and names that no terminal should have to obey.
struct GlyphTests {
  @Test("the main screen in ASCII signs keeps every cell in its place")
  func ascii() async throws {
    var driver = await StepDriver()
    await driver.press("j", times: 25)
    await driver.send(.operations([SampleOperations.running118(failed: true)]))
    let unicode = driver.canvas
    driver.state = AppState(world: driver.state.world)
    var world = driver.state.world
    world.settings.glyphs = .asciiSigns
    var plain = await StepDriver(world)
    await plain.press("j", times: 25)
    #expect(plain.canvas.text.count == unicode.text.count)
    try assertScreen(plain.canvas, "main-ascii")
  }

  @Test("wide, combining and hostile names keep the columns straight", arguments: screenSizes)
  func names(width: Int, height: Int) async throws {
    let names = [
      "日本語の本", "e\u{301}tude", "👩‍🏫 Unterricht", "\u{202E}evil", "bell\u{7}", "a\u{1B}[31mred",
      "A very long name of an app that no column holds",
    ]
    let assets = names.enumerated().map { index, name in
      AssetRecord(
        asset: Asset(
          id: AssetID(AdamID(rawValue: "\(1000 + index)")), productType: .app, assignedCount: index,
          availableCount: 100 + index, totalCount: 100 + 2 * index),
        name: name)
    }
    let driver = await StepDriver(
      width: width, height: height,
      snapshot: LocationSnapshot(SampleLocation.identity, assets: assets))
    for line in driver.canvas.text {
      #expect(Shown(stringLiteral: line).width == width)
      #expect(!line.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x202E })
    }
    try assertScreen(driver.canvas, "names-\(width)x\(height)")
  }

  @Test("a location without anything says so, and what to do", arguments: screenSizes)
  func empty(width: Int, height: Int) async throws {
    var driver = await StepDriver(
      width: width, height: height, snapshot: LocationSnapshot(empty: SampleLocation.identity))
    #expect(!driver.canvas.text.contains { $0.contains("Nothing was read") })
    await driver.send(.cacheOpened)
    try assertScreen(driver.canvas, "nothing-read-\(width)x\(height)")
    await driver.send(
      .snapshot(LocationSnapshot(SampleLocation.identity, generation: 1)))
    try assertScreen(driver.canvas, "empty-\(width)x\(height)")
  }
}
