/// How many colours a terminal shows.
package enum ColorDepth: String, CaseIterable, Sendable {
  case mono, colors16, colors256, truecolor
}

/// What a cell looks like beside its colours.
package struct TextAttributes: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }
  package static let bold = TextAttributes(rawValue: 1)
  package static let dim = TextAttributes(rawValue: 2)
  package static let italic = TextAttributes(rawValue: 4)
  package static let underline = TextAttributes(rawValue: 8)
  package static let reverse = TextAttributes(rawValue: 16)
}

/// A colour as the terminal is told it.
package enum TerminalColor: Hashable, Sendable {
  /// The terminal's own.
  case standard
  /// A place in its palette, 0 to 255.
  case indexed(UInt8)
  /// Red, green, blue.
  case rgb(UInt8, UInt8, UInt8)
}

/// What a cell looks like in one theme on one kind of terminal.
package struct ResolvedStyle: Hashable, Sendable {
  package var foreground: TerminalColor
  package var background: TerminalColor
  package var attributes: TextAttributes

  /// Creates a style; the terminal's own without arguments.
  package init(
    foreground: TerminalColor = .standard, background: TerminalColor = .standard,
    attributes: TextAttributes = []
  ) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }
}
