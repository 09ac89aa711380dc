package import Screen

/// A theme that can be chosen, or why its file can't be used.
package struct ThemeChoice: Equatable, Sendable {
  /// Its name.
  package var name: String
  /// Whether it is one of the person's own.
  package var isOwn: Bool
  /// The theme; nil where the file can't be used.
  package var theme: Theme?
  /// File, line and role of what is wrong with it.
  package var problem: String
  /// The TOML of it, to begin an own one with.
  package var text: String

  /// Joins the parts.
  package init(
    name: String, isOwn: Bool, theme: Theme?, problem: String = "", text: String = ""
  ) {
    self.name = name
    self.isOwn = isOwn
    self.theme = theme
    self.problem = problem
    self.text = text
  }

  /// The themes that come with the program.
  package static var shipped: [ThemeChoice] {
    Theme.shippedNames.map {
      ThemeChoice(
        name: $0, isOwn: false, theme: try? Theme.load($0), text: Theme.shippedText($0) ?? "")
    }
  }
}
