import AppsAndBooks
package import FoundationEssentials
import LocationStore
package import Operations

/// Everything the console can ask of the rest of the program, as closures, so that tests need none of it.
package struct Services: Sendable {
  /// The moment and the person's zone.
  package var now: @Sendable () -> (Date, LocalTime)
  /// Waits; throws when cancelled.
  package var sleep: @Sendable (Duration) async throws -> Void
  /// Finds rows; `RowsFinder.find` unless a test says otherwise.
  package var rows: @Sendable (RowsRequest) async throws -> RowsAnswer
  /// What happens outside, for as long as the console is open: snapshots, standing, progress, operations.
  package var arrivals: @Sendable () -> AsyncStream<Action>
  /// Shows what is kept on the disk; ended before anything is read from the service.
  package var openCache: @Sendable () async -> Void
  /// Reads what changed since the last sync, or everything where there is nothing yet; silent.
  package var topUp: @Sendable () async throws -> Void
  /// Syncs; returns what it says.
  package var sync: @Sendable (_ full: Bool) async throws -> String
  /// Reads the assignments of one subject into the next snapshot.
  package var fetch: @Sendable (Subject) async throws -> Void
  /// Works out a plan.
  package var plan:
    @Sendable (ChangeRequest, _ progress: @escaping @Sendable (PlanProgress) -> Void) async throws
      -> Plan
  /// Sends a plan; returns the number of the operation.
  package var confirm: @Sendable (Plan) async throws -> Int
  /// Looks at an open operation.
  package var look: @Sendable (Int) async -> Void
  /// Makes the location ours.
  package var claim: @Sendable (_ takeover: Bool) async throws -> ClaimResult
  /// Gives the location up.
  package var release: @Sendable () async throws -> ClaimResult
  /// Finishes the request in flight and holds the rest.
  package var prepareToQuit: @Sendable () async -> Void
  /// Every location as its token answers, in the order of the answers.
  package var tokens: @Sendable () -> AsyncStream<TokenStatus>
  /// The locations there are.
  package var locations: @Sendable () async -> [LocationChoice]
  /// The themes there are, in the order of the page.
  package var themes: @Sendable () async -> [ThemeChoice]
  /// What `config.toml` says now, or nil where it says the same as the last time.
  ///
  /// Throws what is wrong with the file, once unless `asked`.
  package var configuration: @Sendable (_ asked: Bool) async throws -> NewSettings?
  /// What is known of a row.
  package var history: @Sendable (RowID) async -> RowHistory
  /// Reads a file of targets.
  package var load: @Sendable (_ path: String) async throws -> LoadedTargets
  /// Writes a file.
  package var export: @Sendable (ExportRequest) async throws -> ExportOutcome
  /// Puts a text on the clipboard.
  package var copy: @Sendable (String) async -> Void
  /// Rings the bell.
  package var bell: @Sendable () async -> Void
  /// Forgets keys that wait to be read.
  package var dropKeys: @Sendable () async -> Void
  /// Paints everything again at the next frame.
  package var redraw: @Sendable () async -> Void
  /// Gives the terminal back and stops the program; returns when it goes on.
  package var suspend: @Sendable () async -> Void
  /// What an error says to a person.
  package var words: @Sendable (any Error) -> String

  /// Services that do nothing, to be filled.
  package init(
    now: @escaping @Sendable () -> (Date, LocalTime),
    sleep: @escaping @Sendable (Duration) async throws -> Void
  ) {
    self.now = now
    self.sleep = sleep
    let off = Failure("This console was started without a location.")
    rows = { try await RowsFinder.find($0) }
    arrivals = { AsyncStream { _ in } }
    openCache = {}
    topUp = {}
    sync = { _ in throw off }
    fetch = { _ in }
    plan = { _, _ in throw off }
    confirm = { _ in throw off }
    look = { _ in }
    claim = { _ in throw off }
    release = { throw off }
    prepareToQuit = {}
    tokens = { AsyncStream { $0.finish() } }
    locations = { [] }
    themes = { ThemeChoice.shipped }
    configuration = { _ in nil }
    history = { RowHistory(row: $0) }
    load = { _ in throw off }
    export = { _ in throw off }
    copy = { _ in }
    bell = {}
    dropKeys = {}
    redraw = {}
    suspend = {}
    words = { "\($0)" }
  }
}

/// What became of an export.
package enum ExportOutcome: Equatable, Sendable {
  /// Written, with the sentence to say.
  case written(String)
  /// A file of that name is there, and was not touched.
  case exists
}
