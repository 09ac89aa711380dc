import AppsAndBooks
import FoundationEssentials
import LocationStore
import Operations
import Screen

/// What is told of an operation whose outcome is not known: what happened, what is looked at, what to do (11b).
struct UnknownStory: Equatable, Sendable {
  /// One look at the list.
  struct Look: Equatable, Sendable {
    var time: String
    var settled: Int
  }

  var happened: [String]
  var checkedBy: String
  var looks: [Look]
  /// «of 40 reclaimed», after the first look.
  var ofAll: String
  /// «in 34 s»; nil where no look is planned.
  var nextLook: String?
  var certainty: [String]
  /// How many pairs are not as wanted yet, and the word: «see the 9 that are still assigned».
  var openPairs: String
  var notes: [String]

  /// Looks that are shown, the latest of all.
  static let mostLooks = 5

  /// Nil where no request was lost: then the notes say what there is.
  init?(_ record: OperationRecord, world: World) {
    guard record.state == .unknown, let since = record.unknownSince else { return nil }
    happened = [
      "The request was sent at \(world.zone.seconds(since)) and the line broke before Apple answered.",
      "Nobody knows yet whether Apple took it. It is not sent again.",
    ]
    checkedBy = Self.checkedBy(record, world)
    looks = record.looks.suffix(Self.mostLooks).map {
      Look(time: world.zone.seconds($0.at), settled: $0.settled)
    }
    // A look counts what the list shows: of a move each half by itself.
    let all = Numbers.count(record.pairs.count + record.users.count)
    ofAll = "of \(all) \(record.kind == .reassign ? "halves" : record.kind.participle)"
    nextLook = record.nextLook.map { "in \(OperationsViewModel.seconds(until: $0, world))" }
    let open = record.count - record.settledCount
    let words = Self.missing(record.kind)
    openPairs = "see the \(Numbers.count(open)) that are \(words.yet)"
    certainty = Self.certainty(record, words.then, world)
    notes = record.notes
  }

  private static func checkedBy(_ record: OperationRecord, _ world: World) -> String {
    if !record.users.isEmpty {
      return record.users.count == 1
        ? "Checked by reading \(record.users[0].user.change.id.rawValue):"
        : "Checked by reading the \(Numbers.count(record.users.count)) users:"
    }
    let assets = ChangeWords.parts(record.pairs.lazy.map(\.pair)).assets
    return assets.count == 1
      ? "Checked by reading \(world.name(of: assets[0]))'s assignments:"
      : "Checked by reading the assignments of \(Numbers.count(assets.count, "asset")):"
  }

  /// What is not as wanted: while it may still come, and once the list is the answer.
  private static func missing(_ kind: OperationKind) -> (yet: String, then: String) {
    switch kind {
    case .assign: ("not assigned yet", "what is not assigned")
    case .reclaim, .reclaimAll: ("still assigned", "what is still assigned")
    case .reassign: ("not moved yet", "what is not moved")
    case .userCreate: ("not there yet", "who is not there")
    case .userUpdate: ("not changed yet", "who is not changed")
    case .userRetire: ("not retired yet", "who is not retired")
    }
  }

  private static func certainty(
    _ record: OperationRecord, _ what: String, _ world: World
  ) -> [String] {
    guard let certain = record.certainAt, !record.isCertain(at: world.now) else {
      return ["The list is the answer by now: \(what) was not taken. . sends just that, as a plan."]
    }
    let time = world.zone.time(certain)
    return [
      "Apple may work on a request for 10 min. At \(time) the list is the answer:",
      "\(what) then was not taken, and you can send just that.",
    ]
  }
}
