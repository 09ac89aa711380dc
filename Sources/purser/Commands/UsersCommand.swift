import AppsAndBooks
import ArgumentParser
import LocationStore

/// `purser users`: the client users of the location.
struct UsersCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "users", abstract: "List the client users.")

  @OptionGroup var common: CommonOptions
  @OptionGroup var output: FormatOptions
  @OptionGroup var filter: FilterOption

  @Flag(help: "Retired ones too.")
  var all = false

  func run() async throws {
    let context = ToolContext.current
    let query = try filter.query(.clientUsers)
    let session = try await LocationSession.openReading(common, context)
    let cached = try await session.load()
    let users: [ClientUser]
    if session.client == nil {
      try session.requireCache(cached, isQuiet: common.quiet)
      let kept = cached.map(Self.users) ?? []
      users = all ? kept : kept.filter(\.isActive)
    } else {
      users = all ? try await session.users(.all) : try await session.activeUsers()
    }
    let held = cached.flatMap { $0.assignmentsCompleteness == .complete ? $0 : nil }
    // Counts are only gathered row by row where the filter asks for them.
    let assignments =
      query.text.contains("held") ? held.map { Self.assignments(of: users, $0) } ?? [] : []
    let listed = LocationSnapshot(session.location, users: users, assignments: assignments)
    try await print(listed, held, query, context)
  }

  private func print(
    _ listed: LocationSnapshot, _ held: LocationSnapshot?, _ query: FilterQuery,
    _ context: ToolContext
  ) async throws {
    // Retired users pass only a filter that speaks of the status: one that no status fails.
    let query = all ? FilterQuery("\(query.text) !status:⁂", for: .clientUsers) : query
    let rows = try await listed.rows(of: .clientUsers, filter: query, sort: SortOrder(.user))
    var printer = RecordPrinter(ListRecords.users, format: output.format, to: context.output)
    for row in rows.rows.map(Int.init) where listed.users.isListed(row) {
      let user = listed.users.user(row)
      // Of rows with one identifier the first is the one that can hold something.
      let isHolder = listed.users.index(of: user.id) == row
      let count = held.map { held in
        isHolder ? held.users.index(of: user.id).map { held.heldCount(.user($0)) } ?? 0 : 0
      }
      printer.row(ListRecords.user(user, held: count))
    }
    printer.finish()
  }

  private static func users(_ snapshot: LocationSnapshot) -> [ClientUser] {
    (0..<snapshot.users.count).filter(snapshot.users.isListed).map(snapshot.users.user)
  }

  private static func assignments(
    of users: [ClientUser], _ snapshot: LocationSnapshot
  ) -> [Assignment] {
    users.flatMap { user in
      snapshot.users.index(of: user.id).map { index in
        snapshot.assignments.rows(ofUser: index).map(snapshot.assignment)
      } ?? []
    }
  }
}
