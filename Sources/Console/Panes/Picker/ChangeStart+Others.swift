import AppsAndBooks
import FoundationEssentials
import LocationStore
import Operations
import Screen

extension ChangeStart {
  /// The opposite of an operation, as a plan; says why where nothing of it can be put back.
  static func undo(_ record: OperationRecord, in world: World) -> Reply {
    guard !record.isOpen else {
      return .say("Operation \(record.number) is not over: there is nothing to undo yet.")
    }
    guard let request = record.undone else {
      return .say("Operation \(record.number) has nothing to undo.")
    }
    guard request.size > 0 else {
      // Nothing of it comes back: a plan without a question would be a detour.
      let first = request.notInvertible[0]
      let others = request.notInvertible.count - 1
      let more = others > 0 ? ", and \(Numbers.count(others)) more" : ""
      return .say(
        Shown(
          "Operation \(record.number) can't be undone: "
            + "\(first.reason.sentence(holder: first.holder))\(more)"))
    }
    return plan(request, in: world)
  }

  /// Takes back everything that holders have.
  static func reclaimAll(_ rows: [RowID], in world: World) -> Reply {
    let holders = rows.compactMap(\.holder)
    guard !holders.isEmpty else { return .say("nothing is here") }
    return plan(ChangeRequest.reclaimAll(from: holders).lenient, in: world)
  }

  /// Moves licences: assignments go on to the new holder, anything else to a pick among its assignments.
  static func reassign(_ rows: [RowID], in world: World) -> Reply {
    let pairs = rows.compactMap { if case .assignment(let pair) = $0 { pair } else { nil } }
    if !pairs.isEmpty { return recipients(of: pairs, in: world) }
    let subjects = rows.compactMap { Subject($0) }
    guard !subjects.isEmpty else { return .say("nothing is here") }
    return PickerPage.open(.moving(subjects), in: world)
  }

  /// Asks for the new holders of assignments; a book is refused, and what else can't be taken back stays.
  static func recipients(of pairs: [Assignment], in world: World) -> Reply {
    let movable = pairs.filter { pair in
      world.snapshot.assets.index(of: pair.asset).map {
        world.snapshot.assets.record($0).asset.canBeReclaimed
      } ?? true
    }
    guard let first = movable.first else { return .say("books can't be reassigned") }
    let tab: ListID = first.holder.isDevice ? .devices : .users
    var reply = PickerPage.open(.recipients(of: movable), tab: tab, in: world)
    let left = pairs.count - movable.count
    if left > 0 {
      let verb = left == 1 ? "stays: it" : "stay: they"
      let text = "\(Numbers.count(left, "licence")) \(verb) can't be reclaimed"
      reply.outcomes.append(.say(Message(Shown(text))))
    }
    return reply
  }

  /// Retires client users.
  static func retire(_ rows: [RowID], in world: World) -> Reply {
    let users = rows.compactMap { row -> UserChange? in
      if case .user(let id) = row { UserChange(id: id) } else { nil }
    }
    guard !users.isEmpty else { return .say("nothing is here") }
    return plan(ChangeRequest.users(.userRetire, users).lenient, in: world)
  }
}
