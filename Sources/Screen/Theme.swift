/// A palette and what every role looks like in it.
///
/// Roles are resolved when a frame is presented: a dotted name falls back to its front part
/// (`row.selected.focused` → `row.selected` → `row`), and that to `text`.
package struct Theme: Hashable, Sendable {
  /// For which kind of ground a theme is made.
  package enum Variant: String, CaseIterable, Sendable {
    case dark, light, mono
  }

  /// Its name, as `:theme NAME` and the configuration give it.
  package var name: String
  package var variant: Variant
  /// The colours by name.
  ///
  /// `base` is the ground of everything, `raised` that of a resting cursor row.
  package let palette: [String: PaletteColor]
  /// What the theme and those it extends say, by role or front part of roles.
  package let styles: [String: RoleStyle]
  /// The style of each role, in the order of `Role.allCases`.
  private let resolved: [RoleStyle]

  init(
    name: String, variant: Variant, palette: [String: PaletteColor], styles: [String: RoleStyle]
  ) {
    self.name = name
    self.variant = variant
    self.palette = palette
    self.styles = styles
    let plain = RoleStyle("text") ?? .empty
    resolved = Role.allCases.map { role in
      Self.chain(of: role).lazy.compactMap { styles[$0] }.first ?? styles["text"] ?? plain
    }
  }

  /// What the theme says of a role after all fallbacks; its description is that of a theme file.
  package func roleStyle(of role: Role) -> RoleStyle { resolved[Int(role.index)] }

  /// The names under which a theme may speak of a role, the nearest first.
  static func chain(of role: Role) -> [String] {
    var names: [String] = []
    var parts = role.rawValue.split(separator: ".")
    while !parts.isEmpty {
      names.append(parts.joined(separator: "."))
      parts.removeLast()
    }
    return names
  }

  /// All names that the roles of a theme may have: the roles and their front parts.
  static let roleNames = Set(Role.allCases.flatMap { chain(of: $0) })
}

extension Theme {
  /// What a cell looks like.
  ///
  /// A cell keeps the ground laid under it unless its role has one of its own. On the cursor row of
  /// the focused pane every cell takes the style of that row: sign and word tell its state there.
  package func style(
    of role: Role, ground: Role? = nil, match: Bool = false, escape: Bool = false,
    depth: ColorDepth
  ) -> ResolvedStyle {
    let focused = role == .rowSelectedFocused || ground == .rowSelectedFocused
    let main = roleStyle(of: focused ? .rowSelectedFocused : role)
    var style = ResolvedStyle(attributes: main.attributes)
    var color = main.color
    if match {
      let overlay = roleStyle(of: .filterMatch)
      style.attributes.formUnion(overlay.attributes)
      if !focused { color = overlay.color ?? color }
    }
    let groundName = main.ground ?? ground.flatMap { roleStyle(of: $0).ground } ?? "base"
    switch variant == .mono ? .mono : depth {
    case .mono: if focused { style.attributes.insert(.reverse) }
    case .colors16: apply16(color, groundName, focused: focused, to: &style)
    case .colors256, .truecolor:
      style.foreground = terminalColor(color ?? "text", depth)
      style.background = terminalColor(groundName, depth)
    }
    if escape { style.attributes.formSymmetricDifference(.reverse) }
    return style
  }

  private func terminalColor(_ name: String, _ depth: ColorDepth) -> TerminalColor {
    guard let color = palette[name] else { return .standard }
    guard depth == .truecolor else { return .indexed(color.index256) }
    return .rgb(color.rgb.red, color.rgb.green, color.rgb.blue)
  }

  /// With 16 colours the terminal's own palette decides: the base stays its own, the cursor row is
  /// reverse video, and text on a coloured ground is black or white, whichever can be read.
  private func apply16(
    _ color: String?, _ ground: String, focused: Bool, to style: inout ResolvedStyle
  ) {
    if focused {
      style.attributes.insert(.reverse)
      return
    }
    if let index = palette[ground]?.index16 {
      let bright: Set<UInt8> = [2, 3, 6, 7, 10, 11, 12, 13, 14, 15]
      style.background = .indexed(index)
      style.foreground = .indexed(bright.contains(index) ? 0 : 15)
    } else if let color = palette[color ?? "text"] {
      style.foreground = color.index16.map { .indexed($0) } ?? .standard
      style.attributes.formUnion(color.attributes16)
    }
  }
}
