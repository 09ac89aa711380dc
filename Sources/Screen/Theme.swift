/// A palette and what every role looks like in it.
package struct Theme: Hashable, Sendable {
  /// For which kind of ground a theme is made.
  package enum Variant: String, CaseIterable, Sendable {
    case dark, light, mono
  }

  /// Its name, as `:theme NAME` and the configuration give it.
  package var name: String
  package var variant: Variant

  /// What a role looks like over the ground of another one (`Cell.ground`), at a depth.
  package func style(
    of role: Role, ground: Role? = nil, match: Bool = false, escape: Bool = false,
    depth: ColorDepth
  ) -> ResolvedStyle {
    ResolvedStyle()
  }

  /// The themes that come with the program, in the order of the themes page.
  package static let shippedNames: [String] = ["purser-dark"]

  /// A theme that comes with the program.
  package static func shipped(_ name: String) -> Theme? {
    name == "purser-dark" ? Theme(name: name, variant: .dark) : nil
  }
}
