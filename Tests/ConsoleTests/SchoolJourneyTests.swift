import AppsAndBooks
import Console
import ConsoleSupport
import LocationStore
import Screen
import SimulatedService
import TestSupport
import Testing

/// Days of the summer: a classroom's iPads are replaced, a book is asked for.
@Suite(.timeLimit(.minutes(2)))
@MainActor
struct SchoolJourneyTests {
  @Test(
    "thirty iPads are replaced by a pasted list: line by line, whatever the order of the column")
  func classroom() async throws {
    let driver = try await AppDriver.read { options in
      options.devices = 60
      options.assignments = 300
    }
    let apps = Set(
      await driver.service.assets().filter { $0.revocable && $0.deviceAssignable }.map(\.adamId))
    func held(_ serial: String) async -> Set<String> {
      Set(await driver.service.rows().filter { $0.serialNumber == serial }.map(\.adamId))
    }
    let all = Set(
      await driver.service.rows().filter { apps.contains($0.adamId) }.compactMap(\.serialNumber))
    // As a spreadsheet has them: in the order of the seats, not of the serial numbers.
    let old = Array(
      all.sorted { $0.reversed().lexicographicallyPrecedes($1.reversed()) }.prefix(30))
    try #require(old.count == 30 && old != old.sorted())
    let new = (0..<30).map { "NEWPAD0\(100 + ($0 * 7) % 30)" }
    var before: [Set<String>] = []
    for serial in old { before.append(await held(serial)) }

    await driver.press("1", "]")
    await driver.send(.paste(old.joined(separator: "\r\n")))
    await driver.wait(for: "30 of the pasted found and marked")
    await driver.press("m", "*", "Enter")
    #expect(driver.shows("Reassign"))
    await driver.send(.paste(new.joined(separator: "\n")))
    await driver.press("y")
    for (old, new) in zip(old, new).prefix(3) {
      #expect(
        driver.lines.contains { $0.contains(" \(old) ") && $0.contains("→ \(new)") },
        "\(driver.lines.joined(separator: "\n"))")
    }
    await driver.press("Enter")
    await driver.wait(for: "to reassign:")
    let moves = before.reduce(0) { $0 + $1.intersection(apps).count }
    #expect(driver.shows("\(moves) licences to reassign"))
    await driver.type("\(moves)")
    await driver.press("Enter")
    await driver.wait(for: "\(moves) licences reassigned")

    for (place, (old, new)) in zip(old, new).enumerated() {
      #expect(await held(new) == before[place].intersection(apps), "\(old) → \(new)")
      #expect(await held(old) == before[place].subtracting(apps))
    }
    await driver.quit()
  }

  @Test("a book is refused: no way back from a person, no way to a device, and nothing is sent")
  func book() async throws {
    let driver = try await AppDriver.read()
    let book = try await driver.asset { $0.isBook && $0.available > 2 }
    await driver.find(book)
    await driver.press("r")
    #expect(driver.shows("r is off: books can't be reclaimed"))
    await driver.press("m")
    #expect(driver.shows("m is off: books can't be reassigned"))
    await driver.press(":")
    await driver.type("reassign")
    #expect(driver.shows("books can't be reassigned"))
    await driver.press("Enter")
    #expect(driver.shows("m is off: books can't be reassigned"))
    // To a device it can't go: the plan says so and asks nothing.
    await driver.press("a")
    if driver.lines[1].contains("[Users]") { await driver.press("]") }
    await driver.press("Space", "Enter")
    await driver.wait(for: "book to a device")
    #expect(driver.shows("Nothing to send"))
    await driver.press("y", "Enter")
    #expect(driver.shows("Nothing to send"))
    await driver.press("Esc", "Esc")
    // To a person it can, for good: the location's name is to be typed.
    await driver.press("a")
    if !driver.lines[1].contains("[Users]") { await driver.press("[") }
    await driver.press("/")
    let holders = await driver.holders(of: book)
    let user = try #require(
      await driver.service.users().first {
        $0.status == "Associated" && !holders.contains($0.clientUserId)
      })
    await driver.type("user:\(user.clientUserId)")
    await driver.press("Enter", "Space", "Enter")
    await driver.wait(for: "Type the location's name")
    await driver.press("y", "Enter")
    #expect(driver.shows("Type the location's name"))
    await driver.press("Esc")
    #expect(await driver.service.postCount() == 0)
    await driver.press("Esc", "Esc")
    await driver.quit()
  }
}
