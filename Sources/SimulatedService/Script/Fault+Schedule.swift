extension Fault {
  /// A seeded schedule of network faults for endless runs: the same seed gives the same faults.
  ///
  /// They meet some of the next `span` requests of any kind, each once. None of them waits for the
  /// clock or lies about the location, so a client that gets through ends with the truth.
  package static func schedule(seed: UInt64, count: Int, span: Int = 100) -> [Fault] {
    var generator = SplitMix64(seed: seed ^ 0xFA17)
    return (0..<count).map { _ in
      Fault(action(&generator), nth: 1 + generator.below(max(1, span)))
    }
  }

  private static func action(_ generator: inout SplitMix64) -> Action {
    let statuses = [500, 502, 503, 504, 429]
    switch generator.below(12) {
    case 0: return .dropBefore
    case 1: return .dropAfter
    case 2: return .reset
    case 3: return .truncate(at: generator.below(200), reset: generator.below(2) == 0)
    case 4: return .truncateQuietly(at: generator.below(200))
    case 5: return .wrongType
    case 6: return .redirect(to: "http://127.0.0.1:9/")
    case 7: return .duplicate
    case 8: return .moveVersion
    case 9: return .changeRows(1 + generator.below(5))
    case 10: return .status(429, number: 9646, retryAfter: .seconds(1 + generator.below(3)))
    default: return .status(statuses[generator.below(statuses.count)])
    }
  }
}
