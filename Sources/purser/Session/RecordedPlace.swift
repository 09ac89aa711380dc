import Files
import SystemPackage

/// The state folder of a location, found without its token and its service.
struct RecordedPlace {
  let key: LocationKey
  /// The name it had when it was last seen; nothing once its token was removed.
  let name: String?
  let directory: FilePath
}

extension ToolSettings {
  /// The state folder of the location that the options name, by its token, its name or its key.
  ///
  /// - Throws: `ToolError` as for any offline command.
  func recordedPlace(_ options: CommonOptions) throws -> RecordedPlace {
    if let key = options.location.flatMap({ LocationKey(rawValue: $0) }), isRecorded(key) {
      return place(key, name: try? locations.read().values.first { $0.key == key }?.name)
    }
    let known = try offlineLocation(options)
    return place(known.1.key, name: known.2?.name?.rawValue ?? known.1.name)
  }

  /// Every state folder there is, by name and then by key.
  func recordedPlaces() throws -> [RecordedPlace] {
    let known = (try? locations.read())?.values.map { ($0.key, $0.name) } ?? []
    let names = Dictionary(known, uniquingKeysWith: { first, _ in first })
    let found = (try? context.files.names(in: places.state)) ?? []
    return found.compactMap { LocationKey(rawValue: $0) }.map { place($0, name: names[$0]) }
      .sorted { ($0.name ?? "~", $0.key.rawValue) < ($1.name ?? "~", $1.key.rawValue) }
  }

  private func isRecorded(_ key: LocationKey) -> Bool {
    (try? context.files.status(at: places.state(of: key), followingLinks: false)) != nil
  }

  private func place(_ key: LocationKey, name: String?) -> RecordedPlace {
    RecordedPlace(key: key, name: name, directory: places.state(of: key))
  }
}
