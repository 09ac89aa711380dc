import AppsAndBooks
import LocationStore

/// Reads Get Assets for touched assets, and from it who manages the location.
struct AssetReader: Sendable {
  let context: OperationsContext

  /// The touched assets, by the fewest requests: one adam ID alone, else the whole list, which is a page or few.
  func read(_ adamIDs: Set<AdamID>) async throws -> AssetReading {
    let known = context.knowledge.current().assets.count
    let pages = max(1, known / PairReader.assumedPageSize)
    guard adamIDs.count <= pages else { return try await context.service.assets(nil) }
    var reading = AssetReading(assets: [], mdmInfo: nil)
    for adamID in adamIDs.sorted() {
      let part = try await context.service.assets(adamID)
      reading.assets += part.assets
      reading.mdmInfo = part.mdmInfo ?? reading.mdmInfo
    }
    return reading
  }

  /// The owner by a reading; where it names none, by GET client/config if the last word is older than 60 s.
  func owner(by reading: AssetReading) async throws -> LocationOwner {
    if let info = reading.mdmInfo, !info.id.isEmpty {
      context.owner.note(ResponseMeta(mdmInfo: info))
      return context.owner.owner
    }
    if let age = context.owner.age(at: context.now()), abs(age) <= 60,
      context.owner.owner != .unknown
    {
      return context.owner.owner
    }
    context.owner.note(config: try await context.service.clientConfig())
    return context.owner.owner
  }
}
