/// What an operation does, in the words of the JSON (product.md section 3).
package enum OperationKind: String, Sendable, Hashable, CaseIterable, Codable {
  /// Gives licences: associate on the wire.
  case assign
  /// Takes named licences back: disassociate on the wire.
  case reclaim
  /// Takes back everything a holder has: revoke on the wire.
  case reclaimAll
  /// Moves licences from one holder to another.
  case reassign
  /// Makes client users.
  case userCreate
  /// Changes client users.
  case userUpdate
  /// Retires client users.
  case userRetire

  /// The verb a person reads: «assign», «reclaim», «reclaim all», «reassign», «create», «update», «retire».
  package var verb: String {
    switch self {
    case .assign: "assign"
    case .reclaim: "reclaim"
    case .reclaimAll: "reclaim all"
    case .reassign: "reassign"
    case .userCreate: "create"
    case .userUpdate: "update"
    case .userRetire: "retire"
    }
  }
}

/// The direction of one pair: a move has two pairs, one of each.
package enum PairAction: String, Sendable, Hashable, Codable {
  /// The pair is wanted in the list.
  case assign
  /// The pair is wanted out of the list.
  case reclaim

  /// Whether the wanted state is «in the list».
  package var wantsPresence: Bool { self == .assign }
}
