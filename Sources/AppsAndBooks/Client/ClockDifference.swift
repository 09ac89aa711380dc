import FoundationEssentials
import HTTPTypes

/// How far this machine's clock is from the service's, by the Date field of its answers (reliability.md section 9, F41).
package enum ClockDifference {
  /// Less is not worth a word.
  static let notable: TimeInterval = 300

  /// The difference in whole minutes, positive where this clock is ahead; nothing if it is five minutes or less.
  static func notable(of now: Date, from served: Date?) -> Duration? {
    guard let served else { return nil }
    let seconds = now.timeIntervalSince(served)
    guard abs(seconds) > Self.notable, abs(seconds) < 1e11 else { return nil }
    return .seconds(60 * Int64((seconds / 60).rounded()))
  }

  /// «clock 7 min ahead of Apple's», for status and header.
  package static func text(of difference: Duration) -> String {
    let minutes = abs(difference.components.seconds) / 60
    let amount =
      minutes < 120
      ? "\(minutes) min" : minutes < 2_880 ? "\(minutes / 60) h" : "\(minutes / 1_440) d"
    return "clock \(amount) \(difference > .zero ? "ahead of" : "behind") Apple's"
  }
}

extension TransportResponse {
  /// When the service says it answered.
  var servedAt: Date? { headerFields[.date].flatMap { HTTPDate.parse($0.trimmed()) } }
}
