import Operations
import Screen

extension AppState {
  /// Notes operations that ended by now with a second half that failed.
  mutating func noteHalfDone(before: [OperationRecord], after: [OperationRecord]) {
    let open = Set(before.filter(\.isOpen).map(\.number))
    for record in after where open.contains(record.number) && record.puttingBack() != nil {
      halfDone.append(record.number)
    }
  }

  /// Opens the plan that puts first halves back, once the person is not in the middle of something else
  /// (product.md section 5, «Reassign»).
  mutating func offerPuttingBack() -> [Effect] {
    guard !halfDone.isEmpty, isFree, writingIsOff == nil else { return [] }
    let number = halfDone.removeFirst()
    guard let record = world.operations.first(where: { $0.number == number }),
      let request = record.puttingBack()
    else { return [] }
    let count = Numbers.count(request.halves.count, "move")
    message = Message(
      [
        "✗ operation \(number): \(count) only half done · this plan puts the first half back",
        "✗ \(count) half done · this plan puts the first half back",
        "✗ \(count) half done · this puts it back",
      ], .failure)
    return obey(ChangeStart.plan(request, in: world), from: nil)
  }

  /// Whether a page may open by itself: nothing is typed, picked or asked.
  private var isFree: Bool {
    guard prompt == nil, !main.isSorting, !isTooSmall else { return false }
    guard let page = pages.last else { return !main[focusedList].isTyping }
    return pages.count == 1 && page.as(OperationsPage.self) != nil
  }
}
