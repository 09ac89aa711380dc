import AppsAndBooks
import ConsoleSupport
import Foundation
import LocationStore
import Operations
import Screen
import TestSupport
import Testing
@testable import Console

/// Token status, claim, quit, detail, locations.
struct PagesOtherTests {
  // MARK: - Tokens

  private static let tokens: [TokenStatus] = {
    func row(
      _ name: String, _ organization: String, _ word: TokenStatus.Word, days: Int?,
      _ owner: Standing.Owner
    ) -> TokenStatus {
      var row = TokenStatus(location: name, organization: organization, fingerprint: "3f9a12bc")
      row.word = word
      row.days = days
      row.owner = owner
      row.asked = SampleLocation.now
      return row
    }
    let school = "Lindenhof Schools"
    var revoked = row("annex", school, .revoked, days: nil, .unknown)
    revoked.number = 9625
    var lost = row("depot", school, .unreachable, days: 301, .ours)
    lost.reason = "no answer in 5 s"
    lost.asked = SampleLocation.now.addingTimeInterval(-3 * 3600)
    var ending = row("birkenau", "Birkenau School", .expiring, days: 12, .ours)
    ending.expires = SampleLocation.now.addingTimeInterval(12 * 86_400)
    let foreign = Standing.Owner.foreign(name: "Schulserver MDM", since: nil, wasOurs: false)
    return [
      row("campus-nord", school, .ok, days: 212, .ours),
      row("campus-sued", school, .ok, days: 198, foreign), ending, lost, revoked,
    ]
  }()

  private func tokens(width: Int = 100, height: Int = 20) async -> StepDriver {
    var driver = await StepDriver(width: width, height: height)
    await driver.press("t")
    for row in Self.tokens {
      await driver.send(
        .token(TokenStatus(location: row.location, organization: row.organization)))
    }
    for row in Self.tokens { await driver.send(.token(row)) }
    return driver
  }

  @Test("all locations, worst first: frame 15")
  func frame15() async throws {
    var driver = await tokens()
    #expect(driver.effects.contains(.askTokens))
    #expect(driver.canvas.text[3].contains("campus-nord"))
    #expect(driver.canvas.text[1].contains("5 locations · asking"))
    await driver.send(.tokensAnswered)
    try assertFrame(driver.canvas, "15")
  }

  @Test("token status at four sizes", arguments: screenSizes)
  func tokenSizes(width: Int, height: Int) async throws {
    var driver = await tokens(width: width, height: height)
    await driver.send(.tokensAnswered)
    try assertScreen(driver.canvas, "tokens-\(width)x\(height)")
  }

  @Test(
    "where not every remedy has room, the cursor brings that of its row, and the rest is counted")
  func tokenRemedies() async {
    var driver = await tokens(width: 60, height: 15)
    await driver.send(.tokensAnswered)
    #expect(driver.canvas.text[9].contains("annex         A newer token exists"))
    #expect(driver.rule.contains("3 more need you: ↑ ↓ brings what each needs"))
    await driver.press("k", "k")
    #expect(driver.canvas.text[9].contains("birkenau      Ends on 2026-09-05"))
    #expect(driver.canvas.text.contains { $0.contains("then: purser token add FILE") } == false)
  }

  @Test("F5 asks again, Enter opens, y copies the fingerprint")
  func tokenKeys() async {
    var driver = await tokens()
    await driver.send(.tokensAnswered)
    await driver.press("F5")
    #expect(driver.effects.count { $0 == .askTokens } == 2)
    #expect(driver.canvas.text[3].contains("…"))
    await driver.press("g", "y")
    #expect(driver.effects.last == .copy("3f9a12bc"))
    await driver.press("Enter")
    #expect(driver.effects.last == .open("annex"))
    #expect(driver.state.pages.isEmpty)
  }

  // MARK: - Claim

  @Test(
    "claim, take over and release at four sizes",
    arguments: screenSizes)
  func claimSizes(width: Int, height: Int) async throws {
    let foreign = Standing.Owner.foreign(
      name: "Schulserver MDM", since: SampleLocation.now.addingTimeInterval(-120), wasOurs: true)
    for (name, owner, command) in [
      ("claim", Standing.Owner.unclaimed, "client claim"),
      ("takeover", foreign, "client claim --takeover"), ("release", .ours, "client release"),
    ] {
      var driver = await StepDriver(
        width: width, height: height, standing: Standing(token: .ok(days: 212), owner: owner))
      await driver.command(command)
      try assertScreen(driver.canvas, "\(name)-\(width)x\(height)")
    }
  }

