#if CUT_POINTS
  import FoundationEssentials
  import Synchronization

  /// A clock that runs faster than the real one and can be put forward; two processes with the same text agree on it.
  ///
  /// A debug build takes it as `PURSER_CLOCK=RATE:EPOCH:OFFSET`: so many seconds pass in a real one since EPOCH (seconds since 1970),
  /// and OFFSET seconds have been skipped.
  final class WarpClock: Clock, Sendable {
    /// A moment of this clock, counted from its epoch.
    struct Instant: InstantProtocol {
      var seconds: Double

      func advanced(by duration: Duration) -> Instant {
        Instant(seconds: seconds + duration / .seconds(1))
      }
      func duration(to other: Instant) -> Duration { .seconds(other.seconds - seconds) }
      static func < (a: Instant, b: Instant) -> Bool { a.seconds < b.seconds }
    }

    private let rate: Double
    private let epoch: Double
    private let offset: Mutex<Double>

    /// A clock that shows the real time at `epoch`, in seconds since 1970.
    init(rate: Double, epoch: Double, offset: Double = 0) {
      self.rate = max(rate, 1)
      self.epoch = epoch
      self.offset = Mutex(offset)
    }

    /// Reads `RATE:EPOCH:OFFSET`.
    convenience init?(_ text: String) {
      let parts = text.split(separator: ":").compactMap { Double($0) }
      guard parts.count == 3 else { return nil }
      self.init(rate: parts[0], epoch: parts[1], offset: parts[2])
    }

    /// What another process needs to share this clock.
    var text: String { "\(rate):\(epoch):\(offset.withLock { $0 })" }

    /// Skips some time.
    func skip(_ duration: Duration) {
      offset.withLock { $0 += duration / .seconds(1) }
    }

    /// The date it shows.
    var date: Date { Date(timeIntervalSince1970: epoch + now.seconds) }

    var now: Instant {
      let real = Date().timeIntervalSince1970 - epoch
      return Instant(seconds: real * rate + offset.withLock { $0 })
    }

    var minimumResolution: Duration { .zero }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
      let rest = (deadline.seconds - now.seconds) / rate
      if rest > 0 {
        try await Task.sleep(for: .seconds(rest))
      } else {
        try Task.checkCancellation()
      }
    }
  }
#endif
