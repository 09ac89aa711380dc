import Console
import ConsoleSupport
import LocationStore
import Screen
import Testing

@testable import Terminal

/// The injection corpus: texts of others reach the terminal as text, or not at all.
@Suite(.serialized)
struct InjectionTests {
  /// The corpus cut into locations of some texts each.
  static let parts = stride(from: 0, to: HostileCorpus.texts.count, by: 60).map { start in
    Array(HostileCorpus.texts[start..<min(start + 60, HostileCorpus.texts.count)])
  }

  @Test("the corpus has every control and every format character")
  func corpus() {
    let values = Set(HostileCorpus.scalars.map(\.value))
    #expect(values.isSuperset(of: Array(0...0x1F) + Array(0x7F...0x9F)))
    #expect(values.isSuperset(of: [0x202E, 0x2066, 0x200B, 0xFEFF, 0xE0041, 0xFE0F, 0x61C, 0xAD]))
    #expect(HostileCorpus.scalars.count > 700)
  }

  @Test("no frame of a hostile location has a sequence that is not ours", arguments: parts.indices)
  func tour(part: Int) async throws {
    let theme = try Theme.load("purser-dark")
    let isWide = part == 0
    let size = isWide ? Size(width: 120, height: 30) : Size(width: 80, height: 24)
    let kind = TerminalRig.Kind(
      term: "xterm-256color", depth: .colors256, widths: isWide ? .scalars : .clusters)
    var rig = try TerminalRig(kind, size: size)
    defer { rig.close() }
    let box = RigBox(rig)
    var frames = 0
    var tour = await HostileTour(WildLocation(Self.parts[part]), size: size) { canvas in
      frames += 1
      try box.rig.show(canvas, theme: theme)
      try Self.check(canvas)
    }
    try await tour.walk()
    rig = box.rig
    #expect(frames > 200)
    #expect(rig.emulator.shapes.isSubset(of: Self.ours), "\(rig.emulator.shapes)")
  }

  @Test("text that only looks like a way out stays where it is", arguments: [GlyphSet.ascii])
  func withoutUnicode(glyphs: GlyphSet) async throws {
    let theme = try Theme.load("mono")
    let size = Size(width: 100, height: 30)
    let kind = TerminalRig.Kind(term: "vt100", depth: .mono, glyphs: glyphs)
    let box = RigBox(try TerminalRig(kind, size: size))
    defer { box.rig.close() }
    var tour = await HostileTour(WildLocation(Self.parts[0]), size: size, glyphs: glyphs) {
      canvas in
      let bytes = try box.rig.show(canvas, theme: theme)
      #expect(bytes.allSatisfy { $0 < 0x80 })
    }
    try await tour.walk()
  }

  /// The shapes that a frame for xterm is made of.
  private static let ours: Set<String> = [
    "C0 8", "C0 9", "C0 10", "C0 13", "ESC (", "CSI H", "CSI A", "CSI B", "CSI C", "CSI D", "CSI G",
    "CSI d", "CSI K", "CSI J", "CSI X", "CSI b", "CSI Z", "CSI m", "CSI ?25h", "CSI ?25l",
    "CSI ?12l", "CSI ?12;25h", "CSI ?7l", "CSI ?7h", "CSI r", "CSI S", "CSI T", "ESC M",
    "ESC 7", "ESC 8",
  ]

  /// Whether every sign of a canvas is one that may be shown.
  private static func check(_ canvas: Canvas) throws {
    for (index, slot) in canvas.slots.enumerated() where slot.scalar >= 0x7F {
      for scalar in (canvas.clusters[index]?.unicodeScalars).map({ Array($0) })
        ?? [Unicode.Scalar(slot.scalar) ?? "\u{0}"]
      {
        let isFine =
          switch scalar.properties.generalCategory {
          case .control, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned:
            false
          case .format: scalar.value == 0x200C || scalar.value == 0x200D
          default: true
          }
        guard isFine else {
          throw TerminalRig.Difference(description: "U+\(String(scalar.value, radix: 16)) is shown")
        }
      }
    }
  }
}

/// A rig that a closure can draw on.
private final class RigBox {
  var rig: TerminalRig
  init(_ rig: TerminalRig) { self.rig = rig }
}

/// `Shown` for every scalar there is.
struct EveryScalarTests {
  @Test("no scalar is shown that is not a letter, a mark, a sign or a joiner in its place")
  func all() {
    var wrong: [UInt32] = []
    for value in UInt32(0)...0x10FFFF {
      // Of the large areas without forms a sample is enough.
      let isVast = (0x20000..<0xE0000).contains(value) || value >= 0xE1000
      if isVast, value % 251 != 0, value & 0xFFFF < 0xFFF0 { continue }
      guard let scalar = Unicode.Scalar(value), !Self.isSafe(Shown("a\(Character(scalar))")) else {
        continue
      }
      wrong.append(value)
    }
    #expect(wrong.isEmpty)
  }

  private static func isSafe(_ shown: Shown) -> Bool {
    shown.text.unicodeScalars.allSatisfy { scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate,
        .unassigned:
        false
      default:
        !scalar.properties.isDefaultIgnorableCodePoint || scalar.properties.isVariationSelector
      }
    }
  }
}
