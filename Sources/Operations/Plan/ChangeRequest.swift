package import AppsAndBooks

/// What a person or a script asks for, before anything was read.
package struct ChangeRequest: Sendable, Equatable {
  /// What is done with more targets than licences.
  package enum Shortage: Sendable, Equatable {
    /// Nothing is sent (the command line).
    case refuse
    /// The first ones in the order given get the licences (the console, `--up-to-available`).
    case takeFirst
  }

  /// What is done with pairs that cannot be.
  package enum Impossible: Sendable, Equatable {
    /// Nothing is sent (the command line).
    case refuse
    /// They are left out with their reason (the console, `--skip-impossible`).
    case leaveOut
  }

  /// The kind decides which of the lists below counts.
  package var kind: OperationKind
  /// Assign and reclaim: the pairs in the person's order, which decides who gets the last licences; repeated ones count once.
  package var pairs: [Assignment] = []
  /// Reassign: the moves in the person's order.
  package var moves: [Move] = []
  /// Reassign: single pairs beside the moves, where an undo or a retry has half of one to do.
  package var halves: [PairChange] = []
  /// Reclaim all: whose licences are taken.
  package var holders: [Holder] = []
  /// Create, update, retire: the client users.
  package var users: [UserChange] = []
  /// What an undo can't bring back, with the reason; told with the plan.
  package var notInvertible: [ImpossibleHolder] = []
  /// The operation that this one undoes.
  package var undoes: Int?
  /// The person's reason, kept with the operation.
  package var reason: String?
  /// More targets than licences.
  package var shortage: Shortage
  /// Pairs that cannot be.
  package var impossible: Impossible

  /// Describes a request for pairs; refusing is the default, as on the command line.
  package init(
    kind: OperationKind, pairs: [Assignment] = [], reason: String? = nil,
    shortage: Shortage = .refuse, impossible: Impossible = .refuse
  ) {
    self.kind = kind
    self.pairs = pairs
    self.reason = reason
    self.shortage = shortage
    self.impossible = impossible
  }

  /// Describes a request that moves licences.
  package static func reassign(_ moves: [Move], reason: String? = nil) -> ChangeRequest {
    var request = ChangeRequest(kind: .reassign, reason: reason)
    request.moves = moves
    return request
  }

  /// Describes a request that takes everything revocable from holders.
  package static func reclaimAll(from holders: [Holder], reason: String? = nil) -> ChangeRequest {
    var request = ChangeRequest(kind: .reclaimAll, reason: reason)
    request.holders = holders
    return request
  }

  /// Describes a request that creates, updates or retires client users.
  package static func users(
    _ kind: OperationKind, _ users: [UserChange], reason: String? = nil
  ) -> ChangeRequest {
    var request = ChangeRequest(kind: kind, reason: reason)
    request.users = users
    return request
  }

  /// The same request, to leave out what cannot be and to take the first where licences are short, as the console asks.
  package var lenient: ChangeRequest {
    var request = self
    request.shortage = .takeFirst
    request.impossible = .leaveOut
    return request
  }

  /// Every pair that it names by itself; what `reclaimAll` takes is known once it was read.
  var namedPairs: [Assignment] {
    pairs + moves.flatMap { [$0.given, $0.taken] } + halves.map(\.pair)
  }
}
