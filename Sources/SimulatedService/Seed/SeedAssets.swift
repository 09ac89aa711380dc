/// Makes the assets: the named ones first, then as many invented ones as asked for.
struct SeedAssets {
  private var generator: SplitMix64

  init(seed: UInt64) {
    generator = SplitMix64(seed: seed ^ 0xA55E_7500)
  }

  mutating func make(count: Int) -> [AssetRecord] {
    var assets = SeedCatalog.entries.prefix(count).map(Self.record)
    var names = Set(assets.compactMap(\.name))
    for number in assets.count..<max(count, assets.count) {
      assets.append(invented(number, &names))
    }
    return assets
  }

  private static func record(_ entry: SeedCatalog.Entry) -> AssetRecord {
    var asset = AssetRecord(adamId: entry.adamId)
    asset.name = entry.name
    asset.isBook = entry.isBook
    asset.deviceAssignable = !entry.isBook
    asset.revocable = !entry.isBook
    asset.platforms = entry.platforms
    asset.developer = entry.developer
    asset.genre = entry.genre
    asset.isLocal = entry.developer != "Apple"
    asset.bundleId = bundle(entry.name, entry.developer)
    asset.assigned = entry.used
    asset.total = entry.left.map { entry.used + $0 } ?? AssetRecord.unlimited
    return asset
  }

  /// The odd ones come at fixed places: high quality, custom, users only, with retired licences.
  private mutating func invented(_ number: Int, _ names: inout Set<String>) -> AssetRecord {
    // The second quality of an app that is there already.
    if number == SeedCatalog.entries.count {
      var twin = Self.record(SeedCatalog.entries[18])
      twin.pricingParam = "PLUS"
      return twin
    }
    var asset = AssetRecord(adamId: String(1_600_000_000 + number * 137))
    let name = freshName(&names)
    asset.isBook = generator.below(8) == 0
    asset.developer = SeedCatalog.developers[generator.below(SeedCatalog.developers.count)]
    asset.genre =
      asset.isBook ? "Schulbücher" : SeedCatalog.genres[generator.below(SeedCatalog.genres.count)]
    asset.bundleId = Self.bundle(name, asset.developer)
    asset.deviceAssignable = !asset.isBook && number % 23 != 7
    asset.revocable = !asset.isBook
    if !asset.isBook && generator.below(5) == 0 { asset.platforms = ["iOS", "macOS"] }
    if !asset.isBook && generator.below(9) == 0 { asset.platforms = ["macOS"] }
    if number % 40 == 11 { asset.pricingParam = "PLUS" }
    if number % 17 == 5 { asset.retired = 1 + generator.below(20) }
    asset.name = number % 29 == 13 ? nil : name
    return asset
  }

  private mutating func freshName(_ names: inout Set<String>) -> String {
    let openings = SeedCatalog.openings
    let closings = SeedCatalog.closings
    var name =
      openings[generator.below(openings.count)] + closings[generator.below(closings.count)]
    var volume = 2
    let stem = name
    while !names.insert(name).inserted {
      name = "\(stem) \(volume)"
      volume += 1
    }
    return name
  }

  private static func bundle(_ name: String, _ developer: String) -> String {
    let parts = [developer, name].map { part in
      String(part.lowercased().unicodeScalars.filter { $0.isASCII && $0.properties.isAlphabetic })
    }
    return "org.example." + parts.joined(separator: ".")
  }
}
