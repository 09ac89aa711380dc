import AppsAndBooks
import LocationStore
import Screen

extension AppState {
  /// Takes a key while the filter of the focused list is typed; nil for one that is none of it.
  mutating func typeFilter(_ key: KeyPress) -> [Effect]? {
    let list = focusedList
    switch key.key {
    case .enter:
      main[list].isTyping = false
      return refresh(list)
    case .escape: return clearFilter()
    case .up: return move(to: main[list].cursor - 1)
    case .down: return move(to: main[list].cursor + 1)
    default:
      // What is no letter and no key of the line means what it always means.
      guard main[list].filter.take(key) else { return nil }
      tellProblems(of: list)
      return refresh(list)
    }
  }

  /// Takes the filter of the focused list away.
  mutating func clearFilter() -> [Effect] {
    main[focusedList].isTyping = false
    main[focusedList].filter.set("")
    return refresh(focusedList)
  }

  /// An unknown column is said, not searched.
  private mutating func tellProblems(of list: ListID) {
    let problems = FilterQuery(main[list].filter.text, for: list.kind).problems
    if let first = problems.first { message = Message("\(first)", .refusal) }
  }

  /// The columns of the focused list that can be sorted by, with the letter of each in front.
  var sortable: [(letter: Character, column: ListColumn)] {
    var taken: Set<Character> = []
    return focusedList.kind.columns.compactMap { column in
      let letter = column.rawValue.first { !taken.contains($0) }
      guard let letter else { return nil }
      taken.insert(letter)
      return (letter, column)
    }
  }

  /// `u user   e email   s status   h held`.
  var sortLetters: Shown {
    Shown(
      stringLiteral: sortable.map { "\($0.letter) \($0.column.rawValue)" }
        .joined(separator: " · "))
  }

  /// Takes the letter after `s`: sorts by its column, again reverses.
  mutating func sort(by key: KeyPress) -> [Effect] {
    main.isSorting = false
    message = nil
    if key.key == .escape { return [] }
    guard case .character(let letter) = key.key,
      let column = sortable.first(where: { $0.letter == letter })?.column
    else {
      message = Message("\(Shown(key.description)) names no column: \(sortLetters)", .refusal)
      return []
    }
    let list = focusedList
    let isAgain = main[list].sort.column == column
    main[list].sort = SortOrder(column, descending: isAgain && !main[list].sort.descending)
    return refresh(list)
  }
}
