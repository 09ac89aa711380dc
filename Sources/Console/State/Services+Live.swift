import AppsAndBooks
package import FoundationEssentials
package import LocationStore
package import Operations
import Synchronization

/// What the console is connected to; made in the tool.
package struct Connection: Sendable {
  /// The contents of the location.
  package var store: LocationStore
  /// Its changes; nil where nothing may be changed.
  package var operations: Operations?
  /// The host that is asked.
  package var host: String
  /// What the header says where that host is not Apple's.
  package var serviceLabel: String?
  /// Whether `--read-only` was asked.
  package var isReadOnly: Bool

  /// Joins the parts.
  package init(
    store: LocationStore, operations: Operations?, host: String, serviceLabel: String? = nil,
    isReadOnly: Bool = false
  ) {
    self.store = store
    self.operations = operations
    self.host = host
    self.serviceLabel = serviceLabel
    self.isReadOnly = isReadOnly
  }
}

extension Services {
  /// Connects the console to a store and its operations; what only the tool can do is set afterwards.
  package init(
    _ connection: Connection, now: @escaping @Sendable () -> (Date, LocalTime),
    sleep: @escaping @Sendable (Duration) async throws -> Void
  ) {
    self.init(now: now, sleep: sleep)
    let store = connection.store
    arrivals = { connection.arrivals(now: { now().0 }) }
    openCache = {
      if store.current().generation == 0 { _ = await store.loadCache() }
    }
    sync = { full in try await store.sync(full: full).sentence }
    topUp = {
      do {
        _ = try await store.increment()
      } catch LocationStoreError.nothingToTopUp {
        _ = try await store.sync(full: false)
      } catch let error as APIError where error.number == .badVersionID {
        _ = try await store.sync(full: true)
      }
    }
    fetch = { subject in
      switch subject {
      case .asset(let id): _ = try await store.freshAssignments(of: id)
      case .holder(let holder): _ = try await store.freshAssignments(of: holder)
      case .everything: break
      }
    }
    guard let operations = connection.operations else { return }
    plan = { try await operations.plan($0, progress: $1) }
    confirm = { try await operations.confirm($0) }
    look = { await operations.look(at: $0) }
    claim = { try await operations.claim(takeover: $0) }
    release = { try await operations.release() }
    prepareToQuit = { await operations.prepareToQuit() }
    history = { row in RowHistory(row: row, records: await operations.records()) }
  }
}

extension Connection {
  /// Everything that comes by itself, as actions.
  fileprivate func arrivals(now: @escaping @Sendable () -> Date) -> AsyncStream<Action> {
    let (stream, continuation) = AsyncStream.makeStream(of: Action.self)
    let standings = StandingTeller(self)
    let contents = ContentsTeller(continuation)
    let task = Task {
      await withTaskGroup(of: Void.self) { group in
        let snapshots = store.snapshots
        let updates = store.board.updates
        let progress = store.progress
        group.addTask {
          for await snapshot in snapshots { contents.tell(snapshot) }
        }
        group.addTask {
          continuation.yield(.standing(standings.tell(store.status(), at: now())))
          for await status in updates {
            continuation.yield(.standing(standings.tell(status, at: now())))
          }
        }
        group.addTask {
          var began: Date?
          for await step in progress {
            let start = began ?? now()
            began = step.isDone ? nil : start
            let elapsed = Int(now().timeIntervalSince(start))
            continuation.yield(.sync(SyncStanding(step, elapsed: elapsed)))
          }
        }
        group.addTask {
          guard let operations else { return }
          for await list in await operations.updates {
            contents.tell(store.current())
            continuation.yield(.operations(list))
            continuation.yield(.storage(await operations.storageReason))
          }
        }
      }
    }
    continuation.onTermination = { _ in task.cancel() }
    return stream
  }
}

/// Tells each newer snapshot once, whoever has it first.
///
/// What an operation verified is in the store before the operation tells of it, but on a stream of its own: so that no sentence
/// comes before its rows, the contents are told with it.
private final class ContentsTeller: Sendable {
  private let newest = Mutex(Int.min)
  private let continuation: AsyncStream<Action>.Continuation

