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

  func run() async throws {
    let context = ToolContext.current
    let query = try filter.query(.assets)
    let session = try await LocationSession.openReading(common, context)
    var snapshot = try await session.load()
    if session.client == nil {
      try session.requireCache(snapshot, isQuiet: common.quiet)
    } else {
      snapshot = LocationSnapshot(
        session.location, assets: try await session.store.freshAssetRecords())
    }
    guard let snapshot else { return }
    let rows = try await snapshot.rows(of: .assets, filter: query, sort: SortOrder(.name))
    var printer = RecordPrinter(ListRecords.assets, format: output.format, to: context.output)
    for row in rows.rows {
      let record = snapshot.assets.record(Int(row))
      if record.isListed {
        printer.row(ListRecords.asset(record, isTable: output.format == .table))
      }
    }
    printer.finish()
  }
}
