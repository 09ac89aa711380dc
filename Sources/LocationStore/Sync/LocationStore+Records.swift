import AppsAndBooks

extension LocationStore {
  /// Reads Get Assets from the service and adds names from the book, looking up those that are missing or old.
  ///
  /// For lists that are asked for without a cache too; an asset without a name is no error.
  package func freshAssetRecords() async throws -> [AssetRecord] {
    let assets = try await freshAssets()
    let ids = assets.map(\.id.adamID)
    if !names.due(ids, now: now()).isEmpty {
      await lookUpNames(of: ids, try? await readClientConfig())
    }
    return assets.map { asset in
      let entry = names.entries[asset.id.adamID]
      let platforms = asset.supportedPlatforms
      return AssetRecord(
        asset: asset, name: entry?.name, developer: entry?.developer,
        platforms: platforms.isEmpty ? entry?.platforms : platforms)
    }
  }
}
