import Screen

/// The style that a stream of SGR sequences has asked for so far.
struct RequestedStyle {
  /// What was asked for; colours as ncurses counts them.
  private(set) var style = ResolvedStyle()

  private static let attributes: [Int: TextAttributes] = [
    1: .bold, 2: .dim, 3: .italic, 4: .underline, 7: .reverse,
  ]
  private static let ends: [Int: TextAttributes] = [
    22: [.bold, .dim], 23: .italic, 24: .underline, 27: .reverse,
  ]

  /// Takes the parameters of one sequence; answers those that are none of a style.
  mutating func take(_ parameters: ArraySlice<UInt8>) -> [Int] {
    var rest = parameters.split(separator: 0x3B, omittingEmptySubsequences: false)
      .map { $0.reduce(0) { ($0 * 10 + Int($1) - 0x30) % 10000 } }[...]
    var unknown: [Int] = []
    while let code = rest.popFirst() {
      if code == 38 || code == 48, rest.first == 5, rest.count > 1 {
        set(.indexed(UInt8(clamping: rest[rest.startIndex + 1])), isGround: code == 48)
        rest = rest.dropFirst(2)
      } else if !take(code) {
        unknown.append(code)
      }
    }
    return unknown
  }

  private mutating func take(_ code: Int) -> Bool {
    if let attribute = Self.attributes[code] {
      style.attributes.formUnion(attribute)
    } else if let ended = Self.ends[code] {
      style.attributes.subtract(ended)
    } else {
      switch code {
      case 0: style = ResolvedStyle()
      case 30...37: set(.indexed(UInt8(code - 30)), isGround: false)
      case 40...47: set(.indexed(UInt8(code - 40)), isGround: true)
      case 90...97: set(.indexed(UInt8(code - 82)), isGround: false)
      case 100...107: set(.indexed(UInt8(code - 92)), isGround: true)
      case 39: set(.standard, isGround: false)
      case 49: set(.standard, isGround: true)
      default: return false
      }
    }
    return true
  }

  private mutating func set(_ color: TerminalColor, isGround: Bool) {
    if isGround { style.background = color } else { style.foreground = color }
  }
}
