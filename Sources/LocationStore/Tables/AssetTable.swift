package import AppsAndBooks

/// What is known of one asset.
package struct AssetRecord: Hashable, Sendable {
  /// As Get Assets describes it.
  package var asset: Asset
  /// The name from the metadata lookup; `nil` as long as none is known.
  package var name: String?
  /// The developer from the metadata lookup.
  package var developer: String?
  /// The platforms: the service's, else the metadata lookup's.
  package var platforms: [String]
  /// Rows minus `assignedCount`, where a walk of the asset confirmed that they disagree.
  package var difference: Int?
  /// Whether Get Assets lists it; `false` for one that only assignments name.
  package var isListed: Bool

  /// Describes an asset; what is not named is not known.
  package init(
    asset: Asset, name: String? = nil, developer: String? = nil, platforms: [String]? = nil,
    difference: Int? = nil, isListed: Bool = true
  ) {
    self.asset = asset
    self.name = name
    self.developer = developer
    self.platforms = platforms ?? asset.supportedPlatforms
    self.difference = difference
    self.isListed = isListed
  }
}

/// The assets of a location.
///
/// Rows keep their place from one snapshot to the next, until a full walk.
package final class AssetTable: Sendable {
  /// Every record, those included that only assignments name.
  let records: [AssetRecord]
  private let indexes: [AssetID: Int32]
  /// The columns that are searched and sorted.
  let columns: AssetColumns

  /// Takes records in their order; an identity occurs once.
  package init(_ records: [AssetRecord]) {
    self.records = records
    indexes = Dictionary(
      records.enumerated().map { ($1.asset.id, Int32($0)) }, uniquingKeysWith: { first, _ in first }
    )
    columns = AssetColumns(records)
  }

  /// The number of records.
  package var count: Int { records.count }

  /// One record.
  package func record(_ index: Int) -> AssetRecord { records[index] }

  /// The row of an asset.
  package func index(of id: AssetID) -> Int? { indexes[id].map(Int.init) }

  /// The name, or the adam ID where none is known; `:PLUS` marks the high-quality variant of a nameless one.
  package func displayName(_ index: Int) -> String { records[index].displayName }
}

extension AssetRecord {
  /// The name, or the adam ID where none is known.
  package var displayName: String { name ?? asset.id.adamID.rawValue }
}
