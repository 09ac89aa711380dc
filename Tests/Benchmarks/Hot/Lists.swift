import Console
import Files
import FoundationEssentials
import LocationStore
import Screen
import SystemPackage

/// A location read from its cache, filtered and drawn.
struct Lists {
  private let cache: LocationCache
  private let location: LocationIdentity
  private let now: @Sendable () -> Date = { Date(timeIntervalSince1970: 1_790_000_000) }

  /// Names the cache under a folder as `MadeLocation` writes it, or the one of a run with XDG homes in that folder.
  init(folder: String, uID: String) {
    location = LocationIdentity(uID: uID, name: "bench", organization: "bench")
    cache = LocationCache(
      places: Places(under: FilePath(folder)), key: LocationKey(uID: uID),
      files: LinuxFileSystem(), now: now)
  }

  /// Types a needle letter by letter into the filter of all assignments, once a round.
  func filter(rounds: Int) async throws {
    let snapshot = try await snapshot()
    let needle = "dmpc7 100012"
    var found = 0
    for _ in 0..<rounds {
      for end in needle.indices {
        let query = FilterQuery(String(needle[...end]), for: .assignments)
        found += try await snapshot.rows(
          of: .assignments, filter: query, sort: SortOrder(.asset)
        ).count
      }
    }
    print(#"{"rows":\#(snapshot.assignments.count),"found":\#(found)}"#)
  }

  /// Moves the cursor down in the pane of all assignments, a frame a move, on 200 × 50.
  @MainActor
  func draw(rounds: Int) async throws {
    var world = World(
      size: Size(width: 200, height: 50), now: now(), snapshot: try await snapshot())
    world.isOpen = true
    var state = AppState(world: world)
    try await answer(state.start(), of: &state)
    for key in ["3", "]"] as [Character] {
      try await answer(state.apply(.event(.keys([.character(key)]))), of: &state)
    }
    var last: Canvas?
    var changes = 0
    let now = now
    let app = ConsoleApp(
      state: state,
      services: Services(
        now: { (now(), LocalTime()) }, sleep: { _ in try await Task.sleep(for: .seconds(3_600)) })
    ) { canvas, _ in
      changes += canvas.changes(from: last).count
      last = canvas
    }
    for _ in 0..<rounds {
      app.post(.event(.keys([KeyPress(.down)])))
      app.step()
    }
    print(#"{"frames":\#(app.frames),"changes":\#(changes)}"#)
  }

  /// Gives the state the rows it asks for, until it asks for no more.
  @MainActor
  private func answer(_ effects: [Effect], of state: inout AppState) async throws {
    var open = effects
    while !open.isEmpty {
      guard case .rows(let request) = open.removeFirst() else { continue }
      open += state.apply(.rows(try await RowsFinder.find(request)))
    }
  }

  /// Loads and saves five times; prints CPU milliseconds, the median of each.
  func save() async throws {
    var loads: [Double] = []
    var saves: [Double] = []
    var rows = 0
    for _ in 0..<5 {
      let start = CPUClock.process
      let snapshot = try await snapshot()
      let loaded = CPUClock.process
      try cache.saveAssignments(of: snapshot, version: nil, at: now())
      saves.append(CPUClock.process - loaded)
      loads.append(loaded - start)
      rows = snapshot.assignments.count
    }
    print(#"{"rows":\#(rows),"load":\#(loads.sorted()[2]),"save":\#(saves.sorted()[2])}"#)
  }

  private func snapshot() async throws -> LocationSnapshot {
    let store = LocationStore(
      location: location, client: nil, cache: cache,
      board: StatusBoard(clientID: nil, now: now), clock: ContinuousClock(), now: now)
    guard let snapshot = await store.loadCache(), snapshot.assignments.count > 0 else {
      fail("purser-hot: no cache: \(cache.problems)\n", status: 1)
    }
    return snapshot
  }
}
