import Screen
import TestSupport

/// Canvases nobody would design: texts at random places, over each other, cut by every edge.
struct RandomFrames {
  private var generator: SeededGenerator
  private let texts: [Shown]
  private(set) var canvas: Canvas

  init(seed: UInt64, size: Size, glyphs: GlyphSet, texts: [String]) {
    generator = SeededGenerator(seed)
    self.texts = texts.map { Shown($0) }
    canvas = Canvas(size: size, glyphs: glyphs)
  }

  private mutating func number(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &generator)
  }

  private mutating func role() -> Role {
    Role.allCases.randomElement(using: &generator) ?? .text
  }

  /// Changes the canvas a little, or makes a new one of another size.
  mutating func step() {
    if number(0...29) == 0 {
      let size = Size(width: number(1...130), height: number(1...40))
      canvas = Canvas(size: size, glyphs: canvas.glyphs)
    }
    for _ in 0...number(0...6) { change() }
    // Where wrapping can't be switched off, ncurses reaches this cell by pushing it, which a cluster does not
    // survive; the console keeps it for blanks and ASCII.
    canvas.clear(Rect(x: canvas.size.width - 2, y: canvas.size.height - 1, width: 2, height: 1))
    let point = Point(x: number(0...canvas.size.width), y: number(0...canvas.size.height - 1))
    canvas.cursor = number(0...2) == 0 ? point : nil
  }

  private mutating func change() {
    let x = number(-4...canvas.size.width)
    let y = number(0...canvas.size.height - 1)
    let rect = Rect(x: x, y: y, width: number(1...30), height: number(1...4))
    switch number(0...9) {
    case 0: canvas.fill(rect, role())
    case 1: canvas.clear(rect)
    case 2: canvas.underlay(rect, role())
    case 3: canvas.hline(x: x, y: y, width: rect.width, weight: .heavy, role: role())
    case 4: canvas.vline(x: x, y: y, height: rect.height, role: role())
    default:
      let text = texts.randomElement(using: &generator) ?? ""
      let match = number(0...3) == 0 ? [0..<number(1...4)] : []
      let width = number(0...1) == 0 ? nil : number(0...20)
      canvas.put(
        text, x: x, y: y, width: width, role: role(), align: number(0...1) == 0 ? .left : .right,
        match: match)
    }
  }
}
