import AppsAndBooks
import ConsoleSupport
import Foundation
import LocationStore
import Operations
import Screen
import TestSupport
import Testing
@testable import Console

/// The detail: frames 12a and 12b, walking, history from the operations.
struct PagesDetailTests {
  private static func date(_ text: String) -> Date {
    (try? Date(text + "T10:00:00Z", strategy: .iso8601)) ?? SampleLocation.now
  }

  private static let today = SampleLocation.now.addingTimeInterval(-360)

  private static func entry(
    _ at: Date, _ number: Int, _ action: PairAction, _ name: String, holders: Int = 1,
    asked: Int? = nil
  ) -> RowHistory.Entry {
    RowHistory.Entry(
      at: at, operation: number, action: action, asset: SampleLocation.asset(name),
      holders: (0..<holders).map { PagesSample.device("F9FZN0\(100 + $0)LK4") },
      asked: asked ?? holders)
  }

  private static let serial = RowID.device(SerialNumber(rawValue: "F9FZK3A7PLK4"))

  private static let deviceHistory = RowHistory(
    row: serial,
    entries: [
      entry(today, 118, .assign, "Skizze Pro"), entry(today, 118, .assign, "Tessera Maths"),
      entry(date("2026-06-30"), 97, .reclaim, "Vokabelnest"),
      entry(date("2026-03-11"), 64, .assign, "Keynote"),
      entry(date("2026-03-11"), 64, .assign, "Vokabelnest"),
    ], lists: ["year7-ipads.csv"])

  private func device(width: Int = 100, height: Int = 30) async -> StepDriver {
    var driver = await StepDriver(width: width, height: height)
    await driver.press("1", "]")
    await driver.press("j", times: 14)
    await driver.press("i")
    await driver.send(.history(Self.deviceHistory))
    return driver
  }

  @Test("a device: frame 12a")
  func frame12a() async throws {
    var driver = await device()
    #expect(driver.effects.contains(.history(Self.serial)))
    if var page = driver.page(DetailPage.self) {
      page.list.offset = 7
      driver.state.pages = [Page(page)]
    }
    // Serials that only fill the sample's list come after line 21.
    try assertFrame(driver.canvas, "12a", columns: 0..<40, lines: 0..<22)
    try assertFrame(driver.canvas, "12a", columns: 40..<100)
  }

  /// Skizze Pro as frame 12b has it: 92 devices and 28 users, one of whom never took the invitation.
  private static let snapshot: LocationSnapshot = {
    let id = AssetID(AdamID(rawValue: "1534092217"))
    let names = Set([
      "GarageBand", "Geobrett Studio", "Hörspielwerkstatt", "iMovie", "Inselrechner", "Keynote",
      "Klangfarben", "Lesepfad", "Lichtschule", "Mikrokosmos", "Numbers", "Orbitarium", "Pages",
      "Phonics Garden", "Pixelwerk", "Schulatlas", "Skizze Pro", "Steinzeitlabor",
      "Swift Playgrounds", "Taktgeber", "Tessera Maths", "Umweltblick", "Vokabelnest",
      "Wetterkarte", "Wortbau",
    ])
    let assets = SampleLocation.assets.filter { names.contains($0.name ?? "") }.map { record in
      var record = record
      if record.name == "Skizze Pro" { record.asset.id = id }
      return record
    }
    let others = (0..<98).map { index in
      AssetRecord(asset: Asset(id: AssetID(AdamID(rawValue: "9\(index)"))), name: "ZZ \(index)")
    }
    let users = (0..<28).map { index in
      ClientUser(
        id: ClientUserID(rawValue: index == 0 ? "emp-0080" : "emp-1\(100 + index)"),
        status: index == 0 ? .registered : .associated)
    }
    let holders =
      (0..<92).map { PagesSample.device("F9FZN0\(100 + $0)LK4") }
      + users.map { Holder.clientUser($0.id) }
    var snapshot = LocationSnapshot(
      SampleLocation.identity, assets: assets + others, users: users,
      assignments: holders.map { Assignment(asset: id, holder: $0) })
    snapshot.fetchedAt = SampleLocation.now.addingTimeInterval(-130)
    return snapshot
  }()

