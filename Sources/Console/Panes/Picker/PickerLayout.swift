import AppsAndBooks
import FoundationEssentials
import LocationStore
import Operations
import Screen

/// Where list and panel of a picker stand for a room: beside each other, or a key away.
struct PickerLayout {
  /// The list with its title rule; empty where what was pasted takes its place.
  private(set) var list: Rect
  /// Who gets whose licence, or what was pasted, with its title rule; nil where it is a key away.
  private(set) var panel: Rect?
  /// The column of the divider, counted from the left edge.
  private(set) var divider: Int?
  /// One line that tells what is in the panel, where there is no room beside the list.
  private(set) var summary: Shown = ""
  /// The lines of the panel.
  private(set) var panelLines: [PageLine] = []

  /// The narrowest page that shows both side by side.
  static let besides = 96

  /// The title of the panel, and what stands at its right.
  private(set) var title: (text: Shown, size: Shown) = ("", "")

  init(_ page: PickerPage, in rect: Rect, world: World) {
    list = rect
    guard page.hasPanel else { return }
    let content = PanelContent(page, world: world)
    title = content.title
    if rect.width >= Self.besides {
      let width = max(47, min(60, rect.width * 47 / 100))
      let parts = rect.split(left: rect.width - width - 1, gap: 1)
      list = parts.left
      panel = parts.rest
      divider = parts.left.width
      panelLines = content.lines(width: width)
    } else if page.isReading {
      list = Rect(x: rect.x, y: rect.y, width: 0, height: 0)
      panel = rect
      panelLines = content.lines(width: rect.width)
    } else {
      summary = content.summary
      list = rect.split(bottom: 1).rest
    }
  }

  /// Lines of the panel that can be shown at once.
  var panelRoom: Int { max(0, (panel?.height ?? 1) - 1) }
}

/// What stands beside the list of a picker: who gets whose licence, then what was pasted.
struct PanelContent {
  private let pairing: PairingLines?
  private let pasted: PastedLines?
  /// The title, and what stands at its right.
  let title: (text: Shown, size: Shown)

  init(_ page: PickerPage, world: World) {
    let targets = page.pasted[page.tab]
    pasted = targets.map { PastedLines($0, page: page) }
    if case .recipients(let pairs) = page.task {
      let pairing = Pairing(pairs, page.picked.compactMap(\.holder))
      self.pairing = PairingLines(pairing: pairing, world: world)
      title = ("Old → new", Shown(Numbers.count(pairing.old.count)))
    } else {
      pairing = nil
      title = (Shown(targets?.source ?? ""), pasted?.size ?? "")
    }
  }

  /// One line for where there is no room beside the list.
  var summary: Shown {
    let parts = [pairing?.summary, pasted?.summary].compactMap(\.self)
    return parts.dropFirst().reduce(parts.first ?? "") { $0 + " · " + $1 }
  }

  func lines(width: Int) -> [PageLine] {
    guard let pairing else { return pasted?.lines(width: width) ?? [] }
    let pairs = pairing.lines(width: width)
    guard let pasted else { return pairs }
    return pairs + [PageLine()] + pasted.lines(width: width)
  }
}

/// Writes what became of pasted words: four counts, of which two ask for something (frame 8).
struct PastedLines {
  private let pasted: PastedTargets
  private let page: PickerPage
  /// Cells of the widest count.
  private let digits: Int

  init(_ pasted: PastedTargets, page: PickerPage) {
    self.pasted = pasted
    self.page = page
    let most = max(
      pasted.found.count, pasted.ambiguous.count, pasted.unknown.count, pasted.repeated.count)
    digits = Numbers.count(most).count
  }

  /// Words named in one section; the rest is a count.
  private static let most = 12

  private var wordAt: Int { digits + 4 }
  private var reasonAt: Int { digits + 20 }

  /// «10 lines».
  var size: Shown {
    Shown(Numbers.count(pasted.wordCount, pasted.isLines ? "line" : "word"))
  }

  /// The counts in one line.
  var summary: Shown {
    var parts = ["\(Numbers.count(pasted.found.count)) found"]
    if !pasted.ambiguous.isEmpty { parts.append("\(pasted.ambiguous.count) ambiguous") }
    let unknown = pasted.unknown.count
    if unknown > 0 {
      parts.append("\(Numbers.count(unknown)) unknown" + (page.takesUnknown ? ", taken along" : ""))
    }
    if !pasted.unusable.isEmpty { parts.append("\(pasted.unusable.count) left out") }
    if !pasted.repeated.isEmpty { parts.append("\(pasted.repeated.count) repeated") }
    return Shown(parts.joined(separator: " · "))
  }

