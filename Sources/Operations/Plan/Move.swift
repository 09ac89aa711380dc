package import AppsAndBooks

/// One licence that goes from one holder to another: two pairs of one asset.
package struct Move: Sendable, Hashable {
  /// What moves.
  package var asset: AssetID
  /// Who has it.
  package var from: Holder
  /// Who is to have it.
  package var to: Holder

  /// Joins the three.
  package init(asset: AssetID, from: Holder, to: Holder) {
    self.asset = asset
    self.from = from
    self.to = to
  }

  /// The pair that is wanted in the list.
  package var given: Assignment { Assignment(asset: asset, holder: to) }
  /// The pair that is wanted out of the list.
  package var taken: Assignment { Assignment(asset: asset, holder: from) }
  /// The same licence back again.
  package var reversed: Move { Move(asset: asset, from: to, to: from) }
}

/// A move and the half that goes first (product.md section 5, «Reassign»).
package struct PlannedMove: Sendable, Hashable {
  /// What moves from whom to whom.
  package var move: Move
  /// Assign where a licence is free, so that there is no gap; reclaim where none is.
  package var first: PairAction

  /// Joins the two.
  package init(move: Move, first: PairAction) {
    self.move = move
    self.first = first
  }

  /// The pair that goes first.
  package var firstPair: Assignment { first == .assign ? move.given : move.taken }
  /// The pair that goes once the first is verified.
  package var secondPair: Assignment { first == .assign ? move.taken : move.given }
}

/// One pair and what is wanted of it.
package struct PairChange: Sendable, Hashable {
  /// The asset and the holder.
  package var pair: Assignment
  /// Given or taken back.
  package var action: PairAction

  /// Joins the two.
  package init(pair: Assignment, action: PairAction) {
    self.pair = pair
    self.action = action
  }
}

/// What one line of a report is about: a pair, or a holder alone.
package enum ChangeSubject: Sendable, Hashable {
  /// An asset and its holder.
  case pair(Assignment)
  /// A client user or a device, without an asset.
  case holder(Holder)

  /// The holder.
  package var holder: Holder {
    switch self {
    case .pair(let pair): pair.holder
    case .holder(let holder): holder
    }
  }
}
