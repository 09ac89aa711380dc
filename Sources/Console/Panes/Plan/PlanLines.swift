import AppsAndBooks
import FoundationEssentials
import LocationStore
import Operations
import Screen

/// Writes the lines of a plan.
struct PlanLines {
  let model: PlanViewModel
  let facts: PlanSummary
  let width: Int
  let isCompact: Bool

  /// Columns of the table: the last cell of each number, and where notes begin.
  private var columns: (name: Int, type: Int, count: Int, before: Int, arrow: Int, after: Int) {
    if isCompact { return (19, 0, 28, 45, 47, 53) }
    let longest = facts.assets.reduce(24) { max($0, Shown($1.name).width) }
    let more = min(longest - 24, max(0, width - 100))
    return (24 + more, 28 + more, 40 + more, 57 + more, 59 + more, 65 + more)
  }

  var sum: PageLine {
    let sum = Shown(model.sum)
    let alert = Shown(model.alert)
    var line = PageLine(sum, .textStrong, at: 3).with(alert, .textAlert, at: 3 + sum.width)
    let end = 3 + sum.width + alert.width
    // The longest form that leaves a gap; the sum never gives way.
    if let effort = model.effort.first(where: { end + 2 + $0.width <= width }) {
      let last = width - effort.width - (alert.isEmpty ? 1 : 0)
      line.put(effort, .textDim, at: max(end + 2, min(isCompact ? 35 : 65, last)))
    }
    return line
  }

  var middle: [PageLine] {
    var sections = subjectSections
    if isCompact {
      sections.append(droppedLines + warningLines)
    } else {
      let all = ChangeWords.units(facts.kind, facts.requested)
      let heading = "Dropped, \(Numbers.count(facts.droppedCount)) of \(all)"
      sections.append(section(heading, droppedLines))
      sections.append(section("Warnings", warningLines))
    }
    return Array(sections.filter { !$0.isEmpty }.joined(separator: [PageLine()]))
  }

  func section(_ heading: String, _ lines: [PageLine]) -> [PageLine] {
    lines.isEmpty ? [] : [PageLine(Shown(heading), .columnHead, at: 3)] + lines
  }

  var table: [PageLine] {
    let at = columns
    var head = PageLine("Asset", .columnHead, at: 3)
    if !isCompact { head.put("Type", .columnHead, at: at.type) }
    head.put(Shown(model.countHead), .columnHead, endingAt: at.count)
    head.put("Left before → after", .columnHead, endingAt: at.after)
    return [head] + facts.assets.map(line)
  }

  private func line(_ asset: PlanSummary.AssetLine) -> PageLine {
    let at = columns
    let isIdle = asset.count == 0
    var line = PageLine(Shown(asset.name).cut(to: at.name), isIdle ? .planDropped : .text, at: 3)
    if !isCompact { line.put(Shown(asset.type), .textDim, at: at.type) }
    line.put(
      Shown(Numbers.count(asset.count)), isIdle ? .planDropped : .number, endingAt: at.count)
    let (before, after) = (left(asset.before, asset), left(asset.after, asset))
    line.put(before, asset.isUnlimited ? .numberUnlimited : .planBefore, endingAt: at.before)
    line.put("→", .planBefore, at: at.arrow)
    line.put(after, role(ofLeft: asset), endingAt: at.after)
    let noteAt = at.after + 4
    // Whole or not at all: what was dropped is told again below, in its own words.
    if noteAt + Shown(asset.note).width <= width {
      line.put(Shown(asset.note), isIdle ? .planDropped : .statePending, at: noteAt)
    }
    return line
  }

  private func role(ofLeft asset: PlanSummary.AssetLine) -> Role {
    if asset.isUnlimited { return .numberUnlimited }
    return asset.after == 0 ? .numberNone : .planAfter
  }

  private func left(_ count: Int?, _ asset: PlanSummary.AssetLine) -> Shown {
    if asset.isUnlimited { return "∞" }
    return count.map { Shown(Numbers.count($0)) } ?? "–"
  }

  var holders: [PageLine] {
    guard facts.holderCount > 0 else { return [] }
    let heading = PageLine(Shown(model.holderHead), .columnHead, at: 3)
    guard facts.holderCount <= PlanSummary.mostHolders else {
      return [heading, PageLine(someHolders, at: 3)]
    }
    if facts.holderCount <= 3, facts.holders.contains(where: { $0.email != nil }) {
      return [heading]
        + facts.holders.map { holder in
          PageLine(Shown(holder.id), at: 3).with(
            Shown(holder.email ?? ""), .textDim, at: 3 + Shown(holder.id).width + 2)
        }
    }
    return [heading] + flowing(facts.holders.map(\.id))
  }

