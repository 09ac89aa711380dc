import Foundation
import Testing

@testable import Screen

struct ThemeTests {
  private static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  private static let generated = folder.appending(path: "Sources/Screen/ShippedThemes.swift")

  /// The generated source as the files of themes/ want it; new ones come last.
  private static func wanted() throws -> String {
    let files = try FileManager.default.contentsOfDirectory(
      atPath: folder.appending(path: "themes").path)
    let found = files.filter { $0.hasSuffix(".toml") }.map { String($0.dropLast(5)) }
    let names =
      Theme.shippedNames.filter(found.contains)
      + found.filter { !Theme.shippedNames.contains($0) }.sorted()
    let entries = try names.map { name in
      let file = folder.appending(path: "themes/\(name).toml")
      let lines = try String(contentsOf: file, encoding: .utf8).split(
        separator: "\n", omittingEmptySubsequences: false)
      let text = lines.map { $0.isEmpty ? "" : "      " + $0 }.joined(separator: "\n")
      return "    (\n      \"\(name)\",\n      #\"\"\"\n\(text)\n      \"\"\"#\n    ),\n"
    }
    let source = try String(contentsOf: generated, encoding: .utf8)
    let head = source.prefix { $0 != "[" } + "[(name: String, text: String)] = [\n"
    return head + entries.joined() + "  ]\n}\n"
  }

  @Test("the themes in the program are those in themes/; RECORD=1 writes them anew")
  func shippedFiles() throws {
    let wanted = try Self.wanted()
    let source = try String(contentsOf: Self.generated, encoding: .utf8)
    if source != wanted, ProcessInfo.processInfo.environment["RECORD"] == "1" {
      try wanted.write(to: Self.generated, atomically: true, encoding: .utf8)
    }
    #expect(source == wanted, "themes/ and ShippedThemes.swift differ")
  }

  @Test("every shipped theme loads and says something of every role", arguments: Theme.shippedNames)
  func loads(name: String) throws {
    let theme = try Theme.load(name)
    #expect(theme.name == name)
    for role in Role.allCases {
      let said = Theme.chain(of: role).contains { theme.styles[$0] != nil }
      #expect(said || theme.variant == .mono, "\(role.rawValue)")
    }
  }

  @Test(
    "every text can be read on every ground it may stand on, at both depths",
    arguments: Theme.shippedNames, [ColorDepth.truecolor, .colors256])
  func contrast(name: String, depth: ColorDepth) throws {
    let theme = try Theme.load(name)
    let least = name == "high-contrast" ? 7.0 : 4.5
    for role in Role.allCases where theme.variant != .mono {
      for ground in Theme.lineRoles.contains(role) ? ["base"] : ["base", "raised"] {
        let ratio = try #require(theme.contrast(of: role, on: ground, depth: depth))
        let wanted = Theme.lineRoles.contains(role) ? 3.0 : least
        #expect(ratio >= wanted, "\(role.rawValue) on \(ground): \(ratio)")
      }
    }
  }

