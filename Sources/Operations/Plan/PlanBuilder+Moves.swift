import AppsAndBooks

extension PlanBuilder {
  /// Moves in the order asked for, then the halves of an undo or a retry (product.md section 5, «Reassign»).
  mutating func sortMoves() {
    var met: Set<Move> = []
    var planned: Set<Assignment> = []
    for move in request.moves {
      if met.insert(move).inserted { sort(move, &planned) } else { repeated += 1 }
    }
    for half in request.halves {
      if planned.insert(half.pair).inserted { sort(half.pair, half.action) } else { repeated += 1 }
    }
  }

  private mutating func sort(_ move: Move, _ planned: inout Set<Assignment>) {
    named.insert(move.asset)
    if let operation = facts.operation(on: move.given) ?? facts.operation(on: move.taken) {
      occupied.append(OccupiedPair(pair: move.taken, operation: operation))
      return
    }
    guard let asset = facts.assets[move.asset] else { return exclude(move.taken, .unknownAsset) }
    if let reason = obstacle(toReclaiming: asset) { return exclude(move.taken, reason) }
    guard facts.present.contains(move.taken), !planned.contains(move.taken) else {
      return exclude(move.taken, obstacle(toUser: move.from) ?? .notHeld)
    }
    // The old holder keeps its licence: what was meant is a reclaim, and only a person says so.
    if facts.present.contains(move.given) || planned.contains(move.given) {
      return alreadySo.append(move.given)
    }
    if let reason = obstacle(move.to, asset) { return exclude(move.given, reason) }
    planned.formUnion([move.given, move.taken])
    plan(move, asset)
  }

  private mutating func plan(_ move: Move, _ asset: Asset) {
    let isFree = asset.plannableCount.map { promised[move.asset, default: 0] < $0 } ?? true
    if isFree { promised[move.asset, default: 0] += 1 }
    moves.append(PlannedMove(move: move, first: isFree ? .assign : .reclaim))
    let halves: [(Assignment, PairAction)] =
      isFree
      ? [(move.given, .assign), (move.taken, .reclaim)]
      : [(move.taken, .reclaim), (move.given, .assign)]
    for (pair, action) in halves { plan(pair, action, asset) }
  }
}
