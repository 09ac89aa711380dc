import Testing

@testable import Screen

/// What untrusted text becomes before it may be drawn (reliability.md 12.2).
struct ShownTests {
  @Test(
    "what could move the cursor or change a mode is written out",
    arguments: [
      ("a\u{1B}[31mb", "a^[[31mb"), ("\u{1B}]0;title\u{07}", "^[]0;title^G"),
      ("\u{1B}]52;c;QQ==\u{1B}\\", "^[]52;c;QQ==^[\\"), ("\u{1B}P1$r\u{1B}\u{1B}[", "^[P1$r^[^[["),
      ("one\ttwo\r\nthree", "one^Itwo^M^Jthree"), ("\u{0}\u{7F}", "^@^?"),
      ("\u{9B}31m\u{85}", "<9B>31m<85>"), ("\u{1B}", "^["), ("\u{1B}[", "^[["),
    ])
  func controls(raw: String, shown: String) {
    #expect(Shown(raw).text == shown)
  }

  @Test("every control character has a visible form of ASCII letters")
  func allControls() throws {
    for value in Array(0...0x1F as ClosedRange<UInt32>) + Array(0x7F...0x9F) {
      let scalar = try #require(Unicode.Scalar(value))
      let shown = Shown(String(Character(scalar)))
      #expect(shown.text.utf8.allSatisfy { (0x20..<0x7F).contains($0) }, "\(value)")
      #expect(shown.width == shown.text.count && shown.escapes == [0..<shown.width])
    }
  }

  @Test(
    "what hides or reorders text is written out",
    arguments: [
      0x61C, 0x200E, 0x200F, 0x202A, 0x202D, 0x202E, 0x2066, 0x2069, 0x2028, 0x2029, 0x200B, 0x2060,
      0x2064, 0xFEFF, 0xAD, 0x34F, 0x180E, 0x115F, 0x1160, 0x3164, 0xFFA0, 0xE0001, 0xE0041,
      0xE007F,
      0xE000, 0xF8FF, 0x10FFFD, 0xFFFE, 0xFDD0, 0x1FFFF, 0x0378, 0xE0080, 0x17B4, 0xFFF9,
    ] as [UInt32])
  func hidden(value: UInt32) throws {
    let scalar = try #require(Unicode.Scalar(value))
    let number = String(value, radix: 16, uppercase: true)
    let digits = String(repeating: "0", count: max(0, 4 - number.count)) + number
    #expect(Shown("a\(Character(scalar))b").text == "a<U+\(digits)>b")
  }

  @Test("joiners stay between letters that need them and inside emoji, nowhere else")
  func joiners() {
    let persian = "می\u{200C}خواهم"
    let family = "👩\u{200D}👩\u{200D}👧"
    #expect(Shown(persian).text == persian)
    #expect(Shown(family).text == family && Shown(family).width == 2)
    #expect(Shown("क्\u{200D}ष").text == "क्\u{200D}ष")
    #expect(Shown("a\u{200D}b").text == "a<U+200D>b")
    #expect(Shown("👩\u{200D}").text == "👩<U+200D>")
    #expect(Shown("\u{200D}👩").text == "<U+200D>👩")
    #expect(Shown("م\u{200C}a").text == "م<U+200C>a")
    #expect(Shown("م\u{200C}\u{200C}م").text == "م<U+200C><U+200C>م")
  }

  @Test("a flood of marks keeps three and counts the rest")
  func marks() {
    let flood = "e" + String(repeating: "\u{301}", count: 10_000) + "f"
    #expect(Shown(flood).text == "e\u{301}\u{301}\u{301}<+9997>f")
    #expect(Shown(flood).width == 1 + 7 + 1)
    #expect(Shown("\u{301}a").text == "<U+0301>a")
    #expect(Shown(" \u{301}").text == " <U+0301>")
    #expect(Shown("e\u{301}").text == "e\u{301}" && Shown("e\u{301}").width == 1)
  }

  @Test("one selector for each base, none without")
  func selectors() {
    #expect(Shown("❤\u{FE0F}").text == "❤\u{FE0F}" && Shown("❤\u{FE0F}").width == 2)
    #expect(Shown("❤\u{FE0F}\u{FE0F}").text == "❤\u{FE0F}<U+FE0F>")
    #expect(Shown("\u{FE0F}").text == "<U+FE0F>")
    #expect(Shown("a\u{301}\u{E0100}").text == "a\u{301}<U+E0100>")
  }

  @Test("letters of every direction are shown as they are")
  func letters() {
    for text in ["Hörspielwerkstatt", "שלום", "العربية", "日本語", "한국어", "Ελληνικά", "นี้"] {
      #expect(Shown(text).text == text)
    }
  }