  @Test("states that must not be confused differ without colour")
  func cursorRow() throws {
    for name in Theme.shippedNames {
      let theme = try Theme.load(name)
      for depth in ColorDepth.allCases {
        let plain = theme.style(of: .row, depth: depth)
        let cursor = theme.style(of: .row, ground: .rowSelectedFocused, depth: depth)
        #expect(plain != cursor, "\(name) \(depth)")
        if depth == .mono { #expect(cursor.attributes.contains(.reverse)) }
      }
    }
  }

  @Test("the default theme has the values of the visual language")
  func dark() throws {
    let theme = try Theme.load("purser-dark")
    #expect(theme.roleStyle(of: .rowSelectedFocused).description == "strong on selection, bold")
    #expect(theme.roleStyle(of: .headerAlert).description == "red, bold, reverse")
    #expect(
      theme.style(of: .textStrong, depth: .truecolor)
        == ResolvedStyle(
          foreground: .rgb(255, 255, 255), background: .rgb(0x15, 0x18, 0x1C), attributes: .bold))
    #expect(
      theme.style(of: .stateDone, depth: .colors256)
        == ResolvedStyle(foreground: .indexed(114), background: .indexed(234)))
    #expect(theme.style(of: .textDim, depth: .colors16) == ResolvedStyle(foreground: .indexed(7)))
    #expect(theme.style(of: .frameLine, depth: .colors16) == ResolvedStyle(attributes: .dim))
    #expect(theme.style(of: .stateFailed, depth: .mono) == ResolvedStyle(attributes: .bold))
    let lowest = try #require(theme.lowestContrast())
    #expect(lowest.role == .bannerWarning || theme.contrast(of: lowest.role) ?? 0 > 5)
  }

  @Test("the ratios are those that the visual language states")
  func statedRatios() throws {
    let dark = try Theme.load("purser-dark")
    let light = try Theme.load("purser-light")
    func rounded(_ value: Double?) -> Double { ((value ?? 0) * 10).rounded() / 10 }
    #expect(rounded(dark.contrast(of: .text)) == 12.8)
    #expect(rounded(dark.contrast(of: .text, depth: .colors256)) == 12.2)
    #expect(rounded(dark.contrast(of: .textDim, on: "raised", depth: .colors256)) == 5.6)
    #expect(rounded(dark.contrast(of: .rowSelectedFocused)) == 9.0)
    #expect(rounded(light.contrast(of: .text)) == 14.2)
    #expect(rounded(light.lowestContrast()?.ratio) == 5.8)
    #expect(light.lowestContrast().map { light.roleStyle(of: $0.role).color } == "dim")
  }

  @Test("grounds: of the row, of the role, of the focused row")
  func grounds() throws {
    let theme = try Theme.load("purser-dark")
    let raised = theme.style(of: .stateFailed, ground: .rowSelected, depth: .colors256)
    #expect(raised.background == .indexed(235) && raised.foreground == .indexed(210))
    let focused = theme.style(of: .stateFailed, ground: .rowSelectedFocused, depth: .colors256)
    #expect(focused == theme.style(of: .rowSelectedFocused, depth: .colors256))
    let banner = theme.style(of: .bannerAlert, ground: .rowSelected, depth: .colors256)
    #expect(banner.background == .indexed(52))
    let match = theme.style(of: .textDim, match: true, depth: .colors256)
    #expect(match.foreground == .indexed(247) && match.attributes == [.underline, .bold])
    let escape = theme.style(of: .row, escape: true, depth: .mono)
    #expect(escape.attributes == .reverse)
    #expect(
      theme.style(of: .row, ground: .rowSelectedFocused, escape: true, depth: .mono).attributes
        == .bold)
    #expect(theme.style(of: .bannerWarning, depth: .colors16).foreground == .indexed(0))
    #expect(theme.style(of: .bannerAlert, depth: .colors16).foreground == .indexed(15))
  }
}

struct ThemeFileTests {
  private func load(_ text: String, name: String = "own") throws -> Theme {
    try Theme.load(name) { $0 == name ? ThemeSource(file: "own.toml", text: text) : nil }
  }

  @Test("an own theme changes what it names and keeps the rest")
  func extending() throws {
    let theme = try load(
      """
      extends = "purser-dark"
      [palette]
      pink = "#ff87d7"
      [roles]
      "state" = "pink, bold"
      "state.done" = "on raised"
      """)
    #expect(theme.roleStyle(of: .stateDone).ground == "raised")
    #expect(theme.roleStyle(of: .statePending).description == "amber")
    #expect(theme.palette["pink"]?.index256 == 212 && theme.variant == .dark)
    let own = try load(
      "extends = \"purser-dark\"\n[palette]\nred = \"#ff0000\"", name: "purser-dark")
    #expect(own.palette["red"]?.rgb == RGB(255, 0, 0))
  }

  @Test("a missing role falls back to its front part, and that to text")
  func fallback() throws {
    let theme = try load(
      """
      [palette]
      base = "#000000"
      a = "#ffffff"
      b = "#eeeeee"
      [roles]
      text = "a"
      row = "b"
      """)
    #expect(theme.roleStyle(of: .rowSelectedFocused).color == "b")
    #expect(theme.roleStyle(of: .hintKey).color == "a")
  }

