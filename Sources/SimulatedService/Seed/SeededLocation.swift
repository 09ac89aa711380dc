/// A location made from a seed: the same options give the same location on every machine.
struct SeededLocation: Sendable {
  var assets: [AssetRecord]
  let users: UserTable
  let userIDs: NameTable
  let serials: NameTable
  var assignments = AssignmentTable()

  init(_ options: SimulatorOptions) throws(SimulatorError) {
    try Self.check(options)
    var assetMaker = SeedAssets(seed: options.seed)
    assets = assetMaker.make(count: options.assets)
    var userMaker = SeedUsers(seed: options.seed)
    (users, userIDs) = userMaker.make(count: options.users)
    serials = SeedSerials(seed: options.seed).make(count: options.devices)
    var generator = SplitMix64(seed: options.seed ^ 0x5EED)
    try share(options, &generator)
    fill(options, &generator)
  }

  private static func check(_ options: SimulatorOptions) throws(SimulatorError) {
    let counts = [
      ("assets", options.assets), ("users", options.users), ("devices", options.devices),
      ("assignments", options.assignments), ("rate", options.rate),
      ("page size", options.pageSize - 1),
    ]
    for (name, count) in counts where count < 0 { throw .negativeCount(name) }
  }

  /// How many holders an asset can have at most.
  private func capacity(_ asset: AssetRecord, _ options: SimulatorOptions) -> Int {
    options.users + (asset.deviceAssignable ? options.devices : 0)
  }

  /// Shares the assignments out to the assets, exactly, and gives each asset its total.
  private mutating func share(
    _ options: SimulatorOptions, _ generator: inout SplitMix64
  ) throws(SimulatorError) {
    let capacities = assets.map { capacity($0, options) }
    let possible = capacities.reduce(0, +)
    guard options.assignments <= possible else {
      throw .tooManyAssignments(asked: options.assignments, possible: possible)
    }
    let sampled = assets.map(\.assigned)
    let isWhole =
      sampled.reduce(0, +) <= options.assignments
      && zip(sampled, capacities).allSatisfy { $0 <= $1 }
    let left = assets.map { $0.isUnlimited ? 0 : $0.total - $0.assigned }
    let weights = assets.indices.map { index in
      if sampled[index] > 0 { return isWhole ? 0 : sampled[index] }
      let scale = assets[index].isBook ? 120 : 1_200
      return 1 + generator.below(scale)
    }
    var counts = isWhole ? sampled : [Int](repeating: 0, count: assets.count)
    Self.spread(options.assignments - counts.reduce(0, +), over: &counts, weights, capacities)
    for index in assets.indices {
      assets[index].assigned = counts[index]
      if assets[index].isUnlimited { continue }
      let spare = sampled[index] > 0 ? left[index] : generator.below(1 + counts[index] / 6 + 9)
      assets[index].total = counts[index] + spare
    }
  }

  /// Adds `amount` to the counts in proportion to the weights; what does not fit goes where it does.
  private static func spread(
    _ amount: Int, over counts: inout [Int], _ weights: [Int], _ capacities: [Int]
  ) {
    let sum = max(1, weights.reduce(0, +))
    var rest = amount
    for index in counts.indices {
      let part = min(amount * weights[index] / sum, capacities[index] - counts[index])
      counts[index] += part
      rest -= part
    }
    // Weighted assets take the remainder first, so that the sample's own counts stay as drawn.
    for pass in 0..<2 where rest > 0 {
      let open = counts.indices.filter { pass == 1 || weights[$0] > 0 }
      rest = level(rest, over: &counts, open, capacities)
    }
  }

  private static func level(
    _ amount: Int, over counts: inout [Int], _ open: [Int], _ capacities: [Int]
  ) -> Int {
    var rest = amount
    while rest > 0 {
      let roomy = open.filter { counts[$0] < capacities[$0] }
      if roomy.isEmpty { return rest }
      let each = max(1, rest / roomy.count)
      for index in roomy where rest > 0 {
        let part = min(each, capacities[index] - counts[index], rest)
        counts[index] += part
        rest -= part
      }
    }
    return 0
  }

  /// Writes the rows: for each asset some users and more devices, all different, then shuffled.
  private mutating func fill(_ options: SimulatorOptions, _ generator: inout SplitMix64) {
    var rowAssets: [Int32] = []
    var rowHolders: [Int32] = []
    rowAssets.reserveCapacity(options.assignments)
    rowHolders.reserveCapacity(options.assignments)
    for (number, asset) in assets.enumerated() {
      let devices = asset.deviceAssignable ? options.devices : 0
      let fewest = max(0, asset.assigned - devices)
      let userCount = min(options.users, max(fewest, asset.assigned * 23 / 100))
      let isInOrder = SeedCatalog.heldInOrder.contains(asset.name ?? "")
      var users = Walk(count: options.users, isInOrder: isInOrder, &generator)
      for _ in 0..<userCount { rowHolders.append(Int32(users.next())) }
      var serials = Walk(count: devices, isInOrder: isInOrder, &generator)
      for _ in userCount..<max(userCount, asset.assigned) {
        rowHolders.append(Holder.device(Int32(serials.next())).code)
      }
      rowAssets.append(contentsOf: repeatElement(Int32(number), count: asset.assigned))
    }
    for last in stride(from: rowAssets.count - 1, to: 0, by: -1) {
      let other = generator.below(last + 1)
      rowAssets.swapAt(last, other)
      rowHolders.swapAt(last, other)
    }
    assignments.fill(assets: rowAssets, holders: rowHolders)
  }
}

/// Goes through 0..<count without meeting a number twice.
private struct Walk {
  private let count: Int
  private let step: Int
  private var position: Int

  init(count: Int, isInOrder: Bool, _ generator: inout SplitMix64) {
    self.count = max(1, count)
    position = isInOrder ? 0 : generator.below(self.count)
    var step = isInOrder ? 1 : 1 + generator.below(self.count)
    while Self.divisor(step, self.count) != 1 { step = step % self.count + 1 }
    self.step = step
  }

  mutating func next() -> Int {
    defer { position = (position + step) % count }
    return position
  }

  private static func divisor(_ one: Int, _ other: Int) -> Int {
    other == 0 ? one : divisor(other, one % other)
  }
}
