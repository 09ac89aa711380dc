extension RGB {
  /// The WCAG 2 contrast of two colours, 1 to 21.
  package func contrast(with other: RGB) -> Double {
    let lighter = max(luminance, other.luminance)
    let darker = min(luminance, other.luminance)
    return (lighter + 0.05) / (darker + 0.05)
  }

  private var luminance: Double {
    0.2126 * Self.linear[Int(red)] + 0.7152 * Self.linear[Int(green)]
      + 0.0722 * Self.linear[Int(blue)]
  }

  /// The light of every step of a channel.
  private static let linear = (0...255).map { step in
    let value = Double(step) / 255
    return value <= 0.04045 ? value / 12.92 : gamma((value + 0.055) / 1.055)
  }

  /// A value to the power of 2.4, by the fifth root of its twelfth power.
  private static func gamma(_ base: Double) -> Double {
    let square = base * base
    let fourth = square * square
    let target = fourth * fourth * fourth
    var root = base
    for _ in 0..<60 {
      let rest = root * root * root * root
      root -= (root - target / rest) / 5
    }
    return root
  }
}

extension Theme {
  /// The contrast of a role's text, on its own ground or else on one of the palette; nil where the
  /// theme leaves the colours to the terminal.
  package func contrast(
    of role: Role, on ground: String = "base", depth: ColorDepth = .truecolor
  ) -> Double? {
    let style = roleStyle(of: role)
    guard variant != .mono, depth == .truecolor || depth == .colors256,
      let front = palette[style.color ?? "text"], let back = palette[style.ground ?? ground]
    else { return nil }
    if depth == .truecolor { return front.rgb.contrast(with: back.rgb) }
    return RGB(index256: front.index256).contrast(with: RGB(index256: back.index256))
  }

  /// The roles that draw lines, for which a contrast of 3 is enough.
  package static let lineRoles: Set<Role> = [.frameLine, .progressRest]

  /// The role whose text is hardest to read, and its contrast.
  package func lowestContrast(depth: ColorDepth = .truecolor) -> (role: Role, ratio: Double)? {
    Role.allCases.filter { !Self.lineRoles.contains($0) }
      .compactMap { role in contrast(of: role, depth: depth).map { (role, $0) } }
      .min { $0.1 < $1.1 }
  }
}
