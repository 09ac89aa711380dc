// Generated from themes/ by RECORD=1 swift test --filter ThemeTests, which holds both equal.

extension Theme {
  /// The themes that come with the program, in the order of the themes page.
  package static let shippedNames = shippedFiles.map(\.name)

  /// The file of a shipped theme, as errors name it.
  static func shippedSource(_ name: String) -> ThemeSource? {
    shippedFiles.first { $0.name == name }
      .map { ThemeSource(file: "themes/\($0.name).toml", text: $0.text) }
  }

  private static let shippedFiles: [(name: String, text: String)] = [
    (
      "purser-dark",
      #"""
      # The theme Purser starts with on a dark ground.
      # A colour: [true colour, place among 256, name among 16]. `default` is the terminal's own.
      # A role: "COLOUR on GROUND, ATTRIBUTE"; each part may be missing. See Docs/Themes.md.

      variant = "dark"

      [palette]
      base      = ["#15181c", 234, "default"]
      raised    = ["#20252b", 235, "default"]
      selection = ["#2a4a73",  24, "blue"]
      line      = ["#5f6b79", 242, "default, dim"]
      text      = ["#d6dbe1", 253, "default"]
      dim       = ["#97a1ad", 247, "white"]
      strong    = ["#ffffff", 231, "bright white"]
      blue      = ["#82b7ff", 111, "bright blue"]
      teal      = ["#66cbb9",  80, "cyan"]
      green     = ["#93cd7d", 114, "green"]
      amber     = ["#e8b95a", 179, "yellow"]
      red       = ["#ff8a82", 210, "bright red"]
      violet    = ["#c6abff", 183, "magenta"]
      alertbg   = ["#5a1f22",  52, "red"]
      warnbg    = ["#493811", 237, "yellow"]

      [roles]
      "text"                 = "text"
      "text.dim"             = "dim"
      "text.strong"          = "strong, bold"
      "text.alert"           = "red, bold"

      "frame.line"           = "line"
      "frame.line.focused"   = "blue, bold"
      "frame.title"          = "dim"
      "frame.title.focused"  = "strong, bold"

      "header.text"          = "dim"
      "header.location"      = "strong, bold"
      "header.running"       = "teal"
      "header.warning"       = "amber, bold"
      "header.alert"         = "red, bold, reverse"

      "row"                  = "text"
      "row.selected"         = "text on raised"
      "row.selected.focused" = "strong on selection, bold"
      "row.marked"           = "violet, bold"
      "row.held"             = "teal"
      "row.retired"          = "dim"
      "column.head"          = "dim"
      "column.sorted"        = "text, underline"

      "number"               = "text"
      "number.low"           = "amber, bold"
      "number.none"          = "red, bold"
      "number.unlimited"     = "dim"

      "state.pending"        = "amber"
      "state.applied"        = "teal"
      "state.done"           = "green"
      "state.partial"        = "red"
      "state.failed"         = "red, bold"
      "state.unknown"        = "violet, bold"

      "filter.text"          = "blue"
      "filter.match"         = "underline, bold"
      "prompt.text"          = "strong"
      "prompt.ghost"         = "dim"

      "banner.warning"       = "text on warnbg"
      "banner.alert"         = "strong on alertbg"

      "hint.key"             = "blue, bold"
      "hint.text"            = "dim"
      "hint.count"           = "violet, bold"
      "hint.blocked"         = "dim, italic"

      "plan.before"          = "dim"
      "plan.after"           = "strong, bold"
      "plan.dropped"         = "dim"
      "plan.warning"         = "amber"
      "plan.confirm"         = "strong, bold"

      "progress.done"        = "teal"
      "progress.rest"        = "line"
      "dialog.line"          = "blue"

      """#
    ),
    (
      "purser-light",
      #"""
      # The theme Purser starts with on a light ground: the roles of purser-dark, other colours.

      variant = "light"
      extends = "purser-dark"

      [palette]
      base      = ["#fbfaf7", 231, "default"]
      raised    = ["#efede6", 255, "default"]
      selection = ["#cddff8", 189, "cyan"]
      line      = ["#8d887c", 102, "default, dim"]
      text      = ["#24282e", 235, "default"]
      dim       = ["#5c636c", 241, "default"]
      strong    = ["#000000",  16, "default, bold"]
      blue      = ["#1d5bb0",  25, "blue"]
      teal      = ["#0b6a5f",  23, "blue"]
      green     = ["#2a6a2c",  22, "default"]
      amber     = ["#7d5200",  94, "magenta"]
      red       = ["#ad2119", 124, "red"]
      violet    = ["#653bab",  54, "magenta"]
      alertbg   = ["#fbdcd9", 224, "red"]
      warnbg    = ["#f8e8c0", 230, "yellow"]

      """#
    ),
    (
      "high-contrast",
      #"""
      # Black and white and few strong colours: every text reaches 7 : 1 (AAA).
      # The roles are those of purser-dark.

      variant = "dark"
      extends = "purser-dark"

      [palette]
      base      = ["#000000",  16, "default"]
      raised    = ["#1a1a1a", 234, "default"]
      selection = ["#003a8c",  19, "blue"]
      line      = ["#a6a6a6", 248, "default, dim"]
      text      = ["#ffffff", 231, "default"]
      dim       = ["#d4d4d4", 188, "white"]
      strong    = ["#ffffff", 231, "bright white"]
      blue      = ["#9ccfff", 153, "bright blue"]
      teal      = ["#6fe3d3",  80, "cyan"]
      green     = ["#9be88a", 114, "green"]
      amber     = ["#ffd166", 221, "yellow"]
      red       = ["#ffa39e", 217, "bright red"]
      violet    = ["#d9c2ff", 183, "magenta"]
      alertbg   = ["#6b0008",  52, "red"]
      warnbg    = ["#4d3800", 235, "yellow"]

      """#
    ),
    (
      "colour-blind",
      #"""
      # Blue, orange and yellow instead of green and red (after Okabe and Ito), apart also in brightness.
      # The roles are those of purser-dark, one aside.

      variant = "dark"
      extends = "purser-dark"

      [palette]
      base      = ["#14171b", 234, "default"]
      raised    = ["#1f242a", 235, "default"]
      selection = ["#274a75",  24, "blue"]
      line      = ["#64707e", 243, "default, dim"]
      text      = ["#d8dde3", 253, "default"]
      dim       = ["#9aa5b1", 248, "white"]
      strong    = ["#ffffff", 231, "bright white"]
      blue      = ["#8cc2ff", 111, "bright blue"]
      teal      = ["#56b4e9",  74, "cyan"]
      green     = ["#7fd4f5", 117, "green"]
      amber     = ["#f0e442", 221, "yellow"]
      red       = ["#ff9d52", 215, "bright red"]
      violet    = ["#e0a8d0", 182, "magenta"]
      alertbg   = ["#5c2f10",  52, "red"]
      warnbg    = ["#453f0c",  58, "yellow"]

      [roles]
      # Done and failed differ in brightness and weight as well.
      "state.applied"        = "blue"

      """#
    ),
    (
      "mono",
      #"""
      # No colours: bold, underline and reverse video. Also used under NO_COLOR and on terminals without colours.

      variant = "mono"

      [roles]
      "text"                 = ""
      "text.strong"          = "bold"
      "text.alert"           = "bold"

      "frame.line.focused"   = "bold"
      "frame.title.focused"  = "bold"

      "header.location"      = "bold"
      "header.warning"       = "bold"
      "header.alert"         = "bold, reverse"

      "row.selected"         = ""
      "row.selected.focused" = "bold, reverse"
      "row.marked"           = "bold"
      "column.sorted"        = "underline"

      "number.low"           = "bold"
      "number.none"          = "bold"

      "state.failed"         = "bold"
      "state.unknown"        = "bold"

      "filter.match"         = "underline, bold"

      "banner.alert"         = "bold"

      "hint.key"             = "bold"
      "hint.count"           = "bold"
      "hint.blocked"         = "italic"

      "plan.after"           = "bold"
      "plan.confirm"         = "bold"

      """#
    ),
    (
      "catppuccin",
      #"""
      # Catppuccin Mocha by the Catppuccin organization, with a lighter line and dim for contrast.
      # The roles are those of purser-dark.

      variant = "dark"
      extends = "purser-dark"

      [palette]
      base      = ["#1e1e2e", 235, "default"]
      raised    = ["#28283d", 236, "default"]
      selection = ["#45476b",  60, "blue"]
      line      = ["#717592", 244, "default, dim"]
      text      = ["#cdd6f4", 189, "default"]
      dim       = ["#a6adc8", 146, "white"]
      strong    = ["#ffffff", 231, "bright white"]
      blue      = ["#89b4fa", 111, "bright blue"]
      teal      = ["#94e2d5", 116, "cyan"]
      green     = ["#a6e3a1", 151, "green"]
      amber     = ["#f9e2af", 223, "yellow"]
      red       = ["#f38ba8", 211, "bright red"]
      violet    = ["#cba6f7", 183, "magenta"]
      alertbg   = ["#53283a",  52, "red"]
      warnbg    = ["#4a4231", 238, "yellow"]

      """#
    ),
    (
      "dracula",
      #"""
      # Dracula by Zeno Rocha and others, with lighter comments for contrast.
      # The roles are those of purser-dark.

      variant = "dark"
      extends = "purser-dark"

      [palette]
      base      = ["#282a36", 236, "default"]
      raised    = ["#313442", 237, "default"]
      selection = ["#44597c",  60, "blue"]
      line      = ["#7b85ad", 103, "default, dim"]
      text      = ["#f8f8f2", 255, "default"]
      dim       = ["#adb4d2", 146, "white"]
      strong    = ["#ffffff", 231, "bright white"]
      blue      = ["#a5c8ff", 153, "bright blue"]
      teal      = ["#8be9fd", 117, "cyan"]
      green     = ["#50fa7b",  84, "green"]
      amber     = ["#f1fa8c", 228, "yellow"]
      red       = ["#ff8f8f", 210, "bright red"]
      violet    = ["#cfb0ff", 183, "magenta"]
      alertbg   = ["#5e2630",  52, "red"]
      warnbg    = ["#4b4a25", 239, "yellow"]

      """#
    ),
    (
      "gruvbox",
      #"""
      # Gruvbox dark by Pavel Pertsev, with brighter reds for contrast.
      # The roles are those of purser-dark.

      variant = "dark"
      extends = "purser-dark"

      [palette]
      base      = ["#282828", 235, "default"]
      raised    = ["#32302f", 236, "default"]
      selection = ["#3f5a5e",  23, "blue"]
      line      = ["#857a70", 243, "default, dim"]
      text      = ["#ebdbb2", 223, "default"]
      dim       = ["#bdae93", 144, "white"]
      strong    = ["#fbf1c7", 230, "bright white"]
      blue      = ["#9ac0b2", 109, "bright blue"]
      teal      = ["#8ec07c", 108, "cyan"]
      green     = ["#b8bb26", 142, "green"]
      amber     = ["#fabd2f", 214, "yellow"]
      red       = ["#ff8f7e", 210, "bright red"]
      violet    = ["#e0a3b4", 181, "magenta"]
      alertbg   = ["#5a2420",  52, "red"]
      warnbg    = ["#4d3f12",  58, "yellow"]

      """#
    ),
    (
      "nord",
      #"""
      # Nord by Arctic Ice Studio, with brighter colours for contrast.
      # The roles are those of purser-dark.

      variant = "dark"
      extends = "purser-dark"

      [palette]
      base      = ["#2e3440", 237, "default"]
      raised    = ["#363d4a", 238, "default"]
      selection = ["#3f5f86",  60, "blue"]
      line      = ["#8590a6", 103, "default, dim"]
      text      = ["#e5e9f0", 255, "default"]
      dim       = ["#b9c3d4", 251, "white"]
      strong    = ["#ffffff", 231, "bright white"]
      blue      = ["#a3c3e6", 146, "bright blue"]
      teal      = ["#8fd0cf", 116, "cyan"]
      green     = ["#b4d29c", 151, "green"]
      amber     = ["#f0d399", 222, "yellow"]
      red       = ["#f2a2a8", 217, "bright red"]
      violet    = ["#d7b6d2", 182, "magenta"]
      alertbg   = ["#5c333a",  52, "red"]
      warnbg    = ["#524a35", 239, "yellow"]

      """#
    ),
    (
      "rose-pine-dawn",
      #"""
      # Rosé Pine Dawn by mvllow, with darker colours for contrast.
      # The roles are those of purser-dark.

      variant = "light"
      extends = "purser-dark"

      [palette]
      base      = ["#faf4ed", 255, "default"]
      raised    = ["#f2e9e1", 254, "default"]
      selection = ["#dcd3ea", 189, "cyan"]
      line      = ["#8c8596", 102, "default, dim"]
      text      = ["#443f63", 239, "default"]
      dim       = ["#625c79",  60, "default"]
      strong    = ["#26213f", 236, "default, bold"]
      blue      = ["#2b5a77",  24, "blue"]
      teal      = ["#24656b",  23, "blue"]
      green     = ["#2d6536",  22, "default"]
      amber     = ["#865300",  58, "magenta"]
      red       = ["#a4304f", 125, "red"]
      violet    = ["#6f4a91",  60, "magenta"]
      alertbg   = ["#f6d9d9", 224, "red"]
      warnbg    = ["#f5e3c2", 223, "yellow"]

      """#
    ),
    (
      "solarized-light",
      #"""
      # Solarized light by Ethan Schoonover, with darker colours for contrast.
      # The roles are those of purser-dark.

      variant = "light"
      extends = "purser-dark"

      [palette]
      base      = ["#fdf6e3", 230, "default"]
      raised    = ["#f3ecd9", 254, "default"]
      selection = ["#c9def0", 189, "cyan"]
      line      = ["#84898a", 102, "default, dim"]
      text      = ["#3f545c", 239, "default"]
      dim       = ["#556468", 241, "default"]
      strong    = ["#073642", 236, "default, bold"]
      blue      = ["#1b65a0",  25, "blue"]
      teal      = ["#1a6a63",  23, "blue"]
      green     = ["#4c6300",  58, "default"]
      amber     = ["#7f5800",  58, "magenta"]
      red       = ["#b3261f", 124, "red"]
      violet    = ["#5a53a8",  60, "magenta"]
      alertbg   = ["#f9d8cf", 224, "red"]
      warnbg    = ["#f5e2a8", 223, "yellow"]

      """#
    ),
    (
      "tokyo-night",
      #"""
      # Tokyo Night by Folke Lemaitre and enkia, with lighter comments for contrast.
      # The roles are those of purser-dark.

      variant = "dark"
      extends = "purser-dark"

      [palette]
      base      = ["#1a1b26", 234, "default"]
      raised    = ["#24283b", 236, "default"]
      selection = ["#33467c",  60, "blue"]
      line      = ["#6a719a",  66, "default, dim"]
      text      = ["#c0caf5", 153, "default"]
      dim       = ["#a0a9cf", 146, "white"]
      strong    = ["#ffffff", 231, "bright white"]
      blue      = ["#7aa2f7", 111, "bright blue"]
      teal      = ["#7dcfff", 117, "cyan"]
      green     = ["#9ece6a", 149, "green"]
      amber     = ["#e0af68", 179, "yellow"]
      red       = ["#ff8aa0", 211, "bright red"]
      violet    = ["#bb9af7", 141, "magenta"]
      alertbg   = ["#54263a",  52, "red"]
      warnbg    = ["#473a22", 235, "yellow"]

      """#
    ),
  ]
}
