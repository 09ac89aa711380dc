/// Makes the serial numbers: those of the sample screens first, then as many as asked for.
struct SeedSerials {
  /// The families that serial numbers fall into: what they begin and end with.
  private static let families: [(start: String, end: String)] = [
    ("F9F", "PLK4"), ("DMP", "MF3M"), ("GG7", "Q1KX"), ("C02", "Q05D"), ("DMQ", "MF3M"),
  ]

  static let named = [
    "C02FK1ZNQ05D", "DMPC7X0KMF3M", "DMPC7X1RMF3M", "DMPC7X3AMF3M", "DMPC7X5WMF3M",
    "DMPC7X7GMF3M", "DMPC7X8CMF3M", "DMPC7X9PMF3M", "DMQD2W1NMF3M", "DMQD2W4RMF3M",
    "DMQD2W8HMF3M", "F9FZK2Q0PLK4", "F9FZK2Q4PLK4", "F9FZK3A7PLK4", "F9FZK3B1PLK4",
    "F9FZK3C8PLK4", "F9FZK3D2PLK4", "F9FZK3D9PLK4", "F9FZK3F6PLK4", "F9FZK3G0PLK4",
    "F9FZK3H4PLK4", "F9FZK3J1PLK4", "F9FZK3K8PLK4", "F9FZL0C9PLK4", "F9FZL1D2PLK4",
    "GG7F40TAQ1KX", "GG7F40TDQ1KX", "GG7F40TKQ1KX", "H7VXQ2M4KD", "L6PMX4N0QJ",
  ]

  private static let digits = Array("0123456789CDFGHJKLMNPQRTVWXY".utf8)
  private let seed: UInt64

  init(seed: UInt64) {
    self.seed = seed
  }

  func make(count: Int) -> NameTable {
    var table = NameTable()
    table.reserve(count)
    for name in Self.named.prefix(count) { table.append(name.utf8) }
    // The middle of a made number comes from a walk through all values of five digits, so that no
    // number is made twice; the sample's own are skipped.
    let taken = Set(Self.named.map { Array($0.utf8) })
    let space = UInt64(28 * 28 * 28 * 28 * 28)
    let start = SplitMix64.mix(seed) % space
    var step: UInt64 = 0
    while table.count < count {
      let value = (start + step &* 7_368_787) % space
      let serial = Self.serial(value, family: Int(step / 4) % (Self.families.count + 1))
      step += 1
      if !taken.contains(serial) { table.append(serial) }
    }
    return table
  }

  private static func serial(_ value: UInt64, family: Int) -> [UInt8] {
    var middle: [UInt8] = []
    var rest = value
    for _ in 0..<5 {
      middle.append(digits[Int(rest % 28)])
      rest /= 28
    }
    guard family < families.count else {
      // The newer kind: ten characters without a pattern.
      let scatter = SplitMix64.mix(value)
      let lead = (0..<5).map { digits[10 + Int(scatter >> (UInt64($0) * 8) & 0xFF) % 18] }
      return lead + middle
    }
    return Array(families[family].start.utf8) + middle + Array(families[family].end.utf8)
  }
}
