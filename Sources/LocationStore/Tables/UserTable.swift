package import AppsAndBooks

/// The client users of a location as columns.
///
/// A full import lists active users first and retired ones last; a later change of status keeps the row, so ask
/// `isActive` rather than the position. A row that only assignments name is not listed: all but its id is unknown.
package final class UserTable: Sendable {
  /// Identifiers; one may repeat among retired rows.
  let ids: StringTable
  let emails: StringTable
  let inviteCodes: StringTable
  let idHashes: StringTable
  /// For each row a position in `statusWords`, or `Self.unknown`, or `Self.unlisted`.
  let statuses: [UInt8]
  /// The different words of the service.
  let statusWords: [ClientUserStatus]
  /// The number of active, listed rows.
  package let activeCount: Int

  /// A listed row whose status is missing.
  static let unknown: UInt8 = 254
  /// A row that only assignments name.
  static let unlisted: UInt8 = 255

  /// Takes finished columns.
  init(
    ids: StringTable, emails: StringTable, inviteCodes: StringTable, idHashes: StringTable,
    statuses: [UInt8], statusWords: [ClientUserStatus]
  ) {
    self.ids = ids
    self.emails = emails
    self.inviteCodes = inviteCodes
    self.idHashes = idHashes
    self.statuses = statuses
    self.statusWords = statusWords
    let active = statusWords.map(\.isActive)
    activeCount = statuses.count {
      $0 == Self.unknown || (Int($0) < active.count && active[Int($0)])
    }
  }

  /// A table without rows.
  static var empty: UserTable {
    var columns = UserColumns()
    return columns.table()
  }

  /// The number of rows, retired and unlisted ones included.
  package var count: Int { statuses.count }

  /// The identifier of a row.
  package func id(_ index: Int) -> ClientUserID { ClientUserID(rawValue: ids[index]) }

  /// The mail address of a row.
  package func email(_ index: Int) -> String? { text(emails, index) }

  /// The status of a row.
  package func status(_ index: Int) -> ClientUserStatus? {
    let code = Int(statuses[index])
    return code < statusWords.count ? statusWords[code] : nil
  }

  /// Whether Get Users named the row; `false` for one that only assignments name.
  package func isListed(_ index: Int) -> Bool { statuses[index] != Self.unlisted }

  /// Whether the row is listed and can hold new assets.
  package func isActive(_ index: Int) -> Bool {
    isListed(index) && (status(index)?.isActive ?? true)
  }

  /// Everything known of a row.
  package func user(_ index: Int) -> ClientUser {
    ClientUser(
      id: id(index), email: email(index), status: status(index),
      inviteCode: text(inviteCodes, index), idHash: text(idHashes, index))
  }

  /// The row that holds for an identifier: the active one, else a retired or unlisted one.
  ///
  /// Of rows with the same identifier it is always the first; the others are retired ones, for history.
  package func index(of id: ClientUserID) -> Int? { ids.index(of: id.rawValue) }

  private func text(_ column: StringTable, _ index: Int) -> String? {
    column.range(index).isEmpty ? nil : column[index]
  }
}
