import AppsAndBooks
import LocationStore
import Screen

extension AppState {
  /// Marks, unmarks, walks the marks.
  mutating func performOnMarks(_ command: Command) -> [Effect] {
    let list = focusedList
    switch command {
    case .mark:
      guard let row = main[list].current else { return [] }
      if main[list].marks.remove(row) == nil { main[list].marks.insert(row) }
      main[list].move(to: main[list].cursor + 1)
      return tellMarks() + rested()
    case .markAll: return [.markAll(main[list].shown.with(marks: main[list].marks), inverting: nil)]
    case .invertMarks: return [.markAll(main[list].shown, inverting: main[list].marks)]
    case .unmark:
      main[list].marks = []
      main[list].pasted = []
      message = nil
      return refresh(list)
    case .nextMarked: return walkMarks(by: 1)
    case .previousMarked: return walkMarks(by: -1)
    default: return []
    }
  }

  /// Takes marks worked out elsewhere.
  mutating func take(_ marks: Set<RowID>, of list: ListID) -> [Effect] {
    main[list].marks = marks
    return tellMarks()
  }

  /// Takes what a paste named beside the marks there are, and keeps its order: a column pasted here and one pasted
  /// into the picker are paired line by line.
  mutating func take(pasted rows: [RowID], of list: ListID, _ said: Message) -> [Effect] {
    let known = Set(main[list].pasted)
    main[list].pasted += rows.filter { !known.contains($0) }
    main[list].marks.formUnion(rows)
    message = said
    return refresh(list)
  }

  /// Goes to the next marked row in a direction, around the end.
  private mutating func walkMarks(by step: Int) -> [Effect] {
    let list = main[focusedList]
    let places = list.marks.compactMap(list.shown.place).sorted()
    let next =
      step > 0
      ? places.first { $0 > list.cursor } ?? places.first
      : places.last { $0 < list.cursor } ?? places.last
    guard let next else {
      message = Message("no marked row is shown", .refusal)
      return []
    }
    return move(to: next)
  }

  /// Asks which marks the filter hides; the answer says it.
  private mutating func tellMarks() -> [Effect] { refresh(focusedList) }

  /// «3 marked, 1 of them hidden by the filter: Schulatlas (book)».
  mutating func tellHidden(_ answer: RowsAnswer) {
    let list = main[answer.request.list]
    guard !list.marks.isEmpty else { return }
    let names = answer.hidden.prefix(3).map { describe($0) }.joined(separator: ", ")
    let more = answer.hidden.count > 3 ? " …" : ""
    let count = Numbers.count(list.marks.count)
    let hidden = Numbers.count(answer.hidden.count)
    message = Message([
      "\(count) marked, \(hidden) of them hidden by the filter: \(names)\(more)",
      "\(count) marked, \(hidden) of them hidden by the filter",
    ])
  }

  private func describe(_ row: RowID) -> String {
    switch row {
    case .asset(let id):
      let type = world.snapshot.assets.index(of: id).map {
        world.snapshot.assets.record($0).typeWord
      }
      return world.name(of: id) + (type.map { " (\($0))" } ?? "")
    case .assignment(let pair): return pair.holder.text
    case .user(let id): return id.rawValue
    case .device(let serial): return serial.rawValue
    }
  }
}

extension RowsAnswer {
  /// The same rows, asked with other marks.
  func with(marks: Set<RowID>) -> RowsAnswer {
    var answer = self
    answer.request.marks = marks
    return answer
  }
}