  /// «40 devices: four of them and 36 more (i)», or as many as have room.
  private var someHolders: Shown {
    for count in stride(from: 4, through: 1, by: -1) {
      let some = facts.holders.prefix(count).map(\.id).joined(separator: "   ")
      let rest = Numbers.count(facts.holderCount - count)
      let text = Shown("\(facts.holderWords): \(some)   and \(rest) more (i)")
      if text.width < width - 3 { return text }
    }
    return Shown("\(facts.holderWords) (i)")
  }

  /// Ids side by side in columns of one width.
  private func flowing(_ ids: [String]) -> [PageLine] {
    let shown = ids.map { Shown(identifier: $0) }
    let step = (shown.map(\.width).max() ?? 0) + 3
    let perLine = max(1, (width - 3 + 2) / step)
    return stride(from: 0, to: shown.count, by: perLine).map { start in
      var line = PageLine()
      for (index, id) in shown[start..<min(start + perLine, shown.count)].enumerated() {
        line.put(id, at: 3 + index * step)
      }
      return line
    }
  }

  /// Where the reasons of drops and warnings begin, and the last cell of their counts.
  static let reasonAt = 32
  static let countAt = 28

  private var droppedLines: [PageLine] {
    facts.dropped.flatMap { drop in
      let long = "dropped: \(drop.word)"
      let room = Self.countAt - 4 - Numbers.count(drop.count).count
      let word = isCompact && long.count <= room ? long : drop.word
      let first = PageLine(Shown(word), .planDropped, at: 3)
        .with(Shown(Numbers.count(drop.count)), .planDropped, endingAt: Self.countAt)
      var lines: [PageLine] = []
      lines.append(
        wrapped: isCompact ? drop.short : drop.text, .planDropped, at: Self.reasonAt,
        width: width - Self.reasonAt - 1, first: first)
      return lines
    }
  }

  private var warningLines: [PageLine] {
    facts.warnings.flatMap { warning in
      var first = PageLine("!", .planWarning, at: 1).with(Shown(warning.title), .planWarning, at: 3)
      if let count = warning.count {
        first.put(Shown(Numbers.count(count)), .planWarning, endingAt: Self.countAt)
      }
      return isCompact ? compact(warning, first) : wide(warning, first)
    }
  }

  private func compact(_ warning: PlanSummary.Warning, _ first: PageLine) -> [PageLine] {
    let text = warning.subject.isEmpty ? warning.short : "\(warning.subject): \(warning.short)"
    var lines: [PageLine] = []
    lines.append(
      wrapped: text, .planWarning, at: Self.reasonAt, width: width - Self.reasonAt - 1,
      first: first)
    return lines
  }

  private func wide(_ warning: PlanSummary.Warning, _ first: PageLine) -> [PageLine] {
    let subject = Shown(warning.subject)
    var lines: [PageLine] = []
    let at = Self.reasonAt
    // Beside one serial number; below several, which need the line for themselves.
    if subject.isEmpty || subject.width > 14 {
      if !subject.isEmpty { lines.append(first.with(subject, .planWarning, at: at)) }
      lines.append(
        wrapped: warning.text, .planWarning, at: at, width: width - at - 1,
        first: subject.isEmpty ? first : PageLine())
    } else {
      let textAt = at + subject.width + 3
      lines.append(
        wrapped: warning.text, .planWarning, at: textAt, width: width - textAt - 4,
        first: first.with(subject, .planWarning, at: at))
    }
    return lines
  }

  /// The question, and where what is typed ends.
  var question: (line: PageLine, entry: Int?) {
    Self.question(model.question, width: width, isCompact: isCompact)
  }

  /// Any question, and where what is typed ends.
  static func question(
    _ question: PlanViewModel.Question, width: Int, isCompact: Bool
  ) -> (line: PageLine, entry: Int?) {
    switch question {
    case .none(let reason): return (PageLine(Shown(reason), .planConfirm, at: 3), nil)
    case .yes(let text): return (PageLine(Shown(text) + "   y", .planConfirm, at: 3), nil)
    case .type(let long, let short, let typed):
      let room = width - 8 - Shown(typed).width
      let text = !isCompact && Shown(long).width <= room ? long : short
      let line = Shown(text) + "  " + Shown(typed)
      return (PageLine(line + "▏", .planConfirm, at: 3), 3 + line.width)
    }
  }
}
