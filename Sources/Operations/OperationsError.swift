package import AppsAndBooks

/// Why a change was not begun: nothing was sent.
package enum OperationsError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The plan is older than ten minutes.
  case planIsOld
  /// What the plan rests on has moved: read it again.
  case planMoved(String)
  /// The service was not reached, or would not answer.
  case notReached(APIError)
  /// The plan has pairs that cannot be.
  case planIsRefused
  /// The plan has nothing to do.
  case nothingToDo
  /// Another client owns the location.
  case foreignOwner(MDMInfo)
  /// No client owns the location: a person claims it first.
  case unclaimed
  /// Another Purser sends for this location; the holder's own message.
  case locked(String)
  /// Journal, audit or lock can't be written; a clause behind «because» that ends with a full stop.
  case storage(String)
  /// This session may not write at all: `--read-only`, a token that may only read.
  case readOnly(String)
  /// Writing is off for a reason that came up meanwhile.
  case writingIsOff(String)
  /// An operation of that number is not known here.
  case noSuchOperation(Int)
  /// It is not over yet, so it can't be undone or tried again.
  case stillOpen(Int)

  /// What happened and what to do next.
  package var description: String {
    switch self {
    case .planIsOld:
      "This plan is more than 10 min old. Nothing was sent; read it again and confirm anew."
    case .planMoved(let reason): "\(reason) Nothing was sent; read the plan again."
    case .notReached(let error): "\(error) Nothing was sent."
    case .planIsRefused: "The plan has pairs that can't be. Nothing was sent."
    case .nothingToDo: "There is nothing to do. Nothing was sent."
    case .foreignOwner(let owner):
      "The location is managed by «\(owner.name)». Nothing was sent. To take it over: purser client claim --takeover"
    case .unclaimed:
      "No client manages this location yet. Nothing was sent. First: purser client claim"
    case .locked(let holder): holder
    case .storage(let reason): "\(Self.browsingOnly(reason)) Nothing was sent."
    case .readOnly(let reason), .writingIsOff(let reason): "\(reason) Nothing was sent."
    case .noSuchOperation(let number): "There is no operation \(number) at this location."
    case .stillOpen(let number):
      "Operation \(number) is not over yet. Nothing was sent. First: purser wait \(number)"
    }
  }

  /// What a trouble with the disk means for the person.
  static func browsingOnly(_ reason: String) -> String { "Browsing only, because \(reason)" }

  /// The exit code of a command that ends with this.
  package var exitCode: Int32 {
    switch self {
    case .planIsOld, .planIsRefused, .planMoved: 1
    case .notReached(let error): error.isUnreachable ? 3 : 2
    case .nothingToDo: 0
    case .foreignOwner, .unclaimed, .locked: 5
    case .storage: 6
    case .readOnly, .writingIsOff: 2
    case .noSuchOperation: 64
    case .stillOpen: 4
    }
  }
}

/// Whether a change may be sent.
package enum WritingState: Sendable, Hashable {
  /// It may, as far as is known.
  case on
  /// Nobody owns the location: the first write opens the claim page.
  case unclaimed
  /// It may not; the reason for the person.
  case off(String)
}

/// How far a plan's reads are.
package struct PlanProgress: Sendable, Hashable {
  /// Reads done.
  package var done: Int
  /// Reads in all, as far as known.
  package var total: Int

  /// Joins the two.
  package init(done: Int, total: Int) {
    self.done = done
    self.total = total
  }
}

/// What a claim or a release found when it read again.
package struct ClaimResult: Sendable, Hashable {
  /// Who owned the location before.
  package var before: LocationOwner
  /// Who owns it by the read that followed.
  package var after: LocationOwner
  /// A sentence for the person: what happened, what to do next.
  package var text: String

  /// Joins the three.
  package init(before: LocationOwner, after: LocationOwner, text: String) {
    self.before = before
    self.after = after
    self.text = text
  }

  /// Whether the location is ours now.
  package var isOurs: Bool { if case .ours = after { true } else { false } }
}
