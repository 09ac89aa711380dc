import AppsAndBooks
import Console
import ConsoleSupport
import LocationStore
import Screen
import SimulatedService
import TestSupport
import Testing

/// The verbs beyond assign and reclaim as a person uses them, on the simulated service over HTTP.
@Suite(.timeLimit(.minutes(2)))
@MainActor
struct VerbJourneyTests {
  /// An app of the location that can go to devices and has a limit.
  private func app(_ driver: AppDriver) async throws -> AssetTruth {
    let assets = await driver.service.assets().sorted { $0.adamId < $1.adamId }
    return try #require(
      assets.first { app in
        assets.count { $0.adamId == app.adamId } == 1 && isWanted(app)
      })
  }

  private func isWanted(_ app: AssetTruth) -> Bool {
    !app.isBook && app.deviceAssignable && app.revocable && app.total != 2_147_483_647
      && app.pricingParam == "STDQ"
  }

  private func start() async throws -> AppDriver {
    let driver = try await AppDriver.start { options in options.assignments = 120 }
    await driver.wait {
      $0.first?.contains(" synced ") == true && $0.first?.contains("not") == false
    }
    return driver
  }

  /// Gives an app to people from elsewhere, leaves so many licences, and syncs.
  private func give(
    _ app: AssetTruth, to users: [String], leaving left: Int, _ driver: AppDriver
  ) async {
    await driver.service.setAvailable(users.count, adamId: app.adamId)
    for user in users {
      await driver.service.assignElsewhere(adamId: app.adamId, clientUserId: user)
    }
    await driver.service.setAvailable(left, adamId: app.adamId)
    await driver.press("F5")
    // A sync that was under way may tell of some of them before ours has all.
    await driver.wait(until: { _ in
      users.allSatisfy { user in
        driver.app.state.world.snapshot.contains(
          Assignment(
            asset: AssetID(AdamID(rawValue: app.adamId), .standard),
            holder: .clientUser(ClientUserID(rawValue: user))))
      }
    })
  }

  /// People without the app, and devices without it.
  private func others(
    _ app: AssetTruth, _ count: Int, _ driver: AppDriver
  ) async -> (users: [String], devices: [String]) {
    let rows = await driver.service.rows()
    let holding = rows.filter { $0.adamId == app.adamId }
    let users = await driver.service.users().filter { user in
      !["Retired", "Deleted"].contains(user.status)
        && !holding.contains { $0.clientUserId == user.clientUserId }
    }.map(\.clientUserId)
    let devices = Set(rows.compactMap(\.serialNumber)).subtracting(
      holding.compactMap(\.serialNumber))
    return (Array(users.sorted().prefix(count)), Array(devices.sorted().prefix(count)))
  }

  private func holders(_ app: AssetTruth, _ driver: AppDriver) async -> Set<String> {
    Set(
      await driver.service.rows().filter { $0.adamId == app.adamId }
        .compactMap { $0.clientUserId ?? $0.serialNumber })
  }

  /// Marks the app's assignments to some people in pane 3.
  private func mark(_ users: [String], of app: AssetTruth, _ driver: AppDriver) async {
    await driver.press("2", "/")
    await driver.type("id:\(app.adamId)")
    await driver.press("Enter", "3")
    for user in users {
      await driver.press("/")
      await driver.type("holder:\(user)")
      await driver.press("Enter", "g", "Space", "Esc")
    }
  }

  @Test("one app goes from five people to five devices, and back by undo")
  func reassign() async throws {
    let driver = try await start()
    let app = try await app(driver)
    let (users, devices) = await others(app, 5, driver)
    await give(app, to: users, leaving: 2, driver)
    let before = await holders(app, driver)
    await mark(users, of: app, driver)
    await driver.press("m")
    #expect(driver.lines[1].contains("Reassign"))
    #expect(driver.lines[1].contains("[Users]"))
    await driver.press("[")
    await driver.send(.paste(devices.joined(separator: "\n")))
    #expect(driver.lines.contains { $0.contains("5 licences to reassign: 5 holders → 5 devices") })
    await driver.press("Enter")
    await driver.wait(for: "Reassign 5 licences?")
    #expect(driver.lines.count { $0.contains("first: assign") } == 2)
    #expect(driver.lines.count { $0.contains("first: reclaim") } == 3)
    await driver.press("y")
    await driver.wait(for: "5 licences reassigned")
    #expect(await holders(app, driver) == before.subtracting(users).union(devices))
    await driver.press("u")
    await driver.wait(for: "Reassign 5 licences?")
    #expect(driver.lines[1].contains("undo 1"))
    await driver.press("y")
    await driver.wait(for: "1 is undone")
    #expect(await holders(app, driver) == before)
    await driver.press("q")
    _ = await driver.end()
  }

  @Test("a leaver's seats come back by R, and go out again by undo")
  func leaver() async throws {
    let driver = try await start()
    let app = try await app(driver)
    let user = try #require(await others(app, 1, driver).users.first)
    await give(app, to: [user], leaving: 3, driver)
    let rows = Set(await driver.service.rows())
    let books = Set(await driver.service.assets().filter { !$0.revocable }.map(\.adamId))
    await driver.press("1", "/")
    await driver.type(user)
    await driver.press("Enter", "R")
    await driver.wait(for: "This empties 1 holder.")
    await driver.type("campus-nord")
    await driver.press("Enter")
    await driver.wait(for: "reclaimed")
    let after = Set(await driver.service.rows())
    #expect(after.allSatisfy { $0.clientUserId != user || books.contains($0.adamId) })
    #expect(after.count < rows.count)
    await driver.press("u")
    await driver.wait { lines in lines.contains { $0.contains("Assign") && $0.contains("y") } }
    await driver.press("y")
    await driver.wait(for: "1 is undone")
    #expect(Set(await driver.service.rows()) == rows)
    await driver.press("q")
    _ = await driver.end()
  }

  @Test("a user is created, updated and retired, and the panes show each")
  func users() async throws {
    let driver = try await start()
    await driver.press("1", "c")
    await driver.type("zz-0001")
    await driver.press("Tab")
    await driver.type("alma@example.org")
    await driver.press("Enter")
    await driver.wait(for: "Create 1 user?")
    await driver.press("y")
    await driver.wait(for: "1 user created")
    await driver.press("/")
    await driver.type("zz-0001")
    await driver.press("Enter")
    await driver.wait(for: "alma@example.org")
    await driver.press("U", "^u")
    await driver.type("alma.b@example.org")
    await driver.press("Enter")
    await driver.wait(for: "Update 1 user?")
    await driver.press("y")
    await driver.wait(for: "1 user updated")
    await driver.wait(for: "alma.b@example")
    await driver.press("X")
    await driver.wait(for: "Type the location's name")
    await driver.type("campus-nord")
    await driver.press("Enter")
    await driver.wait(for: "1 user retired")
    let truth = await driver.service.users().filter { $0.clientUserId == "zz-0001" }
    #expect(truth.allSatisfy { ["Retired", "Deleted"].contains($0.status) })
    await driver.press("u")
    #expect(driver.lines.contains { $0.contains("Operation 3 can't be undone") })
    await driver.press("q")
    _ = await driver.end()
  }

  @Test("a second half that Apple refuses is put back by the plan that opens")
  func putBack() async throws {
    let driver = try await start()
    let app = try await app(driver)
    let (users, devices) = await others(app, 1, driver)
    await give(app, to: users, leaving: 0, driver)
    let before = await holders(app, driver)
    await driver.service.addFaults([Fault(.status(400, number: 9709), at: [.associate])])
    await mark(users, of: app, driver)
    await driver.press("m", "[")
    await driver.send(.paste(devices[0]))
    await driver.press("Enter")
    await driver.wait(for: "Reassign 1 licence?")
    #expect(driver.lines.contains { $0.contains("first: reclaim") })
    await driver.press("y")
    await driver.wait(for: "Put back 1 licence?")
    #expect(await holders(app, driver) == before.subtracting(users))
    #expect(driver.lines.contains { $0.contains("1 move only half done") })
    await driver.press("y")
    await driver.wait(for: "1 is undone")
    #expect(await holders(app, driver) == before)
    await driver.press("q")
    _ = await driver.end()
  }
}
