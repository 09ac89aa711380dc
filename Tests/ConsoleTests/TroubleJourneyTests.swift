import AppsAndBooks
import Console
import ConsoleSupport
import LocationStore
import Operations
import Screen
import SimulatedService
import TestSupport
import Testing

/// When something goes wrong in the middle: part of an event, the owner, the line.
@Suite(.timeLimit(.minutes(2)))
@MainActor
struct TroubleJourneyTests {
  @Test("an event fails in part: the pair says why, and one key retries it alone")
  func partly() async throws {
    let driver = try await AppDriver.read()
    let app = try await driver.limitedApp()
    let serials = await driver.devices(without: app, 4)
    await driver.service.setAvailable(3, adamId: app.adamId)
    await driver.press("F5")
    await driver.planAssigning(app, to: Array(serials.prefix(3)))
    await driver.press("y")
    await driver.waitStill { await $0.events().count == 1 }
    // Apple took the request, and while it is at work the last licence goes elsewhere.
    await driver.service.assignElsewhere(adamId: app.adamId, serialNumber: serials[3])
    await driver.wait(for: " failed: ")
    await driver.wait { $0.first?.contains("1 failed") == true }
    #expect(await driver.holders(of: app).intersection(serials.prefix(3)).count == 2)

    await driver.press("o", "Enter")
    #expect(driver.shows("2/3"))
    #expect(driver.shows("partial"))
    #expect(driver.shows("(9709)"))
    await driver.service.setAvailable(1, adamId: app.adamId)
    await driver.press(".")
    await driver.wait(for: "Assign 1 licence?")
    await driver.press("y")
    await driver.wait(for: "operation 2 is done: 1 licence assigned")
    #expect(await driver.holders(of: app).isSuperset(of: serials))
    #expect(await driver.service.postCount() == 2)
    #expect(driver.lines.first?.contains("failed") == false)
    await driver.quit()
  }

  @Test(
    "another client takes the location mid-work: writing is off at once, and what was done is told")
  func takenOver() async throws {
    let driver = try await AppDriver.read { options in
      options.switches.limits.maxSerialNumbers = 2
    }
    let app = try await driver.asset {
      !$0.isBook && $0.deviceAssignable && $0.revocable && $0.total == 2_147_483_647
    }
    let serials = await driver.devices(without: app, 6)
    await driver.planAssigning(app, to: serials)
    #expect(driver.shows("3 requests"))
    // The first request is at Apple's when the other client comes.
    await driver.service.addFaults([
      Fault(.takeOver(id: "someone-else", name: "Schulserver MDM"), at: [.assets], nth: 2)
    ])
    await driver.press("y")
    await driver.wait(for: "Managed by «Schulserver MDM»")
    await driver.wait(for: "of operation 1 were held back")
    let posts = await driver.service.postCount()
    #expect(posts == 1)
    #expect(driver.shows("before that by Purser on admin-1"))
    for key in ["a", "r", "m"] {
      await driver.press(key)
      #expect(driver.shows("\(key) is off: «Schulserver MDM» manages this location"))
    }
    await driver.press("o", "Enter")
    await driver.wait(for: "2/6")
    #expect(driver.shows("held: not ours"))
    #expect(driver.shows("not sent"))
    await driver.press(".")
    #expect(driver.shows(". is off: «Schulserver MDM» manages this location"))
    #expect(await driver.holders(of: app).intersection(serials).count == 2)
    #expect(await driver.service.postCount() == posts)

    // Taken back, the rest goes out, and nothing twice.
    await driver.press(":")
    await driver.type("client claim --takeover")
    await driver.press("Enter")
    await driver.type("campus-nord")
    await driver.press("Enter")
    await driver.wait { $0.first?.contains("ours") == true }
    await driver.press(".")
    await driver.wait(for: "Assign 4 licences?")
    await driver.press("y")
    await driver.wait(for: "operation 2 is done: 4 licences assigned")
    #expect(await driver.holders(of: app).isSuperset(of: serials))
    await driver.quit()
  }

  @Test("the line drops while Apple is at work: the next console follows it to its end")
  func lineDrops() async throws {
    let first = try await AppDriver.read()
    let app = try await first.limitedApp()
    let serials = await first.devices(without: app, 3)
    await first.service.setAvailable(9, adamId: app.adamId)
    await first.press("F5")
    await first.planAssigning(app, to: serials)
    await first.press("y")
    await first.waitStill { await $0.events().count == 1 }
    let second = try await first.dropLine()
    #expect(first.app.isIdle)
    await second.wait(for: "operation 1 is done: 3 licences assigned")
    #expect(await second.holders(of: app).isSuperset(of: serials))
    #expect(await second.service.postCount() == 1)
    await second.press("o")
    #expect(second.shows("3/3"))
    await second.quit()
  }

  @Test(
    "the line drops between two requests: the rest is held, told at the next start, and goes out by one key"
  )
  func lineDropsBetween() async throws {
    let first = try await AppDriver.read { options in
      options.switches.limits.maxSerialNumbers = 2
    }
    let app = try await first.asset {
      !$0.isBook && $0.deviceAssignable && $0.revocable && $0.total == 2_147_483_647
    }
    let serials = await first.devices(without: app, 6)
    await first.service.addFaults([Fault(.delay(.seconds(3)), at: [.associate], nth: 2)])
    await first.planAssigning(app, to: serials)
    await first.press("y")
    await first.waitStill { await $0.postCount() == 2 }
    let second = try await first.dropLine()
    await second.wait(for: "1 of 3 requests of operation 1 were held back")
    await second.press("o", "Enter")
    await second.wait(for: "4/6")
    await second.press(".")
    await second.wait(for: "Assign 2 licences?")
    await second.press("y")
    await second.wait(for: "operation 2 is done: 2 licences assigned")
    #expect(await second.holders(of: app).isSuperset(of: serials))
    #expect(await second.service.postCount() == 3)
    await second.quit()
  }
}
