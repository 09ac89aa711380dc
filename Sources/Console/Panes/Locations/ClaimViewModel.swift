import AppsAndBooks
import FoundationEssentials
import LocationStore
import Operations
import Screen

/// What the claim page says.
struct ClaimViewModel: Equatable, Sendable {
  var title: String
  var sum: String
  var effort: String
  /// «Now» and «Then»: who manages the location.
  var now: String
  var then: String
  /// What one loses or what starts: a heading and sentences.
  var sections: [Section]
  /// What follows: «Then opens the plan: assign 2 assets to 9 devices».
  var next: String
  var question: PlanViewModel.Question

  /// A heading with sentences.
  struct Section: Equatable, Sendable {
    var heading: String
    var sentences: [String]
  }

  init(_ page: ClaimPage, world: World) {
    let us = "\(world.settings.clientName) (this console)"
    let name = world.location.name
    let other = Self.owner(world)
    effort = "1 request, then it is read again"
    then = us
    switch page.wish {
    case .claim:
      title = "Claim \(name)"
      sum = "This location is not managed yet"
      now = other
      sections = [Self.starts]
    case .takeover:
      title = "Take \(name) over"
      sum = "This location is managed by another client"
      now = other
      sections = [Self.loses(world), Self.starts]
    case .release:
      title = "Give \(name) up"
      sum = "This location is managed from here"
      now = us
      then = "nobody"
      sections = [Self.ends]
    }
    next = ""
    if let request = page.then {
      next = "Then opens the plan: " + ChangeWords.plan(request, name: world.name(of:))
    }
    question = Self.question(page, name, world)
  }

  private static func owner(_ world: World) -> String {
    switch world.standing.owner {
    case .unclaimed: return "nobody"
    case .unknown: return "not known: it is read first"
    case .ours: return "\(world.settings.clientName) (this console)"
    case .foreign(let name, let since, let wasOurs):
      var text = "«\(name)»"
      if let since { text += ", seen since \(world.zone.moment(since, now: world.now))" }
      return wasOurs ? text + ", before that this console" : text
    }
  }

  private static let starts = Section(
    heading: "What starts here",
    sentences: [
      "Purser may assign and reclaim, here and in scripts with the same configuration.",
      "Other clients see that the location is managed. Nothing that is assigned changes.",
    ])

  private static let ends = Section(
    heading: "What ends here",
    sentences: [
      "Purser writes nothing at this location until the next claim; it goes on reading.",
      "Nothing that is assigned changes.",
    ])

  private static func loses(_ world: World) -> Section {
    var name = "the other client"
    if case .foreign(let other, _, _) = world.standing.owner { name = "«\(other)»" }
    return Section(
      heading: "What \(name) loses",
      sentences: [
        "It is told with its next request that the location is not its own any more, and stops "
          + "assigning there. Devices it manages keep what they have.",
        "If it still runs it may take the location back: agree with its people first.",
      ])
  }

  private static func question(
    _ page: ClaimPage, _ name: String, _ world: World
  ) -> PlanViewModel.Question {
    if let reason = page.obstacle(in: world) { return .none(reason) }
    switch page.wish {
    case .claim: return .yes("Manage \(name) from here?")
    case .release: return .yes("Give \(name) up?")
    case .takeover:
      return .type(
        long: "Type the location's name, \(name):", short: "Type \(name):",
        typed: page.confirmation?.typed.text ?? "")
    }
  }
}
