import Foundation
import SimulatedService
import Testing

/// The first journeys of a school through the real binary: keys, pastes and screens of a terminal, truth of the service.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct SchoolConsoleJourneyTests {
  private static func apps(_ service: SimulatedService) async -> [AssetTruth] {
    await service.assets().filter { $0.revocable && $0.deviceAssignable && !$0.isBook }
      .sorted { $0.adamId < $1.adamId }
  }

  @Test("a leaver's seats come back by R and the location's name")
  func leaver() async throws {
    let console = try await ConsoleOnService.open()
    defer { console.close() }
    let books = Set(await console.service.assets().filter { !$0.revocable }.map(\.adamId))
    let before = await console.service.rows()
    let held = Dictionary(grouping: before.filter { !books.contains($0.adamId) }) {
      $0.clientUserId ?? ""
    }
    let user = try #require(
      held.filter { !$0.key.isEmpty }.max { ($0.value.count, $1.key) < ($1.value.count, $0.key) }?
        .key)
    try await console.send("1", "/")
    try await console.send(user, "Enter")
    try await console.wait(for: "1 of ")
    try await console.send("R")
    try await console.confirm("Type the location's name", typing: "campus-nord")
    try await console.wait(for: "operation 1 is done")
    let after = await console.service.rows()
    #expect(after.allSatisfy { $0.clientUserId != user || books.contains($0.adamId) })
    #expect(after.count == before.count - (held[user]?.count ?? 0))
    try await console.quit()
  }

  @Test("thirty iPads of a classroom are replaced by two pasted columns")
  func classroom() async throws {
    let console = try await ConsoleOnService.open { $0.assignments = 300 }
    defer { console.close() }
    let apps = Set(await Self.apps(console.service).map(\.adamId))
    func held() async -> [String: Set<String>] {
      await console.service.rows().reduce(into: [:]) { held, row in
        guard let serial = row.serialNumber, apps.contains(row.adamId) else { return }
        held[serial, default: []].insert(row.adamId)
      }
    }
    let before = await held()
    let old = Array(
      before.keys.sorted { $0.reversed().lexicographicallyPrecedes($1.reversed()) }.prefix(30))
    try #require(old.count == 30)
    let new = (0..<30).map { "NEWPAD0\(100 + ($0 * 7) % 30)" }
    let moves = old.reduce(0) { $0 + (before[$1]?.count ?? 0) }
    try await console.send("1", "]")
    try await console.wait(for: "[Devices]")
    try await console.paste(old)
    try await console.wait(for: "30 of the pasted found and marked")
    try await console.send("m")
    try await console.wait(for: "Reassign")
    try await console.send("*", "Enter")
    try await console.wait(for: "Old → new")
    try await console.paste(new)
    try await console.wait(for: "y take the 30 unknown")
    try await console.send("y")
    let first = (old[0], new[0])
    try await console.wait("the first pair") { screen in
      screen.split(separator: "\n").contains {
        $0.contains(" \(first.0) ") && $0.contains("→ \(first.1)")
      }
    }
    try await console.send("Enter")
    try await console.confirm("Type \(moves) to reassign", typing: "\(moves)")
    try await console.wait(for: "\(moves) licences reassigned")
    let after = await held()
    for (old, new) in zip(old, new) {
      #expect(after[new] == before[old], "\(old) → \(new)")
      #expect(after[old] == nil)
    }
    try await console.quit()
  }

  @Test("one app goes from five people to five devices")
  func fiveToFive() async throws {
    let console = try await ConsoleOnService.open()
    defer { console.close() }
    let service = console.service
    let app = try #require(
      await Self.apps(service).first { $0.total != 2_147_483_647 && $0.pricingParam == "STDQ" })
    let rows = await service.rows()
    let holding = rows.filter { $0.adamId == app.adamId }
    let users = await service.users().filter { user in
      user.status == "Associated" && !holding.contains { $0.clientUserId == user.clientUserId }
    }.map(\.clientUserId).sorted().prefix(5)
    let devices = Array(
      Set(rows.compactMap(\.serialNumber)).subtracting(holding.compactMap(\.serialNumber)).sorted()
        .prefix(5))
    await service.setAvailable(5, adamId: app.adamId)
    for user in users { await service.assignElsewhere(adamId: app.adamId, clientUserId: user) }
    await service.setAvailable(2, adamId: app.adamId)
    try await console.send("F5")
    try await console.wait(for: "synced: +5")
    try await console.send("2", "/")
    try await console.send("id:\(app.adamId)", "Enter")
    try await console.wait(for: "1 of ")
    try await console.send("3")
    try await console.paste(Array(users))
    try await console.wait(for: "5 of the pasted found and marked")
    try await console.send("m")
    try await console.wait(for: "Reassign")
    try await console.send("[")
    try await console.wait(for: "[Devices]")
    try await console.paste(devices)
    try await console.wait(for: "5 holders → 5 devices")
    try await console.send("Enter")
    try await console.confirm("Reassign 5 licences?")
    try await console.wait(for: "5 licences reassigned")
    let after = await service.rows().filter { $0.adamId == app.adamId }
    #expect(Set(after.compactMap(\.serialNumber)).isSuperset(of: devices))
    #expect(Set(after.compactMap(\.clientUserId)).isDisjoint(with: users))
    try await console.quit()
  }

  @Test(
    "the terminal goes away while Apple is at work; the console opened again follows it to its end")
  func lineDrops() async throws {
    // Over before the first poll, which comes after a second: the next one would be half a minute later.
    var console = try await ConsoleOnService.open { $0.eventDelay = .milliseconds(900) }
    defer { console.close() }
    let service = console.service
    let app = try #require(await Self.apps(service).first { $0.total == 2_147_483_647 })
    let rows = await service.rows()
    let devices = Array(
      Set(rows.compactMap(\.serialNumber)).subtracting(
        rows.filter { $0.adamId == app.adamId }.compactMap(\.serialNumber)
      ).sorted().prefix(3))
    try await console.send("2", "/")
    try await console.send("id:\(app.adamId)", "Enter")
    try await console.wait(for: "1 of ")
    try await console.send("a", "]")
    try await console.wait(for: "[Devices]")
    try await console.paste(devices)
    try await console.wait(for: "Enter plan for 3")
    try await console.send("Enter")
    try await console.confirm("Assign 3 licences?")
    try await console.wait(for: "pending")
    await service.arrival { $0.endpoint == .associate }
    console = try await console.dropLine()
    try await console.send("o")
    try await console.wait("the end of operation 1") { screen in
      screen.split(separator: "\n").contains { $0.contains("3/3") && $0.contains("done") }
    }
    #expect(await service.postCount { $0.endpoint == .associate } == 1)
    let after = await service.rows().filter { $0.adamId == app.adamId }
    #expect(Set(after.compactMap(\.serialNumber)).isSuperset(of: devices))
    try await console.send("Escape")
    try await console.quit()
  }
}

extension SimulatedService {
  fileprivate func postCount(_ isWanted: (LoggedRequest) -> Bool) async -> Int {
    await posts().count(where: isWanted)
  }
}
