import AppsAndBooks
import LocationStore
import Screen

/// What an empty list says: why it is empty, and the way out.
enum EmptyText {
  /// The sentences, a blank line between them.
  static func lines(of list: ListState, world: World) -> [Shown] {
    let request = list.shown.request
    if request.snapshot.generation == 0 { return unread(world) }
    if !request.filter.isEmpty {
      return [
        "No \(list.id.noun) matches «\(Shown(request.filter.text))».", "",
        "Esc clears the filter.",
      ]
    }
    switch (list.id, request.subject) {
    case (.assignments, .holder(let holder)): return ["\(Shown(holder.text)) holds nothing."]
    case (.assignments, .asset(let id)): return ["Nobody holds \(Shown(world.name(of: id)))."]
    case (.users, _): return ["This location has no client users."]
    case (.devices, _): return ["No device holds a licence, and no list is loaded."]
    case (.assets, _): return ["This location has no assets."]
    default: return ["Nothing is assigned."]
    }
  }

  /// Before anything is known: silence while the cache opens, then what is going on.
  private static func unread(_ world: World) -> [Shown] {
    if !world.isOpen { return [] }
    if world.standing.unreachable != nil {
      return ["Nothing was read yet: Apple can't be reached."]
    }
    return world.sync == .idle
      ? ["Nothing was read yet.", "", "\(world.key(.sync)) reads it."] : ["Being read now."]
  }
}
