private import TOMLKit

/// A theme as it stands in a file.
package struct ThemeSource: Hashable, Sendable {
  /// What errors call the file.
  package var file: String
  /// Its TOML.
  package var text: String

  /// Creates a source.
  package init(file: String, text: String) {
    self.file = file
    self.text = text
  }
}

extension Theme {
  /// The theme of a console that was told of none.
  package static let standard =
    (try? load("purser-dark")) ?? Theme(name: "mono", variant: .mono, palette: [:], styles: [:])

  /// The TOML of a shipped theme, to begin an own one with.
  package static func shippedText(_ name: String) -> String? { shippedSource(name)?.text }

  /// Reads a theme and those it extends.
  ///
  /// `find` gives the person's own themes; the shipped ones stand behind them, so an own theme may
  /// extend a shipped one of the same name.
  package static func load(
    _ name: String, find: (String) -> ThemeSource? = { _ in nil }
  ) throws(ThemeError) -> Theme {
    guard let source = find(name) ?? shippedSource(name) else {
      throw ThemeError(
        file: "theme", line: nil, reason: .unknownTheme(name),
        nearest: NearestName.of(name, among: shippedNames))
    }
    return try load(name, source, find: find, open: [])
  }

  private static func load(
    _ name: String, _ source: ThemeSource, find: (String) -> ThemeSource?, open: [ThemeSource]
  ) throws(ThemeError) -> Theme {
    let file = try ThemeFile(source)
    var parent: Theme?
    if let front = file.extends {
      let chain = open + [source]
      let known = [find(front), shippedSource(front)].compactMap(\.self)
      guard !known.isEmpty else {
        throw file.error("extends", .unknownTheme(front), among: shippedNames)
      }
      guard let next = known.first(where: { !chain.contains($0) }) else {
        throw file.error("extends", .extendsItself(name))
      }
      parent = try load(front, next, find: find, open: chain)
    }
    return try file.theme(named: name, over: parent)
  }
}

/// The reader of one theme file.
private struct ThemeFile {
  let source: ThemeSource
  let extends: String?
  private let variant: String?
  private var colors: [String: PaletteColor] = [:]
  private var styles: [String: RoleStyle] = [:]

  init(_ source: ThemeSource) throws(ThemeError) {
    self.source = source
    let table = try Self.parse(source)
    extends = table["extends"]?.string
    variant = table["variant"]?.string
    let known = ["variant", "extends", "palette", "roles"]
    for key in table.keys.sorted() where !known.contains(key) {
      throw error(key, .unknownKey(key), among: known)
    }
    if let palette = table["palette"]?.table { try read(palette: palette) }
    if let roles = table["roles"]?.table { try read(roles: roles) }
  }

  private static func parse(_ source: ThemeSource) throws(ThemeError) -> TOMLTable {
    do {
      return try TOMLTable(string: source.text)
    } catch {
      let mistake = error as? TOMLParseError
      throw ThemeError(
        file: source.file, line: mistake?.source.begin.line,
        reason: .syntax(mistake?.description ?? "it can't be read"))
    }
  }

  private mutating func read(palette: TOMLTable) throws(ThemeError) {
    for name in palette.keys {
      let color: PaletteColor?
      if let hex = palette[name]?.string {
        color = RGB(hex: hex).map { PaletteColor(rgb: $0) }
      } else if let list = palette[name]?.array, list.count == 3, let hex = list[0].string,
        let index = list[1].int, let name16 = list[2].string
      {
        color = PaletteColor(hex: hex, index256: index, name16: name16)
      } else {
        color = nil
      }
      guard let color else { throw error(name, .unreadableColor(name)) }
      colors[name] = color
    }
  }

  private mutating func read(roles: TOMLTable) throws(ThemeError) {
    for name in roles.keys {
      guard Theme.roleNames.contains(name) else {
        throw error(name, .unknownRole(name), among: Theme.roleNames.sorted())
      }
      let text = roles[name]?.string
      guard let text, let style = RoleStyle(text) else {
        throw error(name, .unreadableStyle(text ?? "something else than text", role: name))
      }
      styles[name] = style
    }
  }

  /// The theme of this file, over the one it extends.
  func theme(named name: String, over parent: Theme?) throws(ThemeError) -> Theme {
    let kind = variant ?? parent?.variant.rawValue ?? Theme.Variant.dark.rawValue
    guard let kind = Theme.Variant(rawValue: kind) else {
      throw error("variant", .unknownVariant(kind), among: Theme.Variant.allCases.map(\.rawValue))
    }
    let theme = Theme(
      name: name, variant: kind, palette: (parent?.palette ?? [:]).merging(colors) { $1 },
      styles: (parent?.styles ?? [:]).merging(styles) { $1 })
    if kind == .mono { return theme }
    guard theme.palette["base"] != nil else { throw error("palette", .noBase) }
    for (role, style) in theme.styles.sorted(by: { $0.key < $1.key }) {
      for color in [style.color, style.ground].compactMap(\.self)
      where theme.palette[color] == nil {
        throw error(
          role, .unknownColor(color, role: role), among: theme.palette.keys.sorted())
      }
    }
    return theme
  }

  func error(
    _ key: String, _ reason: ThemeError.Reason, among names: [String] = []
  ) -> ThemeError {
    let word: String
    switch reason {
    case .unknownColor(let name, _), .unknownTheme(let name), .unknownVariant(let name):
      word = name
    default: word = key
    }
    return ThemeError(
      file: source.file, line: line(of: key), reason: reason,
      nearest: NearestName.of(word, among: names))
  }

  /// The line that sets a key, or heads a table of this name.
  private func line(of key: String) -> Int? {
    let lines = source.text.split(separator: "\n", omittingEmptySubsequences: false)
    let forms = [key, "\"\(key)\"", "'\(key)'"]
    let place = lines.firstIndex { line in
      let head = line.prefix { $0 != "=" }.filter { !$0.isWhitespace }
      return forms.contains(head) || head == "[\(key)]" || forms.contains { head == "roles.\($0)" }
    }
    return place.map { $0 + 1 }
  }
}
