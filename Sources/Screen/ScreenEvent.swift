/// What a terminal tells.
package enum ScreenEvent: Hashable, Sendable {
  /// Everything that one read of the terminal brought, in order. Two keys in one event came
  /// together: a held key or a paste without brackets, never two decisions.
  case keys([KeyPress])
  /// A bracketed paste as it came: untrusted, at most 4,096 bytes of it where it goes to one line.
  case paste(String)
  case mouse(MouseEvent)
  case resize(Size)
  /// The program runs again after `^z`; the screen was cleared meanwhile.
  case resumed
  /// The terminal is gone.
  case hangUp
  /// A signal asks the program to end.
  case terminate(Int32)
}

/// What the mouse did, and where.
package struct MouseEvent: Hashable, Sendable {
  /// The kinds told apart.
  package enum Kind: Hashable, Sendable {
    case click, doubleClick, wheelUp, wheelDown
  }

  package var kind: Kind
  package var position: Point

  /// Creates an event at a cell.
  package init(_ kind: Kind, at position: Point) {
    self.kind = kind
    self.position = position
  }
}