  func lines(width: Int) -> [PageLine] {
    var sections: [[PageLine]] = []
    if let understood = pasted.understood {
      var lines: [PageLine] = []
      lines.append(wrapped: understood, .textDim, at: 2, width: width - 4)
      sections.append(lines)
    }
    sections.append([head(pasted.found.count, "found and marked", .number)])
    sections.append(ambiguous)
    sections.append(unknown(width: width))
    sections.append(unusable(width: width))
    sections.append(repeated)
    return Array(sections.filter { !$0.isEmpty }.joined(separator: [PageLine()]))
  }

  private func head(_ count: Int, _ text: Shown, _ role: Role) -> PageLine {
    PageLine(text, role == .number ? .text : role, at: wordAt)
      .with(Shown(Numbers.count(count)), .number, endingAt: digits + 1)
  }

  private func word(_ text: String) -> PageLine {
    PageLine(Shown(text).cut(to: reasonAt - wordAt - 1), at: wordAt)
  }

  private var noun: String {
    switch page.tab {
    case .devices: "serial number"
    case .users: "user"
    default: "asset"
    }
  }

  private var ambiguous: [PageLine] {
    let entries = pasted.ambiguous
    guard !entries.isEmpty else { return [] }
    var lines = [head(entries.count, "ambiguous: mark one, or leave it out", .statePending)]
    for entry in entries.prefix(Self.most) {
      guard case .ambiguous(let rows, let count) = entry.meaning else { continue }
      lines.append(
        word(entry.word).with(Shown("starts \(Numbers.count(count, noun))"), .textDim, at: reasonAt)
      )
      for row in rows {
        let isMarked = page.list.marks.contains(row)
        lines.append(
          PageLine(Shown(row.copied), isMarked ? .rowMarked : .text, at: reasonAt)
            .with(isMarked ? "*" : "", .rowMarked, at: reasonAt - 2))
      }
      if count > rows.count {
        lines.append(
          PageLine(Shown("and \(Numbers.count(count - rows.count)) more"), .textDim, at: reasonAt))
      }
    }
    return lines + rest(entries.count)
  }

  private func rest(_ count: Int) -> [PageLine] {
    count <= Self.most
      ? [] : [PageLine(Shown("and \(Numbers.count(count - Self.most)) more"), .textDim, at: wordAt)]
  }

  private func unknown(width: Int) -> [PageLine] {
    let serials = pasted.unknown
    guard !serials.isEmpty else { return [] }
    let isTaken = page.takesUnknown
    let title: Shown = isTaken ? "unknown, taken along" : "unknown"
    let licences = page.task.given?.count ?? 1
    var reasons = WordWrap.lines(
      "never seen here; Apple takes any serial, and a wrong one uses up \(licences)",
      width: max(24, min(48, width - reasonAt - 2)))
    let them = serials.count == 1 ? "it" : "them"
    reasons.append(Shown(isTaken ? "y leaves \(them) out" : "y takes \(them) along"))
    var lines = [head(serials.count, title, .stateUnknown)]
    let words = serials.prefix(Self.most).map(\.rawValue)
    for index in 0..<max(words.count, reasons.count) {
      var line = index < words.count ? word(words[index]) : PageLine()
      if index < reasons.count { line.put(reasons[index], .textDim, at: reasonAt) }
      lines.append(line)
    }
    return lines + rest(serials.count)
  }

  private func unusable(width: Int) -> [PageLine] {
    let words = pasted.unusable
    guard !words.isEmpty else { return [] }
    let lines = words.prefix(Self.most).map { entry in
      word(entry.word).with(Shown(entry.reason), .textDim, at: reasonAt)
    }
    return [head(words.count, "left out", .stateUnknown)] + lines + rest(words.count)
  }

  private var repeated: [PageLine] {
    let words = pasted.repeated
    guard !words.isEmpty else { return [] }
    let lines = words.prefix(Self.most).map { text in
      word(text).with("counted once", .textDim, at: reasonAt)
    }
    return [head(words.count, "repeated", .number)] + lines + rest(words.count)
  }
}
