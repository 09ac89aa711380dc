import AppsAndBooks
import FoundationEssentials
import LocationStore
import Operations
package import Screen

extension ClaimPage {
  package func render(into canvas: inout Canvas, in rect: Rect, world: World) {
    let title = ClaimViewModel(self, world: world).title
    canvas.put(TitleRule(Shown(title), isFocused: true), in: rect.row(0))
    canvas.put(layout(in: rect, world: world), offset: offset, in: rect.rows(from: 1))
  }

  func layout(in rect: Rect, world: World) -> ReceiptLayout {
    let model = ClaimViewModel(self, world: world)
    let width = rect.width
    let isCompact = ReceiptLayout.isCompact(rect.size)
    var sum = PageLine(Shown(model.sum), .textStrong, at: 3)
    if !isCompact {
      let effort = Shown(model.effort)
      sum.put(effort, .textDim, at: min(65, width - effort.width - 1))
    }
    return ReceiptLayout(
      sum: sum, middle: lines(model, width: width, isCompact: isCompact),
      owner: PageLine(Shown(model.next), .textDim, at: 3),
      question: PlanLines.question(model.question, width: width, isCompact: isCompact),
      size: rect.size)
  }

  private func lines(_ model: ClaimViewModel, width: Int, isCompact: Bool) -> [PageLine] {
    var lines: [PageLine] = []
    if let outcome {
      lines.append(
        wrapped: outcome, .planWarning, at: 3, width: width - 5,
        first: PageLine("!", .planWarning, at: 1))
      lines.append(PageLine())
    }
    let ends: [(Shown, String)] = [("Now", model.now), ("Then", model.then)]
    for (head, text) in ends {
      lines.append(
        wrapped: text, .text, at: 10, width: width - 12,
        first: PageLine(head, .columnHead, at: 3))
    }
    for section in model.sections {
      if !isCompact || section == model.sections.first {
        lines.append(PageLine())
        lines.append(PageLine(Shown(section.heading), .columnHead, at: 3))
        for sentence in section.sentences {
          lines.append(wrapped: sentence, at: 3, width: width - 5)
        }
      }
    }
    return lines
  }

  package func hints(in world: World) -> HintLine {
    let leave = Hint("Esc", "leave, nothing is sent", short: "leave", stays: true)
    let help = Hint(world.key(.help), "help")
    guard obstacle(in: world) == nil else { return HintLine([leave], help: help) }
    switch wish {
    case .claim: return HintLine([Hint("y", "manage it from here"), leave], help: help)
    case .release: return HintLine([Hint("y", "give it up"), leave], help: help)
    case .takeover:
      return HintLine([Hint("\(world.location.name) Enter", "take it over", stays: true), leave])
    }
  }
}
