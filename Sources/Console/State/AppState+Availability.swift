import AppsAndBooks
import LocationStore
import Screen

extension AppState {
  /// Whether a command can be done now in a place, and why not.
  ///
  /// Hints, help, prompt and keys all ask here.
  package func availability(of command: Command, in context: KeyContext) -> Availability {
    if Self.changing.contains(command), let off = writingIsOff { return off }
    if let page, page.context == context { return page.availability(of: command, in: world) }
    return availabilityInPanes(of: command, in: context)
  }

  /// Commands that lead to something being sent.
  static let changing: Set<Command> = [
    .assign, .reclaim, .reassign, .reclaimAll, .undo, .retry, .create, .update, .retire,
  ]

  /// Why nothing can be changed now; nil if it can.
  package var writingIsOff: Availability? {
    switch world.standing.token {
    case .expired: return .unavailable(short: "token expired", reason: "the token has expired")
    case .revoked(let number):
      return .unavailable(
        short: "token revoked", reason: "the token is revoked (Apple \(number))")
    case .refused(let number):
      return .unavailable(
        short: "token refused", reason: "Apple does not take this token (\(number))")
    case .ok, .unknown: break
    }
    switch world.standing.readOnly {
    case .asked?:
      return .unavailable(short: "read-only", reason: "started with --read-only")
    case .token(let number)?:
      return .unavailable(
        short: "read-only", reason: "this token may only read (Apple \(number))")
    case nil: break
    }
    if case .foreign(let name, _, _) = world.standing.owner {
      return .unavailable(short: "not ours", reason: "«\(name)» manages this location")
    }
    if let storage = world.storage {
      return .unavailable(short: "browsing only", reason: Shown(storage))
    }
    if world.standing.unreachable != nil {
      return .unavailable(short: "Apple not reached", reason: "Apple can't be reached")
    }
    return nil
  }

  private func availabilityInPanes(of command: Command, in context: KeyContext) -> Availability {
    let list = list(for: context)
    switch command {
    case .reclaimAll where context == .assets || context == .assignments:
      return .off("needs a marked user or device")
    case .assign, .reclaim, .reassign, .reclaimAll, .detail, .copy, .follow:
      if main[list].current == nil, main[list].marks.isEmpty { return .off("nothing is here") }
      if command == .reclaim || command == .reassign { return booksStay(in: list, command) }
      return .available
    case .mark, .markAll, .invertMarks, .export:
      return main[list].shown.count == 0 ? .off("nothing is shown") : .available
    case .undo: return undoing
    case .create where context != .users: return .off("it is done in the list of users")
    case .update, .retire: return changing(command, in: list)
    case .nextMarked, .previousMarked, .unmark:
      return main[list].marks.isEmpty ? .off("nothing is marked") : .available
    case .back: return main.history.isEmpty ? .off("there is no way back") : .available
    default: return availabilityOfPlace(command, in: context)
    }
  }

  /// Commands that hang on where panes stand, and those of pages that a pane only points to.
  private func availabilityOfPlace(_ command: Command, in context: KeyContext) -> Availability {
    switch command {
    case .previousTab where context == .assets, .nextTab where context == .assets:
      .off("this pane has one list")
    case .zoom where world.size.width < MainLayout.leastWidthOfTwo:
      .off("the terminal has room for one pane")
    case .retry: .off("it is done on the page of operations: \(world.key(.operations))")
    case .from, .like: .off("it marks in the picker: \(world.key(.assign))")
    default: .available
    }
  }

  /// Off where nothing was changed yet.
  private var undoing: Availability {
    world.operations.lastUndoable == nil ? .off("nothing was changed from here yet") : .available
  }

  /// Updates one user, retires any; one that is retired already is off.
  private func changing(_ command: Command, in list: ListID) -> Availability {
    guard list == .users else { return .off("it is done in the list of users") }
    let rows = chosen(in: list)
    guard let first = rows.first else { return .off("nothing is here") }
    if command == .update, rows.count > 1 { return .off("one user at a time") }
    let isActive = rows.contains { row in
      guard case .user(let id) = row else { return false }
      let users = world.snapshot.users
      return users.index(of: id).map { !users.isListed($0) || users.isActive($0) } ?? true
    }
    guard !isActive else { return .available }
    let who = rows.count == 1 ? Shown(first.copied) + " is" : "they are all"
    return .off(who + " retired already")
  }

  /// Books can't be taken back: off where nothing but books is meant.
  private func booksStay(in list: ListID, _ command: Command) -> Availability {
    let chosen = chosen(in: list)
    guard !chosen.isEmpty, chosen.count <= 1000, chosen.allSatisfy(isBook) else {
      return .available
    }
    let verb = command == .reclaim ? "reclaimed" : "reassigned"
    return .off("books can't be \(verb)")
  }

  /// Whether a row is a book, or a licence of one.
  func isBook(_ row: RowID) -> Bool {
    let asset: AssetID? =
      switch row {
      case .asset(let id): id
      case .assignment(let pair): pair.asset
      case .user, .device: nil
      }
    return asset.flatMap(world.snapshot.assets.index).map {
      !world.snapshot.assets.record($0).asset.canBeReclaimed
    } ?? false
  }
}
