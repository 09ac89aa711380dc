import AppsAndBooks

/// The texts of the assets that are searched and sorted.
struct AssetColumns: Sendable {
  let names: StringTable
  let ids: StringTable
  let types: StringTable
  let platforms: StringTable
  let developers: StringTable

  init(_ records: [AssetRecord]) {
    names = StringTable(records.map(\.displayName))
    ids = StringTable(records.map(\.idText))
    types = StringTable(records.map { $0.asset.productType?.rawValue ?? "" })
    platforms = StringTable(records.map { $0.platforms.joined(separator: " ") })
    developers = StringTable(records.map { $0.developer ?? "" })
  }
}

extension AssetRecord {
  /// The identity as a person writes it: the adam ID, with `:PLUS` for any variant but the standard one.
  package var idText: String {
    asset.id.pricingParam == .standard
      ? asset.id.adamID.rawValue
      : "\(asset.id.adamID.rawValue):\(asset.id.pricingParam.rawValue)"
  }
}
