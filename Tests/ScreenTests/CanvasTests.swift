import Testing

@testable import Screen

struct CanvasTests {
  private func canvas(_ width: Int, _ height: Int = 1, _ glyphs: GlyphSet = .unicode) -> Canvas {
    Canvas(size: Size(width: width, height: height), glyphs: glyphs)
  }

  @Test("text stands where it was put, cut to its field")
  func put() {
    var page = canvas(12, 2)
    page.put("Keynote", x: 1, y: 0, width: 5, role: .row)
    page.put("1,020", x: 2, y: 1, width: 8, role: .number, align: .right)
    #expect(page.text == [" Keyn…      ", "     1,020  "])
    #expect(page[1, 0]?.role == .row && page[6, 0]?.role == .text)
    #expect(
      page.roleRuns == [
        "0: 0-0 text · 1-5 row · 6-11 text", "1: 0-4 text · 5-9 number · 10-11 text",
      ])
  }

  @Test("nothing outside traps or shows", arguments: [-1000, -3, -1, 0, 3, 4, 1000])
  func outside(place: Int) {
    var page = canvas(4, 3)
    page.put("日本語x", x: place, y: place, role: .row)
    page.put("日本語x", x: place, y: 1, width: place, role: .row, align: .right)
    page.fill(Rect(x: place, y: place, width: 9, height: 9), .bannerAlert)
    page.underlay(Rect(x: place, y: -place, width: 9, height: 9), .row)
    page.clear(Rect(x: -place, y: place, width: .max / 4, height: 2))
    page.hline(x: place, y: place, width: 20)
    page.vline(x: place, y: -place, height: 20)
    page.joint(.cross, x: place, y: 1)
    page.box(Rect(x: place, y: place, width: 5, height: 5))
    page.cursor = Point(x: place, y: place)
    #expect(page.text.count == 3 && page.text.allSatisfy { TextWidth.of($0) == 4 })
    #expect(page[place, -1] == nil && page[4, 0] == nil)
  }

  @Test("an empty canvas takes everything")
  func empty() {
    var page = canvas(0, 0)
    page.put("text", x: 0, y: 0)
    page.box(page.bounds)
    #expect(page.text.isEmpty && page.roleRuns.isEmpty && page.changes(from: nil).isEmpty)
  }

  @Test("a wide character at an edge gives way to blanks")
  func edges() {
    var page = canvas(5)
    page.put("日本語", x: 0, y: 0)
    #expect(page.text == ["日本…"])
    page = canvas(5)
    page.put("日本", x: -1, y: 0)
    #expect(page.text == [" 本  "])
    page = canvas(2)
    page.put("日", x: 1, y: 0)
    #expect(page.text == [" …"])
  }

  @Test("drawing over one half blanks the other")
  func halves() {
    var page = canvas(4)
    page.put("日本", x: 0, y: 0)
    page.put("x", x: 1, y: 0)
    #expect(page.text == [" x本"])
    page.put("y", x: 2, y: 0)
    #expect(page.text == [" xy "])
    page.put("👩\u{200D}🚀", x: 0, y: 0)
    page.put("é", x: 1, y: 0)
    #expect(page.text == [" éy "] && page.clusters.isEmpty)
    page.put("日", x: 1, y: 0)
    page.put("本", x: 2, y: 0)
    #expect(page.text == ["  本"])
    #expect(page[2, 0]?.span == 2 && page[3, 0]?.span == 0 && page[1, 0]?.span == 1)
  }

  @Test("text keeps the ground that was laid under it, and its match marks")
  func ground() {
    var page = canvas(8)
    page.fill(page.bounds, .rowSelected)
    page.put("failed", x: 1, y: 0, role: .stateFailed, match: [1..<3])
    #expect(page[1, 0]?.ground == .rowSelected && page[1, 0]?.role == .stateFailed)
    #expect(page[2, 0]?.match == true && page[1, 0]?.match == false && page[4, 0]?.match == false)
    #expect(
      page.roleRuns == [
        "0: 0-0 row.selected · 1-1 state.failed/row.selected · 2-3 state.failed+match/row.selected"
          + " · 4-6 state.failed/row.selected · 7-7 row.selected"
      ])
    page.clear(page.bounds)
    #expect(page == canvas(8) && page[1, 0]?.ground == nil)
  }

  @Test("what stands for a control character is marked")
  func escapes() {
    var page = canvas(6)
    page.put(Shown("a\u{7}b^G"), x: 0, y: 0)
    #expect((0..<6).map { page[$0, 0]?.escape } == [false, true, true, false, false, false])
  }

  @Test("rules, joints and boxes")
  func lines() {
    var page = canvas(6, 3)
    page.box(page.bounds)
    page.joint(.down, x: 2, y: 0)
    page.vline(x: 2, y: 1, height: 1)
    page.joint(.up, x: 2, y: 2)
    #expect(page.text == ["┌─┬──┐", "│ │  │", "└─┴──┘"])
    page.hline(x: 1, y: 1, width: 4, weight: .heavy)
    #expect(page.text[1] == "│━━━━│")
  }

  @Test("the ASCII set has a twin for every sign, as wide, with inf for ∞")
  func ascii() {
    var page = canvas(12, 3, .ascii)
    page.put("▸ ✗ ä ∞ → …", x: 0, y: 0)
    page.put("Lange Namen", x: 0, y: 1, width: 6)
    page.hline(x: 0, y: 2, width: 3, weight: .heavy)
    page.joint(.down, x: 3, y: 2)
    page.put("日é", x: 5, y: 2)
    #expect(
      page.text == ["> x ? inf > ", "Lange>      ", "===+ ???    "]
        || page.text[0] == "> x ? inf >>")
    #expect(page.text[1] == "Lange>      " && page.text[2] == "===+ ???    ")
    var signs = canvas(12, 1, .asciiSigns)
    signs.put("✓ Hör日 ∞", x: 0, y: 0)
    #expect(signs.text == ["+ Hör日 inf "])
  }
}