  private func asset(width: Int = 100, height: Int = 30) async -> StepDriver {
    let row = RowID.asset(AssetID(AdamID(rawValue: "1534092217")))
    var driver = await StepDriver(width: width, height: height, snapshot: Self.snapshot)
    await driver.press("j", times: 16)
    await driver.press("i")
    await driver.send(
      .history(
        RowHistory(
          row: row,
          entries: [
            Self.entry(Self.today, 118, .assign, "Skizze Pro", holders: 7, asked: 8),
            Self.entry(Self.date("2026-08-19"), 103, .assign, "Skizze Pro", holders: 30),
            Self.entry(Self.date("2026-08-18"), 99, .reclaim, "Skizze Pro", holders: 41),
            Self.entry(Self.date("2026-03-11"), 61, .assign, "Skizze Pro", holders: 80),
          ], listed: [RowHistory.Listed(list: "replaced-ipads.csv", devices: 11)])))
    return driver
  }

  @Test("an asset without licences: frame 12b")
  func frame12b() async throws {
    // The frame's counts of assigned and reclaimed are a cell apart, ours stand under each other.
    var driver = await asset()
    if var page = driver.page(DetailPage.self) {
      page.list.offset = 0
      driver.state.pages = [Page(page)]
    }
    try assertFrame(driver.canvas, "12b", except: [14, 15, 17])
  }

  @Test("at four sizes", arguments: screenSizes)
  func sizes(width: Int, height: Int) async throws {
    try assertScreen(
      await device(width: width, height: height).canvas, "detail-device-\(width)x\(height)")
    try assertScreen(
      await asset(width: width, height: height).canvas, "detail-asset-\(width)x\(height)")
  }

  @Test("j and k walk through the details, leaving goes to the row last seen")
  func walk() async {
    var driver = await device()
    await driver.press("j")
    #expect(driver.effects.last == .history(.device(SerialNumber(rawValue: "F9FZK3B1PLK4"))))
    #expect(driver.canvas.text[1].contains("F9FZK3B1PLK4"))
    await driver.press("Backspace")
    #expect(driver.state.pages.isEmpty)
    #expect(driver.state.main[.devices].current?.copied == "F9FZK3B1PLK4")
  }

  @Test("a user and an assignment have their detail too", arguments: screenSizes)
  func others(width: Int, height: Int) async throws {
    var driver = await StepDriver(width: width, height: height)
    await driver.press("1", "j", "i")
    #expect(driver.canvas.text.contains { $0.contains("Invitation      not taken yet") })
    try assertScreen(driver.canvas, "detail-user-\(width)x\(height)")
    await driver.press("Esc", "Enter", "i")
    #expect(driver.canvas.text.contains { $0.contains("Held by         emp-0043") })
    try assertScreen(driver.canvas, "detail-assignment-\(width)x\(height)")
  }

  @Test("a detail that is longer than the screen says how much is below, and PgDn brings it all")
  func scrolling() async {
    var driver = await asset(width: 60, height: 15)
    #expect(driver.canvas.text[12].hasSuffix("↓ 11 more: PgDn "))
    await driver.press("PgDn", "PgDn")
    #expect(driver.canvas.text[12].hasSuffix("↑ 11 more "))
    #expect(driver.canvas.text[11].contains("on replaced-ipads.csv"))
  }

  @Test("a and r act on the row that is shown; a is off where nothing is left")
  func changes() async {
    var driver = await device()
    await driver.press("r")
    guard case .reclaim(let subjects)? = driver.page(PickerPage.self)?.task else {
      Issue.record("r opens the picker")
      return
    }
    #expect(subjects == [.holder(PagesSample.device("F9FZK3A7PLK4"))])
    driver = await asset()
    await driver.press("a")
    #expect(driver.rule.contains("a is off: none left"))
  }

  @Test("the history is what our operations settled, newest first")
  func history() {
    let partial = PagesOperationsTests.partial
    let unknown = PagesOperationsTests.unknown
    let skizze = RowHistory(
      row: .asset(SampleLocation.asset("Skizze Pro")), records: [partial, unknown])
    #expect(skizze.entries.map(\.operation) == [118])
    #expect(skizze.entries.first?.holders.count == 7)
    #expect(skizze.entries.first?.asked == 8)
    let lost = RowHistory(
      row: .device(SerialNumber(rawValue: "GG7F40TAQ1KX")), records: [partial, unknown])
    #expect(lost.entries.map(\.asset) == [SampleLocation.asset("Tessera Maths")])
  }
}