  @Test(
    "a mistake names the file, the line and what is near",
    arguments: [
      (
        "extends = \"purser-dark\"\n\n[roles]\n\"row.selectd\" = \"red\"",
        "own.toml:4: there is no role \"row.selectd\", the nearest is \"row.selected\"."
      ),
      (
        "extends = \"purser-dark\"\n[roles]\n# why\n\"state.done\" = \"gren, bold\"",
        "own.toml:4: the role \"state.done\" names the colour \"gren\", which the palette does not have, the nearest is \"green\"."
      ),
      (
        "extends = \"purser-drak\"",
        "own.toml:1: there is no theme \"purser-drak\", the nearest is \"purser-dark\"."
      ),
      (
        "varient = \"dark\"",
        "own.toml:1: there is no setting \"varient\" in a theme, the nearest is \"variant\"."
      ),
      (
        "variant = \"drak\"\nextends = \"mono\"",
        "own.toml:1: there is no variant \"drak\", the nearest is \"dark\"."
      ),
      ("extends = \"own\"", "own.toml:1: the theme \"own\" extends itself."),
      (
        "[palette]\nred = \"#ff00\"",
        "own.toml:2: the colour \"red\" takes \"#rrggbb\", or [\"#rrggbb\", 0 to 255, \"name of the 16\"]."
      ),
      (
        "[palette]\nred = [\"#ff0000\", 256, \"red\"]",
        "own.toml:2: the colour \"red\" takes \"#rrggbb\", or [\"#rrggbb\", 0 to 255, \"name of the 16\"]."
      ),
      ("[palette]\ntext = \"#ffffff\"", "own.toml:1: the palette has no ground \"base\"."),
      (
        "extends = \"mono\"\n[roles]\ntext = \"bold bright\"",
        "own.toml:3: the role \"text\" takes \"COLOUR on GROUND, ATTRIBUTE\", not \"bold bright\"."
      ),
    ])
  func mistakes(text: String, message: String) {
    #expect(throws: ThemeError.self) { try load(text) }
    do {
      _ = try load(text)
    } catch {
      #expect("\(error)" == message)
    }
  }

  @Test("text that is not TOML, and a name that is no theme")
  func unreadable() {
    do {
      _ = try load("a = 1\nb = = 2")
      Issue.record("was read")
    } catch {
      #expect("\(error)".hasPrefix("own.toml:2: this is not TOML: "))
    }
    #expect(
      throws: ThemeError(file: "theme", line: nil, reason: .unknownTheme("nrod"), nearest: "nord")
    ) {
      try Theme.load("nrod")
    }
  }

  @Test(
    "a style is printed as it is read",
    arguments: [
      "text", "strong on selection, bold", "on raised", "underline, bold", "", "dim, italic",
    ])
  func styles(text: String) throws {
    let style = try #require(RoleStyle(text))
    #expect(RoleStyle(style.description) == style)
  }

  @Test(
    "no style", arguments: ["a b", "on", "text on", "text, shiny", "a on b c", ", red", "text,"])
  func noStyle(text: String) {
    #expect(RoleStyle(text) == nil)
  }
}

struct ColorTests {
  @Test(
    "depth by what the terminal says",
    arguments: [
      ("xterm-256color", "truecolor", false, 256, .truecolor),
      ("xterm-256color", nil, false, 256, .colors256), ("xterm", nil, false, 8, .colors16),
      ("linux", "truecolor", false, 8, .colors16), ("vt100", nil, false, -1, .mono),
      ("xterm-256color", "24bit", true, 256, .mono),
      ("screen-256color", "truecolor", false, 256, .colors256),
      ("tmux-256color", "truecolor", false, 256, .truecolor),
      ("xterm-direct", nil, false, 1 << 24, .truecolor),
    ] as [(String, String?, Bool, Int, ColorDepth)])
  func depth(term: String, colorTerm: String?, noColor: Bool, colors: Int, depth: ColorDepth) {
    #expect(
      ColorDepth.detected(term: term, colorTerm: colorTerm, noColor: noColor, colors: colors)
        == depth)
  }

  @Test("signs by what the terminal says")
  func glyphs() {
    #expect(GlyphSet.detected(term: "xterm", isUTF8: true) == .unicode)
    #expect(GlyphSet.detected(term: "xterm", isUTF8: false) == .ascii)
    #expect(GlyphSet.detected(term: "linux", isUTF8: true) == .asciiSigns)
    #expect(GlyphSet.detected(term: "vt100", isUTF8: true) == .asciiSigns)
  }

  @Test("contrast is that of WCAG 2")
  func contrast() {
    let black = RGB(0, 0, 0)
    let white = RGB(255, 255, 255)
    #expect(abs(black.contrast(with: white) - 21) < 0.001)
    #expect(abs(RGB(0x77, 0x77, 0x77).contrast(with: white) - 4.478) < 0.001)
    #expect(black.contrast(with: black) == 1)
  }

  @Test("256 colours: the nearest of an exact one is itself", arguments: 16...255)
  func nearest(index: Int) throws {
    let index = try #require(UInt8(exactly: index))
    let color = RGB(index256: index)
    #expect(RGB(index256: color.nearest256) == color)
  }
}
