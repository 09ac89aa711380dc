import AppsAndBooks
import ArgumentParser
import LocationStore

/// `purser assets`: the assets of the location with their counts.
struct AssetsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "assets", abstract: "List the assets with their licences.")

  @OptionGroup var common: CommonOptions
  @OptionGroup var output: FormatOptions
  @OptionGroup var filter: FilterOption

  static let columns = [
    RecordColumn("adamId", "Adam ID"), RecordColumn("pricingParam", nil),
    RecordColumn("productType", "Type"), RecordColumn("name", "Name"),
    RecordColumn("assignedCount", "Used", isRight: true),
    RecordColumn("availableCount", "Left", isRight: true),
    RecordColumn("totalCount", "Total", isRight: true), RecordColumn("retiredCount", nil),
    RecordColumn("deviceAssignable", "Devices"), RecordColumn("revocable", nil),
    RecordColumn("supportedPlatforms", "Platforms"), RecordColumn("unlimited", nil),
  ]

  func run() async throws {
    let context = ToolContext.current
    let query = try filter.query(.assets)
    let session = try await LocationSession.open(common, .reading, context)
    var snapshot = try await session.load()
    if session.client == nil {
      try session.requireCache(snapshot, isQuiet: common.quiet)
    } else {
      snapshot = LocationSnapshot(
        session.location, assets: try await session.store.freshAssetRecords())
    }
    guard let snapshot else { return }
    let rows = try await snapshot.rows(of: .assets, filter: query, sort: SortOrder(.name))
    var printer = RecordPrinter(Self.columns, format: output.format, to: context.output)
    for row in rows.rows {
      let record = snapshot.assets.record(Int(row))
      if record.isListed { printer.row(values(record)) }
    }
    printer.finish()
  }

  private func values(_ record: AssetRecord) -> [RecordValue] {
    let asset = record.asset
    // The wire has numbers where the service sets no limit; a table shows the sign.
    let isSigned = output.format == .table && asset.isUnlimited
    func limited(_ count: Int?) -> RecordValue { isSigned ? .text("∞") : .number(count) }
    return [
      .text(asset.id.adamID.rawValue), .text(asset.id.pricingParam.rawValue),
      .text(asset.productType?.rawValue), .text(record.name), .number(asset.assignedCount),
      limited(asset.availableCount), limited(asset.totalCount), .number(asset.retiredCount),
      .flag(asset.deviceAssignable), .flag(asset.revocable), .list(record.platforms),
      .flag(asset.isUnlimited),
    ]
  }
}
