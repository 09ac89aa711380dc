/// Reads the rows of Get Users.
struct UserRows: RowReader {
  static let listName = "users"

  private(set) var users: [ClientUser] = []
  private var members = MemberTable(["clientUserId", "email", "status", "inviteCode", "idHash"])
  private var statuses = RepeatedText()

  init(bodyCount: Int) {
    users.reserveCapacity(bodyCount / 96)
  }

  mutating func readRow(_ scanner: inout JSONScanner) throws(ScanError) {
    let start = scanner.at
    scanner.at += 1
    members.beginRow()
    var id: JSONText?
    var email: JSONText?
    var status: JSONText?
    var inviteCode: JSONText?
    var idHash: JSONText?
    var isFirst = true
    while try scanner.hasMember(isFirst: isFirst) {
      isFirst = false
      switch try members.take(scanner.memberName(), in: scanner) {
      case 0: id = try scanner.textOrNull()
      case 1: email = try scanner.textOrNull()
      case 2: status = try scanner.textOrNull()
      case 3: inviteCode = try scanner.textOrNull()
      case 4: idHash = try scanner.textOrNull()
      default: try scanner.skipValue(depth: 4)
      }
    }
    guard let id, id.count > 0 else { throw ScanError(problem: .noClientUserID, at: start) }
    // Made in place, since a copy would count up every text of it.
    users.append(
      ClientUser(
        id: ClientUserID(rawValue: scanner.string(id)), email: email.map(scanner.string),
        status: status.map { ClientUserStatus(rawValue: statuses.string($0, in: scanner)) },
        inviteCode: inviteCode.map(scanner.string), idHash: idHash.map(scanner.string)))
  }
}
