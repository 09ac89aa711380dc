import AppsAndBooks
import Screen

extension AppState {
  /// The page that a command opens, as a reply; nil for a command that opens none.
  mutating func opened(by command: Command, _ argument: String) -> Reply? {
    switch command {
    case .help: return page?.context == .help ? nil : Reply([.push(Page(helpPage()))])
    case .operations:
      if page?.context == .operations { return nil }
      changes.see(world.operations)
      if message?.kind == .failure { message = nil }
      return OperationsPage.open(in: world)
    case .tokens: return page?.context == .tokens ? nil : TokensPage.open()
    case .locations: return page?.context == .locations ? nil : LocationsPage.open()
    case .theme:
      if page?.context == .themes, argument.isEmpty { return nil }
      return ThemesPage.open(in: world, choosing: argument)
    case .claim, .release: return ClaimPage.open(command, argument, in: world)
    case .quit: return QuitPage.open(in: world)
    case .assign, .reclaim, .reclaimAll, .reassign, .undo, .create, .update, .retire, .detail:
      return pages.isEmpty ? openedFromPane(command) : nil
    default: return nil
    }
  }

  /// What a command opens for the rows that are marked, or for the one under the cursor.
  private func openedFromPane(_ command: Command) -> Reply? {
    let rows = chosen(in: focusedList)
    switch command {
    case .detail: return DetailPage.open(main[focusedList], in: world)
    case .reclaim: return ChangeStart.reclaim(rows, in: world)
    case .reclaimAll: return ChangeStart.reclaimAll(chosenHolders, in: world)
    case .reassign: return ChangeStart.reassign(chosenAsShown(in: focusedList), in: world)
    case .retire: return ChangeStart.retire(rows, in: world)
    case .create: return UserFormPage.create()
    case .update:
      guard case .user(let id)? = rows.first else { return nil }
      return UserFormPage.update(id, in: world)
    case .undo: return world.operations.lastUndoable.map { ChangeStart.undo($0, in: world) }
    case .assign:
      let isAll = focusedList == .allAssignments
      return ChangeStart.assign(
        rows, markedAssets: marked(.assets).compactMap(\.asset),
        markedHolders: (marked(.users) + marked(.devices)).compactMap(\.holder),
        master: isAll ? nil : main[.assignments].shown.request.subject, tab: main.holdersTab,
        in: world)
    default: return nil
    }
  }

  /// Whose everything is taken: the marks of users and devices together, else the row under the cursor.
  ///
  /// Marks of the other tab count only beside marks of this one: forgotten ones never come along alone.
  private var chosenHolders: [RowID] {
    guard !main[focusedList].marks.isEmpty else { return chosen(in: focusedList) }
    return [ListID.devices, .users].flatMap { list in
      main[list].marks.isEmpty ? [] : chosenAsShown(in: list)
    }
  }

  private func marked(_ list: ListID) -> [RowID] {
    main[list].marks.isEmpty ? [] : chosen(in: list)
  }
}

extension RowID {
  /// The asset that the row is; nil for holders and assignments.
  fileprivate var asset: AssetID? {
    if case .asset(let id) = self { id } else { nil }
  }
}
