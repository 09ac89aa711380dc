package import Screen

/// A page that takes the place of the panes: picker, plan, operations, tokens, help.
///
/// How to add one: a struct in its own folder under `Panes` that conforms to this protocol (state and `apply`),
/// a view model, a drawing; a case in `KeyContext`; the contexts of its commands in the command table; the line
/// that opens it in `AppState+Pages`. Nothing else knows pages by name.
///
/// A page sees the world and changes only itself; what only the console can do it asks for in its reply.
package protocol PageState: Equatable, Sendable {
  /// Where its keys are looked up.
  var context: KeyContext { get }

  /// Takes every key before the key map does, where text is being typed or a question stands.
  ///
  /// `alone` says whether the key came alone in its read. Nil leaves the key to the key map.
  mutating func take(_ key: KeyPress, alone: Bool, in world: World) -> Reply?
  /// Does a command; nil leaves it to the console (help, quit, other pages …).
  mutating func perform(_ command: Command, _ argument: String, in world: World) -> Reply?
  /// Takes a bracketed paste.
  mutating func paste(_ text: String, in world: World) -> Reply
  /// Takes a click or the wheel within the room of the page; nil moves the cursor with the wheel and leaves
  /// a click without effect. Nothing that is sent hangs on a click.
  mutating func take(_ mouse: MouseEvent, in rect: Rect, world: World) -> Reply?
  /// Takes what arrives: timers, plans, snapshots. Called for every action but keys, after the world took it.
  mutating func apply(_ action: Action, in world: World) -> Reply
  /// Scrolls so that the cursor is on the screen; called after every change with the room for the page.
  mutating func settle(in rect: Rect, world: World)

  /// Whether a command of its context can be done now.
  func availability(of command: Command, in world: World) -> Availability
  /// The last line.
  func hints(in world: World) -> HintLine
  /// What stands in the bottom rule when there is no message.
  func note(in world: World) -> Message?
  /// Columns of the page's rectangle in which a divider meets the bottom rule.
  func dividers(in rect: Rect, world: World) -> [Int]
  /// Whether it floats over the main screen instead of taking its place.
  var isFloating: Bool { get }
  /// Draws the page, its title rule in the first line.
  func render(into canvas: inout Canvas, in rect: Rect, world: World)
}

extension PageState {
  package mutating func take(_ key: KeyPress, alone: Bool, in world: World) -> Reply? { nil }
  package mutating func paste(_ text: String, in world: World) -> Reply { .done }
  package mutating func take(_ mouse: MouseEvent, in rect: Rect, world: World) -> Reply? { nil }
  package mutating func apply(_ action: Action, in world: World) -> Reply { .done }
  package mutating func settle(in rect: Rect, world: World) {}
  package func availability(of command: Command, in world: World) -> Availability { .available }
  package func note(in world: World) -> Message? { nil }
  package func dividers(in rect: Rect, world: World) -> [Int] { [] }
  package var isFloating: Bool { false }

  fileprivate func equals(_ other: any PageState) -> Bool { other as? Self == self }
}

/// Any page on the stack.
package struct Page: Equatable, Sendable {
  /// The page itself.
  package var state: any PageState

  /// Wraps a page.
  package init(_ state: any PageState) {
    self.state = state
  }

  /// The page as one type; nil if it is another.
  package func `as`<State: PageState>(_ type: State.Type) -> State? { state as? State }

  package static func == (left: Page, right: Page) -> Bool { left.state.equals(right.state) }
}
