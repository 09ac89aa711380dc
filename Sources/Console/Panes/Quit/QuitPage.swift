import AppsAndBooks
import FoundationEssentials
import LocationStore
import Operations
package import Screen

/// The question before leaving while something is being sent (frame 22): the only box that floats.
package struct QuitPage: PageState {
  /// The operation that is being sent.
  let number: Int
  /// Whether the person wants to leave and the answer is waited for.
  private(set) var isLeaving = false

  /// Asks about an operation.
  init(_ number: Int) {
    self.number = number
  }

  /// The operation that is being sent now; nil where leaving stops nothing.
  static func sending(in world: World) -> OperationRecord? {
    world.operations.first { $0.state == .sending }
  }

  /// Opens the question; nil where nothing is being sent, so that leaving needs none.
  package static func open(in world: World) -> Reply? {
    sending(in: world).map { Reply([.push(Page(QuitPage($0.number)))]) }
  }

  package var context: KeyContext { .claim }
  package var isFloating: Bool { true }

  package mutating func take(_ key: KeyPress, alone: Bool, in world: World) -> Reply? {
    switch key.key {
    case .character("y"), .character("Y"), .control("c"):
      guard !isLeaving else { return .done }
      isLeaving = true
      return Reply(effects: [.quitAfterRequest])
    case .escape where !isLeaving: return .close
    default: return .done
    }
  }

  package mutating func perform(
    _ command: Command, _ argument: String, in world: World
  ) -> Reply? {
    .done
  }

  package mutating func apply(_ action: Action, in world: World) -> Reply {
    // Everything is sent by now: the question has no object any more.
    if case .operations = action, !isLeaving, Self.sending(in: world)?.number != number {
      return .close
    }
    return .done
  }
}

/// What the question says.
struct QuitViewModel: Equatable, Sendable {
  var title: String
  var now: String
  var yes: [String]
  var no: String
  var comfort: String
  var hint: String

  init(_ page: QuitPage, world: World) {
    let record = world.operations.first { $0.number == page.number }
    let planned = max(1, record?.requestsPlanned ?? 1)
    let current = min((record?.requestsAccepted ?? 0) + 1, planned)
    title = "Quit while operation \(page.number) is being sent?"
    now =
      page.isLeaving
      ? "Waiting for Apple's answer to request \(current) of \(planned)."
      : "Request \(current) of \(planned) is on its way to Apple right now."
    switch planned - current {
    case 0: yes = ["quit once it is answered."]
    case 1: yes = ["quit once it is answered; request \(planned) is not sent."]
    default:
      yes = ["quit once it is answered; requests \(current + 1) to \(planned) are not sent."]
    }
    yes.append(
      planned == current
        ? "The next start follows up." : "The next start follows up and offers the rest.")
    no = "stay here."
    comfort = "Nothing is sent twice, whichever you choose."
    hint = page.isLeaving ? "" : "quit after this request"
  }
}

extension QuitPage {
  package func render(into canvas: inout Canvas, in rect: Rect, world: World) {
    let model = QuitViewModel(self, world: world)
    let width = min(62, rect.width - 2)
    let lines = Self.lines(model, width: width, isLeaving: isLeaving)
    let box = rect.centred(Size(width: width, height: lines.count + 3))
    canvas.box(box)
    canvas.put(
      " \(Shown(model.title)) ", x: box.x + 2, y: box.y, width: box.width - 4, role: .textStrong)
    canvas.put(lines, in: box.inset(top: 2, left: 1, bottom: 1, right: 1))
  }

  private static func lines(_ model: QuitViewModel, width: Int, isLeaving: Bool) -> [PageLine] {
    var lines: [PageLine] = []
    let room = width - 5
    lines.append(wrapped: model.now, at: 2, width: room)
    if !isLeaving {
      lines.append(PageLine())
      for (index, text) in model.yes.enumerated() {
        lines.append(
          wrapped: text, at: 8, width: room - 5,
          first: index == 0 ? PageLine("y", .hintKey, at: 2) : PageLine())
      }
      lines.append(PageLine())
      lines.append(PageLine("Esc", .hintKey, at: 2).with(Shown(model.no), at: 8))
    }
    lines.append(PageLine())
    lines.append(wrapped: model.comfort, at: 2, width: room)
    return lines
  }

  package func hints(in world: World) -> HintLine {
    isLeaving
      ? HintLine([Hint("…", "waiting for Apple's answer")])
      : HintLine([Hint("y", "quit after this request"), Hint("Esc", "stay")])
  }
}
