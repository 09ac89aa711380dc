/// Reads the rows of Get Users.
struct UserRows: RowReader {
  static let listName = "users"

  private(set) var users: [ClientUser] = []
  private var names = MemberNames()

  mutating func readRow(_ scanner: inout JSONScanner) throws(ScanError) {
    let start = scanner.at
    scanner.at += 1
    names.removeAll()
    var id: String?
    var user = ClientUser(id: ClientUserID(rawValue: ""))
    var isFirst = true
    while try scanner.hasMember(isFirst: isFirst) {
      isFirst = false
      let name = try scanner.memberName()
      try names.add(name, in: scanner)
      switch scanner.string(name) {
      case "clientUserId": id = try scanner.stringOrNull()
      case "email": user.email = try scanner.stringOrNull()
      case "status": user.status = try scanner.stringOrNull().map(ClientUserStatus.init(rawValue:))
      case "inviteCode": user.inviteCode = try scanner.stringOrNull()
      case "idHash": user.idHash = try scanner.stringOrNull()
      default: try scanner.skipValue(depth: 4)
      }
    }
    guard let id, !id.isEmpty else { throw ScanError(problem: .noClientUserID, at: start) }
    user.id = ClientUserID(rawValue: id)
    users.append(user)
  }
}