struct FrameDiffTests {
  @Test("only what differs is told, small gaps of the same style with it")
  func changes() {
    var old = Canvas(size: Size(width: 20, height: 3))
    old.put("emp-0042  mika", x: 0, y: 1, role: .row)
    #expect(old.changes(from: old).isEmpty)
    var new = old
    new.put("emp-9043", x: 0, y: 1, role: .row)
    #expect(new.changes(from: old) == [FrameChange(y: 1, columns: 4..<8)])
    new.put("X", x: 15, y: 1, role: .row)
    #expect(new.changes(from: old).map(\.columns) == [4..<8, 15..<16])
    #expect(new.changes(from: nil).count == 3)
    #expect(new.changes(from: Canvas(size: Size(width: 19, height: 3))).count == 3)
  }

  @Test("a gap in another style is jumped over")
  func styledGap() {
    var old = Canvas(size: Size(width: 5, height: 1))
    old.vline(x: 2, y: 0, height: 1)
    var new = old
    new.put("ab", x: 0, y: 0)
    new.put("cd", x: 3, y: 0)
    #expect(new.changes(from: old).map(\.columns) == [0..<2, 3..<5])
  }

  @Test("wide characters change whole")
  func wide() {
    var old = Canvas(size: Size(width: 6, height: 1))
    old.put("日本", x: 0, y: 0)
    var new = old
    new.put("x", x: 1, y: 0)
    #expect(new.changes(from: old).map(\.columns) == [0..<2])
    #expect(old.changes(from: new).map(\.columns) == [0..<2])
  }

  @Test("clusters that begin alike are told apart")
  func clusters() {
    var old = Canvas(size: Size(width: 4, height: 1))
    old.put("e\u{301}", x: 0, y: 0)
    var new = Canvas(size: Size(width: 4, height: 1))
    new.put("e\u{300}", x: 0, y: 0)
    #expect(new.changes(from: old).map(\.columns) == [0..<1])
    #expect(new != old)
  }
}
