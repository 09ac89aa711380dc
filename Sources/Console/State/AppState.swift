import FoundationEssentials
import LocationStore
import Operations
package import Screen

/// Everything the console knows: a value that changes through `apply` alone.
package struct AppState: Equatable, Sendable {
  /// What everybody may look at.
  package internal(set) var world: World
  /// The panes.
  package internal(set) var main: MainState
  /// Pages over the panes, the visible one last.
  package internal(set) var pages: [Page] = []
  /// What is typed after `:`, or the path of an export.
  package internal(set) var prompt: PromptState?
  /// The last message.
  package internal(set) var message: Message?
  /// When the last key came, for work that waits until nobody is there.
  var lastKey: Date?
  /// When this console began: an operation older than that was left over.
  let began: Date
  /// Operations with news for the person, and what they do to rows.
  package internal(set) var changes = Changes()
  /// Operations whose first halves are to be put back, the oldest first.
  var halfDone: [Int] = []

  /// Begins with what is known at the start; run `start` next.
  package init(world: World) {
    self.world = world
    began = world.now
    main = MainState(snapshot: world.snapshot)
    changes.take(world.operations)
  }

  /// The first effects: rows of the visible lists, and the clock of the age.
  package mutating func start() -> [Effect] {
    refreshVisible() + [.timer(.minute, .seconds(60)), .openCache]
  }

  /// The page that is on top; nil for the main screen.
  package var page: (any PageState)? { pages.last?.state }

  /// Where keys are looked up.
  package var context: KeyContext { page?.context ?? focusedList.context }

  /// Whether the terminal is below 60 × 15.
  package var isTooSmall: Bool {
    world.size.width < Self.least.width || world.size.height < Self.least.height
  }

  /// The smallest terminal that is used.
  package static let least = Size(width: 60, height: 15)

  /// The span between frames without a key.
  var frameSpan: Duration {
    if case .importing = world.sync { .milliseconds(500) } else { .milliseconds(250) }
  }
}