  @Test("a long text ends with … after 256 scalars, in the time of its start")
  func limit() {
    let exact = String(repeating: "ä", count: 256)
    #expect(Shown(exact).text == exact)
    let long = Shown(String(repeating: "ä", count: 1 << 20))
    #expect(long.text == String(repeating: "ä", count: 255) + "…" && long.width == 256)
    #expect(Shown(String(repeating: "x", count: 257)).text.unicodeScalars.count == 256)
    #expect(Shown(String(repeating: "\u{202E}", count: 1 << 20)).width <= 256)
    #expect(Shown(String(repeating: "\u{301}", count: 1 << 20)).width <= 256)
    let work = Shown("e" + String(repeating: "\u{301}", count: 1 << 20))
    #expect(work.text == "e\u{301}\u{301}\u{301}<+1048573>")
  }

  @Test("an identifier that decides shows everything but ASCII by number")
  func identifiers() {
    #expect(Shown(identifier: "F9FZK2Q0PLK4").text == "F9FZK2Q0PLK4")
    #expect(Shown(identifier: "еmp-0047").text == "<U+0435>mp-0047")
  }

  @Test("a literal ^[ can be told from one that stands for a control character")
  func escapeMarks() {
    #expect(Shown("^[").escapes.isEmpty)
    #expect(Shown("a\u{1B}b").escapes == [1..<3])
    #expect(Shown("^[") != Shown("\u{1B}"))
    let joined: Shown = "name: \(String("x\u{1B}"))"
    #expect(joined.escapes == [7..<9])
  }

  @Test("interpolated values are made safe, shown ones are taken as they are")
  func interpolation() {
    let raw = "a\u{202E}b"
    let line: Shown = "\(raw) · \(Shown("c")) · \(1_204)"
    #expect(line.text == "a<U+202E>b · c · 1204")
    #expect(line.width == 10 + 3 + 1 + 3 + 4)
    #expect("\(Shown("x\u{7}"))" == "x^G")
  }

  @Test("joining never makes one character of two without counting it anew")
  func joining() {
    let flag = Shown("\u{1F1E9}") + Shown("\u{1F1EA}")
    #expect(flag.width == TextWidth.of(flag.text) && flag.width == 2)
    var text: Shown = "日"
    text += "本"
    #expect(text.width == 4 && text.text == "日本")
  }
}

/// What holds for every input.
struct ShownPropertyTests {
  /// Pieces of which bad names are made.
  private static let pieces: [String] = [
    "a", "Z", "9", " ", "^[", "<U+202E>", "\u{1B}", "\u{1B}[2J", "\u{9B}", "\u{7F}", "\u{301}",
    "\u{301}\u{302}\u{303}\u{304}", "\u{200D}", "\u{200C}", "\u{FE0F}", "\u{FE0E}", "👩", "🏽", "👧",
    "\u{1F1E9}", "日", "م", "ش", "क", "\u{94D}", "\u{93E}", "\u{1100}", "\u{1161}", "\u{11A8}",
    "한", "\u{E33}", "\u{202E}", "\u{2028}", "\u{FFFE}", "\u{E0041}", "\u{3164}", "\u{3000}",
    "\u{A0}", "❤", "…", "\u{20E3}", "\r\n", "\u{D4E}", "\u{600}",
  ]

  /// A small generator, so that a seed gives the same texts everywhere.
  private struct Seeded: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ state >> 29
    }
  }

  @Test("idempotent, safe, narrow, never empty", arguments: 0..<40)
  func properties(seed: UInt64) {
    var generator = Seeded(state: seed &* 7919 &+ 1)
    for _ in 0..<50 {
      let length = Int.random(in: 1...(seed % 4 == 0 ? 300 : 12), using: &generator)
      let raw = (0..<length)
        .map { _ in Self.pieces.randomElement(using: &generator) ?? "" }.joined()
      let shown = Shown(raw)
      #expect(Shown(shown.text).text == shown.text, "\(raw.unicodeScalars.map(\.value))")
      #expect(!shown.isEmpty && shown.text.unicodeScalars.count <= Shown.limit)
      #expect(shown.text.unicodeScalars.allSatisfy(Self.isSafe))
      #expect(shown.width == TextWidth.of(shown.text))
      let limit = Int.random(in: 0...20, using: &generator)
      let cut = shown.cut(to: limit)
      #expect(cut.width <= limit && cut.width == TextWidth.of(cut.text))
      if shown.width > limit { #expect(cut.width == limit) }
      for mark in shown.escapes + cut.escapes {
        #expect(mark.lowerBound >= 0 && mark.upperBound <= shown.width && !mark.isEmpty)
      }
    }
  }

  private static func isSafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned: false
    case .format: scalar.value == 0x200C || scalar.value == 0x200D
    default: true
    }
  }
}
