import Testing

@testable import Screen

struct KeyPressTests {
  @Test(
    "a chord is read as it is printed",
    arguments: [
      "a", "A", "*", "^", "\\", "^u", "^c", "^z", "F5", "F12", "Space", "Tab", "Shift-Tab", "Enter",
      "Esc", "Backspace", "PgUp", "PgDn", "Home", "End", "Del", "Ins", "↑", "↓", "←", "→", "[", "é",
      "?", ":", ".", "1",
    ])
  func roundTrip(chord: String) throws {
    let key = try #require(KeyPress(chord))
    #expect(key.description == chord)
  }

  @Test("names are read in any case, and by their other names")
  func names() {
    #expect(KeyPress("space") == .character(" "))
    #expect(KeyPress("shift-tab") == KeyPress(.backTab))
    #expect(KeyPress("pageup") == KeyPress(.pageUp) && KeyPress("UP") == KeyPress(.up))
    #expect(KeyPress("f5") == KeyPress(.function(5)) && KeyPress("^R") == .control("r"))
    #expect(KeyPress("f") == .character("f"))
  }

  @Test("what is no chord is refused", arguments: ["", " ", "ab", "F0", "F99", "F05", "^1", "^uu"])
  func refused(chord: String) {
    #expect(KeyPress(chord) == nil)
  }
}

struct InputParserTests {
  /// What one read gives.
  private func events(_ text: String) -> [ScreenEvent] {
    var parser = InputParser()
    return parser.take(text.utf8, at: .zero)
  }

  @Test("all that came in one read is one event")
  func keys() {
    #expect(
      events("jé日\r\t\u{7F} ") == [
        .keys([
          .character("j"), .character("é"), .character("日"), KeyPress(.enter), KeyPress(.tab),
          KeyPress(.backspace), .character(" "),
        ])
      ])
    #expect(events("") == [])
  }

  @Test(
    "keys of the common terminals",
    arguments: [
      ("\u{1B}[A", .up), ("\u{1B}OA", .up), ("\u{1B}[1;5B", .down), ("\u{1B}[Z", .backTab),
      ("\u{1B}[H", .home), ("\u{1B}[1~", .home), ("\u{1B}[7~", .home), ("\u{1B}OF", .end),
      ("\u{1B}[4~", .end), ("\u{1B}[3~", .delete), ("\u{1B}[2~", .insert), ("\u{1B}[5~", .pageUp),
      ("\u{1B}[6;2~", .pageDown), ("\u{1B}OP", .function(1)), ("\u{1B}[15~", .function(5)),
      ("\u{1B}[24~", .function(12)), ("\u{1B}[[E", .function(5)), ("\u{1B}OM", .enter),
      ("\u{15}", .control("u")), ("\u{3}", .control("c")), ("\u{0}", .control("@")),
      ("\u{1C}", .control("\\")),
      ("\u{1B}[1;2P", .function(1)),
    ] as [(String, KeyPress.Key)])
  func sequences(bytes: String, key: KeyPress.Key) {
    #expect(events(bytes) == [.keys([KeyPress(key)])])
  }

  @Test(
    "what is no key is swallowed, never taken for letters",
    arguments: [
      "\u{1B}[?62;c", "\u{1B}[24;80R", "\u{1B}]11;rgb:0/0/0\u{7}", "\u{1B}P1$r0m\u{1B}\\",
      "\u{1B}[I", "\u{1B}[99~", "\u{1B}[<0;1;1m", "\u{1B}[<35;4;4M", "\u{1B}[201~", "\u{1B}Oz",
    ])
  func swallowed(bytes: String) {
    #expect(events(bytes) == [])
    #expect(events(bytes + "j") == [.keys([.character("j")])])
  }

  @Test("every sequence may come byte by byte")
  func pieces() {
    let input = "a\u{1B}[A日\u{1B}[<0;3;4M\u{1B}[200~x\u{1B}[Ay\u{1B}[201~\u{1B}OPz"
    var parser = InputParser()
    var found: [ScreenEvent] = []
    for byte in input.utf8 { found += parser.take([byte], at: .zero) }
    #expect(
      found == [
        .keys([.character("a")]), .keys([KeyPress(.up)]), .keys([.character("日")]),
        .mouse(MouseEvent(.click, at: Point(x: 2, y: 3))), .paste("x\u{1B}[Ay"),
        .keys([KeyPress(.function(1))]), .keys([.character("z")]),
      ])
    #expect(!parser.isWaiting)
  }

  @Test("an escape byte alone is the key once nothing follows")
  func escape() {
    var parser = InputParser()
    #expect(parser.take([0x1B], at: .zero) == [] && parser.isWaiting)
    #expect(parser.flush() == [.keys([KeyPress(.escape)])] && !parser.isWaiting)
    #expect(parser.flush() == [])
    #expect(events("\u{1B}j") == [.keys([KeyPress(.escape), .character("j")])])
    _ = parser.take([0x1B, 0x5B], at: .zero)
    #expect(parser.flush() == [.keys([KeyPress(.escape), .character("[")])])
    #expect(events("\u{1B}\u{1B}[A") == [.keys([KeyPress(.escape), KeyPress(.up)])])
    _ = parser.take("\u{1B}]11;rgb".utf8, at: .zero)
    #expect(parser.flush() == [])
  }

  @Test("a paste is one event, whatever is in it, and never a key")
  func paste() {
    #expect(
      events("a\u{1B}[200~y\r\u{1B}[A\u{3}\u{1B}[201~b") == [
        .keys([.character("a")]), .paste("y\r\u{1B}[A\u{3}"), .keys([.character("b")]),
      ])
    #expect(events("\u{1B}[200~\u{1B}[201~") == [.paste("")])
    var parser = InputParser()
    _ = parser.take("\u{1B}[200~".utf8, at: .zero)
    for _ in 0..<5 {
      #expect(parser.take(repeatElement(0x78, count: 1 << 20), at: .zero) == [])
    }
    guard case .paste(let text) = parser.take("\u{1B}[201~".utf8, at: .zero).first else {
      Issue.record("no paste")
      return
    }
    #expect(text.utf8.count == InputParser.pasteLimit)
  }

  @Test("broken UTF-8 is a replacement sign and does not swallow what follows")
  func broken() {
    var parser = InputParser()
    #expect(
      parser.take([0xC3, 0x28, 0xFF, 0x61], at: .zero)
        == [
          .keys([
            .character("\u{FFFD}"), .character("("), .character("\u{FFFD}"), .character("a"),
          ])
        ])
    #expect(parser.take([0xE6, 0x97], at: .zero) == [] && parser.isWaiting)
    #expect(parser.flush() == [.keys([.character("\u{FFFD}")])])
  }

  @Test("the mouse: clicks, double clicks, the wheel")
  func mouse() {
    var parser = InputParser()
    let click = Array("\u{1B}[<0;10;5M\u{1B}[<0;10;5m".utf8)
    let place = Point(x: 9, y: 4)
    #expect(parser.take(click, at: .zero) == [.mouse(MouseEvent(.click, at: place))])
    #expect(
      parser.take(click, at: .milliseconds(300)) == [.mouse(MouseEvent(.doubleClick, at: place))])
    #expect(parser.take(click, at: .milliseconds(600)) == [.mouse(MouseEvent(.click, at: place))])
    #expect(parser.take(click, at: .seconds(2)) == [.mouse(MouseEvent(.click, at: place))])
    #expect(
      events("\u{1B}[<64;1;1M\u{1B}[<65;1;1M") == [
        .mouse(MouseEvent(.wheelUp, at: Point(x: 0, y: 0))),
        .mouse(MouseEvent(.wheelDown, at: Point(x: 0, y: 0))),
      ])
    #expect(
      events("\u{1B}[M !!k") == [
        .mouse(MouseEvent(.click, at: Point(x: 0, y: 0))), .keys([.character("k")]),
      ])
  }

  @Test("no bytes whatever trap or wait for ever", arguments: 0..<20)
  func anything(seed: Int) {
    var state = UInt64(seed) &+ 99
    var parser = InputParser()
    for _ in 0..<400 {
      let bytes = (0..<7).map { _ -> UInt8 in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let byte = UInt8(truncatingIfNeeded: state >> 33)
        return byte & 3 == 0 ? 0x1B : byte & 3 == 1 ? 0x5B : byte
      }
      _ = parser.take(bytes, at: .zero)
      if seed.isMultiple(of: 2) {
        _ = parser.flush()
        if parser.isWaiting { Issue.record("still waits after a flush") }
      }
    }
  }
}

