import AppsAndBooks
import LocationStore
import Screen

extension AppState {
  /// The client users that are visible (frame 5a).
  func usersTable(_ list: ListState, _ lines: Int) -> (columns: [TableColumn], rows: [TableRow]) {
    let user = list.head("User", .user)
    let email = list.head("E-mail", .email)
    let held = list.head("Held", .held)
    let columns = [
      TableColumn(
        user.text, width: max(8, user.text.width, list.shown.idWidth), isSorted: user.isSorted),
      TableColumn(
        email.text, width: 12, grows: 1, gap: 2, tightGap: 1, leaves: 1, isSorted: email.isSorted),
      TableColumn(held.text, width: 4, align: .right, gap: 1, isSorted: held.isSorted),
    ]
    return (columns, list.visible(lines).compactMap { userRow(list, $0) })
  }

  private func userRow(_ list: ListState, _ place: Int) -> TableRow? {
    guard let row = list.shown.row(at: place) else { return nil }
    let snapshot = list.shown.snapshot
    let user = snapshot.users.user(row)
    let count = heldText(snapshot.heldCount(.user(row)), snapshot)
    let sign = sign(of: user, in: list)
    let isMarked = list.marks.contains(.user(user.id))
    let role: Role = isMarked ? .rowMarked : user.isActive ? .row : .rowRetired
    let isPlain = role == .row
    return TableRow(
      cells: [
        list.cell(user.id.rawValue, .user),
        list.cell(user.email ?? "", .email, isPlain ? .textDim : nil),
        TableCell(count, isPlain ? .number : nil),
      ],
      role: role, sign: sign.text, signRole: sign.role, isCursor: place == list.cursor,
      isMarked: isMarked)
  }

  private func sign(of user: ClientUser, in list: ListState) -> (text: Shown, role: Role) {
    if let change = changes.holders[.clientUser(user.id)] { return change.shown }
    if !user.isActive { return ("–", .rowRetired) }
    return user.status == .registered ? ("◦", .textDim) : ("", .row)
  }

  /// How much is held; `+` while it is still growing.
  func heldText(_ count: Int, _ snapshot: LocationSnapshot) -> Shown {
    let isGrowing = snapshot.assignmentsCompleteness != .complete
    return Shown(Numbers.count(count) + (isGrowing ? "+" : ""))
  }
}

extension Changes.Sign {
  /// The sign of a row with its role.
  var shown: (text: Shown, role: Role) {
    switch self {
    case .failed: ("✗", .stateFailed)
    case .unknown: ("?", .stateUnknown)
    case .pending: ("⋯", .statePending)
    case .applied: ("~", .stateApplied)
    }
  }
}
