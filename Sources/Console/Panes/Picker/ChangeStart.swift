import AppsAndBooks
import FoundationEssentials
import LocationStore
import Operations
import Screen

/// Where changes begin: from the rows a person chose to a picker or straight to the plan.
enum ChangeStart {
  /// Opens the plan of a request; on a location that nobody owns the claim page comes first.
  static func plan(_ request: ChangeRequest, in world: World) -> Reply {
    switch world.standing.owner {
    case .unclaimed: ClaimPage.push(.claim, then: request, in: world)
    case .foreign(let name, _, _):
      .say("«\(name)» manages this location: nothing is sent from here.")
    case .ours, .unknown: PlanPage.open(request, in: world)
    }
  }

  /// A request as the console makes them: what cannot be is left out, what is short goes to the first.
  static func request(_ kind: OperationKind, _ pairs: [Assignment]) -> ChangeRequest {
    ChangeRequest(kind: kind, pairs: pairs, shortage: .takeFirst, impossible: .leaveOut)
  }

  /// Gives licences: rows of the focused list, with the marks of the other lists.
  static func assign(
    _ rows: [RowID], markedAssets: [AssetID], markedHolders: [Holder], master: Subject?,
    tab: ListID, in world: World
  ) -> Reply {
    let assets = rows.compactMap { if case .asset(let id) = $0 { id } else { nil } }
    let holders = rows.compactMap(\.holder)
    if !assets.isEmpty {
      if !markedAssets.isEmpty, !markedHolders.isEmpty {
        return plan(cross(markedAssets, markedHolders), in: world)
      }
      return PickerPage.open(.targets(of: assets), tab: tab, in: world)
    }
    if !holders.isEmpty {
      if !markedAssets.isEmpty, !markedHolders.isEmpty {
        return plan(cross(markedAssets, markedHolders), in: world)
      }
      return PickerPage.open(.assets(for: holders), in: world)
    }
    return assignMore(rows, master: master, tab: tab, in: world)
  }

  /// In pane 3: the master's asset, or something to the master; among all assignments the asset of the row.
  private static func assignMore(
    _ rows: [RowID], master: Subject?, tab: ListID, in world: World
  ) -> Reply {
    switch master {
    case .asset(let id)?: return PickerPage.open(.targets(of: [id]), tab: tab, in: world)
    case .holder(let holder)?: return PickerPage.open(.assets(for: [holder]), in: world)
    case .everything?, nil:
      let pairs = rows.compactMap { if case .assignment(let pair) = $0 { pair } else { nil } }
      let assets = ChangeWords.parts(pairs).assets
      guard !assets.isEmpty else { return .say("nothing is here") }
      return PickerPage.open(.targets(of: assets), tab: tab, in: world)
    }
  }

  private static func cross(_ assets: [AssetID], _ holders: [Holder]) -> ChangeRequest {
    request(
      .assign,
      holders.flatMap { holder in assets.map { Assignment(asset: $0, holder: holder) } })
  }

  /// Takes licences back: assignments go to the plan, anything else to a pick among its assignments.
  static func reclaim(_ rows: [RowID], in world: World) -> Reply {
    let pairs = rows.compactMap { if case .assignment(let pair) = $0 { pair } else { nil } }
    if !pairs.isEmpty { return plan(request(.reclaim, pairs), in: world) }
    let subjects = rows.compactMap { Subject($0) }
    guard !subjects.isEmpty else { return .say("nothing is here") }
    return PickerPage.open(.reclaim(subjects), in: world)
  }
}
