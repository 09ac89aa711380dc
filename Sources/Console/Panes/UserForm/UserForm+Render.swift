import AppsAndBooks
import FoundationEssentials
import LocationStore
import Operations
package import Screen

extension UserFormPage {
  private static let labelAt = 3
  private static let valueAt = 27

  private var title: Shown {
    user.map { "Change \(Shown($0.rawValue))" } ?? "Create a client user"
  }

  package func render(into canvas: inout Canvas, in rect: Rect, world: World) {
    canvas.put(TitleRule(title, isFocused: true), in: rect.row(0))
    var y = rect.y + 2
    for field in Field.allCases {
      put(field, into: &canvas, in: Rect(x: rect.x, y: y, width: rect.width, height: 1))
      let below = problemLines(field, width: rect.width)
      canvas.put(below, in: rect.rows(from: y + 1 - rect.y))
      y += 1 + max(1, below.count)
    }
    var note: [PageLine] = [PageLine()]
    note.append(
      wrapped: Self.note(focus, isNew: user == nil), .textDim, at: Self.labelAt,
      width: rect.width - Self.labelAt - 3)
    canvas.put(note, in: rect.rows(from: y - rect.y))
  }

  /// What is wrong with a field, below it; empty where all is well.
  private func problemLines(_ field: Field, width: Int) -> [PageLine] {
    guard let problem = problems[field] else { return [] }
    var lines: [PageLine] = []
    lines.append(
      wrapped: problem, .planWarning, at: Self.valueAt, width: width - Self.valueAt - 1,
      first: PageLine("!", .planWarning, at: 1))
    return lines
  }

  /// The field on a line of the page, counted from its title rule.
  func field(at line: Int, width: Int) -> Field? {
    var place = 2
    for field in Field.allCases {
      let height = 1 + max(1, problemLines(field, width: width).count)
      if (place..<(place + height)).contains(line) { return field }
      place += height
    }
    return nil
  }

  private func put(_ field: Field, into canvas: inout Canvas, in line: Rect) {
    let isFocused = field == focus
    if isFocused { canvas.put("▸", x: line.x + 1, y: line.y, width: 1, role: .text) }
    canvas.put(
      Self.label(field), x: line.x + Self.labelAt, y: line.y, width: 22, role: .columnHead)
    let (x, width) = (line.x + Self.valueAt, line.width - Self.valueAt - 1)
    let text = Shown(text(of: field))
    guard isFocused, let input = inputs[field] else {
      let isFixed = !fields.contains(field)
      canvas.put(
        text.isEmpty ? "–" : text, x: x, y: line.y, width: width,
        role: text.isEmpty ? .textDim : isFixed ? .textStrong : .text)
      return
    }
    canvas.put(
      text, cursor: Shown(input.beforeCursor).width, x: x, y: line.y, width: width,
      role: .promptText)
  }

  private static func label(_ field: Field) -> Shown {
    switch field {
    case .id: "User ID"
    case .email: "E-mail"
    case .account: "Managed Apple Account"
    }
  }

  private static func note(_ field: Field, isNew: Bool) -> String {
    switch (field, isNew) {
    case (.id, _): "The ID that your own system has for this person; it stays as it is."
    case (.email, true): "May stay empty. An invitation goes to this address."
    case (.email, false): "The list shows it once Apple has changed it."
    case (.account, true):
      "May stay empty. Joins the user to an account of the organization, without an invitation."
    case (.account, false):
      "Empty leaves the account as it is. Apple's list does not show which one it is, so Purser can't put it back."
    }
  }

  package func hints(in world: World) -> HintLine {
    HintLine(
      [Hint("Enter", "plan"), Hint("Tab", "next field"), Hint("Esc", "leave")],
      help: Hint("F1", "help"))
  }
}
