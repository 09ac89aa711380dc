import AppsAndBooks
import FoundationEssentials
import LocationStore
import Operations
import Screen

/// The page of operations as lines for a width.
struct OperationLines {
  /// Pairs that an opened operation shows before the rest is a count.
  static let some = 6

  /// Where the columns stand for a width.
  struct Columns: Equatable {
    /// The last cell of «Done».
    var done: Int
    var state: Int
    /// The first cell of «Started»; nil where there is no room.
    var started: Int?
    /// The first cell of the note; the same as `started` where one takes the place of the other.
    var note: Int?
    /// Cells of the operation's text.
    var text: Int

    init(width: Int, hasDates: Bool) {
      if width >= 92 {
        let more = min(30, max(0, width - 100))
        let narrower = hasDates ? 5 : 0
        let base = min(0, width - 100) + more - narrower
        done = 54 + base
        state = 58 + base
        started = 68 + base
        note = (hasDates ? 81 : 76) + base
      } else if width >= 72 {
        started = width - 19
        note = width - 19
        state = width - 29
        done = state - 4
      } else {
        state = width - 10
        done = state - 4
      }
      text = done - 7 - OperationLines.textAt
    }
  }

  private static let textAt = 10

  /// Every line below the heads.
  private(set) var lines: [PageLine] = []
  /// The lines of the operation under the cursor.
  private(set) var range: Range<Int>?
  /// The operation of every line.
  private(set) var numbers: [Int] = []
  /// Lines that are the row of an operation, to draw the cursor row.
  private(set) var cursorLine: Int?
  let columns: Columns
  private let width: Int

  init(_ model: OperationsViewModel, width: Int) {
    self.width = width
    columns = Columns(width: width, hasDates: model.hasDates)
    for row in model.rows {
      let first = lines.count
      lines.append(line(row))
      switch row.content {
      case .closed: break
      case .pairs(let pairs, let more, let notes): append(pairs, more: more, notes: notes)
      case .story(let story): append(story)
      }
      numbers += Array(repeating: row.number, count: lines.count - first)
      guard row.isCursor else { continue }
      range = first..<lines.count
      cursorLine = first
    }
  }

  /// The heads of the columns.
  var head: PageLine {
    var line = PageLine("No.", .columnHead, at: 5)
    line.put("Operation", .columnHead, at: Self.textAt)
    line.put("Done", .columnHead, endingAt: columns.done)
    line.put("State", .columnHead, at: columns.state)
    if let started = columns.started { line.put("Started", .columnHead, at: started) }
    return line
  }

  private func line(_ row: OperationsViewModel.Row) -> PageLine {
    var line = PageLine()
    if row.isCursor { line.put("▸", at: 0) }
    line.put(row.look.sign, row.look.role, at: 2)
    line.put(Shown(String(row.number)), .textDim, at: 5)
    line.put(Shown(row.text).cut(to: columns.text), at: Self.textAt)
    line.put(Shown(row.done), .number, endingAt: columns.done)
    line.put(Shown(row.look.word), row.look.role, at: columns.state)
    guard let started = columns.started, let note = columns.note else { return line }
    if note != started || row.note.isEmpty { line.put(Shown(row.started), .textDim, at: started) }
    line.put(Shown(row.note).cut(to: width - note - 1), .textDim, at: note)
    return line
  }

  private mutating func append(
    _ pairs: [OperationsViewModel.PairLine], more: String, notes: [String]
  ) {
    let holder = pairs.reduce(0) { max($0, Shown($1.holder).width) }
    let asset = min(
      width < 80 ? 16 : 24, pairs.reduce(0) { max($0, Shown($1.asset).width) })
    let word = pairs.reduce(0) { max($0, $1.word.count) }
    let assetAt = 12 + holder + 1
    let wordAt = assetAt + asset + 2
    let reasonAt = wordAt + word + 2
    for pair in pairs {
      var line = PageLine(pair.look.sign, pair.look.role, at: Self.textAt)
      line.put(Shown(pair.holder), at: 12)
      line.put(Shown(pair.asset).cut(to: asset), at: assetAt)
      line.put(Shown(pair.word), pair.look.role, at: wordAt)
      let reason = Shown(pair.reason)
      let fits = reasonAt + reason.width < width
      // Why something is not done is told whole: below where it has no room beside.
      if !fits, pair.look.isTrouble {
        lines.append(line)
        lines.append(wrapped: pair.reason, at: 14, width: width - 15)
        continue
      }
      if fits || reasonAt + 8 < width {
        line.put(reason.cut(to: width - reasonAt - 1), at: reasonAt)
      }
      lines.append(line)
    }
    if !more.isEmpty { lines.append(PageLine(Shown(more), .textDim, at: 12)) }
    for note in notes {
      lines.append(wrapped: note, .textDim, at: 12, width: width - 14)
    }
  }

  private mutating func append(_ story: UnknownStory) {
    let room = width - Self.textAt - 1
    lines.append(PageLine())
    append(story.happened, room)
    lines.append(PageLine())
    append([story.checkedBy], room)
    for (index, look) in story.looks.enumerated() {
      var line = PageLine(Shown(look.time), .textDim, at: 12)
      line.put(Shown(Numbers.count(look.settled)), .number, endingAt: 26)
      if index == 0 { line.put(Shown(story.ofAll), at: 28) }
      lines.append(line)
    }
    if let next = story.nextLook {
      lines.append(PageLine(Shown(next), .textDim, at: 12).with("next look", at: 25))
    }
    lines.append(PageLine())
    append(story.certainty, room)
    if !story.notes.isEmpty { append(story.notes, room) }
    lines.append(PageLine())
    lines.append(PageLine("You can", .columnHead, at: Self.textAt))
    let ways: [(Shown, String)] = [
      ("wait", "leave this page or quit; the next start goes on checking"),
      ("i", story.openPairs), ("F5", "look now"),
    ]
    for (key, text) in ways {
      lines.append(
        wrapped: text, at: 26, width: width - 27, first: PageLine(key, .hintKey, at: 12))
    }
    lines.append(PageLine())
  }

  /// Sentences, each on its own line; together again where one is too long.
  private mutating func append(_ sentences: [String], _ room: Int) {
    if sentences.allSatisfy({ Shown($0).width <= room }) {
      for sentence in sentences { lines.append(PageLine(Shown(sentence), at: Self.textAt)) }
    } else {
      lines.append(wrapped: sentences.joined(separator: " "), at: Self.textAt, width: room)
    }
  }
}
