import AppsAndBooks
import FoundationEssentials
import LocationStore
package import Operations
package import Screen

/// The plan: what would change, and one question (frames 9a to 10a).
///
/// Opened while the plan is still being read; does not refresh under the reader.
package struct PlanPage: PageState {
  /// Where the plan stands.
  enum Phase: Equatable, Sendable {
    /// Being read, with what is known of the progress.
    case reading(PlanProgress?)
    /// On the screen.
    case ready(Plan)
    /// Confirmed: its intent is being written down.
    case sending(Plan)
    /// Could not be read.
    case failed(Failure)
  }

  /// What was asked for.
  let request: ChangeRequest
  var phase = Phase.reading(nil)
  /// What the plan says; nil while it is read.
  var facts: PlanSummary?
  /// The question, while it can be answered.
  var confirmation: Confirmation?
  /// When the reading began.
  var began: Date
  /// When the plan came.
  var arrived: Date?
  /// Why it was not sent, after a try.
  var refusal: String?
  /// The first line shown of what stands between sum and question.
  var offset = 0
  /// Every pair, while that is shown.
  var pairs: PairList?

  /// Begins to wait for a plan; `open` also asks for it.
  init(_ request: ChangeRequest, now: Date) {
    self.request = request
    began = now
  }

  /// Opens the page for a request and has the plan read.
  package static func open(_ request: ChangeRequest, in world: World) -> Reply {
    Reply([.push(Page(PlanPage(request, now: world.now)))], effects: [.plan(request)])
  }

  /// A plan older than this is read again before it can be confirmed (product.md section 5).
  static let longestAge: Double = 600

  package var context: KeyContext { .plan }

  /// The plan on the screen.
  var plan: Plan? {
    switch phase {
    case .ready(let plan), .sending(let plan): plan
    case .reading, .failed: nil
    }
  }

  /// Why the plan on the screen can't be confirmed now; nil where it can.
  func obstacle(in world: World) -> String? {
    if case .failed = phase { return "There is no plan. \(world.key(.sync).text) reads again." }
    guard let plan else { return "The plan is not read yet." }
    if case .sending = phase { return "Writing it down, then sending." }
    if plan.isEmpty {
      return plan.openOperation.map { "Operation \($0) is still at work on it: nothing to send." }
        ?? "Nothing to send."
    }
    switch (plan.owner, world.standing.owner) {
    case (.foreign(let owner), _): return "Managed by «\(owner.name)»: nothing is sent from here."
    case (_, .foreign(let name, _, _)): return "Managed by «\(name)»: nothing is sent from here."
    default: break
    }
    switch world.standing.readOnly {
    case .asked?: return "Started with --read-only: nothing is sent."
    case .token(let number)?: return "This token may only read (Apple \(number)): nothing is sent."
    case nil: break
    }
    if world.now.timeIntervalSince(plan.readAt) >= Self.longestAge {
      return "This plan is 10 min old. F5 reads again."
    }
    return nil
  }

  // MARK: - Keys

  package mutating func take(_ key: KeyPress, alone: Bool, in world: World) -> Reply? {
    guard pairs == nil, case .ready(let plan) = phase, var question = confirmation,
      obstacle(in: world) == nil, key.key != .escape
    else { return nil }
    if question.leaves(key) { return nil }
    let (answer, effects) = question.take(key, alone: alone)
    confirmation = question
    switch answer {
    case .confirmed:
      phase = .sending(plan)
      confirmation = nil
      refusal = nil
      return Reply(effects: [.stop(.quiet), .confirm(plan)])
    case .waiting:
      let remark = question.remark(on: key).map { [Reply.Outcome.say(Message($0, .refusal))] }
      return Reply(remark ?? [], effects: effects)
    case .notMine: return nil
    }
  }

  package mutating func perform(
    _ command: Command, _ argument: String, in world: World
  ) -> Reply? {
    if var list = pairs, list.perform(command) {
      pairs = list
      return .done
    }
    switch command {
    case .leave where pairs != nil:
      pairs = nil
      return .done
    case .leave:
      return Reply([.close], effects: [.dropPlan, .stop(.quiet)])
    case .sync: return readAgain(at: world.now)
    case .detail, .export:
      guard let plan else { return .say(Shown(obstacle(in: world) ?? question)) }
      if command == .export { return Reply([.askPath(.plan(plan))]) }
      pairs = pairs == nil ? PairList(plan, world: world) : nil
      return .done
    case .confirm, .follow:
      if pairs != nil { return .say("\(world.key(.leave)) goes back to the question.") }
      return .say(Shown(obstacle(in: world) ?? question))
    case .up, .down, .pageUp, .pageDown, .first, .last:
      scroll(command)
      return .done
    default: return nil
    }
  }

  /// What to do instead of the key that was pressed.
  private var question: String {
    switch confirmation?.word {
    case .typed(let word)?: "Type \(word), then Enter."
    case .yes?, nil: "y sends it."
    }
  }

  private mutating func scroll(_ command: Command) {
    switch command {
    case .up: offset -= 1
    case .down: offset += 1
    case .pageUp: offset -= 10
    case .pageDown: offset += 10
    case .first: offset = 0
    default: offset = .max / 2
    }
    offset = max(0, offset)
  }

  private mutating func readAgain(at now: Date) -> Reply {
    if case .sending = phase { return .say("It is on its way: nothing is read again.") }
    self = PlanPage(request, now: now)
    return Reply(effects: [.stop(.quiet), .plan(request)])
  }

  package mutating func paste(_ text: String, in world: World) -> Reply {
    .say("A paste does not confirm. Nothing was sent.")
  }

  // MARK: - Arrivals

  package mutating func apply(_ action: Action, in world: World) -> Reply {
    switch action {
    case .planProgress(let progress):
      if case .reading = phase { phase = .reading(progress) }
    case .planned(let result):
      guard case .reading = phase else { return .done }
      return take(result, in: world)
    case .timer(.quiet):
      confirmation?.becameQuiet()
    case .started(.success(let number)):
      guard case .sending = phase else { return .done }
      let what = facts.map { "\($0.title) is on its way" } ?? "on its way"
      return Reply([.home, .say(Message("Operation \(number): \(what)"))])
    case .started(.failure(let failure)):
      guard case .sending(let plan) = phase else { return .done }
      refusal = failure.text
      phase = .ready(plan)
      return ask(plan)
    default: break
    }
    return .done
  }

  private mutating func take(_ result: Result<Plan, Failure>, in world: World) -> Reply {
    switch result {
    case .failure(let failure):
      phase = .failed(failure)
      return .done
    case .success(let plan):
      guard plan.request == request else { return .done }
      if plan.owner == .unclaimed, !plan.isEmpty {
        let (page, effects) = ClaimPage.asking(.claim, then: request, in: world)
        return Reply([.replace(page)], effects: effects)
      }
      phase = .ready(plan)
      facts = PlanSummary(plan, world: world)
      arrived = world.now
      // Where not everything fits, the warnings are what is seen first: they stand nearest to the question.
      offset = plan.warnings.isEmpty ? 0 : .max / 2
      return ask(plan)
    }
  }

  private mutating func ask(_ plan: Plan) -> Reply {
    guard !plan.isEmpty else { return .done }
    let question: Confirmation =
      switch plan.weight {
      case .yes: Confirmation(.yes)
      case .typeCount(let count): Confirmation(.typed(String(count)))
      case .typeName(let name): Confirmation(.typed(name))
      }
    confirmation = question
    return Reply(effects: question.begin)
  }

  package mutating func settle(in rect: Rect, world: World) {
    if var list = pairs {
      list.settle(height: rect.height - 2)
      pairs = list
    }
    guard
      let layout = ReceiptLayout(PlanViewModel(self, world: world), size: rect.size)
    else { return }
    offset = max(0, min(offset, layout.middle.count - layout.room))
  }
}

extension Confirmation {
  /// Whether a key is a command of the page rather than a letter of the word.
  ///
  /// A number takes digits only. A name takes every letter once it was begun, and before that the letter it
  /// begins with: `i` and `e` stay commands until somebody types.
  func leaves(_ key: KeyPress) -> Bool {
    guard case .typed(let word) = word, case .character(let character) = key.key else {
      return false
    }
    if word.allSatisfy(\.isNumber) { return !character.isNumber }
    return typed.text.isEmpty && word.first != character
  }
}
