import AppsAndBooks
import FoundationEssentials
import Operations
import Testing

struct PlanBuilderTests {
  private func facts(
    _ assets: [Asset], present: [Assignment] = [], users: [String: UserStanding] = [:]
  ) -> PlanFacts {
    var facts = PlanFacts(service: "vpp.itunes.apple.com", location: "campus-nord", readAt: noon)
    facts.assets = Dictionary(assets.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    facts.present = Set(present)
    for (id, standing) in users { facts.users[ClientUserID(rawValue: id)] = standing }
    return facts
  }

  private let app = Asset(
    id: asset("1"), productType: .app, assignedCount: 7, availableCount: 3, totalCount: 10)
  private let book = Asset(id: asset("2"), productType: .book, availableCount: 5, totalCount: 9)
  private let free = Asset(
    id: asset("3"), productType: .app, assignedCount: 4, availableCount: 2_147_483_647,
    totalCount: 2_147_483_647)

  private func plan(
    _ kind: OperationKind, _ pairs: [Assignment], _ facts: PlanFacts,
    shortage: ChangeRequest.Shortage = .refuse, impossible: ChangeRequest.Impossible = .refuse
  ) -> Plan {
    PlanBuilder.plan(
      ChangeRequest(kind: kind, pairs: pairs, shortage: shortage, impossible: impossible),
      facts: facts, id: 1)
  }

  @Test("Pairs that are so already are dropped and counted")
  func alreadySo() {
    let held = pair("1", device("F9FZK2Q0PLK4"))
    let new = pair("1", device("F9FZK2Q4PLK4"))
    let plan = plan(.assign, [held, new, new], facts([app], present: [held]))
    #expect(plan.alreadySo == [held])
    #expect(plan.toDo.map(\.pair) == [new])
    #expect(plan.repeated == 1)
    #expect(plan.requested == 2)
    #expect(plan.assets.first?.availableBefore == 3)
    #expect(plan.assets.first?.availableAfter == 2)
    #expect(plan.weight == .yes)
    #expect(!plan.isRefused)
  }

  @Test(
    "What cannot be has its reason",
    arguments: [
      (OperationKind.assign, pair("2", device("F9FZK2Q0PLK4")), ImpossibleReason.bookToDevice),
      (.assign, pair("1", user("gone")), .retiredUser),
      (.assign, pair("1", user("nobody")), .unknownUser),
      (.assign, pair("99", user("emp-1")), .unknownAsset),
      (.reclaim, pair("2", user("emp-1")), .bookIsSpent),
      (.reclaim, pair("4", user("emp-1")), .notRevocable),
      (.assign, pair("4", device("F9FZK2Q0PLK4")), .notForDevices),
      (.reclaim, pair("1", user("nobody")), .unknownUser),
    ])
  func impossible(kind: OperationKind, pair: Assignment, reason: ImpossibleReason) {
    let odd = Asset(
      id: asset("4"), productType: .app, availableCount: 1, deviceAssignable: false,
      revocable: false)
    let facts = facts(
      [app, book, odd], users: ["gone": .retired, "nobody": .unknown, "emp-1": .active])
    let refused = plan(kind, [pair], facts)
    #expect(refused.impossible == [ImpossiblePair(pair: pair, reason: reason)])
    #expect(refused.isRefused)
    #expect(refused.toDo.isEmpty && refused.requests.isEmpty)
    let report = ChangeReport(refused, isDryRun: false)
    #expect(report.outcome == .refused)
    #expect(report.exitCode == 1)
    #expect(report.failed.first?.errorNumber == nil)
    #expect(!plan(kind, [pair], facts, impossible: .leaveOut).isRefused)
  }

  @Test("More targets than licences are refused, or the first ones get them")
  func shortage() {
    let pairs = product(["1"], ["A", "B", "C", "D", "E"].map { device("F9FZK2Q\($0)PLK4") })
    let refused = plan(.assign, pairs, facts([app]))
    #expect(refused.isRefused)
    #expect(refused.assets.first?.shortBy == 2)
    #expect(plan(.assign, pairs, facts([app]), impossible: .leaveOut).isRefused)
    let first = plan(.assign, pairs, facts([app]), shortage: .takeFirst)
    #expect(!first.isRefused)
    #expect(first.toDo.map(\.pair) == Array(pairs.prefix(3)))
    #expect(first.impossible.map(\.pair) == Array(pairs.suffix(2)))
    #expect(first.assets.first?.availableAfter == 0)
  }

  @Test("Unlimited assets have no count and never run out")
  func unlimited() {
    let pairs = product(["3"], (0..<30).map { device("F9FZK2Q\($0)PLK") })
    let plan = plan(.assign, pairs, facts([free]))
    #expect(plan.toDo.count == 30)
    #expect(plan.assets.first?.isUnlimited == true)
    #expect(plan.assets.first?.availableAfter == nil)
    #expect(plan.toDo.first?.availableBefore == nil)
    #expect(plan.weight == .typeCount(30))
  }

  @Test("A book is confirmed with the location's name")
  func books() {
    let plan = plan(.assign, [pair("2", user("emp-1"))], facts([book], users: ["emp-1": .active]))
    #expect(plan.weight == .typeName("campus-nord"))
    #expect(!plan.isReversible)
    #expect(plan.warnings == [.booksSpent(1)])
  }

  @Test("A pair of an open operation is left out before anything else is said of it")
  func occupied() {
    let busy = pair("1", device("F9FZK2Q0PLK4"))
    var facts = facts([app], present: [busy])
    facts.open = [busy: 120]
    let plan = plan(.reclaim, [busy], facts)
    #expect(plan.inOpenOperation == [OccupiedPair(pair: busy, operation: 120)])
    #expect(plan.alreadySo.isEmpty && plan.toDo.isEmpty && !plan.isRefused)
    let report = ChangeReport(plan, isDryRun: false)
    #expect(report.outcome == .pending)
    #expect(report.operation == 120)
    #expect(report.exitCode == 4)
  }

  @Test("New serial numbers of odd form are warned of, known ones are not")
  func warnings() {
    let serials = ["F9FZK2Q0PLK4", "SHORT", "C02OI0000001", "NEVERSEEN123"].map {
      SerialNumber(rawValue: $0)
    }
    var facts = facts([free])
    facts.seen = [serials[0]]
    let plan = plan(.assign, serials.map { pair("3", .device($0)) }, facts)
    #expect(
      plan.warnings == [
        .oddLength([serials[1]]),
        .letters(
          [serials[1], serials[2], serials[3]].filter {
            $0.rawValue.contains("O") || $0.rawValue.contains("I")
          }), .neverSeen(Array(serials.dropFirst())),
      ])
  }

  @Test("Reclaiming what nobody holds is already so, and counts grow")
  func reclaim() {
    let held = pair("1", user("emp-1"))
    let other = pair("1", user("emp-2"))
    let plan = plan(
      .reclaim, [held, other],
      facts([app], present: [held], users: ["emp-1": .active, "emp-2": .active]))
    #expect(plan.toDo.map(\.action) == [.reclaim])
    #expect(plan.alreadySo == [other])
    #expect(plan.assets.first?.availableAfter == 4)
    #expect(plan.warnings == [.keepsWorking])
  }
}
