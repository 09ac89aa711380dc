import Screen

/// The style a terminal writes with, and the shortest way to another one.
struct Pen {
  let kind: TerminalKind
  /// Nil until something was set: what was before is not known.
  private(set) var style: ResolvedStyle?

  init(kind: TerminalKind) {
    self.kind = kind
  }

  /// Forgets the style, after something else wrote to the terminal.
  mutating func forget() { style = nil }

  /// The bytes that change to a style; none where it is the one.
  mutating func change(to wanted: ResolvedStyle) -> [UInt8] {
    let target = adapted(wanted)
    guard target != style else { return [] }
    let old = style
    style = target
    if !kind.isStandard { return byTerminfo(target) }
    guard let old, kind.colors > 0 else { return sequence(["0"] + codes(from: nil, to: target)) }
    return sequence(codes(from: old, to: target))
  }

  /// A style that the terminal has: with 8 colours the bright ones are bold.
  private func adapted(_ style: ResolvedStyle) -> ResolvedStyle {
    var style = style
    if !kind.hasItalic { style.attributes.remove(.italic) }
    if !kind.hasDim { style.attributes.remove(.dim) }
    guard kind.colors < 16 else { return style }
    if case .indexed(let index) = style.foreground, index >= 8 {
      style.foreground = .indexed(index % 8)
      style.attributes.insert(.bold)
    }
    if case .indexed(let index) = style.background { style.background = .indexed(index % 8) }
    return style
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

  private func byTerminfo(_ style: ResolvedStyle) -> [UInt8] {
    var bytes = kind.reset
    if style.attributes.contains(.bold) { bytes += kind.bold }
    if style.attributes.contains(.underline) { bytes += kind.underline }
    if style.attributes.contains(.reverse) { bytes += kind.reverse }
    if case .indexed(let index) = style.foreground {
      bytes += kind.color(index, isGround: false)
    }
    if case .indexed(let index) = style.background {
      bytes += kind.color(index, isGround: true)
    }
    return bytes
  }
}
