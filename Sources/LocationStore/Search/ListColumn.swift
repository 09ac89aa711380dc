/// The lists that a person sees.
package enum ListKind: String, CaseIterable, Hashable, Sendable {
  /// Client users; retired ones only where the filter names a status.
  case clientUsers
  /// Devices, those of loaded lists included.
  case devices
  /// Assets.
  case assets
  /// Assignments.
  case assignments

  /// The columns that can be filtered and sorted, in the order they are told (product.md section 6).
  package var columns: [ListColumn] {
    switch self {
    case .clientUsers: [.user, .email, .status, .held]
    case .devices: [.serial, .label, .held]
    case .assets: [.name, .id, .type, .platform, .developer, .used, .total, .left]
    case .assignments: [.asset, .id, .holder, .kind, .state]
    }
  }
}

/// A column of a list by the word a person types.
package enum ListColumn: String, CaseIterable, Hashable, Sendable {
  case user, email, status, held
  case serial, label
  case name, id, type, platform, developer, used, total, left
  case asset, holder, kind, state

  /// Whether it holds numbers, which are compared and not searched.
  package var isNumber: Bool {
    switch self {
    case .held, .used, .total, .left: true
    default: false
    }
  }
}

/// A sort by one column; equal values keep the list's natural order, ids last.
package struct SortOrder: Hashable, Sendable {
  /// The column.
  package var column: ListColumn
  /// Whether the largest comes first.
  package var descending: Bool

  /// Names a sort.
  package init(_ column: ListColumn, descending: Bool = false) {
    self.column = column
    self.descending = descending
  }
}

/// Which part of a list is wanted.
package enum ListScope: Hashable, Sendable {
  /// All rows.
  case all
  /// The assignments of an asset, by its row.
  case ofAsset(Int)
  /// The assignments of a holder.
  case ofHolder(HolderRef)
}
