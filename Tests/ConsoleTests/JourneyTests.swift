import Console
import ConsoleSupport
import Screen
import SimulatedService
import TestSupport
import Testing

/// The console as a person uses it, on the simulated service over HTTP.
@Suite(.timeLimit(.minutes(2)))
@MainActor
struct JourneyTests {
  @Test("a location is read, an asset filtered and assigned to three devices, one reclaimed")
  func assignAndReclaim() async throws {
    let driver = try await AppDriver.start { options in
      options.assignments = 120
    }
    await driver.wait { $0.first?.contains("synced just now") == true }
    let assets = await driver.service.assets()
    let app = try #require(
      assets.first { !$0.isBook && $0.deviceAssignable && $0.total == 2_147_483_647 })
    await driver.press("2", "/")
    await driver.type("id:\(app.adamId)")
    await driver.press("Enter", "a")
    #expect(driver.lines[1].contains("Assign"))
    if driver.lines[1].contains("[Users]") { await driver.press("]") }
    let before = await driver.service.rows().count
    await driver.press("Space", "Space", "Space", "Enter")
    await driver.wait(for: "Assign 3 licences?")
    #expect(await driver.service.postCount() == 0)
    await driver.press("y")
    await driver.wait(for: "pending")
    await driver.wait(for: "is done")
    #expect(await driver.service.rows().count == before + 3)
    #expect(await driver.service.postCount() == 1)
    await driver.press("3", "r")
    await driver.wait(for: "Reclaim 1 licence?")
    await driver.press("y")
    await driver.wait(for: "1 licence reclaimed")
    #expect(await driver.service.rows().count == before + 2)
    await driver.press("q")
    #expect(await driver.end() == .quit)
  }

  @Test("the first paint comes before anything was read, and quitting ends the loop")
  func firstPaint() async throws {
    let driver = try await AppDriver.start()
    await driver.wait(for: "campus-nord")
    #expect(driver.app.frames >= 1)
    await driver.press("^c")
    #expect(await driver.end() == .quit)
  }

  @Test("a location that another client owns is only read")
  func foreign() async throws {
    let driver = try await AppDriver.start { options in
      options.client = ("someone-else", "Schulserver MDM")
    }
    await driver.wait(for: "Managed by «Schulserver MDM»")
    await driver.press("a")
    #expect(driver.lines.contains { $0.contains("a is off: «Schulserver MDM» manages") })
    #expect(await driver.service.postCount() == 0)
    await driver.press("q")
    _ = await driver.end()
  }
}
