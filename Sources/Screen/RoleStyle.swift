/// What a theme says of a role: the names of colours, and attributes.
package struct RoleStyle: Hashable, Sendable {
  /// The name of the text's colour in the palette; nil keeps what is there.
  package var color: String?
  /// The name of the ground's colour; nil keeps the ground that is there.
  package var ground: String?
  package var attributes: TextAttributes

  /// Reads `strong on selection, bold`: a colour, a ground, attributes, each of which may be missing;
  /// nothing at all is the terminal's own style.
  init?(_ text: String) {
    attributes = []
    if text.isEmpty { return }
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    for (place, part) in parts.enumerated() {
      let words = part.split(separator: " ").map(String.init)
      // `dim` is a colour here; as an attribute it is for terminals of 16 colours alone.
      if words.count == 1, words[0] != "dim", let attribute = TextAttributes(name: words[0]) {
        attributes.insert(attribute)
      } else if place == 0, !readColors(words) {
        return nil
      } else if place > 0 {
        return nil
      }
    }
  }

  private mutating func readColors(_ words: [String]) -> Bool {
    switch words.count {
    case 1 where words[0] != "on": color = words[0]
    case 2 where words[0] == "on": ground = words[1]
    case 3 where words[1] == "on": (color, ground) = (words[0], words[2])
    default: return false
    }
    return true
  }
}

extension RoleStyle: CustomStringConvertible {
  /// The style as a theme file has it.
  package var description: String {
    let colors = [color, ground.map { "on \($0)" }].compactMap(\.self).joined(separator: " ")
    return ([colors] + attributes.names).filter { !$0.isEmpty }.joined(separator: ", ")
  }
}

extension TextAttributes {
  private static let named: [(name: String, attribute: TextAttributes)] = [
    ("bold", .bold), ("dim", .dim), ("italic", .italic), ("underline", .underline),
    ("reverse", .reverse),
  ]

  /// Reads the name of one attribute.
  init?(name: String) {
    guard let named = Self.named.first(where: { $0.name == name }) else { return nil }
    self = named.attribute
  }

  /// The names of the attributes.
  var names: [String] { Self.named.filter { contains($0.attribute) }.map(\.name) }
}

extension RoleStyle {
  /// A style that changes nothing.
  static let empty = RoleStyle(color: nil, ground: nil, attributes: [])

  private init(color: String?, ground: String?, attributes: TextAttributes) {
    self.color = color
    self.ground = ground
    self.attributes = attributes
  }
}