struct GeometryTests {
  private let area = Rect(x: 2, y: 1, width: 10, height: 5)

  @Test("parts of a rectangle")
  func parts() {
    #expect(area.row(0) == Rect(x: 2, y: 1, width: 10, height: 1))
    #expect(area.row(-1) == Rect(x: 2, y: 5, width: 10, height: 1))
    #expect(area.row(5).isEmpty && area.row(-6).isEmpty)
    #expect(area.split(top: 2).rest == Rect(x: 2, y: 3, width: 10, height: 3))
    #expect(area.split(bottom: 2).bottom == Rect(x: 2, y: 4, width: 10, height: 2))
    #expect(area.split(bottom: 9).rest.isEmpty && area.split(bottom: 9).bottom == area)
    #expect(area.split(left: 4, gap: 1).rest == Rect(x: 7, y: 1, width: 5, height: 5))
    #expect(area.inset(left: 1, right: 2) == Rect(x: 3, y: 1, width: 7, height: 5))
    #expect(area.inset(top: 9).isEmpty && area.columns(from: 20).isEmpty)
    #expect(
      area.centred(Size(width: 4, height: 99)) == Rect(x: 5, y: 1, width: 4, height: 5))
  }

  @Test("what is shared and what is inside")
  func shared() {
    #expect(
      area.intersection(Rect(x: 0, y: 0, width: 4, height: 4))
        == Rect(x: 2, y: 1, width: 2, height: 3))
    #expect(area.intersection(Rect(x: 50, y: 0, width: 4, height: 4)).isEmpty)
    #expect(area.contains(Point(x: 11, y: 5)) && !area.contains(Point(x: 12, y: 5)))
    #expect(Rect(x: 0, y: 0, width: -4, height: -1).isEmpty)
  }
}
