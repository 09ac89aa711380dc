import Glibc

/// The time since this machine started, sleep included: what no change of the wall clock moves.
package enum BootTime {
  /// Nanoseconds since the start of the machine (`CLOCK_BOOTTIME`).
  package static func nanoseconds() -> Int64 {
    var time = timespec()
    guard clock_gettime(CLOCK_BOOTTIME, &time) == 0 else { return 0 }
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
