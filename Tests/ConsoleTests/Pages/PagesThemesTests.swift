import ConsoleSupport
import Foundation
import Screen
import TestSupport
import Testing

@testable import Console

/// The themes page (frame 21): everything is painted in what the cursor rests on, Esc takes it back.
struct PagesThemesTests {
  private func driver(
    width: Int = 100, height: Int = 30, choices: [ThemeChoice] = ThemeChoice.shipped
  ) async -> StepDriver {
    var driver = await StepDriver(width: width, height: height)
    await driver.command("theme")
    #expect(driver.effects.contains(.listThemes))
    await driver.send(.themes(choices))
    return driver
  }

  /// The cursor rests for 150 ms.
  private func rest(_ driver: inout StepDriver) async { await driver.send(.timer(.preview)) }

  @Test("the second theme, previewed: frame 21")
  func frame() async throws {
    var driver = await driver()
    await driver.press("j")
    #expect(driver.effects.contains(.timer(.preview, .milliseconds(150))))
    #expect(driver.state.world.theme.name == "purser-dark")
    await rest(&driver)
    #expect(driver.state.world.theme.name == "purser-light")
    // The frame tells the contrast of true colour; ours is that of the colours shown.
    try assertFrame(driver.canvas, "21", except: [17])
  }

  @Test("at four sizes", arguments: screenSizes)
  func sizes(width: Int, height: Int) async throws {
    var driver = await driver(width: width, height: height)
    await driver.press("j", "j")
    await rest(&driver)
    try assertScreen(driver.canvas, "themes-\(width)x\(height)")
  }

  @Test("Esc puts the old theme back, wherever the cursor went")
  func leave() async {
    var driver = await driver()
    for _ in 0..<3 {
      await driver.press("j")
      await rest(&driver)
    }
    #expect(driver.state.world.theme.name == "colour-blind")
    await driver.press("Esc")
    #expect(driver.state.world.theme.name == "purser-dark" && driver.state.pages.isEmpty)
  }

  @Test("Enter keeps it, at once, and names the line of config.toml that keeps it for good")
  func keep() async {
    var driver = await driver()
    await driver.press("G", "Enter")
    #expect(driver.state.world.theme.name == "tokyo-night" && driver.state.pages.isEmpty)
    #expect(
      driver.canvas.text[28].contains("theme = \"tokyo-night\" in config.toml keeps it"))
  }

  @Test("a theme is named behind the command, and a wrong name is said")
  func named() async {
    var driver = await StepDriver()
    await driver.command("theme nord")
    await driver.send(.themes(ThemeChoice.shipped))
    #expect(driver.state.world.theme.name == "nord" && driver.state.pages.isEmpty)
    await driver.command("theme nrod")
    await driver.send(.themes(ThemeChoice.shipped))
    #expect(driver.state.world.theme.name == "nord")
    #expect(driver.canvas.text[22].contains("there is no theme «nrod»"))
  }

  @Test("a theme that can't be used shows file, line and role instead of a sample, and is not kept")
  func broken() async {
    let problem =
      "/home/anna/.config/purser/themes/mine.toml:4: there is no role \"row.selectd\", the nearest is \"row.selected\"."
    let mine = ThemeChoice(name: "mine", isOwn: true, theme: nil, problem: problem)
    var driver = await driver(choices: [mine] + ThemeChoice.shipped)
    await driver.press("g")
    await rest(&driver)
    #expect(driver.canvas.text.joined(separator: " ").contains("themes/mine.toml:4:"))
    #expect(driver.state.world.theme.name == "purser-dark")
    await driver.press("Enter")
    #expect(driver.state.world.theme.name == "purser-dark" && !driver.state.pages.isEmpty)
  }

  @Test("the filter narrows the list, Esc clears it before it leaves")
  func filter() async {
    var driver = await driver()
    await driver.press("/")
    await driver.type("light")
    #expect(driver.canvas.text[1].contains("3 of 12"))
    await driver.press("Enter", "Esc")
    #expect(driver.canvas.text[1].contains("━ 12 ━") && !driver.state.pages.isEmpty)
  }

  @Test("e writes the theme under the cursor as a file of another name")
  func export() async throws {
    var driver = await driver()
    driver.state.world.settings.themesFolder = "~/.config/purser/themes"
    await driver.press("e")
    #expect(
      driver.canvas.text[29].hasPrefix("Export to ~/.config/purser/themes/my-purser-dark.toml▏"))
    await driver.press("Enter")
    guard case .export(let request)? = driver.effects.last else {
      Issue.record("no export")
      return
    }
    let text = String(decoding: ExportText.bytes(for: request), as: UTF8.self)
    let own = try Theme.load("my") { _ in ThemeSource(file: "my.toml", text: text) }
    #expect(own.palette == Theme.standard.palette && own.styles == Theme.standard.styles)
  }

  @Test("a click selects, a second one keeps")
  func mouse() async {
    var driver = await driver()
    await driver.send(.event(.mouse(MouseEvent(.click, at: Point(x: 6, y: 6)))))
    await rest(&driver)
    #expect(driver.state.world.theme.name == "mono")
    await driver.send(.event(.mouse(MouseEvent(.wheelDown, at: Point(x: 6, y: 6)))))
    await driver.send(.event(.mouse(MouseEvent(.doubleClick, at: Point(x: 6, y: 7)))))
    #expect(driver.state.world.theme.name == "catppuccin" && driver.state.pages.isEmpty)
  }

  @Test("a contrast below 4.5 is marked")
  func lowContrast() async throws {
    let text =
      "[palette]\nbase = \"#000000\"\ntext = \"#ffffff\"\npale = \"#444444\"\n"
      + "[roles]\ntext = \"text\"\n\"text.dim\" = \"pale\""
    let theme = try Theme.load("pale") { _ in ThemeSource(file: "pale.toml", text: text) }
    var driver = await driver(choices: [ThemeChoice(name: "pale", isOwn: true, theme: theme)])
    await driver.press("g")
    await rest(&driver)
    #expect(driver.canvas.text.contains { $0.contains("! Contrast") && $0.contains("(text.dim)") })
  }
}
