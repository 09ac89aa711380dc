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
  /// Assignments to move, of the chosen assets and holders.
  case moving([Subject])
  /// New holders for assignments: one for all, or as many as there are different old ones.
  case recipients(of: [Assignment])

  /// What the plan will do.
  package var kind: OperationKind {
    switch self {
    case .targets, .assets: .assign
    case .reclaim: .reclaim
    case .moving, .recipients: .reassign
    }
  }

  /// The lists it picks from, the first shown first.
  var tabs: [ListID] {
    switch self {
    case .targets, .recipients: [.devices, .users]
    case .assets: [.assets]
    case .reclaim(let subjects), .moving(let subjects):
      subjects.count == 1 ? [.assignments] : [.allAssignments]
    }
  }

  /// Whose assignments are listed.
  var subject: Subject {
    if let subjects, subjects.count == 1 { return subjects[0] }
    return .everything
  }

  /// The assets and holders among whose assignments is picked; nil where something else is picked.
  var subjects: [Subject]? {
    switch self {
    case .reclaim(let subjects), .moving(let subjects): subjects
    case .targets, .assets, .recipients: nil
    }
  }

  /// The assets that the picked holders get, in their order; nil where no holders are picked.
  var given: [AssetID]? {
    switch self {
    case .targets(let assets): assets
    case .recipients(let pairs): ChangeWords.parts(pairs).assets
    case .assets, .reclaim, .moving: nil
    }
  }
}
