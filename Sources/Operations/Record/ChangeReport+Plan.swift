import AppsAndBooks

extension ChangeReport {
  /// The lines of a dry run, in the order asked for; a move is two (product.md section 3).
  static func lines(of plan: Plan) -> [PlanLine] {
    plan.kind.userAction == nil ? pairLines(of: plan) : userLines(of: plan)
  }

  private static func pairLines(of plan: Plan) -> [PlanLine] {
    let counts = Dictionary(
      plan.assets.map { ($0.id, $0.availableBefore) }, uniquingKeysWith: { first, _ in first })
    let second = Set(plan.moves.map(\.secondPair))
    func line(_ pair: Assignment, _ action: PairAction?, _ reason: String?) -> PlanLine {
      PlanLine(
        subject: .pair(pair), action: action?.rawValue, reason: reason,
        availableBefore: counts[pair.asset] ?? nil)
    }
    let lines =
      plan.toDo.map { planned in
        line(planned.pair, planned.action, second.contains(planned.pair) ? "second" : nil)
      }
      + plan.alreadySo.map {
        line($0, nil, plan.kind == .reassign ? "already so: reclaim instead" : "already so")
      }
      + plan.impossible.map { line($0.pair, nil, $0.reason.word) }
      + plan.inOpenOperation.map { line($0.pair, nil, "in operation \($0.operation)") }
      + plan.staying.map { line($0.pair, nil, $0.reason.word) }
    return sorted(lines, as: plan.request.namedPairs) + holderLines(of: plan)
  }

  private static func sorted(_ lines: [PlanLine], as order: [Assignment]) -> [PlanLine] {
    var places: [ChangeSubject: Int] = [:]
    for (place, pair) in order.enumerated() where places[.pair(pair)] == nil {
      places[.pair(pair)] = place
    }
    return lines.enumerated().sorted { a, b in
      (places[a.element.subject] ?? .max, a.offset) < (places[b.element.subject] ?? .max, b.offset)
    }.map(\.element)
  }

  private static func userLines(of plan: Plan) -> [PlanLine] {
    let lines =
      plan.users.map { user in
        PlanLine(
          subject: .holder(.clientUser(user.change.id)), action: user.action.rawValue)
      }
      + plan.usersAlreadySo.map { id in
        PlanLine(subject: .holder(.clientUser(id)), reason: "already so")
      } + holderLines(of: plan)
    var places: [ChangeSubject: Int] = [:]
    for (place, user) in plan.request.users.enumerated() {
      places[.holder(.clientUser(user.id))] = place
    }
    return lines.sorted { (places[$0.subject] ?? .max) < (places[$1.subject] ?? .max) }
  }

  private static func holderLines(of plan: Plan) -> [PlanLine] {
    plan.impossibleHolders.map { PlanLine(subject: .holder($0.holder), reason: $0.reason.word) }
      + plan.occupiedHolders.map {
        PlanLine(subject: .holder($0.holder), reason: "in operation \($0.operation)")
      }
      + plan.emptyHolders.map { PlanLine(subject: .holder($0), reason: "nothing to reclaim") }
  }
}
