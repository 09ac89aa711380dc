import AppsAndBooks
import FoundationEssentials
import LocationStore
import Operations
import Screen

/// The running sum of a picker: what the marks would take from the shelf, or put back.
struct PickerTally: Equatable, Sendable {
  /// The assets of the change, in the order they were chosen.
  private(set) var assets: [AssetID] = []
  /// Pairs that would change, for each asset.
  private(set) var new: [AssetID: Int] = [:]
  /// Pairs that are so already.
  private(set) var already = 0
  /// Marked rows.
  private(set) var rows = 0

  init() {}

  /// Pairs that would change.
  var newCount: Int { new.values.reduce(0, +) }

  /// Counts one row more (`by` 1) or less (-1).
  mutating func count(
    _ row: RowID, for task: PickerTask, in snapshot: LocationSnapshot, by step: Int = 1
  ) {
    rows += step
    switch (task, row) {
    case (.targets(let assets), _):
      guard let holder = row.holder else { return }
      for asset in assets { count(Assignment(asset: asset, holder: holder), snapshot, step) }
    case (.assets(let holders), .asset(let asset)):
      for holder in holders { count(Assignment(asset: asset, holder: holder), snapshot, step) }
    case (.reclaim, .assignment(let pair)), (.moving, .assignment(let pair)):
      add(step, to: pair.asset)
    default: break
    }
  }

  /// Counts a serial number never seen here, which holds nothing.
  mutating func count(unknown: SerialNumber, assets: [AssetID], by step: Int = 1) {
    rows += step
    for asset in assets { add(step, to: asset) }
  }

  private mutating func count(_ pair: Assignment, _ snapshot: LocationSnapshot, _ step: Int) {
    if snapshot.contains(pair) { already += step } else { add(step, to: pair.asset) }
  }

  private mutating func add(_ step: Int, to asset: AssetID) {
    if new[asset] == nil { assets.append(asset) }
    new[asset, default: 0] += step
  }
}
