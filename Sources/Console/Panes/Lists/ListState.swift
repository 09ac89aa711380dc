package import LocationStore

/// A list of the main screen: what is wanted, what is shown, where the cursor is.
package struct ListState: Equatable, Sendable {
  /// Which list.
  package let id: ListID
  /// The filter as typed.
  package var filter = LineInput()
  /// Whether the filter is being typed.
  package var isTyping = false
  /// The order.
  package var sort: SortOrder
  /// What was asked last; equal to what is shown once the answer came.
  package var wanted: RowsRequest
  /// Whether any answer came yet.
  package private(set) var hasAnswer = false
  /// Whether anything was asked yet.
  package var isAsked = false
  /// The rows on the screen, with the snapshot they belong to.
  package var shown: RowsAnswer
  /// The place of the cursor in what is shown.
  package var cursor = 0
  /// The first place on the screen.
  package var offset = 0
  /// Marked rows.
  package var marks: Set<RowID> = []
  /// Rows that a paste named, in its order, whether they are marked still or not.
  package var pasted: [RowID] = []
  /// A row to put the cursor on once it is shown.
  package var goal: RowID?
  /// Whether the answer is late: the count becomes `…`.
  package var isLate = false
  /// Whether nobody has moved the cursor since the list was opened: then it stays on the first row, whatever comes.
  private var isUntouched = true

  /// Begins without rows.
  package init(_ id: ListID, snapshot: LocationSnapshot) {
    self.id = id
    sort = Self.naturalSort(of: id, subject: .everything)
    wanted = RowsRequest(
      list: id, snapshot: snapshot, filter: FilterQuery("", for: id.kind), sort: sort)
    shown = RowsAnswer(wanted)
  }

  /// The order of a list nobody sorted.
  static func naturalSort(of id: ListID, subject: Subject) -> SortOrder {
    switch id {
    case .users: SortOrder(.user)
    case .devices: SortOrder(.serial)
    case .assets: SortOrder(.name)
    case .assignments: SortOrder(subject.isHolder ? .asset : .holder)
    case .allAssignments: SortOrder(.asset)
    }
  }

  /// Whether what is shown is what was asked for.
  package var isAnswered: Bool { hasAnswer && wanted.isSameWish(as: shown.request) }

  /// What the row under the cursor is.
  package var current: RowID? { shown.id(at: cursor) }

  /// Whether a filter is on or being typed.
  package var hasFilter: Bool { isTyping || !filter.text.isEmpty }

  /// Moves the cursor, within the rows.
  mutating func move(to place: Int) {
    isUntouched = false
    clamp(to: place)
  }

  private mutating func clamp(to place: Int) {
    cursor = max(0, min(place, shown.count - 1))
  }

  /// Takes an answer: the row under the cursor stays under it, on the same line of the screen.
  mutating func take(_ answer: RowsAnswer) {
    let line = cursor - offset
    let before = goal ?? current
    let hasGoal = goal != nil
    if hasGoal { isUntouched = false }
    goal = nil
    let isOther = answer.request.subject != shown.request.subject && id == .assignments
    shown = answer
    hasAnswer = true
    isLate = false
    if isOther, !hasGoal { isUntouched = true }
    // What a holder has comes first in Assets without taking the cursor along (frame 6a).
    if isUntouched, id != .assets || !answer.request.subject.isHolder {
      cursor = 0
      offset = 0
      return
    }
    let place =
      before == answer.request.keep ? answer.position : before.flatMap(answer.place)
    if let place {
      cursor = place
      offset = max(0, place - line)
    } else {
      clamp(to: before == nil ? 0 : cursor)
    }
  }

  /// Scrolls as little as needed to have the cursor among `height` lines.
  mutating func settle(height: Int) {
    let height = max(1, height)
    if cursor < offset { offset = cursor }
    if cursor >= offset + height { offset = cursor - height + 1 }
    offset = max(0, min(offset, shown.count - height))
  }
}
