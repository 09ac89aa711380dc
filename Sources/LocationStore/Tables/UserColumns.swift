import AppsAndBooks

/// The growing twin of a `UserTable`.
///
/// Text columns only grow; what is said anew of an existing row waits in `changes` until the table is made.
struct UserColumns: Sendable {
  /// How a row that repeats an identifier is meant.
  enum Source {
    /// Get Users from the beginning: a retired row beside an active one is another person's past.
    case walk
    /// An increment: the row says what became of the known one.
    case increment
  }

  private var ids: GrowingStrings
  private var emails: StringTableBuilder
  private var inviteCodes: StringTableBuilder
  private var idHashes: StringTableBuilder
  private var statuses: [UInt8]
  private var statusWords: [ClientUserStatus]
  private var changes: [Int: ClientUser] = [:]
  private var seenInactive: Set<ClientUser> = []
  /// How often an active identifier came twice with different contents; the later row was taken.
  private(set) var repeatedActive = 0

  /// Begins without rows, or continues a finished table.
  init(_ table: UserTable? = nil) {
    ids = GrowingStrings(table?.ids)
    emails = table.map { StringTableBuilder($0.emails) } ?? StringTableBuilder()
    inviteCodes = table.map { StringTableBuilder($0.inviteCodes) } ?? StringTableBuilder()
    idHashes = table.map { StringTableBuilder($0.idHashes) } ?? StringTableBuilder()
    statuses = table?.statuses ?? []
    statusWords = table?.statusWords ?? []
  }

  /// The number of rows.
  var count: Int { statuses.count }

  /// Takes a row of Get Users.
  mutating func take(_ user: ClientUser, from source: Source) {
    guard let row = ids.index(of: user.id.rawValue) else { return append(user) }
    let known = self.user(at: row)
    if statuses[row] == UserTable.unlisted {
      set(row, to: user)
    } else if user.isActive {
      if !known.isActive { append(known) }
      if known.isActive, known != user, source == .walk { repeatedActive += 1 }
      set(row, to: user)
    } else if source == .increment {
      set(row, to: user)
    } else if known != user, seenInactive.insert(user).inserted {
      append(user)
    }
  }

  /// The row of an identifier that an assignment names; adds an unlisted row where there is none.
  mutating func row(of id: UnsafeRawBufferPointer) -> Int {
    let (row, isNew) = ids.intern(id)
    if isNew {
      statuses.append(UserTable.unlisted)
      appendTexts(of: nil)
    }
    return row
  }

  /// Makes the table.
  mutating func table() -> UserTable {
    applyChanges()
    return UserTable(
      ids: ids.table(), emails: emails.table(), inviteCodes: inviteCodes.table(),
      idHashes: idHashes.table(), statuses: statuses, statusWords: statusWords)
  }

  private func user(at row: Int) -> ClientUser {
    if let changed = changes[row] { return changed }
    let code = Int(statuses[row])
    return ClientUser(
      id: ClientUserID(rawValue: ids[row]), email: emails.text(row),
      status: code < statusWords.count ? statusWords[code] : nil,
      inviteCode: inviteCodes.text(row), idHash: idHashes.text(row))
  }

  private mutating func append(_ user: ClientUser) {
    ids.append(user.id.rawValue)
    statuses.append(code(of: user.status))
    appendTexts(of: user)
  }

  private mutating func appendTexts(of user: ClientUser?) {
    emails.append(user?.email ?? "")
    inviteCodes.append(user?.inviteCode ?? "")
    idHashes.append(user?.idHash ?? "")
  }

  private mutating func set(_ row: Int, to user: ClientUser) {
    statuses[row] = code(of: user.status)
    changes[row] = user
  }

  private mutating func applyChanges() {
    guard !changes.isEmpty else { return }
    emails.replace(changes.mapValues { $0.email ?? "" })
    inviteCodes.replace(changes.mapValues { $0.inviteCode ?? "" })
    idHashes.replace(changes.mapValues { $0.idHash ?? "" })
    changes = [:]
  }

  private mutating func code(of status: ClientUserStatus?) -> UInt8 {
    guard let status else { return UserTable.unknown }
    if let known = statusWords.firstIndex(of: status) { return UInt8(known) }
    guard statusWords.count < Int(UserTable.unknown) else { return UserTable.unknown }
    statusWords.append(status)
    return UInt8(statusWords.count - 1)
  }
}
