import AppsAndBooks
import ConsoleSupport
import Foundation
import LocationStore
import Operations
import Screen
import TestSupport
import Testing
@testable import Console

/// The picker: frame 8, pastes, files, marks and where they lead.
struct PagesPickerTests {
  private static let skizze = SampleLocation.asset("Skizze Pro")
  private static let tessera = SampleLocation.asset("Tessera Maths")

  /// The location before operation 118: 8 licences of Skizze Pro and 28 of Tessera Maths are left.
  private static let snapshot: LocationSnapshot = {
    let assets = SampleLocation.assets.map { record in
      var record = record
      if record.asset.id == skizze { record.asset.availableCount = 8 }
      if record.asset.id == tessera { record.asset.availableCount = 28 }
      return record
    }
    let shown = [
      "C02FK1ZNQ05D", "DMPC7X0KMF3M", "DMPC7X1RMF3M", "DMPC7X3AMF3M", "DMPC7X5WMF3M",
      "DMPC7X7GMF3M", "DMPC7X8CMF3M", "DMPC7X9PMF3M", "DMQD2W1NMF3M", "DMQD2W4RMF3M",
      "DMQD2W8HMF3M", "F9FZK2Q0PLK4", "F9FZK2Q4PLK4", "F9FZK2Q7PLK4", "F9FZK3A7PLK4",
      "F9FZK3B1PLK4", "F9FZK3C8PLK4", "F9FZK3D2PLK4", "F9FZK3D9PLK4", "F9FZK3F6PLK4",
      "F9FZK3G0PLK4", "F9FZK3H4PLK4", "F9FZL0C9PLK4", "GG7F40TAQ1KX", "GG7F40TDQ1KX",
    ]
    let others = (0..<(12_004 - shown.count)).map { "ZZ\(100_000 + $0)Q6" }
    let first = [1, 0, 3, 4, 5, 6, 7, 8, 9, 10, 2].map { shown[$0] }.filter { $0 != "DMPC7X0KMF3M" }
    let second = [0, 2, 6, 7, 9, 10, 12, 16, 20, 21].map { shown[$0] }
    var snapshot = LocationSnapshot(
      SampleLocation.identity, assets: assets,
      users: [
        ClientUser(
          id: ClientUserID(rawValue: "emp-0047"), email: "tomke@example.org", status: .associated),
        ClientUser(id: ClientUserID(rawValue: "emp-0039"), status: .retired),
      ],
      devices: (shown + others).map { LabelledDevice(serial: SerialNumber(rawValue: $0)) },
      assignments: first.map { Assignment(asset: skizze, holder: PagesSample.device($0)) }
        + second.map { Assignment(asset: tessera, holder: PagesSample.device($0)) })
    snapshot.fetchedAt = SampleLocation.now.addingTimeInterval(-130)
    return snapshot
  }()

  private static let pasted = """
    F9FZK3A7PLK4
    F9FZK3B1PLK4
    F9FZL0C9PLK4
    F9FZK2Q
    DMPC7X0KMF3M
    DMPC7X1RMF3M
    GG7F40TAQ1KX
    ggf7
    GG7F40TDQ1KX
    K9LRT3WY6C
    GG7F40TAQ1KX
    """.replacingOccurrences(of: "ggf7\n", with: "")

  private func driver(
    width: Int = 100, height: Int = 30, paste: String? = pasted,
    task: PickerTask = .targets(of: [skizze, tessera]), tab: ListID = .devices
  ) async -> StepDriver {
    var driver = await StepDriver(width: width, height: height, snapshot: Self.snapshot)
    await driver.open(PickerPage.open(task, tab: tab, in: driver.state.world))
    if let paste { await driver.send(.event(.paste(paste))) }
    return driver
  }

  @Test("two assets to devices, after pasting ten serials: frame 8")
  func frame() async throws { try assertFrame(await driver().canvas, "8") }

  @Test("at four sizes", arguments: screenSizes)
  func sizes(width: Int, height: Int) async throws {
    var driver = await driver(width: width, height: height)
    try assertScreen(driver.canvas, "picker-\(width)x\(height)")
    if width < 96 {
      await driver.press("Tab")
      try assertScreen(driver.canvas, "picker-pasted-\(width)x\(height)")
    }
  }

