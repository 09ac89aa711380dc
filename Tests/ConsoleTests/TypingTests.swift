import Console
import ConsoleSupport
import Screen
import TestSupport
import Testing

/// Lines that are typed, and the question before something is sent.
struct TypingTests {
  @Test(
    "editing keys",
    arguments: [
      (["a", "b", "Backspace"], "a"), (["a", "b", "^a", "x"], "xab"),
      (["a", "Space", "b", "^w"], "a "), (["a", "b", "^u"], ""), (["a", "b", "←", "Del"], "a"),
      (["ä", "é", "←", "←", "^k"], ""), (["a", "b", "Home", "→", "c"], "acb"),
    ])
  func editing(chords: [String], text: String) throws {
    var input = LineInput()
    for chord in chords { #expect(input.take(try #require(KeyPress(chord)))) }
    #expect(input.text == text)
  }

  @Test("a yes counts alone, and only after 300 ms of quiet")
  func yes() {
    var question = Confirmation(.yes)
    #expect(question.begin == [.dropKeys, .timer(.quiet, .milliseconds(300))])
    let early = question.take(.character("y"), alone: true)
    #expect(early.answer == .waiting)
    #expect(early.effects == [.timer(.quiet, .milliseconds(300))])
    question.becameQuiet()
    #expect(question.take(.character("y"), alone: false).answer == .waiting)
    #expect(question.take(.character("x"), alone: true).answer == .notMine)
    #expect(question.take(.character("y"), alone: true).answer == .confirmed)
  }

  @Test("a typed word: joined characters are taken, Enter only alone and after a pause")
  func typed() {
    var question = Confirmation(.typed("101"))
    #expect(question.take(.character("1"), alone: true).answer == .waiting)
    #expect(question.typed.text.isEmpty)
    question.becameQuiet()
    for character in "101" {
      #expect(question.take(.character(character), alone: false).answer == .waiting)
    }
    #expect(question.typed.text == "101")
    #expect(question.take(KeyPress(.enter), alone: true).answer == .waiting)
    question.becameQuiet()
    #expect(question.take(KeyPress(.enter), alone: false).answer == .waiting)
    #expect(question.take(KeyPress(.enter), alone: true).answer == .confirmed)
  }

  @Test("a wrong word does not confirm")
  func wrongWord() {
    var question = Confirmation(.typed("campus-nord"))
    question.becameQuiet()
    for character in "campus" { _ = question.take(.character(character), alone: true) }
    question.becameQuiet()
    #expect(question.take(KeyPress(.enter), alone: true).answer == .waiting)
  }

  @Test(
    "the prompt runs what was typed, the longest name first",
    arguments: [
      ("sync full", Effect.sync(full: true)), ("sync", .sync(full: false)), ("quit", .quit),
      ("suspend", .suspend),
    ])
  func prompt(text: String, effect: Effect) async {
    var driver = await StepDriver()
    await driver.command(text)
    #expect(driver.effects.last == effect)
  }

  @Test("an unknown command is said")
  func unknownCommand() async {
    var driver = await StepDriver()
    await driver.command("frobnicate")
    #expect(driver.canvas.text[22].contains("there is no command «frobnicate» here"))
  }

  @Test("the prompt shows the rest of the word, and other people's words find commands")
  func completion() async {
    var driver = await StepDriver()
    await driver.press(":")
    await driver.type("recl")
    #expect(driver.canvas.text[23].hasPrefix(":recl▏aim"))
    await driver.press("^u")
    await driver.type("disassociate")
    #expect(driver.canvas.text.contains { $0.contains("reclaim        r") })
    await driver.press("Esc")
    #expect(driver.state.prompt == nil)
  }

  @Test("the help is a menu: Enter runs the line")
  func helpRuns() async {
    var driver = await StepDriver()
    await driver.press("?", "/")
    await driver.type("shell")
    await driver.press("Enter")
    #expect(driver.effects == [.suspend])
    #expect(driver.state.pages.isEmpty)
  }
}
