import FoundationEssentials
import Glibc

/// The zone of this machine; FoundationEssentials knows UTC alone.
enum LocalZone {
  /// Seconds east of Greenwich at a moment.
  static func secondsEast(at date: Date) -> Int {
    var seconds = time_t(date.timeIntervalSince1970)
    var parts = tm()
    guard localtime_r(&seconds, &parts) != nil else { return 0 }
    return parts.tm_gmtoff
  }
}
