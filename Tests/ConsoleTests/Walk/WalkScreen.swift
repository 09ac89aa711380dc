import AppsAndBooks
import ConsoleSupport
import Foundation
import LocationStore
import Operations
import Screen
import TestSupport
import Testing

@testable import Console

/// A screen that the walk stands on, with the cursor in the middle of its list where it has one.
struct WalkScreen: Sendable, CustomTestStringConvertible {
  let name: String
  private let open: @Sendable () async -> StepDriver

  init(_ name: String, _ open: @escaping @Sendable () async -> StepDriver) {
    self.name = name
    self.open = open
  }

  /// On the main screen, after these keys.
  init(
    _ name: String, keys: [String],
    then: @escaping @Sendable (inout StepDriver) async -> Void = { _ in }
  ) {
    self.init(name) {
      var driver = await StepDriver.small()
      for key in keys { await driver.press(key) }
      await then(&driver)
      return driver
    }
  }

  /// The console on this screen, without a message and without work.
  func start() async -> StepDriver {
    var driver = await open()
    driver.state.message = nil
    driver.effects = []
    return driver
  }

  var testDescription: String { name }

  private static func down(_ count: Int) -> [String] { Array(repeating: "j", count: count) }

  static let all = panes + standings + pickers + plans + pages + lines

  /// One screen of each place that keys are looked up in, and some that stand otherwise.
  static let places: [WalkScreen] = {
    let names = [
      "users", "devices", "assets", "assignments", "assignments of a user", "all assignments",
      "marked", "nothing matches", "one pane", "foreign", "empty", "picker with a paste",
      "picker of assets", "plan being read", "plan, one y", "plan, a count", "plan, every pair",
      "takeover", "operations", "operations, every pair", "operations, none",
      "detail of an asset", "tokens", "tokens, none yet", "locations", "help", "themes",
    ]
    return names.compactMap { name in all.first { $0.name == name } }
  }()

  // MARK: - Panes

  static let panes: [WalkScreen] = [
    .init("users", keys: ["1"] + down(20)),
    .init("devices", keys: ["1", "]"] + down(20)),
    .init("assets", keys: down(20)),
    .init("assignments", keys: down(14) + ["3"] + down(20)),
    .init("assignments of a user", keys: ["1"] + down(12) + ["3"] + down(20)),
    .init("all assignments", keys: ["3", "]"] + down(20)),
    .init("after a link", keys: down(14) + ["Enter"] + down(20)),
    .init("marked", keys: ["1"] + down(18) + ["Space", "Space"]),
    .init("filtered", keys: ["1", "/", "1", "Enter", "j"]),
    .init("nothing matches", keys: ["1", "/", "x", "x", "Enter"]),
    .init("zoomed", keys: ["z"] + down(20)),
    .init("sorting", keys: ["s"]),
    .init("one pane") {
      var driver = await StepDriver.small(width: 60, height: 15)
      await driver.press("j", times: 20)
      return driver
    },
    .init("three panes") {
      var driver = await StepDriver.small(width: 140, height: 40)
      await driver.press("j", times: 20)
      return driver
    },
    .init("too small") { await StepDriver.small(width: 48, height: 12) },
  ]

  private static func standing(
    _ name: String, _ change: @escaping @Sendable (inout Standing) -> Void
  ) -> WalkScreen {
    .init(name) {
      var standing = WalkSample.good
      change(&standing)
      var driver = await StepDriver.small(standing: standing)
      await driver.press("j", times: 20)
      return driver
    }
  }

  static let standings: [WalkScreen] = [
    standing("foreign") { $0.owner = .foreign(name: "Schulserver MDM", since: nil, wasOurs: true) },
    standing("unclaimed") { $0.owner = .unclaimed },
    standing("offline") {
      $0.unreachable = .init(host: "vpp.itunes.apple.com", reason: "no answer in 5 s")
    },
    standing("expired") { $0.token = .expired(SampleLocation.now) },
    standing("revoked") { $0.token = .revoked(number: 9625) },
    standing("read-only") { $0.readOnly = .token(number: 9637) },
    .init("empty") {
      await StepDriver.small(snapshot: LocationSnapshot(SampleLocation.identity))
    },
    .init("importing") {
      var driver = await StepDriver.small()
      await driver.send(
        .sync(.importing(ImportFigures(assignments: .init(done: 3, total: 9, rows: 3_000)))))
      await driver.press("j", times: 20)
      return driver
    },
    .init("no disk") {
      var driver = await StepDriver.small()
      await driver.send(.storage("the disk is full"))
      await driver.press("j", times: 20)
      return driver
    },
  ]

  // MARK: - Pages

