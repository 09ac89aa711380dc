/// Reads the rows of Get Users.
struct UserRows: RowReader {
  static let listName = "users"

  private(set) var users: [ClientUser] = []
  private var members = MemberTable(["clientUserId", "email", "status", "inviteCode", "idHash"])

  mutating func readRow(_ scanner: inout JSONScanner) throws(ScanError) {
    let start = scanner.at
    scanner.at += 1
    members.beginRow()
    var id: String?
    var user = ClientUser(id: ClientUserID(rawValue: ""))
    var isFirst = true
    while try scanner.hasMember(isFirst: isFirst) {
      isFirst = false
      switch try members.take(scanner.memberName(), in: scanner) {
      case 0: id = try scanner.stringOrNull()
      case 1: user.email = try scanner.stringOrNull()
      case 2: user.status = try scanner.stringOrNull().map(ClientUserStatus.init(rawValue:))
      case 3: user.inviteCode = try scanner.stringOrNull()
      case 4: user.idHash = try scanner.stringOrNull()
      default: try scanner.skipValue(depth: 4)
      }
    }
    guard let id, !id.isEmpty else { throw ScanError(problem: .noClientUserID, at: start) }
    user.id = ClientUserID(rawValue: id)
    users.append(user)
  }
}
