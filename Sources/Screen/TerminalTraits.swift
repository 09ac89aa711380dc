extension ColorDepth {
  /// The depth that a terminal's environment promises.
  ///
  /// `colors` is what terminfo knows of it, 0 or less for none. `NO_COLOR` wins over everything.
  /// GNU screen drops true colours, so it never gets them.
  package static func detected(
    term: String, colorTerm: String?, noColor: Bool, colors: Int
  ) -> ColorDepth {
    if noColor || colors < 8 { return .mono }
    let poor = ["linux", "screen", "vt"].contains { term.hasPrefix($0) }
    if colors > 256 { return .truecolor }
    if !poor, let colorTerm, ["truecolor", "24bit"].contains(colorTerm.lowercased()) {
      return .truecolor
    }
    return colors >= 256 ? .colors256 : .colors16
  }
}

extension GlyphSet {
  /// The signs that a terminal can be trusted with.
  ///
  /// `isUTF8` is what the locale says. The Linux console and the old terminals have no glyphs for
  /// most signs, but show letters.
  package static func detected(term: String, isUTF8: Bool) -> GlyphSet {
    guard isUTF8 else { return .ascii }
    let poor = term == "linux" || term.hasPrefix("linux-") || term.hasPrefix("vt")
    return poor ? .asciiSigns : .unicode
  }
}
