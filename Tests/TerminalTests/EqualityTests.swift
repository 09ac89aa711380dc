import Console
import ConsoleSupport
import Foundation
import Screen
import Testing

@testable import Terminal

/// What a terminal shows after the bytes of a frame, against the canvas of that frame, cell by cell.
///
/// ncurses is one of a kind in a process, so nothing here runs side by side.
/// `PURSER_SEQUENCES` sets how many random sequences are tried; 2,000 before a release.
@Suite(.serialized)
struct EqualityTests {
  static let kinds: [TerminalRig.Kind] = [
    .init(term: "xterm-256color", depth: .colors256, widths: .scalars),
    .init(term: "xterm-256color", depth: .truecolor, widths: .clusters),
    .init(term: "tmux-256color", depth: .colors256, widths: .scalars),
    .init(term: "screen", depth: .colors16, widths: .narrowPictures),
    .init(term: "xterm", depth: .colors16, widths: .narrowPictures),
    .init(term: "xterm-256color", depth: .mono, widths: .clusters),
    .init(term: "linux", depth: .colors16, glyphs: .asciiSigns, widths: .narrowPictures),
    .init(term: "vt100", depth: .mono, glyphs: .asciiSigns, widths: .scalars),
    .init(term: "vt100", depth: .mono, glyphs: .ascii),
    .init(term: "xterm-256color", depth: .colors256, glyphs: .ascii),
  ]

  static let sequences =
    ProcessInfo.processInfo.environment["PURSER_SEQUENCES"]
    .flatMap { Int($0) } ?? 200

  private static func themes(_ kind: TerminalRig.Kind) throws -> [Theme] {
    let names = ["purser-dark", "purser-light", "high-contrast", "mono", "nord"]
    return try (kind.depth == .mono ? ["mono", "purser-dark"] : names).map { try Theme.load($0) }
  }

  @Test("whatever is drawn where, every terminal shows it", arguments: kinds)
  func randomCanvases(kind: TerminalRig.Kind) throws {
    let themes = try Self.themes(kind)
    for seed in 0..<UInt64(max(1, Self.sequences / 60)) {
      var frames = RandomFrames(
        seed: seed, size: Size(width: 80, height: 24), glyphs: kind.glyphs,
        texts: WildLocation.names)
      var rig = try TerminalRig(kind, size: frames.canvas.size)
      defer { rig.close() }
      for step in 0..<40 {
        frames.step()
        do {
          try rig.show(frames.canvas, theme: themes[step / 10 % themes.count])
        } catch {
          Issue.record("seed \(seed), step \(step): \(error)")
          return
        }
      }
    }
  }

  @Test(
    "random keys, sizes and data: every frame of the console is shown as it is", arguments: kinds)
  func randomSequences(kind: TerminalRig.Kind) async throws {
    let themes = try Self.themes(kind)
    let locations = [WildLocation(WildLocation.names), WildLocation(WildLocation.names.reversed())]
    for seed in 0..<UInt64(max(1, Self.sequences / Self.kinds.count)) {
      let size = seed % 3 == 0 ? Size(width: 140, height: 40) : Size(width: 80, height: 24)
      var person = await RandomPerson(
        seed: seed, locations, themes: themes, glyphs: kind.glyphs, size: size)
      var rig = try TerminalRig(kind, size: size)
      defer { rig.close() }
      for step in 0..<9 {
        do {
          try rig.show(person.driver.canvas, theme: person.theme)
          #expect(person.driver.canvas.slots.suffix(2).allSatisfy { $0.scalar < 0x7F })
          if step == 5 { rig.spoil() }
        } catch {
          Issue.record("seed \(seed), step \(step): \(error)")
          return
        }
        await person.step()
      }
    }
  }

  @Test("a storm of sizes leaves no stale cell")
  func resizeStorm() async throws {
    let locations = [WildLocation(WildLocation.names)]
    let theme = try Theme.load("purser-dark")
    var driver = await StepDriver(locations[0].world(Size(width: 80, height: 24)))
    var rig = try TerminalRig(Self.kinds[0], size: Size(width: 80, height: 24))
    defer { rig.close() }
    for step in 0..<50 {
      let size = Size(width: 20 + step * 37 % 150, height: 6 + step * 23 % 50)
      await driver.send(.event(.resize(size)))
      if step % 3 == 0 { await driver.press("j", "Tab") }
      try rig.show(driver.canvas, theme: theme)
    }
  }

  @Test("nothing is written where nothing changed, and a moved cursor takes a handful of bytes")
  func silence() async throws {
    let theme = try Theme.load("purser-dark")
    var driver = await StepDriver(width: 100, height: 30)
    var rig = try TerminalRig(Self.kinds[0], size: Size(width: 100, height: 30))
    defer { rig.close() }
    try rig.show(driver.canvas, theme: theme)
    let again = try rig.show(driver.canvas, theme: theme)
    #expect(again.isEmpty)
    _ = driver.state.apply(.event(.keys([.character("j")])))
    #expect(try rig.show(driver.canvas, theme: theme).count < 600)
  }
}
