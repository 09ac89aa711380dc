import Files
import SystemPackage

extension LocationSession {
  /// Removes what a run that was killed left half written, once it is a day old (reliability.md 13.2).
  static func tidy(_ settings: ToolSettings, _ key: LocationKey) {
    let places = settings.places
    let state = places.state(of: key)
    let folders = [
      places.configuration, places.tokens, places.state, state, state.appending("journal"),
      places.deviceLists(of: key), places.cache(of: key),
    ]
    for folder in folders {
      DurableFile.removeStrayTemporaries(
        in: folder, now: settings.context.now(), on: settings.context.files)
    }
  }
}
