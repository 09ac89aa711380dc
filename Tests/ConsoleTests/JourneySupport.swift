import AppsAndBooks
import Console
import ConsoleSupport
import LocationStore
import Screen
import SimulatedService
import Testing

/// What journeys find out behind the screen, and steps that several of them share.
extension AppDriver {
  /// Starts on a location and waits until all of it is read.
  static func read(
    width: Int = 100, height: Int = 30, _ change: (inout SimulatorOptions) -> Void = { _ in }
  ) async throws -> AppDriver {
    let driver = try await AppDriver.start(width: width, height: height, change)
    await driver.wait {
      $0.first?.contains(" synced ") == true && $0.first?.contains("not") == false
    }
    return driver
  }

  /// An asset of the location that is as wanted and the only one with its adam ID.
  func asset(_ isWanted: (AssetTruth) -> Bool) async throws -> AssetTruth {
    let assets = await service.assets().sorted { $0.adamId < $1.adamId }
    return try #require(
      assets.first { app in assets.count { $0.adamId == app.adamId } == 1 && isWanted(app) })
  }

  /// An app that can go to devices and come back, with a limit.
  func limitedApp() async throws -> AssetTruth {
    try await asset {
      !$0.isBook && $0.deviceAssignable && $0.revocable && $0.total != 2_147_483_647
        && $0.pricingParam == "STDQ"
    }
  }

  /// Devices that hold something, but not this.
  func devices(without app: AssetTruth, _ count: Int) async -> [String] {
    let rows = await service.rows()
    let holding = Set(rows.filter { $0.adamId == app.adamId }.compactMap(\.serialNumber))
    return Array(
      Set(rows.compactMap(\.serialNumber)).subtracting(holding).sorted().prefix(count))
  }

  /// Who holds an asset.
  func holders(of app: AssetTruth) async -> Set<String> {
    Set(
      await service.rows().filter { $0.adamId == app.adamId }
        .compactMap { $0.clientUserId ?? $0.serialNumber })
  }

  /// Shows one asset in pane 2, with the cursor on it.
  func find(_ app: AssetTruth) async {
    await press("2", "/", "^u")
    await type("id:\(app.adamId)")
    await press("Enter")
  }

  /// Opens the plan that gives an asset to pasted devices.
  func planAssigning(_ app: AssetTruth, to serials: [String]) async {
    await find(app)
    await press("a")
    if lines[1].contains("[Users]") { await press("]") }
    await send(.paste(serials.joined(separator: "\n")))
    await press("Enter")
    await wait(for: "Assign \(serials.count) licence")
  }

  /// Whether a text is on the screen.
  func shows(_ text: String) -> Bool { lines.contains { $0.contains(text) } }

  /// Leaves.
  func quit() async {
    await press("q")
    #expect(await end() == .quit)
  }
}
