/// Texts that try to do something to a terminal (reliability.md 15.2, G14).
enum HostileCorpus {
  /// Every scalar that moves, switches, hides or reorders, and samples of what has no form at all.
  static let scalars: [Unicode.Scalar] = {
    let ranges: [ClosedRange<UInt32>] = [
      0...0x1F, 0x7F...0x9F, 0xFDD0...0xFDEF, 0xFE00...0xFE0F, 0xE0000...0xE01EF,
      0xE000...0xE00F, 0xF8F0...0xF8FF, 0xF0000...0xF000F, 0x10FFF0...0x10FFFF, 0x378...0x379,
      0x1FF80...0x1FF8F, 0x3FFFE...0x40001,
    ]
    let listed = ranges.flatMap { $0.compactMap(Unicode.Scalar.init) }
    let formats = (UInt32(0xA0)...0x1FFFF).compactMap(Unicode.Scalar.init).filter { scalar in
      switch scalar.properties.generalCategory {
      case .format, .lineSeparator, .paragraphSeparator: true
      default: scalar.properties.isDefaultIgnorableCodePoint
      }
    }
    let planes = (0...16).flatMap { plane in
      [0xFFFE, 0xFFFF].compactMap { Unicode.Scalar(UInt32(plane) << 16 | $0) }
    }
    return Array(Set(listed + formats + planes)).sorted { $0.value < $1.value }
  }()

  /// Sequences: whole, cut, nested, in their 7-bit and 8-bit forms.
  static let sequences: [String] = {
    let esc = "\u{1B}"
    let whole = [
      "[2J", "[H", "[31m", "[?1049l", "[6n", "[c", "[>c", "[?25h", "[3;3r", "[?1003h", "[2 q",
      "[!p",
      "]0;title\u{7}", "]52;c;UHdu\u{7}", "]8;;http://x\(esc)\\link", "]4;1;?\u{7}",
      "P1$r0m\(esc)\\",
      "P+q544e\(esc)\\", "_Gf=100;AAAA\(esc)\\", "^pm\(esc)\\", "Xsos\(esc)\\", "c", "#8", "(0",
      "N",
      "=", ">", "7", "8", "M", "E", "Z", "%G", " F",
    ]
    let eight = [
      "\u{9B}2J", "\u{9D}0;t\u{9C}", "\u{90}1$r\u{9C}", "\u{9F}a\u{9C}", "\u{85}", "\u{8D}",
    ]
    let cut = ["", "[", "[38;2;", "]0;", "]52;c;", "P", "_", "[?", "(", "\(esc)", "\(esc)[\(esc)"]
    let nested = [
      "\(esc)]0;\(esc)[31m\u{7}", "\(esc)P\(esc)]52;c;QQ==\u{7}\(esc)\\", "\(esc)[\(esc)[2J",
      "\u{9B}\(esc)[H", "\(esc)[1\u{0}m", "\(esc)[\u{202E}31m", "\r\(esc)[K", "a\nb\u{8}\u{8}c",
    ]
    return whole.map { "x\(esc)\($0)y" } + eight + cut.map { "cut\(esc)\($0)" } + nested
  }()

  /// Texts that are too much.
  static let floods: [String] = [
    "e" + String(repeating: "\u{301}", count: 10_000), String(repeating: "A", count: 1 << 20),
    String(repeating: "\u{202E}", count: 10_000), String(repeating: "\u{1B}[31m", count: 200_000),
    String(repeating: "字", count: 1 << 18), String(repeating: "👩\u{200D}", count: 5_000),
    String(repeating: "\u{200B}", count: 300), "^[[31m", "<U+202E>", "\u{F0000}\u{F0001}",
    "\u{17000}\u{17001}\u{17002}", " ", "",
  ]

  /// Everything, some scalars a text.
  static let texts: [String] = {
    let groups = stride(from: 0, to: scalars.count, by: 3).map { start in
      scalars[start..<min(start + 3, scalars.count)].map { String(Character($0)) }
        .joined(separator: "b")
    }
    return sequences + groups.map { "a\($0)z" } + floods
  }()
}
