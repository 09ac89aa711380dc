import Console
import Foundation
import LocationStore
import Screen
import Synchronization
import TestSupport
import Testing

/// The main loop and the runner of effects.
@Suite(.timeLimit(.minutes(1)))
@MainActor
struct ConsoleAppTests {
  /// Rows that wait until they are let go, to see what a newer wish does to them.
  private final class Gate: Sendable {
    let asked = Mutex<[String]>([])
    let ended = Mutex<[String]>([])

    func rows(_ request: RowsRequest) async throws -> RowsAnswer {
      asked.withLock { $0.append(request.filter.text) }
      if request.filter.text == "k" {
        do {
          try await untilCancelled()
        } catch {
          ended.withLock { $0.append(request.filter.text) }
          throw error
        }
      }
      return try await RowsFinder.find(request)
    }
  }

  private func services(_ gate: Gate) -> Services {
    var services = Services(now: { (SampleLocation.now, LocalTime()) }) { duration in
      if duration > .milliseconds(500) { try await untilCancelled() }
    }
    services.rows = { try await gate.rows($0) }
    return services
  }

  private func world() -> World {
    World(
      size: Size(width: 80, height: 24), now: SampleLocation.now, snapshot: SampleLocation.snapshot,
      standing: Standing(token: .ok(days: 212), owner: .ours))
  }

  @Test("all keys that wait are handled before one paint")
  func drains() async throws {
    let gate = Gate()
    var canvases: [Canvas] = []
    let app = ConsoleApp(state: AppState(world: world()), services: services(gate)) {
      canvas, _ in canvases.append(canvas)
    }
    for _ in 0..<10 { app.post(.event(.keys([.character("j")]))) }
    app.step()
    #expect(canvases.count == 1)
    #expect(!app.step())
    #expect(app.frames == 1)
  }

  @Test("a newer filter ends the search before it")
  func cancels() async throws {
    let gate = Gate()
    let app = ConsoleApp(state: AppState(world: world()), services: services(gate)) { _, _ in }
    app.post(.event(.keys([.character("/")])))
    app.post(.event(.keys([.character("k")])))
    app.step()
    while !gate.asked.withLock({ $0.contains("k") }) { await Task.yield() }
    app.post(.event(.keys([.character("e")])))
    app.step()
    while !app.isIdle {
      app.step()
      await Task.yield()
    }
    #expect(gate.ended.withLock { $0 } == ["k"])
    #expect(app.state.main[.assets].shown.request.filter.text == "ke")
    #expect(app.state.main[.assets].shown.count < 123)
  }

  @Test("the loop ends with the terminal, and says which location to open instead")
  func ends() async throws {
    let app = ConsoleApp(state: AppState(world: world()), services: services(Gate())) { _, _ in }
    let (events, keys) = AsyncStream.makeStream(of: ScreenEvent.self)
    keys.yield(.hangUp)
    #expect(await app.run(events: events) == .quit)
  }

  @Test("a minute passes: the age steps, and the clock goes on")
  func minute() async throws {
    var state = AppState(world: world())
    #expect(state.start().contains(.timer(.minute, .seconds(60))))
    _ = state.apply(.clock(SampleLocation.now.addingTimeInterval(60), LocalTime()))
    #expect(
      state.apply(.timer(.minute)) == [
        .timer(.minute, .seconds(60)), .readConfiguration(asked: false),
      ])
    #expect(state.painted().text[0].contains("synced 3 min ago"))
  }

  @Test("offline: the next try is told, and made")
  func retries() async throws {
    var state = AppState(world: world())
    let down = Standing(
      token: .ok(days: 212), owner: .ours,
      unreachable: .init(host: "vpp.itunes.apple.com", reason: "no answer in 5 s"))
    let effects = state.apply(.standing(down))
    #expect(effects.contains(.timer(.refresh, .seconds(60))))
    #expect(state.painted().text[1].contains("Next try in 60 s."))
    #expect(state.apply(.timer(.refresh)) == [.topUp])
    #expect(state.painted().text[1].contains("Trying now."))
    #expect(state.apply(.toppedUp) == [.timer(.refresh, .seconds(60))])
  }
}
