package import Console
package import LocationStore
package import Screen
import TestSupport

/// Drives the state of the console without tasks.
///
/// Each action is applied, and effects that find rows or marks are run at once, as is the 60 ms rest of the cursor.
/// Every other effect is only kept, for the test to look at.
package struct StepDriver: Sendable {
  /// The state.
  package var state: AppState
  /// What was asked for and not run, in order.
  package var effects: [Effect] = []

  /// Starts the console on a world and lets the first rows arrive.
  package init(_ world: World) async {
    state = AppState(world: world)
    await run(state.start())
    effects = []
  }

  /// Starts on the sample location, all well, at a size.
  package init(
    width: Int = 80, height: Int = 24, snapshot: LocationSnapshot = SampleLocation.snapshot,
    standing: Standing = Standing(token: .ok(days: 212), owner: .ours)
  ) async {
    await self.init(
      World(
        settings: ConsoleSettings(clientName: "Purser on admin-1"),
        size: Size(width: width, height: height), now: SampleLocation.now, snapshot: snapshot,
        standing: standing))
  }

  /// Tells the console something and runs what follows from it.
  package mutating func send(_ action: Action) async {
    await run(state.apply(action))
  }

  /// Presses keys one after the other, each alone in its read, written as the key table writes them.
  package mutating func press(_ chords: String...) async {
    for chord in chords {
      guard let key = KeyPress(chord) else { continue }
      await send(.event(.keys([key])))
    }
  }

  /// Presses one key many times.
  package mutating func press(_ chord: String, times: Int) async {
    for _ in 0..<times { await press(chord) }
  }

  /// Types a text, one character a read.
  package mutating func type(_ text: String) async {
    for character in text { await send(.event(.keys([.character(character)]))) }
  }

  /// Does a command through the prompt.
  package mutating func command(_ text: String) async {
    await press(":")
    await type(text)
    await press("Enter")
  }

  /// The screen as it is now.
  package var canvas: Canvas { state.painted() }

  private mutating func run(_ wanted: [Effect]) async {
    effects += state.settle()
    for effect in wanted {
      switch effect {
      case .rows(let request):
        if let answer = try? await RowsFinder.find(request) { await send(.rows(answer)) }
      case .markAll(let answer, let inverting):
        let marks = await Marking.all(of: answer, inverting: inverting)
        await send(.marks(answer.request.list, marks))
      case .markPasted(let text, let answer):
        let (rows, message) = await Marking.pasted(text, in: answer)
        await send(.pasted(answer.request.list, rows, message))
      case .timer(.linked, _): await send(.timer(.linked))
      case .timer(.late, _), .stop: break
      default: effects.append(effect)
      }
    }
    _ = state.settle()
  }
}
