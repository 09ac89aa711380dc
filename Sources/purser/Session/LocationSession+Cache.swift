import FoundationEssentials
import LocationStore

extension LocationSession {
  /// Refuses a cache that is not complete (6), and says how old a complete one is.
  func requireCache(_ snapshot: LocationSnapshot?, isQuiet: Bool) throws {
    let context = settings.context
    for problem in cache.problems { context.errors.line("purser: " + SafeText.line(problem)) }
    guard let snapshot, snapshot.isComplete else {
      throw ToolError(
        .storage,
        "There is no complete cache of \(location.name). Run purser sync while the service is "
          + "reached.")
    }
    if !isQuiet, let fetchedAt = snapshot.fetchedAt {
      context.errors.line(
        "purser: offline, cached \(Age.text(context.now().timeIntervalSince(fetchedAt))) ago")
    }
  }
}

/// How long ago something was.
enum Age {
  static func text(_ seconds: TimeInterval) -> String {
    let seconds = max(0, Int(seconds))
    return switch seconds {
    case ..<60: "\(seconds) s"
    case ..<3600: "\(seconds / 60) min"
    case ..<172_800: "\(seconds / 3600) h"
    default: "\(seconds / 86_400) d"
    }
  }
}
