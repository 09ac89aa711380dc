import AppsAndBooks
import Console
import ConsoleSupport
import LocationStore
import Operations
import Screen
import TestSupport
import Testing

/// Operations as the main screen tells them: header, signs, pins, one sentence.
struct ChangesTests {
  @Test("pairs under change come first, failed before pending before applied")
  func pins() async {
    var driver = await StepDriver()
    await driver.press("j", times: 25)
    await driver.send(.operations([SampleOperations.running118(failed: true)]))
    await driver.press("1", "2")
    let pins = driver.state.main.pins
    #expect(pins.count == 8)
    #expect(pins.first?.pair == SampleOperations.pair("Skizze Pro", "GG7F40TAQ1KX"))
    #expect(driver.state.main[.assignments].shown.matched == 120)
    #expect(driver.state.main[.assignments].shown.count == 121)
  }

  @Test("while the pane is open only words change, not places")
  func places() async {
    var driver = await StepDriver()
    await driver.press("j", times: 25)
    await driver.send(.operations([SampleOperations.running118(failed: false)]))
    let order = driver.state.main.pins.map(\.pair)
    await driver.send(.operations([SampleOperations.running118(failed: true)]))
    #expect(driver.state.main.pins.map(\.pair) == order)
    #expect(driver.state.main.pins.contains { $0.state.failure != nil })
  }

  @Test("pairs go back among the others once the operation is over and the cursor left")
  func goBack() async {
    var driver = await StepDriver()
    await driver.press("j", times: 25)
    await driver.press("3")
    let running = SampleOperations.running118(failed: false)
    await driver.send(.operations([running]))
    var done = running
    done.state = .done
    done.pairs = done.pairs.map { PairRecord(pair: $0.pair, action: $0.action, state: .done) }
    done.endedAt = SampleLocation.now
    await driver.send(.operations([done]))
    #expect(driver.state.main.pins.count == 8)
    #expect(driver.canvas.text[22].contains("✓ operation 118 is done: 16 licences assigned"))
    await driver.press("2")
    #expect(driver.state.main.pins.isEmpty)
  }

  @Test("failures stay in the header until the operations were opened")
  func failed() async {
    var driver = await StepDriver()
    await driver.send(.operations([SampleOperations.running118(failed: false)]))
    #expect(driver.canvas.text[0].contains("▸ 14/16"))
    var over = SampleOperations.running118(failed: true)
    over.state = .partial
    over.endedAt = SampleLocation.now
    await driver.send(.operations([over]))
    #expect(driver.canvas.text[0].contains("1 failed"))
    await driver.press("o", "Esc")
    #expect(!driver.canvas.text[0].contains("failed"))
  }

  @Test("an unfinished operation of an earlier start is the first sentence")
  func unfinished() async {
    var driver = await StepDriver()
    let unknown = SampleOperations.record(
      120, .reclaim, .unknown,
      [
        PairRecord(
          pair: SampleOperations.pair("GarageBand", "F9FZK3A7PLK4"), action: .reclaim,
          state: .unknown)
      ], minutesAgo: 4)
    await driver.send(.operations([unknown]))
    #expect(driver.canvas.text[22].contains("operation 120 is not finished: unknown"))
  }

  @Test("a device under change shows its sign in its own list too")
  func everyPane() async {
    var driver = await StepDriver()
    await driver.send(.operations([SampleOperations.running118(failed: true)]))
    await driver.press("1", "]", "/")
    await driver.type("GG7F40TAQ")
    await driver.press("Enter")
    #expect(driver.canvas.text.contains { $0.hasPrefix("▸ ✗ GG7F40TAQ1KX") })
  }

  @Test("the bell rings only when asked, for an operation longer than a minute")
  func bell() async {
    var driver = await StepDriver()
    let running = SampleOperations.running118(failed: false)
    var done = running
    done.state = .done
    done.endedAt = SampleLocation.now
    await driver.send(.operations([running]))
    await driver.send(.operations([done]))
    #expect(!driver.effects.contains(.bell))
    var world = driver.state.world
    world.settings.bell = true
    world.operations = []
    var loud = await StepDriver(world)
    await loud.send(.operations([running]))
    await loud.send(.operations([done]))
    #expect(loud.effects.contains(.bell))
  }
}
