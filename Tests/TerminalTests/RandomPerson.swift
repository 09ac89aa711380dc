import AppsAndBooks
import Console
import ConsoleSupport
import FoundationEssentials
import LocationStore
import Operations
import Screen
import TestSupport

/// Somebody who presses any key at any time, while the window is dragged and the data changes.
struct RandomPerson {
  private var generator: SeededGenerator
  private let locations: [WildLocation]
  private var generation = 2
  private(set) var driver: StepDriver
  private(set) var theme: Theme
  private let themes: [Theme]

  init(
    seed: UInt64, _ locations: [WildLocation], themes: [Theme], glyphs: GlyphSet, size: Size
  ) async {
    generator = SeededGenerator(seed)
    self.locations = locations
    self.themes = themes
    theme = themes[0]
    driver = await StepDriver(locations[0].world(size, glyphs: glyphs))
  }

  private mutating func number(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &generator)
  }

  private static let keys =
    "jkjkjkgGhl123[]/nN *^\\szitoL?:yeuarmRcUX.wxq0aeiou"
    .map { KeyPress.character($0) }
    + [
      "Enter", "Esc", "Tab", "S-Tab", "Backspace", "PgUp", "PgDn", "Home", "End", "Up", "Down",
      "Left", "Right", "^u", "^d", "F5", "Esc", "Esc", "Enter",
    ].compactMap { KeyPress($0) }

  /// The next thing that happens.
  mutating func step() async {
    switch number(0...19) {
    case 0: await driver.send(.event(.resize(size())))
    case 1: await changeData()
    case 2: await driver.send(.event(.mouse(mouse())))
    case 3:
      let texts = locations[0].texts
      await driver.send(.event(.paste(texts[number(0...texts.count - 1)] + "\nZ9")))
    case 4:
      let place = Int.random(in: 0..<themes.count, using: &generator)
      theme = themes[place]
    case 5: await driver.send(.event(.keys((0...number(1...4)).map { _ in key() })))
    default: await driver.send(.event(.keys([key()])))
    }
    if driver.effects.contains(where: { if case .plan = $0 { true } else { false } }) {
      await answerPlan()
    }
    driver.effects = []
  }

  private mutating func key() -> KeyPress {
    Self.keys.randomElement(using: &generator) ?? KeyPress(.escape)
  }

  private mutating func size() -> Size {
    // Mostly sizes that are used, now and then one that is too small.
    let width = number(0...7) == 0 ? number(1...59) : number(60...160)
    return Size(width: width, height: number(0...7) == 0 ? number(1...14) : number(15...45))
  }

  private mutating func mouse() -> MouseEvent {
    let kinds: [MouseEvent.Kind] = [.click, .doubleClick, .wheelUp, .wheelDown]
    let size = driver.state.world.size
    return MouseEvent(
      kinds[number(0...3)], at: Point(x: number(0...size.width), y: number(0...size.height)))
  }

  private mutating func changeData() async {
    let location = locations[number(0...locations.count - 1)]
    switch number(0...6) {
    case 0:
      generation += 1
      var snapshot = location.snapshot
      snapshot = LocationSnapshot(
        snapshot.location, generation: generation,
        assets: (0..<snapshot.assets.count).map(snapshot.assets.record).shuffled(using: &generator),
        users: (0..<snapshot.users.count).map(snapshot.users.user).dropLast(number(0...9)),
        assignments: (0..<snapshot.assignments.count).map(snapshot.assignment)
          .dropLast(number(0...20)))
      await driver.send(.snapshot(snapshot))
    case 1: await driver.send(.operations(Array(location.operations.prefix(number(0...8)))))
    case 2:
      await driver.send(.said(Message("\(location.text(number(0...40)))", .failure)))
    case 3:
      let owner = Standing.Owner.foreign(name: location.text(7), since: nil, wasOurs: true)
      await driver.send(
        .standing(
          Standing(token: .ok(days: number(0...40)), owner: number(0...1) == 0 ? .ours : owner)))
    case 4:
      await driver.send(
        .standing(
          Standing(
            token: .ok(days: nil), owner: .unknown,
            unreachable: .init(host: location.text(1), reason: location.text(2)))))
    case 5:
      let figures = ImportFigures(
        users: .init(done: 3, total: 3, rows: 31),
        assignments: .init(done: number(0...113), total: 113, rows: 40_980), elapsed: 17, left: 31)
      await driver.send(.sync(number(0...1) == 0 ? .idle : .importing(figures)))
    default:
      await driver.send(
        .clock(SampleLocation.now.addingTimeInterval(Double(number(0...90_000))), LocalTime()))
    }
  }

  private mutating func answerPlan() async {
    for case .plan(let request) in driver.effects {
      if number(0...3) == 0 {
        await driver.send(.planned(.failure(Failure(locations[0].text(number(0...30))))))
      } else {
        await driver.send(.planned(.success(locations[0].plan(request))))
      }
    }
  }
}
