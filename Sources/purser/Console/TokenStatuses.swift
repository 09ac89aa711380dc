import AppsAndBooks
import Console
import Files
import FoundationEssentials
import LocationStore

/// The token status of every location, as each answers (frame 15): the kept ones, and the one that is open.
enum TokenStatuses {
  /// One token, or why its file can't be used.
  private struct Entry: Sendable {
    var name: String
    var organization: String
    var source: Result<TokenSource, ToolError>
  }

  static func stream(_ session: LocationSession) -> AsyncStream<TokenStatus> {
    let (stream, continuation) = AsyncStream.makeStream(of: TokenStatus.self)
    let entries = entries(session)
    for entry in entries { continuation.yield(waiting(entry)) }
    let task = Task {
      await withTaskGroup(of: TokenStatus.self) { group in
        for entry in entries {
          group.addTask { await status(entry, session.settings) }
        }
        for await status in group { continuation.yield(status) }
      }
      continuation.finish()
    }
    continuation.onTermination = { _ in task.cancel() }
    return stream
  }

  private static func entries(_ session: LocationSession) -> [Entry] {
    let settings = session.settings
    var entries = ((try? settings.store.names()) ?? []).map { name in
      let source = Result { try settings.source(name: name) }.mapError { ToolError($0) }
      return Entry(
        name: name.rawValue,
        organization: (try? source.get().token.organizationName) ?? "", source: source)
    }
    let isKept = entries.contains { $0.name == session.location.name }
    if !isKept, let source = session.source {
      entries.append(
        Entry(
          name: session.location.name, organization: session.location.organization,
          source: .success(source)))
    }
    return entries
  }

  private static func waiting(_ entry: Entry) -> TokenStatus {
    TokenStatus(
      location: entry.name, organization: entry.organization,
      fingerprint: (try? entry.source.get().fingerprint) ?? "")
  }

  private static func status(_ entry: Entry, _ settings: ToolSettings) async -> TokenStatus {
    var status = waiting(entry)
    do {
      let check = try await settings.check(entry.source.get())
      status.word = TokenStatus.Word(rawValue: check.state.rawValue) ?? .invalid
      status.expires = check.expires
      status.number = check.number
      status.owner = owner(check.client)
      if [.ok, .expiring, .unreachable].contains(check.state) { status.days = check.daysLeft }
      if check.state == .unreachable {
        status.reason = check.note
      } else {
        status.asked = check.checkedAt
      }
    } catch {
      status.word = .invalid
      status.reason = ToolError(error).message
    }
    return status
  }

  private static func owner(_ client: ClientState?) -> Standing.Owner {
    switch client {
    case .ours: .ours
    case .unclaimed: .unclaimed
    case .foreign(let info): .foreign(name: info.name, since: nil, wasOurs: false)
    case nil: .unknown
    }
  }
}
