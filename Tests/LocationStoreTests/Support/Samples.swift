import AppsAndBooks

@testable import LocationStore

/// Larger made-up locations, the same for the same seed.
enum Samples {
  static func location(assets: Int, holders: Int, rows: Int, seed: UInt64) -> LocationSnapshot {
    LocationSnapshot(
      LocationIdentity(key: "k", name: "sample", organization: "Sample"),
      assets: (0..<assets).map { index in
        AssetRecord(
          asset: Asset(
            id: asset("\(10_000 + index)"), productType: index % 7 == 0 ? .book : .app,
            assignedCount: index, availableCount: index % 5),
          name: index % 9 == 0 ? nil : "App \(index % 17)")
      },
      users: (0..<holders / 2).map {
        ClientUser(
          id: ClientUserID(rawValue: "user-\($0)"), email: $0 % 3 == 0 ? nil : "u\($0)@example.org",
          status: $0 % 11 == 0 ? .registered : .associated)
      },
      assignments: assignments(assets: assets, holders: holders, rows: rows, seed: seed))
  }

  static func assignments(
    assets: Int, holders: Int, rows: Int, seed: UInt64
  ) -> [Assignment] {
    var random = Numbers(state: seed)
    return (0..<rows).map { _ in
      let holder = Int(random.next() >> 33) % holders
      return pair(
        asset("\(10_000 + Int(random.next() >> 33) % assets)"),
        holder % 2 == 0 ? user("user-\(holder / 2)") : device("SER-\(holder)"))
    }
  }

  struct Numbers: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state
    }
  }
}
