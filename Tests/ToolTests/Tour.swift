import ConsoleSupport
import Foundation
import SimulatedService
import Testing

/// A round through the console on the location of `purser demo`, and the page that tells it.
@MainActor
final class Tour {
  let driver: AppDriver
  var page = TourPage()

  init() async throws {
    driver = try await AppDriver.start { options in
      let demo = SimulatorOptions()
      options.assets = demo.assets
      options.users = demo.users
      options.devices = demo.devices
      options.assignments = demo.assignments
      // Long enough that something can happen elsewhere in between.
      options.eventDelay = .seconds(10)
    }
  }

  /// Walks all chapters in the order of the page.
  func walk() async throws {
    try await look()
    try await assign()
    try await fail()
    try await takeBack()
    try await verbs()
    try await pages()
    await driver.press("^c")
    _ = await driver.end()
  }

  /// Adds the screen as it is.
  func show() {
    page.show(driver.lines)
  }

  /// Waits for a text, for half a minute at most.
  func wait(for text: String) async throws {
    let end = ContinuousClock.now + .seconds(30)
    var isThere = false
    await driver.wait { lines in
      isThere = lines.contains { $0.contains(text) }
      return isThere || ContinuousClock.now > end
    }
    try #require(isThere, "«\(text)» never came:\n\(driver.lines.joined(separator: "\n"))")
  }

  /// Waits for a text while the clock stands still, so that the service does not get on.
  func waitStill(for text: String) async throws {
    let end = ContinuousClock.now + .seconds(30)
    var isThere = false
    while !isThere && ContinuousClock.now < end {
      await driver.settle()
      isThere = driver.lines.contains { $0.contains(text) }
    }
    try #require(isThere, "«\(text)» never came:\n\(driver.lines.joined(separator: "\n"))")
  }

  /// Filters the pane in focus.
  func filter(_ text: String) async {
    await driver.press("/")
    await driver.type(text)
    await driver.press("Enter")
  }

  /// Serial numbers that are known here and do not hold an asset, the first of the list.
  func devices(without adamId: String, _ count: Int) async -> [String] {
    let rows = await driver.service.rows()
    let holding = Set(rows.filter { $0.adamId == adamId }.compactMap(\.serialNumber))
    let all = Set(rows.compactMap(\.serialNumber)).subtracting(holding)
    return Array(all.sorted().prefix(count))
  }

  /// A client user who does not hold an asset.
  func user(without adamId: String) async throws -> String {
    let rows = await driver.service.rows()
    let holding = Set(rows.filter { $0.adamId == adamId }.compactMap(\.clientUserId))
    let users = await driver.service.users().filter { $0.status == "Associated" }
    return try #require(users.map(\.clientUserId).sorted().first { !holding.contains($0) })
  }
}
