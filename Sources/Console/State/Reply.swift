import AppsAndBooks
package import Screen

/// What a page wants after an action: effects to run, and things only the console can do.
package struct Reply: Equatable, Sendable {
  /// Something only the console can do.
  package enum Outcome: Equatable, Sendable {
    /// Leaves this page.
    case close
    /// Opens a page above this one.
    case push(Page)
    /// Opens a page in the place of this one.
    case replace(Page)
    /// Leaves every page.
    case home
    /// Says something in the bottom rule.
    case say(Message)
    /// Runs a command as if its key was pressed, with what follows its name.
    case run(Command, String)
    /// Asks for a path to export to.
    case askPath(ExportSource)
    /// Paints everything in a theme.
    case wear(Theme)
    /// Goes to a row of the main screen.
    case go(RowID)
  }

  /// Work to be done.
  package var effects: [Effect]
  /// What the console does, in order.
  package var outcomes: [Outcome]

  /// Joins effects and outcomes; nothing by default.
  package init(_ outcomes: [Outcome] = [], effects: [Effect] = []) {
    self.effects = effects
    self.outcomes = outcomes
  }

  /// Nothing more than the new state of the page.
  package static let done = Reply()
  /// Leaves the page.
  package static let close = Reply([.close])
  /// Says something.
  package static func say(_ text: Shown, _ kind: Message.Kind = .refusal) -> Reply {
    Reply([.say(Message(text, kind))])
  }
}

/// Whether a command can be done now.
package enum Availability: Equatable, Sendable {
  case available
  /// Off, with a short form for the hints («not ours») and a sentence («the location is not ours»).
  case unavailable(short: Shown, reason: Shown)

  /// The sentence; nil where it can be done.
  package var reason: Shown? {
    if case .unavailable(_, let reason) = self { reason } else { nil }
  }

  /// Off, with one text for both.
  package static func off(_ reason: Shown) -> Availability {
    .unavailable(short: reason, reason: reason)
  }
}

/// Something that went wrong, as a sentence for the person.
package struct Failure: Error, Equatable, Sendable, CustomStringConvertible {
  /// What happened, what was or was not changed, what to do next.
  package var text: String

  /// Keeps a sentence.
  package init(_ text: String) {
    self.text = text
  }

  /// The sentence.
  package var description: String { text }
}