  static let pickers: [WalkScreen] = [
    .init("picker", keys: ["a"] + down(20)),
    .init("picker with a paste", keys: ["a", "]"]) { driver in
      await driver.send(.event(.paste("F9FZK110PLK4\nF9FZK111PLK4\nZZTOP12345\nF9F")))
      await driver.press("j", times: 20)
    },
    .init("picker of assets", keys: ["1", "a"] + down(20)),
    .init("picker of assignments", keys: down(14) + ["r"] + down(20)),
    .init("picker without rows", keys: ["a", "/", "x", "x", "Enter"]),
    .init("picker, filter typed", keys: ["a"] + down(20) + ["/"]),
    .init("picker of new holders", keys: down(14) + ["3", "m"] + down(20)),
  ]

  static let plans: [WalkScreen] = [
    .init("plan being read", keys: ["a", "Enter"]),
    .init("plan, one y", keys: []) { await $0.plan(PagesSample.plan9a()) },
    .init("plan, not quiet yet", keys: []) { await $0.plan(PagesSample.plan9a(), isQuiet: false) },
    .init("plan, a count", keys: []) { await $0.plan(PagesSample.plan9b()) },
    .init("plan, a name", keys: []) { await $0.plan(VerbsSample.plan10b()) },
    .init("plan, a name begun", keys: []) {
      await $0.plan(VerbsSample.plan10b())
      await $0.type("cam")
    },
    .init("plan, every pair", keys: []) {
      await $0.plan(PagesSample.plan9b())
      await $0.press("i")
      await $0.press("j", times: 20)
    },
    .init("plan, 10 min old", keys: []) {
      await $0.plan(PagesSample.plan9a())
      await $0.wait(700)
    },
    .init("plan being sent", keys: []) {
      await $0.plan(PagesSample.plan9a())
      await $0.press("y")
    },
    .init("plan that failed", keys: ["a", "Enter"]) {
      await $0.send(.planned(.failure(Failure("Apple gave no answer. Nothing was sent."))))
    },
    .init("claim", keys: []) {
      await $0.send(.standing(Standing(token: .ok(days: 212), owner: .unclaimed)))
      await $0.command("client claim")
      await $0.quiet()
    },
    .init("takeover", keys: []) {
      await $0.send(
        .standing(
          Standing(
            token: .ok(days: 212), owner: .foreign(name: "Relution", since: nil, wasOurs: false))))
      await $0.command("client claim --takeover")
      await $0.quiet()
    },
    .init("release", keys: []) {
      await $0.command("client release")
      await $0.quiet()
    },
  ]

  static let pages: [WalkScreen] = [
    .init("operations", keys: []) {
      await $0.send(.operations(PagesOperationsTests.records))
      await $0.press("o", "j", "j", "Enter")
    },
    .init("operations, every pair", keys: []) {
      await $0.send(.operations([WalkSample.partial]))
      await $0.press("o", "i")
      await $0.press("j", times: 8)
    },
    .init("operations, none", keys: ["o"]),
    .init("detail of a device", keys: ["1", "]"] + down(20) + ["i"]),
    .init("detail of an asset", keys: down(20) + ["i"]),
    .init("detail of an assignment", keys: down(14) + ["3"] + down(20) + ["i"]),
    .init("tokens", keys: ["t"]) {
      for row in WalkSample.tokens { await $0.send(.token(row)) }
      await $0.send(.tokensAnswered)
      await $0.press("g", "j")
    },
    .init("tokens, none yet", keys: ["t"]),
    .init("locations", keys: ["L"]) { await $0.send(.locations(WalkSample.locations)) },
    .init("locations, none yet", keys: ["L"]),
    .init("help", keys: down(20) + ["?"] + down(12)),
    .init("help, filter typed", keys: down(20) + ["?"] + down(5) + ["/"]),
    .init("help, nothing matches", keys: ["?", "/", "x", "x", "x"]),
    .init("themes", keys: []) {
      await $0.command("theme")
      await $0.send(.themes(ThemeChoice.shipped))
      await $0.press("g", "j", "j", "j")
    },
    .init("themes, none yet", keys: []) { await $0.command("theme") },
    .init("themes, filter typed", keys: []) {
      await $0.command("theme")
      await $0.send(.themes(ThemeChoice.shipped))
      await $0.press("g", "j", "j", "/")
    },
    .init("new user", keys: ["1", "c"]) {
      await $0.type("emp")
      await $0.press("Tab")
      await $0.type("a@")
    },
    .init("changed user", keys: ["1"] + down(20) + ["U"]),
    .init("quit", keys: []) {
      await $0.send(.operations([WalkSample.sending]))
      await $0.press("q")
    },
  ]

  // MARK: - Lines that are typed

  static let lines: [WalkScreen] = [
    .init("filter typed", keys: ["1"] + down(20) + ["/", "e", "m"]),
    .init("prompt", keys: [":"]),
    .init("prompt, completed", keys: [":", "r", "e", "Tab"]),
    .init("path of an export", keys: ["e"]),
    .init("replace a file", keys: ["e"]) {
      guard case .path(let source, _)? = $0.state.prompt else { return }
      await $0.press("Enter")
      await $0.send(.fileExists(ExportRequest(source: source, path: "./assets.csv")))
    },
  ]
}
