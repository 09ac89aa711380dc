import Testing

@testable import Screen

struct TextWidthTests {
  @Test(
    "characters take the cells that terminals give them",
    arguments: [
      ("a", 1), ("ä", 1), ("e\u{301}", 1), ("日", 2), ("ｶ", 1), ("Ａ", 2), ("한", 2),
      ("\u{1112}\u{1161}\u{11AB}", 2), ("👍", 2), ("👍🏽", 2), ("👩\u{200D}🚀", 2), ("🇩🇪", 2),
      ("❤", 1), ("❤\u{FE0F}", 2), ("∞", 1), ("▸", 1), ("✗", 1), ("━", 1), ("…", 1),
      ("\u{3000}", 2), ("का", 2), ("क्ष", 2), ("นี้", 1),
    ])
  func widths(text: String, width: Int) {
    #expect(TextWidth.of(text) == width)
    #expect(Shown(text).width == width)
  }

  @Test("what takes the short way is what the long way would give")
  func simple() throws {
    for value in 0x20...0x2FFF as ClosedRange<UInt32> {
      guard let scalar = Unicode.Scalar(value), TextWidth.isSimple(scalar) else { continue }
      // The mark at the end takes the text the long way.
      let shown = Shown("\(Character(scalar))x\u{301}")
      #expect(TextWidth.of(scalar) == 1, "\(value)")
      #expect(shown.text == "\(Character(scalar))x\u{301}" && shown.width == 2, "\(value)")
    }
  }

  @Test("the table is sorted and free of overlaps")
  func table() {
    for ranges in [TextWidth.wideRanges, TextWidth.zeroRanges] {
      for (left, right) in zip(ranges, ranges.dropFirst()) {
        #expect(left.upperBound < right.lowerBound)
      }
    }
  }

  @Test("all signs of the program are one cell, and so are their twins, ∞ aside")
  func signs() {
    for (sign, twin) in GlyphSet.twins {
      #expect(TextWidth.of(sign) == 1)
      #expect(twin.utf8.count == (sign == "∞" ? 3 : 1))
    }
  }

  @Test("clusters together are the text")
  func clusters() {
    let text = "a👩\u{200D}👩\u{200D}👧e\u{301}日🇩🇪क्षx"
    var joined = ""
    TextWidth.forEachCluster(of: text) { scalar, cluster, span in
      #expect((1...2).contains(span))
      joined += cluster ?? String(Unicode.Scalar(scalar).map(Character.init) ?? " ")
    }
    #expect(joined == text)
  }
}

struct CuttingTests {
  @Test(
    "a cut text ends with … and fills its width",
    arguments: [
      ("Skizze Pro", 10, "Skizze Pro"), ("Skizze Pro", 9, "Skizze P…"), ("Skizze Pro", 1, "…"),
      ("Skizze Pro", 0, ""), ("日本語", 6, "日本語"), ("日本語", 5, "日本…"), ("日本語", 4, "日… "),
      ("日本語", 2, "… "), ("日本語", 1, "…"), ("cafe\u{301}s", 4, "caf…"),
      ("cafe\u{301}s!", 5, "cafe\u{301}…"), ("x👩\u{200D}🚀yz", 3, "x… "),
    ])
  func cut(text: String, width: Int, result: String) {
    #expect(Shown(text).cut(to: width).text == result)
  }

  @Test("a cut never falls into a character, though it may have several cells")
  func conjuncts() {
    #expect(Shown("क्षa").cut(to: 2).text == "… ")
    #expect(Shown("क्षab").cut(to: 3).text == "क्ष…")
  }

  @Test("padding fills on the far side")
  func padding() {
    #expect(Shown("ab").padded(to: 4).text == "ab  ")
    #expect(Shown("ab").padded(to: 4, align: .right).text == "  ab")
    #expect(Shown("abcdef").padded(to: 4, align: .right).text == "abc…")
    #expect(Shown.blank(-1).isEmpty)
  }

  @Test("a cut keeps the marks of what stays")
  func marks() {
    #expect(Shown("a\u{1B}bc").cut(to: 4).escapes == [1..<3])
    #expect(Shown("a\u{1B}bc").cut(to: 3).escapes == [1..<2])
    #expect(Shown("abc\u{1B}").cut(to: 3).escapes.isEmpty)
  }
}
