import Screen
import Testing

@testable import Terminal

/// What ncurses wrote, against what the terminal gets.
struct OutputFilterTests {
  private let colors: [UInt8: TerminalColor] = [16: .rgb(1, 2, 3), 17: .rgb(250, 251, 252)]

  private func filter() -> OutputFilter {
    OutputFilter(plainSet: Array("\u{1B}(B".utf8), endsSingly: true)
  }

  private func rewritten(
    _ text: String, by filter: inout OutputFilter, standIns: StandIns = StandIns()
  ) -> String {
    String(
      decoding: filter.rewrite(Array(text.utf8), colors: colors, standIns: standIns),
      as: UTF8.self)
  }

  private func rewritten(_ text: String, standIns: StandIns = StandIns()) -> String {
    var filter = filter()
    return rewritten(text, by: &filter, standIns: standIns)
  }

  @Test(
    "places that stand for true colours become these colours, all others stay",
    arguments: [
      ("\u{1B}[38;5;16ma", "\u{1B}[0;38;2;1;2;3ma"),
      ("\u{1B}[48;5;17ma", "\u{1B}[0;48;2;250;251;252ma"),
      ("\u{1B}[38;5;18ma", "\u{1B}[0;38;5;18ma"),
      ("\u{1B}[31m\u{1B}[104ma", "\u{1B}[0;31;104ma"),
      ("16;17\u{1B}[16;17H38;5;16", "\u{1B}[0m16;17\u{1B}[16;17H38;5;16"),
    ])
  func trueColors(drawn: String, sent: String) {
    #expect(rewritten(drawn) == sent)
  }

  @Test("a style is sent once, by what differs, and only when something is drawn in it")
  func shortStyles() {
    var filter = filter()
    let first = rewritten(
      "\u{1B}(B\u{1B}[0;1m\u{1B}[38;5;16ma\u{1B}[39;49m\u{1B}(B\u{1B}[m", by: &filter)
    #expect(first == "\u{1B}[0;1;38;2;1;2;3ma")
    #expect(rewritten("\u{1B}(B\u{1B}[0;1m\u{1B}[38;5;16mb", by: &filter) == "b")
    #expect(rewritten("\u{1B}(B\u{1B}[m\u{1B}[38;5;16mc", by: &filter) == "\u{1B}[22mc")
    filter.forget()
    #expect(rewritten("c", by: &filter) == "\u{1B}(B\u{1B}[0;38;2;1;2;3mc")
  }

  @Test("blanks wait for a style only where it shows on them")
  func blanks() {
    #expect(rewritten("a\u{1B}[1;31m  b") == "\u{1B}[0ma  \u{1B}[1;31mb")
    #expect(rewritten("a\u{1B}[4m b") == "\u{1B}[0ma\u{1B}[4m b")
    #expect(rewritten("a\u{1B}[41m b") == "\u{1B}[0ma\u{1B}[41m b")
  }

  @Test("erasing takes the ground alone", arguments: ["K", "J", "5X"])
  func erasing(end: String) {
    let drawn = "\u{1B}[4ma\u{1B}[m\u{1B}[48;5;16m\u{1B}[\(end)"
    #expect(rewritten(drawn) == "\u{1B}[0;4ma\u{1B}[24;48;2;1;2;3m\u{1B}[\(end)")
  }

  @Test(
    "a line that scrolls in has the ground of the moment",
    arguments: ["\n", "\u{1B}M", "\u{1B}[2S", "\u{1B}[T"])
  func scrolling(end: String) {
    let drawn = "\u{1B}[48;5;16ma\u{1B}[m\(end)"
    #expect(rewritten(drawn) == "\u{1B}[0;48;2;1;2;3ma\u{1B}[49m\(end)")
  }

  @Test("a terminal without colours gets every style from nothing")
  func wholeStyles() {
    var filter = OutputFilter(plainSet: [0x0F], endsSingly: false)
    #expect(
      rewritten("\u{1B}[1ma\u{1B}[m\u{0F}b", by: &filter) == "\u{1B}[0;1ma\u{1B}[0mb")
  }

  @Test("the line drawing set is switched where a sign of it is drawn")
  func lineSet() {
    #expect(rewritten("\u{1B}(B\u{1B}(0q\u{1B}(Ba") == "\u{1B}(0\u{1B}[0mq\u{1B}(Ba")
    #expect(rewritten("\u{1B}(B\u{1B}(0\u{1B}(Ba") == "\u{1B}[0ma")
  }

  @Test("what is no style passes, even cut off")
  func others() {
    #expect(
      rewritten("\u{1B}[?25l\u{1B}[2;3H\r\t\u{1B}7") == "\u{1B}[?25l\u{1B}[2;3H\r\t\u{1B}7")
    #expect(rewritten("\u{1B}[11m") == "\u{1B}[11m")
    for drawn in ["\u{1B}", "\u{1B}[", "\u{1B}[38;5", "\u{1B}("] { _ = rewritten(drawn) }
    #expect(rewritten("\u{1B}[38;5m\u{1B}[ma") == "\u{1B}[38;5m\u{1B}[0ma")
  }

  @Test("a cluster comes for its stand-in, between addressed columns")
  func clusters() throws {
    var standIns = StandIns()
    let family = StandIns.Original(text: "👩‍👧", span: 2, x: 4, goesOn: true)
    let accent = StandIns.Original(text: "e\u{301}", span: 1, x: 9, goesOn: false)
    let signs = [family, accent].compactMap { original -> String? in
      let sign = standIns.sign(for: original)
      #expect(standIns.sign(for: original) == sign)
      return sign.flatMap { Unicode.Scalar($0) }.map { String(Character($0)) }
    }
    try #require(signs.count == 2)
    #expect(
      rewritten("a\(signs[0])b\(signs[1])", standIns: standIns)
        == "\u{1B}[0ma  \u{1B}[5G👩‍👧\u{1B}[7Gb \u{1B}[10Ge\u{301}")
    standIns.removeAll()
    #expect(rewritten(signs[0], standIns: standIns) == "\u{1B}[0m\(signs[0])")
  }

  @Test("stand-ins tell when they run out, and never give one twice")
  func standInsRunOut() {
    var standIns = StandIns()
    var seen: Set<UInt32> = []
    for x in 0..<StandIns.wide.count {
      let original = StandIns.Original(text: "字", span: 2, x: x, goesOn: true)
      if let sign = standIns.sign(for: original) { seen.insert(sign) }
      #expect(standIns.isCrowded == (x + 1 > StandIns.wide.count / 2))
    }
    #expect(seen.count == StandIns.wide.count)
    #expect(standIns.sign(for: StandIns.Original(text: "字", span: 2, x: -1, goesOn: true)) == nil)
  }
}
