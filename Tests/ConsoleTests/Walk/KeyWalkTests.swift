import ConsoleSupport
import Screen
import TestSupport
import Testing

@testable import Console

/// Every key of the table and every command on every screen: each changes something, or says why not.
struct KeyWalkTests {
  /// Every key of the shipped table, once.
  static let keys: [KeyPress] = {
    var seen: Set<KeyPress> = []
    return CommandTable.all.flatMap(\.keys).filter { seen.insert($0).inserted }
  }()

  @Test(
    "every key answers on every screen, or is listed as rightly silent", arguments: WalkScreen.all)
  func keys(screen: WalkScreen) async {
    let start = await screen.start()
    let before = start.canvas
    var silent: [String] = []
    for key in Self.keys {
      var driver = start
      await driver.send(.event(.keys([key])))
      if !driver.answered(since: before) { silent.append(key.description) }
    }
    #expect(silent.sorted() == WalkSilence.keys(on: screen.name, of: Self.keys).sorted())
  }

  @Test("every command answers behind : as well", arguments: WalkScreen.all)
  func commands(screen: WalkScreen) async {
    let start = await screen.start()
    var opened = start
    await opened.press(":")
    guard case .command(let input, nil)? = opened.state.prompt, input.text.isEmpty else { return }
    let before = start.canvas
    var silent: [String] = []
    for command in Command.allCases where command != .command {
      var driver = opened
      await driver.run(command)
      #expect(driver.state.prompt.map(\.isCommand) != true, "\(command.name)")
      if !driver.answered(since: before) { silent.append(command.name) }
    }
    #expect(silent.sorted() == WalkSilence.commands(on: screen.name).sorted())
  }

  @Test("a command does the same behind : as by its key", arguments: WalkScreen.places)
  func sameAsKey(screen: WalkScreen) async {
    let start = await screen.start()
    var opened = start
    await opened.press(":")
    guard case .command(let input, nil)? = opened.state.prompt, input.text.isEmpty else { return }
    for info in CommandTable.all where info.contexts.contains(start.state.context) {
      // The y of a question and the prompt itself are meant for keys.
      guard let key = info.keys.first, ![.confirm, .command].contains(info.command) else {
        continue
      }
      var byKey = start
      await byKey.send(.event(.keys([key])))
      var byName = opened
      await byName.run(info.command)
      #expect(byKey.canvas.text == byName.canvas.text, "\(info.command.name)")
      #expect(byKey.work == byName.work, "\(info.command.name)")
    }
  }

  @Test(
    "the prompt completes every command of a place, with what it does there or why it can't",
    arguments: WalkScreen.places)
  func completions(screen: WalkScreen) async {
    let start = await screen.start()
    var opened = start
    await opened.press(":")
    guard case .command(let input, nil)? = opened.state.prompt, input.text.isEmpty else { return }
    for info in CommandTable.all where info.contexts.contains(start.state.context) {
      let name = info.command.name
      for length in 1...name.count {
        let found = opened.state.completions(of: String(name.prefix(length)))
        #expect(found.contains { $0.command == info.command }, "\(name.prefix(length))")
      }
      let completion = opened.state.completions(of: name).first { $0.command == info.command }
      #expect(completion?.text.isEmpty == false, "\(name)")
      let availability = start.state.availability(of: info.command, in: start.state.context)
      #expect(completion?.isOn == (availability == .available), "\(name)")
      if let reason = availability.reason { #expect(completion?.text == reason) }
    }
  }

  @Test("a name of another place runs nothing else, and says so")
  func elsewhere() async {
    // «update» was once taken for «sync», which it is another word for.
    var driver = await StepDriver.small()
    await driver.command("update")
    #expect(driver.effects.isEmpty)
    #expect(driver.rule.contains("update is off: it is done in the list of users"))
    await driver.command("retry")
    #expect(driver.rule.contains("retry is off: it is done on the page of operations: o"))
    await driver.press("o", "a")
    #expect(driver.rule.contains("a (assign) is not offered in Operations · ? lists what is"))
  }
}

extension PromptState {
  fileprivate var isCommand: Bool { if case .command = self { true } else { false } }
}

extension StepDriver {
  /// Runs a command in the open prompt as if its name was typed there.
  mutating func run(_ command: Command) async {
    state.prompt = .command(LineInput(command.name), chosen: nil)
    await press("Enter")
  }

  /// What was asked of the outside; time spans are no answer to a person.
  var work: [Effect] {
    effects.filter { effect in
      switch effect {
      case .timer, .stop, .dropKeys: false
      default: true
      }
    }
  }

  /// Whether the screen is another one now, or something was asked for.
  ///
  /// Walks begin without a message: one that is there now is seen without painting, which is what takes time here.
  func answered(since before: Canvas) -> Bool {
    !work.isEmpty || (state.message != nil && !state.isTooSmall) || canvas != before
  }
}
