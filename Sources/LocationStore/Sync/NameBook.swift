import AppsAndBooks
import FoundationEssentials

/// What the metadata lookup told, kept for days; apps it does not know are asked for again the next day.
struct NameBook: Sendable, Equatable {
  /// What was told of one adam ID.
  struct Entry: Hashable, Sendable, Codable {
    var adamId: String
    /// `nil`: the lookup does not know it.
    var name: String?
    var developer: String?
    var platforms: [String]?
    var at: Date
  }

  /// A name holds for seven days, «not known» for one.
  private static let nameAge = 7 * 86_400.0
  private static let missingAge = 86_400.0

  private(set) var entries: [AdamID: Entry] = [:]

  init() {}

  init(_ entries: [Entry]) {
    for entry in entries { self.entries[AdamID(rawValue: entry.adamId)] = entry }
  }

  /// Those of the ids that are to be asked for.
  func due(_ ids: some Sequence<AdamID>, now: Date) -> [AdamID] {
    Set(ids).filter { id in
      guard let entry = entries[id] else { return true }
      let age = now.timeIntervalSince(entry.at)
      return age < 0 || age > (entry.name == nil ? Self.missingAge : Self.nameAge)
    }.sorted()
  }

  /// Takes an answer about some ids.
  ///
  /// An older name stays where the lookup knows none now.
  mutating func take(_ found: [AdamID: ContentMetadata], asked: [AdamID], now: Date) {
    for id in asked {
      let data = found[id]
      let known = entries[id]
      entries[id] = Entry(
        adamId: id.rawValue, name: data?.name ?? known?.name,
        developer: data?.developer ?? known?.developer,
        platforms: data?.platforms ?? known?.platforms, at: now)
    }
  }

  /// Puts the names into the records of a model.
  func apply(to model: inout LocationModel) {
    guard !entries.isEmpty else { return }
    for (row, record) in model.assets.enumerated() {
      guard let entry = entries[record.asset.id.adamID], entry.name != nil else { continue }
      model.updateAsset(row) { record in
        record.name = entry.name
        record.developer = entry.developer
        if record.asset.supportedPlatforms.isEmpty { record.platforms = entry.platforms ?? [] }
      }
    }
  }
}

extension LocationStore {
  /// Names asked for in one request.
  private static let namesPerRequest = 50

  /// Looks up the names that are not known or old; a failure leaves the adam IDs and is no error.
  func lookUpNames(of ids: [AdamID], _ config: ClientConfig?) async {
    guard let client else { return }
    var rest = names.due(ids, now: now())[...]
    guard !rest.isEmpty else { return }
    while !rest.isEmpty, !Task.isCancelled {
      let some = Array(rest.prefix(Self.namesPerRequest))
      rest = rest.dropFirst(some.count)
      do {
        let found = try await client.metadata(
          for: some, platform: config?.defaultPlatform ?? "enterprisestore",
          countryCode: config?.countryCode ?? "US")
        let missing = some.filter { found[$0] == nil }
        guard client.namesCustomApps, !missing.isEmpty else {
          names.take(found, asked: some, now: now())
          continue
        }
        // What is known without the token stays known, whatever becomes of the rest.
        names.take(found, asked: some.filter { found[$0] != nil }, now: now())
        let custom = try await client.metadata(
          for: missing, platform: config?.defaultPlatform ?? "enterprisestore",
          countryCode: config?.countryCode ?? "US", showingToken: true)
        names.take(custom, asked: missing, now: now())
      } catch {
        break
      }
    }
    cache?.save(names)
  }
}
