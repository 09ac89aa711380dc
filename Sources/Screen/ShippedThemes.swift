// Generated from themes/; ThemeTests holds both equal. To write it anew: RECORD=1 swift test --filter ScreenTests

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
  ]
}
