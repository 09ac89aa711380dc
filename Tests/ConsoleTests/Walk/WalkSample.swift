import AppsAndBooks
import ConsoleSupport
import Foundation
import LocationStore
import Operations
import Screen
import TestSupport

@testable import Console

/// A small location with enough rows to move in every list, and what else the screens of the walk need.
enum WalkSample {
  static let users = (0..<40).map { ClientUserID(rawValue: "emp-0\(100 + $0)") }
  static let serials = (0..<40).map { SerialNumber(rawValue: "F9FZK\(100 + $0)PLK4") }
  static let assets = Array(SampleLocation.assets.prefix(40))
  static let keynote = SampleLocation.asset("Keynote")

  static let snapshot: LocationSnapshot = {
    let holders = users.map(Holder.clientUser) + serials.map(Holder.device)
    var pairs = Set(holders.map { Assignment(asset: keynote, holder: $0) })
    // A holder with many assets, to move in pane 3 as well.
    for record in assets {
      pairs.insert(Assignment(asset: record.asset.id, holder: holders[12]))
      pairs.insert(Assignment(asset: record.asset.id, holder: holders[52]))
    }
    var snapshot = LocationSnapshot(
      SampleLocation.identity, assets: assets,
      users: users.map { id in
        ClientUser(id: id, email: "\(id.rawValue)@example.org", status: .associated)
      }, devices: serials.map { LabelledDevice(serial: $0) }, assignments: Array(pairs))
    snapshot.fetchedAt = SampleLocation.now.addingTimeInterval(-130)
    return snapshot
  }()

  static let good = Standing(token: .ok(days: 212), owner: .ours)

  /// An operation whose last pair failed.
  static let partial = PagesOperationsTests.partial

  /// One that is being sent, for the question before leaving.
  static let sending: OperationRecord = {
    var record = SampleOperations.running118(failed: false)
    record.state = .sending
    record.isRequestInFlight = true
    return record
  }()

  static let tokens = ["annex", "campus-nord", "depot"].map { name in
    var row = TokenStatus(
      location: name, organization: "Lindenhof Schools", fingerprint: "3f9a12bc")
    row.word = .ok
    row.days = 212
    row.owner = .ours
    return row
  }

  static let locations = ["annex", "campus-nord", "depot"].map { name in
    LocationChoice(
      name: name, organization: "Lindenhof Schools", isOpen: name == "campus-nord")
  }
}

extension StepDriver {
  /// Starts on the small location.
  static func small(
    width: Int = 100, height: Int = 30, snapshot: LocationSnapshot = WalkSample.snapshot,
    standing: Standing = WalkSample.good
  ) async -> StepDriver {
    await StepDriver(width: width, height: height, snapshot: snapshot, standing: standing)
  }

  /// Waits for the plan that a key asked for, and answers with another one that is at hand.
  mutating func plan(_ plan: Plan, isQuiet: Bool = true) async {
    await open(PlanPage.open(plan.request, in: state.world))
    await send(.planned(.success(plan)))
    if isQuiet { await quiet() }
  }
}
