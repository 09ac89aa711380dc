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
    let isAssign = record.kind == .assign
    happened = [
      "The request was sent at \(world.zone.seconds(since)) and the line broke before Apple answered.",
      "Nobody knows yet whether Apple took it. It is not sent again.",
    ]
    let assets = ChangeWords.parts(record.pairs.lazy.map(\.pair)).assets
    checkedBy =
      assets.count == 1
      ? "Checked by reading \(world.name(of: assets[0]))'s assignments:"
      : "Checked by reading the assignments of \(Numbers.count(assets.count, "asset")):"
    looks = record.looks.suffix(Self.mostLooks).map {
      Look(time: world.zone.seconds($0.at), settled: $0.settled)
    }
    ofAll = "of \(Numbers.count(record.pairs.count)) \(isAssign ? "assigned" : "reclaimed")"
    nextLook = record.nextLook.map { "in \(OperationsViewModel.seconds(until: $0, world))" }
    let open = record.pairs.count - record.settledCount
    openPairs =
      "see the \(Numbers.count(open)) that are \(isAssign ? "not assigned yet" : "still assigned")"
    certainty = Self.certainty(record, isAssign, world)
    notes = record.notes
  }

  private static func certainty(
    _ record: OperationRecord, _ isAssign: Bool, _ world: World
  ) -> [String] {
    let what = isAssign ? "what is not assigned" : "what is still assigned"
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