  init(_ continuation: AsyncStream<Action>.Continuation) {
    self.continuation = continuation
  }

  func tell(_ snapshot: LocationSnapshot) {
    newest.withLock { newest in
      guard snapshot.generation > newest else { return }
      newest = snapshot.generation
      continuation.yield(.snapshot(snapshot))
    }
  }
}

/// Turns what the store knows into what header and banner say, remembering since when.
private final class StandingTeller: Sendable {
  private struct Memory {
    var foreignSince: Date?
    var wasOurs = false
  }
  private let memory = Mutex(Memory())
  private let connection: Connection

  init(_ connection: Connection) {
    self.connection = connection
  }

  func tell(_ status: LocationStatus, at now: Date) -> Standing {
    var standing = Standing(
      token: token(status, at: now), owner: owner(status, at: now),
      service: connection.serviceLabel)
    if status.isReadOnly {
      standing.readOnly = connection.isReadOnly ? .asked : .token(number: 9637)
    }
    standing.clock = status.clockDifference.map { ClockDifference.text(of: $0) }
    if case .unreachable(let reason, _) = status.reachability {
      standing.unreachable = .init(host: connection.host, reason: Self.short(reason))
    }
    return standing
  }

  private func token(_ status: LocationStatus, at now: Date) -> Standing.Token {
    switch status.token {
    case .unchecked: status.expires == nil ? .unknown : .ok(days: status.daysLeft(at: now))
    case .ok, .expiring: .ok(days: status.daysLeft(at: now))
    case .expired: .expired(status.expires)
    case .revoked: .revoked(number: status.tokenNumber ?? 9625)
    case .invalid: .refused(number: status.tokenNumber ?? 9622)
    }
  }

  private func owner(_ status: LocationStatus, at now: Date) -> Standing.Owner {
    memory.withLock { memory in
      switch status.owner {
      case .unknown: return .unknown
      case .unclaimed: return .unclaimed
      case .ours:
        memory = Memory(foreignSince: nil, wasOurs: true)
        return .ours
      case .foreign(let info):
        let since = memory.wasOurs ? memory.foreignSince ?? now : nil
        memory.foreignSince = since
        return .foreign(name: info.name, since: since, wasOurs: memory.wasOurs)
      }
    }
  }

  /// The cause alone: «Get Assets got no answer: no answer in 5 s.» is «no answer in 5 s».
  private static func short(_ reason: String) -> String {
    let marker = " got no answer: "
    var text = Substring(reason)
    if let range = text.firstRange(of: marker) { text = text[range.upperBound...] }
    while text.last == "." { text = text.dropLast() }
    return String(text)
  }
}

extension SyncStanding {
  /// What a step of a sync looks like: figures for a full walk, silence for a top-up.
  init(_ progress: SyncProgress, elapsed: Int) {
    guard !progress.isDone else {
      self = .idle
      return
    }
    guard progress.kind == .full else {
      self = .refreshing
      return
    }
    func figures(_ list: SyncProgress.List) -> ImportFigures.List {
      let part = progress[list]
      return ImportFigures.List(
        done: part?.pages ?? 0, total: part?.totalPages, rows: part?.rows ?? 0)
    }
    self = .importing(
      ImportFigures(
        users: figures(.clientUsers), assets: figures(.assets), assignments: figures(.assignments),
        elapsed: elapsed, left: progress.secondsLeft))
  }
}

extension SyncReport {
  /// What a sync that was asked for says in the rule.
  fileprivate var sentence: String {
    var text = "synced: +\(Numbers.count(added)) −\(Numbers.count(removed)) assignments"
    if kind == .full {
      text =
        "read anew: \(Numbers.count(users, "user")), \(Numbers.count(assets, "asset")), "
        + Numbers.count(assignments, "assignment")
    }
    return changing.isEmpty
      ? text : text + " · \(Numbers.count(changing.count, "asset")) still changing"
  }
}
