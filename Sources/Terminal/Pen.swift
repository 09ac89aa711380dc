import Screen

/// The style a terminal writes with, and the shortest way to another one.
struct Pen {
  /// Whether single attributes can be ended; terminals without colours know only the end of all.
  let endsSingly: Bool
  /// Nil until something was set: what was before is not known.
  private(set) var style: ResolvedStyle?

  init(endsSingly: Bool) {
    self.endsSingly = endsSingly
  }

  /// Forgets the style, after something else wrote to the terminal.
  mutating func forget() { style = nil }

  /// The bytes that change to a style; none where it is the one.
  mutating func change(to target: ResolvedStyle) -> [UInt8] {
    guard target != style else { return [] }
    let old = style
    style = target
    guard let old, endsSingly else { return sequence(["0"] + codes(from: nil, to: target)) }
    return sequence(codes(from: old, to: target))
  }

  private func sequence(_ codes: [String]) -> [UInt8] {
    Array("\u{1B}[\(codes.joined(separator: ";"))m".utf8)
  }

  private static let attributes: [(attribute: TextAttributes, on: String)] = [
    (.bold, "1"), (.dim, "2"), (.italic, "3"), (.underline, "4"), (.reverse, "7"),
  ]

  private func codes(from old: ResolvedStyle?, to new: ResolvedStyle) -> [String] {
    var codes: [String] = []
    var known = old?.attributes ?? []
    let gone = known.subtracting(new.attributes)
    if !gone.isDisjoint(with: [.bold, .dim]) {
      // One code ends both.
      codes.append("22")
      known.subtract([.bold, .dim])
    }
    if gone.contains(.italic) { codes.append("23") }
    if gone.contains(.underline) { codes.append("24") }
    if gone.contains(.reverse) { codes.append("27") }
    for (attribute, on) in Self.attributes
    where new.attributes.contains(attribute) && !known.contains(attribute) {
      codes.append(on)
    }
    if new.foreground != old?.foreground ?? .standard {
      codes.append(code(new.foreground, isGround: false))
    }
    if new.background != old?.background ?? .standard {
      codes.append(code(new.background, isGround: true))
    }
    return codes
  }

  private func code(_ color: TerminalColor, isGround: Bool) -> String {
    let base = isGround ? 40 : 30
    return switch color {
    case .standard: "\(base + 9)"
    case .indexed(let index) where index < 8: "\(base + Int(index))"
    case .indexed(let index) where index < 16: "\(base + 60 + Int(index) - 8)"
    case .indexed(let index): "\(base + 8);5;\(index)"
    case .rgb(let red, let green, let blue): "\(base + 8);2;\(red);\(green);\(blue)"
    }
  }
}