  @Test("a takeover wants the name typed, and stays where the read says otherwise")
  func takeover() async {
    let other = MDMInfo(id: "x", name: "Relution", metadata: "")
    var driver = await StepDriver(
      standing: Standing(owner: .foreign(name: "Relution", since: nil, wasOurs: false)))
    await driver.command("client claim")
    #expect(driver.state.pages.isEmpty)
    #expect(driver.rule.contains(":client claim --takeover"))
    await driver.command("client claim --takeover")
    await driver.quiet()
    await driver.press("y", "Enter")
    #expect(!driver.effects.contains(.claim(takeover: true)))
    await driver.press("Backspace")
    await driver.type("campus-nord")
    await driver.quiet()
    await driver.press("Enter")
    #expect(driver.effects.last == .claim(takeover: true))
    let kept = ClaimResult(
      before: .foreign(other), after: .foreign(other), text: "Still Relution's.")
    await driver.send(.claimed(.success(kept)))
    #expect(driver.canvas.text.contains { $0.contains("Still Relution's.") })
    let ours = ClaimResult(
      before: .foreign(other), after: .ours(PagesSample.us), text: "It is ours.")
    await driver.quiet()
    await driver.type("campus-nord")
    await driver.quiet()
    await driver.press("Enter")
    await driver.send(.claimed(.success(ours)))
    #expect(driver.state.pages.isEmpty)
    #expect(driver.rule.contains("It is ours."))
  }

  @Test("the first write on an unclaimed location claims first")
  func firstWrite() async {
    var driver = await StepDriver(standing: Standing(token: .ok(days: 212), owner: .unclaimed))
    await driver.press("a", "Enter")
    #expect(driver.page(ClaimPage.self)?.then?.kind == .assign)
    #expect(driver.effects.contains(.timer(.quiet, .milliseconds(300))))
    await driver.press("Esc")
    #expect(driver.page(PickerPage.self) != nil)
  }

  // MARK: - Quit

  private func sending() -> OperationRecord {
    var record = SampleOperations.record(
      123, .assign, .sending,
      (0..<3000).map { index in
        PairRecord(
          pair: SampleOperations.pair("Pages", "F9FZM\(10_000 + index)K4"), action: .assign,
          state: .pending)
      }, minutesAgo: 1)
    record.requestsPlanned = 3
    record.requestsAccepted = 1
    record.isRequestInFlight = true
    return record
  }

  @Test("quit while an operation is being sent: the box of frame 22")
  func quit() async throws {
    var driver = await StepDriver(width: 80, height: 24)
    await driver.send(.operations([sending()]))
    await driver.press("q")
    try assertFrame(driver.canvas, "22", columns: 9..<71, lines: 6..<17)
    try assertFrame(driver.canvas, "22", lines: 23..<24)
    await driver.press("j", "Esc")
    #expect(driver.state.pages.isEmpty)
    await driver.press("q", "y")
    #expect(driver.effects.last == .quitAfterRequest)
    #expect(driver.hints.contains("waiting for Apple's answer"))
  }

  @Test("the box at four sizes, and while the answer is waited for", arguments: screenSizes)
  func quitSizes(width: Int, height: Int) async throws {
    var driver = await StepDriver(width: width, height: height)
    await driver.send(.operations([sending()]))
    await driver.press("q")
    try assertScreen(driver.canvas, "quit-\(width)x\(height)")
    await driver.press("y")
    try assertScreen(driver.canvas, "quit-waiting-\(width)x\(height)")
  }

  @Test("the box goes when everything is sent; without an operation q just leaves")
  func quitEnds() async {
    var driver = await StepDriver()
    var record = sending()
    await driver.send(.operations([record]))
    await driver.press("q")
    record.state = .pending
    await driver.send(.operations([record]))
    #expect(driver.state.pages.isEmpty)
    await driver.press("q")
    #expect(driver.effects.last == .quit)
  }

  // MARK: - Locations

  @Test("L lists the locations, Enter opens another one", arguments: screenSizes)
  func locations(width: Int, height: Int) async throws {
    var driver = await StepDriver(width: width, height: height)
    await driver.press("L")
    #expect(driver.effects.last == .listLocations)
    await driver.send(
      .locations([
        LocationChoice(name: "depot", organization: "Lindenhof Schools", isOpen: false),
        LocationChoice(name: "campus-nord", organization: "Lindenhof Schools", isOpen: true),
      ]))
    #expect(driver.canvas.text[3].contains("campus-nord"))
    try assertScreen(driver.canvas, "locations-\(width)x\(height)")
    await driver.press("j", "Enter")
    #expect(driver.effects.last == .open("depot"))
  }
}
