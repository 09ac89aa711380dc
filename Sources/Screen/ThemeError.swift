/// Why a theme can't be used: which file, which line, what stands there, and what may be meant.
package struct ThemeError: Error, Hashable, CustomStringConvertible {
  /// The kinds of mistakes in a theme.
  package enum Reason: Hashable, Sendable {
    case syntax(String)
    case unknownKey(String)
    case unknownRole(String)
    case unknownColor(String, role: String)
    case unreadableColor(String)
    case unreadableStyle(String, role: String)
    case unknownVariant(String)
    case unknownTheme(String)
    case extendsItself(String)
    case noBase
  }

  /// The file as it was named by the caller.
  package var file: String
  /// The line, counted from 1; nil where the mistake is in no one line.
  package var line: Int?
  package var reason: Reason
  /// The name that comes nearest to an unknown one.
  package var nearest: String?

  /// Creates an error about a line of a file.
  package init(file: String, line: Int?, reason: Reason, nearest: String? = nil) {
    self.file = file
    self.line = line
    self.reason = reason
    self.nearest = nearest
  }

  /// The whole sentence.
  ///
  /// It holds text of the file as it is: make it `Shown` before it is drawn.
  package var description: String {
    let place = line.map { "\(file):\($0): " } ?? "\(file): "
    let hint = nearest.map { ", the nearest is \"\($0)\"" } ?? ""
    return place + sentence + hint + "."
  }

  private var sentence: String {
    switch reason {
    case .syntax(let detail): "this is not TOML: \(detail)"
    case .unknownKey(let key): "there is no setting \"\(key)\" in a theme"
    case .unknownRole(let role): "there is no role \"\(role)\""
    case .unknownColor(let color, let role):
      "the role \"\(role)\" names the colour \"\(color)\", which the palette does not have"
    case .unreadableColor(let name):
      "the colour \"\(name)\" takes \"#rrggbb\", or [\"#rrggbb\", 0 to 255, \"name of the 16\"]"
    case .unreadableStyle(let style, let role):
      "the role \"\(role)\" takes \"COLOUR on GROUND, ATTRIBUTE\", not \"\(style)\""
    case .unknownVariant(let variant): "there is no variant \"\(variant)\""
    case .unknownTheme(let name): "there is no theme \"\(name)\""
    case .extendsItself(let name): "the theme \"\(name)\" extends itself"
    case .noBase: "the palette has no ground \"base\""
    }
  }
}

/// Names that look alike.
enum NearestName {
  /// The name with the fewest edits away from a word; nil where none is near.
  static func of(_ word: String, among names: some Sequence<String>) -> String? {
    let most = max(2, word.count / 3)
    return names.map { (name: $0, distance: distance(word.lowercased(), $0.lowercased())) }
      .filter { $0.distance <= most }
      .min { ($0.distance, $0.name) < ($1.distance, $1.name) }?.name
  }

  /// The edits between two words; names are short.
  static func distance(_ left: String, _ right: String) -> Int {
    let right = Array(right.prefix(64))
    var row = Array(0...right.count)
    for (i, letter) in left.prefix(64).enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for j in right.indices {
        let above = row[j + 1]
        row[j + 1] = min(above + 1, row[j] + 1, diagonal + (letter == right[j] ? 0 : 1))
        diagonal = above
      }
    }
    return row[right.count]
  }
}
