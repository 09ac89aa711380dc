import AppsAndBooks
import FoundationEssentials
import LocationStore
import Operations
package import Screen

extension PlanPage {
  package func render(into canvas: inout Canvas, in rect: Rect, world: World) {
    let model = PlanViewModel(self, world: world)
    if let pairs {
      canvas.put(
        TitleRule(
          Self.every(request.kind), count: Shown(Numbers.count(pairs.lines.count)), isFocused: true),
        in: rect.row(0))
      canvas.put(pairs.table(height: rect.height - 2), in: rect.rows(from: 1))
      return
    }
    let (title, short) = (model.title, model.briefTitle)
    let age = model.age.first { $0.width + title.width + 20 <= rect.width } ?? model.age.last ?? ""
    // What is planned is told whole before how old the reads are.
    let isCrowded = short.width + age.width + 6 > rect.width && short.width + 4 <= rect.width
    canvas.put(
      TitleRule(title, short: short, count: isCrowded ? "" : age, isFocused: true), in: rect.row(0))
    let body = rect.rows(from: 1)
    if let reading = model.progress {
      canvas.put(reading, in: body)
    } else if let failure = model.failure {
      var lines = [PageLine()]
      lines.append(wrapped: failure, at: 3, width: rect.width - 6)
      canvas.put(lines, in: body)
    } else if let layout = ReceiptLayout(model, size: rect.size) {
      canvas.put(layout, offset: offset, in: body)
    }
  }

  /// The title of everything in the plan, line by line.
  private static func every(_ kind: OperationKind) -> Shown {
    switch kind {
    case .assign, .reclaim: "Every pair"
    case .reclaimAll: "Every licence"
    case .reassign: "Every half"
    case .userCreate, .userUpdate, .userRetire: "Every user"
    }
  }

  package func note(in world: World) -> Message? {
    if let pairs { return pairs.cutReason(width: world.size.width).map { Message($0) } }
    return refusal.map { Message(Shown($0), .refusal) }
  }

  package func hints(in world: World) -> HintLine {
    let isNarrow = world.size.width < 80
    let leave = Hint("Esc", "leave, nothing is sent", short: "leave", stays: true)
    if pairs != nil { return HintLine([Hint("↑ ↓", "move"), Hint("Esc", "back to the plan")]) }
    let help = Hint(world.key(.help), "help")
    guard let plan else {
      let again = Hint(world.key(.sync), "read again")
      if case .failed = phase { return HintLine([again, leave], help: help) }
      return HintLine([leave], help: help)
    }
    let pairs = Hint(world.key(.detail), Shown(Self.every(request.kind).text.lowercased()))
    let export = Hint(world.key(.export), "export the plan", short: "export")
    let shown = request.kind.userAction == nil ? facts?.holderCount : facts?.count
    let isLong = isNarrow || (shown ?? 0) > PlanSummary.mostHolders
    guard obstacle(in: world) == nil else {
      return HintLine([Hint(world.key(.sync), "read again"), pairs, export, leave], help: help)
    }
    switch plan.weight {
    case .yes:
      let yes = Hint("y", Shown("\(plan.verb) \(Numbers.count(plan.count))"), stays: true)
      return HintLine(
        isLong ? [yes, pairs, export, leave] : [yes, export, leave], help: isNarrow ? nil : help)
    case .typeCount(let count):
      return HintLine([Hint("\(count) Enter", Shown(plan.verb), stays: true), pairs, export, leave])
    case .typeName(let name):
      return HintLine([Hint("\(name) Enter", Shown(plan.verb), stays: true), pairs, export, leave])
    }
  }
}

extension Canvas {
  /// Draws how far the reads of a plan are: a sentence, a bar, what is left.
  mutating func put(_ reading: PlanReading, in rect: Rect) {
    put(Shown(reading.text), x: rect.x + 3, y: rect.y + 1, width: rect.width - 4)
    guard reading.total > 0, rect.height > 3 else { return }
    let width = min(60, rect.width - 6)
    let done = width * min(reading.done, reading.total) / reading.total
    hline(
      x: rect.x + 3, y: rect.y + 3, width: done, weight: .heavy, role: .progressDone)
    hline(
      x: rect.x + 3 + done, y: rect.y + 3, width: width - done, weight: .light, role: .progressRest)
    put(Shown(reading.estimate), x: rect.x + 3, y: rect.y + 4, role: .textDim)
  }
}
