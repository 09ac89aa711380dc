package import AppsAndBooks
import FoundationEssentials
import LocationStore
package import Operations
import Screen

/// What is picked, and for what.
package enum PickerTask: Equatable, Sendable {
  /// Holders for the chosen assets: tabs Users and Devices.
  case targets(of: [AssetID])
  /// Assets for the chosen holders.
  case assets(for: [Holder])
  /// Assignments to take back, of the chosen assets and holders.
  case reclaim([Subject])

  /// What the plan will do.
  package var kind: OperationKind {
    if case .reclaim = self { .reclaim } else { .assign }
  }

  /// The lists it picks from, the first shown first.
  var tabs: [ListID] {
    switch self {
    case .targets: [.devices, .users]
    case .assets: [.assets]
    case .reclaim(let subjects): subjects.count == 1 ? [.assignments] : [.allAssignments]
    }
  }

  /// Whose assignments are listed.
  var subject: Subject {
    if case .reclaim(let subjects) = self, subjects.count == 1 { return subjects[0] }
    return .everything
  }
}
