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
    case .assign, .reclaim, .detail: return pages.isEmpty ? openedFromPane(command) : nil
    default: return nil
    }
  }

  /// What a command opens for the rows that are marked, or for the one under the cursor.
  private func openedFromPane(_ command: Command) -> Reply? {
    let rows = chosen(in: focusedList)
    switch command {
    case .detail: return DetailPage.open(main[focusedList], in: world)
    case .reclaim: return ChangeStart.reclaim(rows, in: world)
    default:
      let isAll = focusedList == .allAssignments
      return ChangeStart.assign(
        rows, markedAssets: marked(.assets).compactMap(\.asset),
        markedHolders: (marked(.users) + marked(.devices)).compactMap(\.holder),
        master: isAll ? nil : main[.assignments].shown.request.subject, tab: main.holdersTab,
        in: world)
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
