package import Screen

/// A sentence in the rule above the hints: what just happened.
package struct Message: Equatable, Sendable {
  /// How long it stays and how it looks.
  package enum Kind: Sendable {
    /// Emptied by the second key after it.
    case note
    /// The same, in the colour of a failure.
    case refusal
    /// A failure of an operation: stays until the operations were opened.
    case failure
  }

  /// What it is.
  package var kind: Kind
  /// The same sentence from the longest to the shortest form; the first that fits is shown.
  package var forms: [Shown]
  /// Keys pressed since.
  var age = 0

  /// Says something in one form.
  package init(_ text: Shown, _ kind: Kind = .note) {
    self.init([text], kind)
  }

  /// Says something in several forms, the longest first.
  package init(_ forms: [Shown], _ kind: Kind = .note) {
    self.forms = forms
    self.kind = kind
  }

  /// The form for a width; the shortest, cut, where none fits.
  package func form(width: Int) -> Shown {
    forms.first { $0.width <= width } ?? (forms.last ?? "").cut(to: width)
  }
}

extension Canvas {
  /// Draws the rule that closes panes and pages, with the message and the joints of dividers that end in it.
  package mutating func put(_ message: Message?, dividers: [Int], in rect: Rect) {
    hline(x: rect.x, y: rect.y, width: rect.width)
    for x in dividers { joint(.up, x: x, y: rect.y) }
    guard let message, rect.width > 6 else { return }
    let text = " " + message.form(width: rect.width - 4) + " "
    put(text, x: rect.x + 1, y: rect.y, role: message.kind == .note ? .text : .stateFailed)
  }
}
