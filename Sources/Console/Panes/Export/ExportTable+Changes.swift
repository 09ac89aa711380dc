import AppsAndBooks
import FoundationEssentials
import LocationStore
import Operations
import Screen

extension ExportTable {
  private static let userColumns = ["email", "managedAppleId"]

  /// The columns of a pair for a holder alone.
  private static func alone(_ holder: Holder) -> [ExportValue] {
    switch holder {
    case .clientUser(let id): [.null, .null, .text(id.rawValue), .null]
    case .device(let serial): [.null, .null, .null, .text(serial.rawValue)]
    }
  }

  // MARK: - Plans

  init(_ plan: Plan) {
    let rows = Self.pairs(plan) + Self.holders(plan)
    let isOfUsers = plan.kind.userAction != nil
    let columns = Self.pairColumns + ["action", "reason", "availableBefore"]
    self.init(
      columns: columns + (isOfUsers ? Self.userColumns : []), count: rows.count
    ) { place in
      let row = rows[place]
      let end: [ExportValue] =
        isOfUsers ? [ExportValue(row.user?.email), ExportValue(row.user?.managedAppleID)] : []
      return row.subject + [.text(row.action), ExportValue(row.reason), ExportValue(row.before)]
        + end
    }
  }

  /// One line of a plan.
  private struct PlanRow {
    var subject: [ExportValue]
    var action: String
    var reason: String?
    var before: Int?
    var user: UserChange?
  }

  private static func pairs(_ plan: Plan) -> [PlanRow] {
    func left(_ pair: Assignment, _ reason: String) -> PlanRow {
      PlanRow(subject: self.pair(pair), action: "none", reason: reason)
    }
    let first = Set(plan.moves.map(\.firstPair))
    let toDo = plan.toDo.map { planned in
      // The halves of a move stand beside each other; which one goes first is the reason it is there.
      let half = plan.moves.isEmpty ? nil : first.contains(planned.pair) ? "first" : nil
      return PlanRow(
        subject: self.pair(planned.pair), action: planned.action.rawValue, reason: half,
        before: planned.availableBefore)
    }
    return toDo + plan.alreadySo.map { left($0, "already so") }
      + plan.impossible.map { left($0.pair, $0.reason.word) }
      + plan.staying.map { left($0.pair, "stays: \($0.reason.word)") }
      + plan.inOpenOperation.map { left($0.pair, "in operation \($0.operation)") }
  }

  private static func holders(_ plan: Plan) -> [PlanRow] {
    func left(_ holder: Holder, _ reason: String) -> PlanRow {
      PlanRow(subject: alone(holder), action: "none", reason: reason)
    }
    let users = plan.users.map { user in
      PlanRow(
        subject: alone(.clientUser(user.change.id)), action: user.action.rawValue,
        user: user.change)
    }
    return users + plan.usersAlreadySo.map { left(.clientUser($0), "already so") }
      + plan.impossibleHolders.map { left($0.holder, $0.reason.word) }
      + plan.emptyHolders.map { left($0, "nothing to reclaim") }
      + plan.occupiedHolders.map { left($0.holder, "in operation \($0.operation)") }
  }

  // MARK: - Operations

  init(_ records: [OperationRecord]) {
    let rows = records.flatMap { record -> [RecordRow] in
      record.pairs.map { pair in
        RecordRow(
          record: record, subject: Self.pair(pair.pair), action: pair.action.rawValue,
          state: pair.state)
      }
        + record.users.map { user in
          RecordRow(
            record: record, subject: Self.alone(.clientUser(user.user.change.id)),
            action: user.user.action.rawValue, state: user.state)
        }
    }
    let columns =
      ["operation", "kind", "outcome", "startedAt", "endedAt", "by", "reason"] + Self.pairColumns
      + ["action", "state", "errorNumber", "errorMessage"]
    self.init(columns: columns, count: rows.count) { place in
      let row = rows[place]
      let record = row.record
      let head: [ExportValue] = [
        .number(record.number), .text(record.kind.rawValue), .text(record.outcome.rawValue),
        ExportValue(record.startedAt), ExportValue(record.endedAt), .text(record.by),
        ExportValue(record.reason),
      ]
      let failure = row.state.failure
      return head + row.subject + [
        .text(row.action), .text(row.state.word), ExportValue(failure?.number),
        ExportValue(failure?.message),
      ]
    }
  }

  /// A pair or a user of an operation.
  private struct RecordRow {
    var record: OperationRecord
    var subject: [ExportValue]
    var action: String
    var state: PairState
  }
}
