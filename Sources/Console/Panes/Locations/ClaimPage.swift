import AppsAndBooks
import FoundationEssentials
import LocationStore
import Operations
package import Screen

/// Makes the location ours, takes it over, or gives it up: drawn like a plan (screens.md, «Decided beside the contract»).
package struct ClaimPage: PageState {
  /// What is to happen.
  package enum Wish: Equatable, Sendable {
    /// Nobody manages the location.
    case claim
    /// Another client does; the location's name is typed.
    case takeover
    /// We do, and give it up.
    case release
  }

  /// What is to happen.
  let wish: Wish
  /// The plan that follows a claim.
  let then: ChangeRequest?
  var confirmation: Confirmation?
  /// Whether the question was answered and Apple is asked.
  var isSending = false
  /// What came of it, where the page stays.
  var outcome: String?
  /// The first line shown of what stands between sum and question.
  private(set) var offset = 0

  /// Begins to ask.
  init(_ wish: Wish, then: ChangeRequest? = nil, in world: World) {
    self.wish = wish
    self.then = then
    confirmation = question(in: world)
  }

  /// The page and the effects that begin its question; `then` is planned after a claim.
  static func asking(
    _ wish: Wish, then: ChangeRequest? = nil, in world: World
  ) -> (page: Page, effects: [Effect]) {
    let page = ClaimPage(wish, then: then, in: world)
    return (Page(page), page.confirmation?.begin ?? [])
  }

  /// Opens the page for a command and what follows its name.
  package static func open(_ command: Command, _ argument: String, in world: World) -> Reply {
    let takesOver = argument.split(separator: " ").contains("--takeover")
    switch (command, world.standing.owner) {
    case (.release, .ours): return push(.release, in: world)
    case (.release, _): return .say("The location is not ours: there is nothing to give up.")
    case (_, .ours): return .say("The location is ours already.", .note)
    case (_, .foreign) where takesOver: return push(.takeover, in: world)
    case (_, .foreign(let name, _, _)):
      return .say("«\(name)» manages this location. To take it over: :client claim --takeover")
    case (_, .unclaimed), (_, .unknown): return push(.claim, in: world)
    }
  }

  /// Opens the page, and the plan after it.
  static func push(_ wish: Wish, then: ChangeRequest? = nil, in world: World) -> Reply {
    let (page, effects) = asking(wish, then: then, in: world)
    return Reply([.push(page)], effects: effects)
  }

  package var context: KeyContext { .claim }

  /// What is typed, or one `y`.
  func question(in world: World) -> Confirmation {
    Confirmation(wish == .takeover ? .typed(world.location.name) : .yes)
  }

  /// Why nothing can be asked of Apple now; nil where it can.
  func obstacle(in world: World) -> String? {
    if isSending { return "Asking Apple, then reading again who manages the location." }
    switch world.standing.readOnly {
    case .asked?: return "Started with --read-only: nothing is sent."
    case .token(let number)?: return "This token may only read (Apple \(number)): nothing is sent."
    case nil: return nil
    }
  }

  // MARK: - Keys

  package mutating func take(_ key: KeyPress, alone: Bool, in world: World) -> Reply? {
    guard obstacle(in: world) == nil, var question = confirmation, key.key != .escape else {
      return nil
    }
    if question.leaves(key) { return nil }
    let (answer, effects) = question.take(key, alone: alone)
    confirmation = question
    switch answer {
    case .confirmed:
      isSending = true
      outcome = nil
      let effect: Effect = wish == .release ? .release : .claim(takeover: wish == .takeover)
      return Reply(effects: [.stop(.quiet), effect])
    case .waiting:
      let remark = question.remark(on: key).map { [Reply.Outcome.say(Message($0, .refusal))] }
      return Reply(remark ?? [], effects: effects)
    case .notMine: return nil
    }
  }

  package mutating func perform(
    _ command: Command, _ argument: String, in world: World
  ) -> Reply? {
    switch command {
    case .leave: return Reply([.close], effects: [.stop(.quiet)])
    case .confirm, .follow:
      let way = wish == .takeover ? "Type \(world.location.name), then Enter." : "y sends it."
      return .say(Shown(obstacle(in: world) ?? way))
    case .claim where wish != .release, .release where wish == .release:
      return .say("This page asks it.", .note)
    case .up, .pageUp: offset = max(0, offset - 1)
    case .down, .pageDown: offset += 1
    case .first: offset = 0
    case .last: offset = .max / 2
    default: return nil
    }
    return .done
  }

  package mutating func paste(_ text: String, in world: World) -> Reply {
    .say("A paste does not confirm. Nothing was sent.")
  }

  // MARK: - Arrivals

  package mutating func apply(_ action: Action, in world: World) -> Reply {
    switch action {
    case .timer(.quiet): confirmation?.becameQuiet()
    case .claimed(let result) where isSending: return take(result, in: world)
    default: break
    }
    return .done
  }

  private mutating func take(_ result: Result<ClaimResult, Failure>, in world: World) -> Reply {
    isSending = false
    switch result {
    case .failure(let failure): return ask(again: failure.text, in: world)
    case .success(let found):
      guard found.isOurs == (wish != .release) else { return ask(again: found.text, in: world) }
      guard let then, found.isOurs else {
        return Reply([.close, .say(Message(Shown(found.text)))])
      }
      return Reply(
        [.replace(Page(PlanPage(then, now: world.now))), .say(Message(Shown(found.text)))],
        effects: [.plan(then)])
    }
  }

  /// Says why it did not come so, and asks once more.
  private mutating func ask(again reason: String, in world: World) -> Reply {
    outcome = reason
    offset = 0
    let question = question(in: world)
    confirmation = question
    return Reply(effects: question.begin)
  }

  package mutating func settle(in rect: Rect, world: World) {
    let layout = layout(in: rect, world: world)
    offset = max(0, min(offset, layout.middle.count - layout.room))
  }
}
