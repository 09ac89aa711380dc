import AppsAndBooks
import FoundationEssentials
import LocationStore
import Operations
import Screen

/// What the plan page says.
struct PlanViewModel: Equatable, Sendable {
  /// The last line above the rule.
  enum Question: Equatable, Sendable {
    /// «Assign 16 licences?   y».
    case yes(String)
    /// A long and a short way to ask for a word, and what was typed of it.
    case type(long: String, short: String, typed: String)
    /// Nothing can be answered: why.
    case none(String)
  }

  var title: Shown
  /// The same where there is little room.
  var briefTitle: Shown
  /// The age of the reads, long and short.
  var age: [Shown]
  var facts: PlanSummary?
  /// «16 licences to assign».
  var sum: String
  /// What follows the sum in the colour of an alert: «: everything they hold».
  var alert: String
  /// «reversible · 1 request», from its longest form to its shortest.
  var effort: [Shown]
  var countHead: String
  /// «To» or «From».
  var holderHead: String
  /// Who manages the location, and which service this is where it is not Apple's: long and short.
  var owner: [Shown]
  var question: Question
  var progress: PlanReading?
  /// What went wrong, in the middle of an empty page.
  var failure: String?

  init(_ page: PlanPage, world: World) {
    let kind = page.request.kind
    title = Self.title(of: page, isBrief: false, world)
    briefTitle = Self.title(of: page, isBrief: true, world)
    facts = page.facts
    countHead = kind == .reclaim ? "Reclaim" : kind == .reassign ? "Reassign" : "Assign"
    holderHead = kind == .reclaim ? "From" : "To"
    sum = ""
    alert = ""
    effort = []
    owner = []
    age = []
    question = .none("")
    switch page.phase {
    case .reading(let progress):
      age = ["reading from Apple", "reading"]
      self.progress = PlanReading(progress, began: page.began, now: world.now)
    case .failed(let failure): self.failure = failure.text
    case .ready(let plan), .sending(let plan):
      age = Self.age(of: plan, page)
      let verb = kind == .reclaimAll ? "reclaim" : plan.verb
      let count = ChangeWords.sum(kind, plan.count)
      sum = plan.isEmpty ? "Nothing to \(verb)" : "\(count) to \(verb)"
      if kind == .reclaimAll, !plan.isEmpty { alert = ": everything they hold" }
      effort = Self.effort(of: plan)
      owner = Self.owner(of: plan, world)
      question = Self.question(page, plan, world)
    }
  }

  private static func effort(of plan: Plan) -> [Shown] {
    if plan.isEmpty { return ["nothing is sent"] }
    let requests = Numbers.count(plan.requests.count, "request")
    let undo =
      switch plan.kind {
      case _ where !plan.isReversible: "can't be undone"
      case .reclaimAll: "undo while licences last"
      default: "reversible"
      }
    return [Shown("\(undo) · \(requests)"), Shown(undo)]
  }

  private static func age(of plan: Plan, _ page: PlanPage) -> [Shown] {
    let seconds = Int((page.arrived ?? plan.readAt).timeIntervalSince(plan.readAt))
    let text = seconds < 1 ? "just now" : Numbers.span(seconds) + " ago"
    return [Shown("read from Apple \(text)"), Shown("read \(text)")]
  }

  private static func title(of page: PlanPage, isBrief: Bool, _ world: World) -> Shown {
    let title =
      isBrief ? page.facts?.briefTitle : page.facts?.title
    return "Plan: "
      + Shown(title ?? ChangeWords.plan(page.request, isBrief: isBrief, name: world.name))
  }

  private static func owner(of plan: Plan, _ world: World) -> [Shown] {
    let (long, short) =
      switch plan.owner {
      case .ours(let info):
        ("The location is managed by \(info.name) (this console).", "Managed by this console.")
      case .unclaimed: ("Nobody manages the location yet.", "Not managed yet.")
      case .foreign(let info):
        (
          "The location is managed by «\(info.name)».",
          "Managed by «\(Shown(info.name).cut(to: 24).text)»."
        )
      case .unknown: ("Apple did not say who manages the location.", "Owner not known.")
      }
    guard world.standing.service != nil else { return [Shown(long), Shown(short)] }
    return [long, short].map { Shown("\($0) Service: \(plan.service)") }
  }

  private static func question(
    _ page: PlanPage, _ plan: Plan, _ world: World
  ) -> Question {
    if let reason = page.obstacle(in: world) { return .none(reason) }
    let verb = plan.verb
    let typed = page.confirmation?.typed.text ?? ""
    switch plan.weight {
    case .yes:
      let capital = verb.prefix(1).uppercased() + verb.dropFirst()
      return .yes("\(capital) \(ChangeWords.sum(plan.kind, plan.count))?")
    case .typeCount(let count):
      return .type(
        long: "More than 25. Type \(count) to \(verb):", short: "Type \(count) to \(verb):",
        typed: typed)
    case .typeName(let name) where plan.kind == .reclaimAll:
      let holders = Numbers.count(page.facts?.subjects.holderCount ?? 0, "holder")
      return .type(
        long: "This empties \(holders). Type the location's name, \(name):",
        short: "Empties \(holders). Type \(name):", typed: typed)
    case .typeName(let name):
      return .type(
        long: "This can't be undone. Type the location's name, \(name):",
        short: "Can't be undone. Type \(name):", typed: typed)
    }
  }
}

extension Plan {
  /// The verb of sum, question and hints: halves of moves alone are put back.
  var verb: String {
    kind == .reassign && moves.isEmpty && request.undoes != nil ? "put back" : kind.verb
  }
}

/// How far the reads of a plan are.
struct PlanReading: Equatable, Sendable {
  /// «Reading from Apple what is assigned now», or with figures once they are known.
  var text: String
  var done: Int
  var total: Int
  /// «about 3 s left», after the first second.
  var estimate: String

  init(_ progress: PlanProgress?, began: Date, now: Date) {
    done = progress?.done ?? 0
    total = progress?.total ?? 0
    text = "Reading from Apple what is assigned now"
    estimate = ""
    guard let progress, progress.total > 0 else { return }
    text += ": \(Numbers.count(progress.done)) of \(Numbers.count(progress.total, "request"))"
    let elapsed = now.timeIntervalSince(began)
    guard elapsed >= 1, progress.done > 0 else { return }
    let left = elapsed / Double(progress.done) * Double(max(0, progress.total - progress.done))
    estimate = "about \(Numbers.span(Int(left.rounded(.up)))) left"
  }
}
