package import FoundationEssentials
package import LocationStore
package import Operations
package import Screen

/// Something that happened: the only way in which the state of the console changes.
package enum Action: Equatable, Sendable {
  /// A key, a paste, the mouse, the size of the terminal.
  case event(ScreenEvent)
  /// The moment, told before other actions.
  case clock(Date, LocalTime)
  /// A time span is over.
  case timer(TimerID)
  /// The store has newer contents.
  case snapshot(LocationSnapshot)
  /// Token, owner or reachability changed.
  case standing(Standing)
  /// The store began, goes on, ended.
  case sync(SyncStanding)
  /// What is kept on the disk is shown.
  case cacheOpened
  /// A top-up ended, with contents or without.
  case toppedUp
  /// A sync ended: what it says, or why not.
  case synced(Result<String, Failure>)
  /// The operations of the location changed.
  case operations([OperationRecord])
  /// Why the disk lets nothing be written any more; nil if it does.
  case storage(String?)
  /// The rows of a list.
  case rows(RowsAnswer)
  /// Marks worked out for a whole list.
  case marks(ListID, Set<RowID>)
  /// What a paste named, in its order; the message says what was found.
  case pasted(ListID, [RowID], Message)
  /// Something was exported, copied, or could not be.
  case said(Message)
  /// A file of that name exists: asks before it is replaced.
  case fileExists(ExportRequest)
  /// A plan is worked out.
  case planned(Result<Plan, Failure>)
  /// Reads of the plan that are done.
  case planProgress(PlanProgress)
  /// A plan was confirmed: the number of the operation.
  case started(Result<Int, Failure>)
  /// What a claim or release found.
  case claimed(Result<ClaimResult, Failure>)
  /// The token of one location was asked.
  case token(TokenStatus)
  /// Every location has answered.
  case tokensAnswered
  /// The locations there are.
  case locations([LocationChoice])
  /// What the journal and the lists know of one row.
  case history(RowHistory)
  /// The themes there are.
  case themes([ThemeChoice])
  /// `config.toml` was looked at: new settings, nothing new, or why it is not used. `asked` says
  /// whether the person wanted it.
  case configuration(Result<NewSettings?, Failure>, asked: Bool)
  /// A file of targets was read.
  case targets(Result<LoadedTargets, Failure>)
}

/// A time span somebody waits for.
package enum TimerID: Hashable, Sendable {
  /// The cursor rested: linked panes follow.
  case linked
  /// An answer of a list is late.
  case late(ListID)
  /// No key for 300 ms: a confirmation listens.
  case quiet
  /// A page that counts seconds.
  case second
  /// The cursor rested on a theme.
  case preview
  /// The age of the data.
  case minute
  /// The next top-up is due.
  case refresh
}
