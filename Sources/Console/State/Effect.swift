import AppsAndBooks
package import Operations

/// Work that leaves the state: data, run by `EffectRunner`.
package enum Effect: Equatable, Sendable {
  /// Finds the rows of a list.
  case rows(RowsRequest)
  /// Works out marks over all shown rows: everything, or the other way round.
  case markAll(RowsAnswer, inverting: Set<RowID>?)
  /// Marks what a pasted text names.
  case markPasted(String, RowsAnswer)
  /// Says `timer` after a time span; the same timer again starts it anew.
  case timer(TimerID, Duration)
  /// Forgets a timer.
  case stop(TimerID)
  /// Shows what is kept on the disk.
  case openCache
  /// Tops the location up behind what is shown.
  case topUp
  /// The same, and the whole location where a full walk is due.
  case walkIfDue
  /// Syncs and says what came of it; `full` reads everything.
  case sync(full: Bool)
  /// Fetches the assignments of one subject before the rest of an import.
  case fetch(Subject)
  /// Works out a plan.
  case plan(ChangeRequest)
  /// Leaves the plan: its reads are given up.
  case dropPlan
  /// Sends a plan.
  case confirm(Plan)
  /// Looks at an open operation now.
  case look(Int)
  /// Makes the location ours.
  case claim(takeover: Bool)
  /// Gives the location up.
  case release
  /// Asks the token of every location.
  case askTokens
  /// Lists the locations.
  case listLocations
  /// Opens another location.
  case open(String)
  /// Gathers what is known of a row.
  case history(RowID)
  /// Lists the themes.
  case listThemes
  /// Looks whether `config.toml` says something else now.
  case readConfiguration(asked: Bool)
  /// Reads a file of targets.
  case load(path: String)
  /// Writes a file.
  case export(ExportRequest)
  /// Puts a text on the person's clipboard.
  case copy(String)
  /// Rings the bell.
  case bell
  /// Forgets keys that wait to be read.
  case dropKeys
  /// Paints everything again.
  case redraw
  /// Stops the program until the shell continues it.
  case suspend
  /// Finishes the request in flight, holds the rest, then quits.
  case quitAfterRequest
  /// Ends the console.
  case quit
}

extension Effect {
  /// A newer effect with the same key ends the one before.
  package enum CancelKey: Hashable, Sendable {
    case rows(ListID, forPage: Bool)
    case marks(ListID)
    case timer(TimerID)
    case plan, tokens, history, load, fetch, themes, configuration
  }

  /// What it replaces; nil where it stands beside others.
  package var cancelKey: CancelKey? {
    switch self {
    case .rows(let request): .rows(request.list, forPage: request.isForPage)
    case .markAll(let answer, _), .markPasted(_, let answer): .marks(answer.request.list)
    case .timer(let timer, _), .stop(let timer): .timer(timer)
    case .plan, .dropPlan: .plan
    case .askTokens: .tokens
    case .history: .history
    case .load: .load
    case .listThemes: .themes
    case .readConfiguration: .configuration
    case .fetch: .fetch
    default: nil
    }
  }
}
