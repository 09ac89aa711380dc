package import AppsAndBooks
import Foundation
package import Operations

/// The operations of the first week of term, as the frames tell them.
package enum SampleOperations {
  /// The devices of operation 118, in the order of its plan.
  package static let devices = [
    "F9FZK2Q0PLK4", "F9FZK3A7PLK4", "F9FZK3B1PLK4", "F9FZL0C9PLK4", "DMPC7X0KMF3M",
    "GG7F40TAQ1KX", "GG7F40TDQ1KX", "K9LRT3WY6C",
  ]

  /// Operation 118 while it runs: 14 of 16 pairs applied, one pending, and one failed or still pending.
  package static func running118(failed: Bool) -> OperationRecord {
    let lost = PairFailure(number: 9709, message: "no licence left, the last one went elsewhere")
    let pairs = ["Skizze Pro", "Tessera Maths"].flatMap { name in
      devices.map { serial in
        let isLast = serial == "GG7F40TAQ1KX"
        let state: PairState =
          !isLast ? .applied : name == "Skizze Pro" && failed ? .failed(lost) : .pending
        return PairRecord(pair: pair(name, serial), action: .assign, state: state)
      }
    }
    return record(118, .assign, .pending, pairs, minutesAgo: 6)
  }

  /// A pair of an asset's name and a serial number.
  package static func pair(_ name: String, _ serial: String) -> Assignment {
    Assignment(asset: SampleLocation.asset(name), holder: SampleLocation.device(serial))
  }

  /// An operation of the sample location.
  package static func record(
    _ number: Int, _ kind: OperationKind, _ state: OperationState, _ pairs: [PairRecord],
    minutesAgo: Double
  ) -> OperationRecord {
    var record = OperationRecord(
      number: number, kind: kind, state: state, pairs: pairs,
      startedAt: SampleLocation.now.addingTimeInterval(-60 * minutesAgo), by: "anna@admin-1",
      service: "vpp.itunes.apple.com")
    record.requestsSent = 1
    record.requestsAccepted = 1
    record.requestsPlanned = 1
    return record
  }
}
