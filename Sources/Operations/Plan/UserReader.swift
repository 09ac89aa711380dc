import AppsAndBooks
import LocationStore

/// Reads client users by their identifiers, by the way with the fewest requests.
struct UserReader: Sendable {
  let context: OperationsContext

  /// The rows of each, retired ones too; none for a user the service does not know.
  func rows(of ids: Set<ClientUserID>) async throws -> [ClientUserID: [ClientUser]] {
    var rows: [ClientUserID: [ClientUser]] = [:]
    var left = ids
    let pages = context.knowledge.current().users.activeCount / PairReader.assumedPageSize
    if ids.count > max(4, pages) {
      for user in try await context.service.users(GetUsers(.active)) where user.isActive {
        guard ids.contains(user.id) else { continue }
        rows[user.id, default: []].append(user)
        left.remove(user.id)
      }
    }
    for id in left.sorted() {
      rows[id] = try await context.service.users(GetUsers(clientUserID: id))
        .filter { $0.id == id }
    }
    return rows
  }
}
