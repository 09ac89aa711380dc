package import AppsAndBooks
package import FoundationEssentials
package import LocationStore
import Synchronization

/// Compares `mdmInfo` of every answer with our client id (product.md section 4, «Who manages the location»).
///
/// Give `note` to the client as its observer: a foreign id in any answer turns writing off at once.
package final class OwnerWatch: Sendable {
  private struct State {
    var ourID: String?
    var owner = LocationOwner.unknown
    /// When an answer last told the owner, «nobody» included.
    var toldAt: Date?
    var foreignSince: Date?
    var before: MDMInfo?
  }

  private let state: Mutex<State>
  private let now: @Sendable () -> Date
  /// Told what only operations learn: Client Config, our new id, refusals.
  let board: StatusBoard?

  /// Begins with our id, `nil` before the first claim.
  ///
  /// The client's observer tells the board of answers; this value tells it of the rest.
  package init(
    ourID: String?, board: StatusBoard? = nil, now: @escaping @Sendable () -> Date
  ) {
    state = Mutex(State(ourID: ourID))
    self.board = board
    self.now = now
  }

  /// Takes the fields beside any answer; one without `mdmInfo` says nothing.
  package func note(_ meta: ResponseMeta) {
    guard let info = meta.mdmInfo, !info.id.isEmpty else { return }
    take(info)
  }

  /// Takes GET client/config, the one answer that can say «nobody».
  package func note(config: ClientConfig) {
    board?.observe(clientConfig: config.meta)
    if let info = config.meta.mdmInfo, !info.id.isEmpty {
      take(info)
    } else {
      state.withLock { state in
        state.owner = .unclaimed
        state.toldAt = now()
        state.foreignSince = nil
      }
    }
  }

  /// Takes the id that a claim is about to write.
  package func setOurID(_ id: String) {
    board?.setClientID(id)
    state.withLock { state in
      state.ourID = id
      if case .foreign(let info) = state.owner, info.id == id { state.owner = .ours(info) }
    }
  }

  /// Takes a failure of token, rights or reach that an operation met.
  func note(_ error: APIError) {
    board?.observe(error)
    if error.number?.isPermissionProblem == true { board?.setReadOnly() }
  }

  /// Who manages the location by the newest answer that told.
  package var owner: LocationOwner { state.withLock { $0.owner } }

  /// Our client id.
  package var ourID: String? { state.withLock { $0.ourID } }

  /// Since when another client owns the location, as seen from here.
  package var foreignSince: Date? { state.withLock { $0.foreignSince } }

  /// Who owned the location before the present owner, as seen from here.
  package var ownerBefore: MDMInfo? { state.withLock { $0.before } }

  /// How old the newest word about the owner is.
  package func age(at now: Date) -> TimeInterval? {
    state.withLock { $0.toldAt.map { now.timeIntervalSince($0) } }
  }

  private func take(_ info: MDMInfo) {
    let time = now()
    state.withLock { state in
      let isOurs = info.id == state.ourID
      switch state.owner {
      case .ours(let known), .foreign(let known):
        if known.id != info.id { state.before = known }
      case .unclaimed, .unknown: break
      }
      state.owner = isOurs ? .ours(info) : .foreign(info)
      state.toldAt = time
      if isOurs {
        state.foreignSince = nil
      } else {
        state.foreignSince = state.foreignSince ?? time
      }
    }
  }
}