  @Test("y takes the unknown along; the plan has everything in the order of the paste")
  func unknown() async throws {
    var driver = await driver()
    await driver.press("y")
    #expect(driver.rule.contains("8 devices: 14 new, 2 already so"))
    #expect(driver.hints.contains("leave the unknown one out"))
    await driver.press("g", "/")
    await driver.type("k2q0")
    await driver.press("Enter", "Space", "Esc", "Enter")
    let request = try #require(driver.page(PlanPage.self)?.request)
    #expect(
      ChangeWords.parts(request.pairs).holders.map(\.text) == [
        "F9FZK3A7PLK4", "F9FZK3B1PLK4", "F9FZL0C9PLK4", "F9FZK2Q0PLK4", "DMPC7X0KMF3M",
        "DMPC7X1RMF3M", "GG7F40TAQ1KX", "GG7F40TDQ1KX", "K9LRT3WY6C",
      ])
    #expect(request.kind == .assign)
    #expect(request.shortage == .takeFirst)
    #expect(request.impossible == .leaveOut)
    #expect(driver.effects.last == .plan(request))
  }

  @Test("commas, blanks and small letters are understood; pasting again adds")
  func pastes() async throws {
    var driver = await driver(paste: "f9fzk3a7plk4, F9FZK3B1PLK4;F9FZL0C9PLK4 \"F9FZK3B1PLK4\"")
    let first = try #require(driver.page(PickerPage.self)?.pasted[.devices])
    #expect(first.found.count == 3)
    #expect(first.repeated == ["F9FZK3B1PLK4"])
    #expect(!first.isLines)
    await driver.send(.event(.paste("GG7F40TAQ1KX\nx@example.org\nF9FZL0C9PLK4")))
    let second = try #require(driver.page(PickerPage.self)?.pasted[.devices])
    #expect(second.found.count == 4)
    #expect(second.unusable.map(\.word) == ["x@example.org"])
    #expect(second.repeated.count == 2)
    #expect(driver.page(PickerPage.self)?.tally.rows == 4)
  }

  @Test("users are found by id and by mail address; a retired one is left out")
  func users() async throws {
    let driver = await driver(paste: "TOMKE@example.org\nemp-0039\nemp-9999\nemp-0047", tab: .users)
    let pasted = try #require(driver.page(PickerPage.self)?.pasted[.users])
    #expect(pasted.found == [.user(ClientUserID(rawValue: "emp-0047"))])
    #expect(pasted.unusable.map(\.reason) == ["a retired user", "no user of this location"])
    #expect(pasted.repeated == ["emp-0047"])
    #expect(driver.page(PickerPage.self)?.unknown == [])
  }

  @Test("marks by key are summed, counted and turned around")
  func marks() async throws {
    var driver = await driver(paste: nil)
    #expect(driver.hints.contains("Enter plan for 1"))
    await driver.press("Space", "Space")
    #expect(driver.rule.contains("2 devices: 2 new, 2 already so"))
    await driver.press("g", "Space")
    #expect(driver.rule.contains("1 device: 2 new"))
    await driver.press("*")
    #expect(driver.rule.contains("12,004 devices"))
    #expect(driver.rule.contains("too few"))
    await driver.press("^")
    #expect(driver.page(PickerPage.self)?.tally.rows == 0)
  }

  @Test(
    "a book opens on the users, since no device can hold it; a book and an app on what was looked at"
  )
  func books() async {
    let book = SampleLocation.asset("Schulatlas")
    for (assets, title) in [([book], "[Users] Devices"), ([book, Self.skizze], "Users [Devices]")] {
      let driver = await driver(paste: nil, task: .targets(of: assets))
      #expect(driver.canvas.text[1].contains(title))
    }
  }

  @Test("the tabs keep their marks, and both go to the plan")
  func tabs() async throws {
    var driver = await driver(paste: "F9FZK3A7PLK4")
    await driver.press("[", "Space")
    #expect(driver.canvas.text[1].contains("[Users] Devices"))
    #expect(driver.rule.contains("1 device and 1 user"))
    await driver.press("Enter")
    #expect(driver.page(PlanPage.self)?.request.pairs.count == 4)
  }

  @Test("a file marks its holders and says which column it used", arguments: screenSizes)
  func file(width: Int, height: Int) async throws {
    var driver = await driver(width: width, height: height, paste: nil)
    await driver.command("from year7.csv")
    #expect(driver.effects.last == .load(path: "year7.csv"))
    let loaded = LoadedTargets(
      file: "year7.csv", understood: "3 rows, serial numbers from the column «Serial»",
      holders: ["F9FZK3A7PLK4", "F9FZK3B1PLK4", "NEW1234567"].map(PagesSample.device))
    await driver.send(.targets(.success(loaded)))
    try assertScreen(driver.canvas, "picker-file-\(width)x\(height)")
  }

  // MARK: - Assets and assignments

  @Test("assets for chosen holders, with like", arguments: screenSizes)
  func assets(width: Int, height: Int) async throws {
    var driver = await driver(
      width: width, height: height, paste: nil,
      task: .assets(for: ["F9FZK3A7PLK4", "C02FK1ZNQ05D", "DMPC7X3AMF3M"].map(PagesSample.device)),
      tab: .assets)
    await driver.command("like serial:C02FK1ZNQ05D")
    #expect(
      driver.page(PickerPage.self)?.list.marks == [.asset(Self.skizze), .asset(Self.tessera)])
    await driver.press("/")
    await driver.type("te")
    await driver.press("Enter", "G")
    try assertScreen(driver.canvas, "picker-assets-\(width)x\(height)")
    await driver.press("Esc", "Enter")
    #expect(driver.page(PlanPage.self)?.request.pairs.count == 6)
  }

  @Test(
    "reclaim on an asset picks holders, on several holders their licences", arguments: screenSizes)
  func reclaim(width: Int, height: Int) async throws {
    var driver = await driver(
      width: width, height: height, paste: nil, task: .reclaim([.asset(Self.skizze)]),
      tab: .assignments)
    await driver.press("Space", "Space")
    try assertScreen(driver.canvas, "picker-reclaim-asset-\(width)x\(height)")
    #expect(driver.rule.contains("2 licences to reclaim · Skizze Pro 8 → 10 left"))
    let holders = ["C02FK1ZNQ05D", "DMPC7X8CMF3M"].map { Subject.holder(PagesSample.device($0)) }
    driver = await self.driver(
      width: width, height: height, paste: nil, task: .reclaim(holders), tab: .allAssignments)
    try assertScreen(driver.canvas, "picker-reclaim-holders-\(width)x\(height)")
    #expect(driver.canvas.text[1].contains(" 4 "))
    await driver.press("*", "Enter")
    let request = try #require(driver.page(PlanPage.self)?.request)
    #expect(request.kind == .reclaim)
    #expect(request.pairs.count == 4)
  }

  @Test("a newer snapshot keeps marks and filter")
  func refresh() async throws {
    var driver = await driver(paste: "F9FZK3A7PLK4")
    await driver.press("/")
    await driver.type("f9fz")
    await driver.press("Enter")
    var newer = Self.snapshot
    newer.generation += 1
    await driver.send(.snapshot(newer))
    #expect(driver.page(PickerPage.self)?.list.shown.snapshot.generation == newer.generation)
    #expect(driver.page(PickerPage.self)?.tally.rows == 1)
    #expect(driver.canvas.text[1].contains("12 of 12,004"))
  }

  // MARK: - From the panes

  @Test("a and r lead from every pane to the right place")
  func fromPanes() async throws {
    var driver = await StepDriver(width: 100, height: 30)
    await driver.press("a")
    #expect(driver.page(PickerPage.self)?.task == .targets(of: [SampleLocation.asset("Alphawald")]))
    await driver.press("Esc", "1", "a")
    #expect(driver.page(PickerPage.self)?.task == .assets(for: [PagesSample.user("emp-0042")]))
    await driver.press("Esc", "r")
    #expect(
      driver.page(PickerPage.self)?.task == .reclaim([.holder(PagesSample.user("emp-0042"))]))
    await driver.press("Esc", "3", "r")
    #expect(driver.page(PlanPage.self)?.request.kind == .reclaim)
    #expect(driver.page(PlanPage.self)?.request.pairs.count == 1)
  }

  @Test("marks in both panes go straight to the plan")
  func both() async throws {
    var driver = await StepDriver(width: 100, height: 30)
    await driver.press("Space", "Space", "1", "Space", "a")
    #expect(driver.page(PlanPage.self)?.request.pairs.count == 2)
  }
}
