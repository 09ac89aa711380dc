package import Screen

/// What a terminal is opened with; the caller reads the environment.
package struct TerminalConfiguration: Sendable {
  /// `TERM`.
  package var term: String?
  /// `COLORTERM`.
  package var colorTerm: String?
  /// Whether `NO_COLOR` is set to something.
  package var noColor: Bool
  /// The first of `LC_ALL`, `LC_CTYPE`, `LANG` that is set.
  ///
  /// It counts where the system lacks the locale.
  package var locale: String?
  /// Whether the mouse is reported; while it is, selecting text takes Shift.
  package var mouse: Bool
  /// The signs to use, where the person knows better than the locale.
  package var glyphs: GlyphSet?
  /// The colours to use, where the person knows better than `TERM`.
  package var depth: ColorDepth?

  /// Creates a configuration.
  package init(
    term: String?, colorTerm: String? = nil, noColor: Bool = false, locale: String? = nil,
    mouse: Bool = true, glyphs: GlyphSet? = nil, depth: ColorDepth? = nil
  ) {
    self.term = term
    self.colorTerm = colorTerm
    self.noColor = noColor
    self.locale = locale
    self.mouse = mouse
    self.glyphs = glyphs
    self.depth = depth
  }
}

/// Why the console can't open here.
///
/// Nothing was changed on the terminal.
package enum TerminalError: Error, Hashable, CustomStringConvertible {
  /// Standard input or output is no terminal.
  case noTerminal
  /// `TERM` is not set.
  case unnamed
  /// terminfo does not know the terminal.
  case unknown(String)
  /// The terminal can't place a cursor.
  case dumb(String)
  /// The terminal refused its settings, with the system's error number.
  case refused(Int32)

  /// What is wrong and what helps; the name in it comes from the environment.
  package var description: String {
    let help = "Set TERM to what this terminal is, most often xterm-256color."
    return switch self {
    case .noTerminal:
      "The console needs a terminal for its input and its output. "
        + "In scripts use the commands: purser --help"
    case .unnamed: "TERM is not set, so the console can't draw. \(help)"
    case .unknown(let name): "No description of the terminal \"\(name)\" is installed. \(help)"
    case .dumb(let name): "The terminal \"\(name)\" can't place a cursor. \(help)"
    case .refused(let number): "The terminal refused its settings (error \(number))."
    }
  }
}
