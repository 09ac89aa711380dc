import AppsAndBooks
package import Files
package import FoundationEssentials
import Synchronization
import SystemPackage

/// The cache of one location on disk: four small files and a large one, each complete in itself (Docs/CacheFormat.md).
///
/// Disposable: whatever is missing, broken, foreign or newer is set aside and read anew; no failure here ends a sync.
package final class LocationCache: Sendable {
  let directory: FilePath
  let key: String
  let files: any FileSystem
  let now: @Sendable () -> Date
  private let found = Mutex<[String]>([])

  /// Names the cache of a location; touches no disk yet.
  package init(
    places: Places, key: LocationKey, files: any FileSystem, now: @escaping @Sendable () -> Date
  ) {
    directory = places.cache(of: key)
    self.key = key.rawValue
    self.files = files
    self.now = now
  }

  /// What was not as it should be, one text each, since the process began.
  package var problems: [String] { found.withLock { $0 } }

  /// One of the files.
  func file(_ name: String) -> CacheFile {
    CacheFile(
      path: directory.appending("\(name).json"), format: "purser-\(name)", key: key, files: files)
  }

  /// Reads a file; sets it aside if it can't be trusted.
  ///
  /// `nil` where there is nothing to use.
  func load<Contents>(
    _ name: String, _ read: (CacheFile) throws(CacheProblem) -> Contents
  ) -> Contents? {
    let file = file(name)
    do {
      return try read(file)
    } catch .missing {
      return nil
    } catch {
      note(error.text("\(name).json"))
      if case .unreadable = error { return nil }
      _ = try? DurableFile.setAside(file.path, now: now(), on: files)
      return nil
    }
  }

  /// Makes the folder.
  func prepare() throws {
    try PrivateDirectory.ensure(directory, on: files)
  }

  /// Keeps a problem for whoever asks.
  func note(_ problem: String) {
    found.withLock { if !$0.contains(problem) { $0.append(problem) } }
  }

  /// Removes every file of the location, as `purge` asks.
  package func purge() throws {
    for name in (try? files.names(in: directory)) ?? [] {
      try files.unlink(directory.appending(name))
    }
  }
}

extension LocationCache {
  /// Everything but the assignments.
  struct SmallLists: Sendable {
    var model = LocationModel()
    var names = NameBook()
    var versions = ListVersions()
    var fetchedAt: Date?
    var hasUsers = false
    var hasAssets = false
  }

  /// Reads the small files; what is missing stays empty.
  func loadSmall() -> SmallLists {
    var lists = SmallLists()
    if let (table, header) = load("users", Self.readUsers) {
      lists.model.users = UserColumns(table)
      lists.versions.users = header.versionID
      lists.hasUsers = true
    }
    if let (records, _) = load("assets", Self.readAssets) {
      for record in records { lists.model.take(record) }
      lists.hasAssets = true
    }
    if let entries = load("names", Self.readNames) { lists.names = NameBook(entries) }
    let location = load("location") { file throws(CacheProblem) in
      try file.read { _, _ throws(CacheProblem) in false }
    }
    lists.fetchedAt = location?.fetchedAt
    lists.versions.fullWalkAt = location?.fullWalkAt
    return lists
  }

  /// Reads the assignments into a model that holds the small lists.
  func loadAssignments(into model: inout LocationModel) -> (AssignmentTable, CacheHeader)? {
    var grown = model
    let loaded = load("assignments") { file throws(CacheProblem) in
      var cached = CachedAssignments()
      let header = try file.read { scanner, name throws(CacheProblem) in
        try cached.read(name, &scanner)
      }
      return (try cached.table(in: &grown), header)
    }
    if let loaded { model = grown; model.take(table: loaded.0) }
    return loaded
  }

  private static func readUsers(
    _ file: CacheFile
  ) throws(CacheProblem) -> (UserTable, CacheHeader) {
    var cached = CachedUsers()
    let header = try file.read { scanner, name throws(CacheProblem) in
      try cached.read(name, &scanner)
    }
    return (try cached.table(), header)
  }

  private static func readAssets(
    _ file: CacheFile
  ) throws(CacheProblem) -> ([AssetRecord], CacheHeader) {
    var records: [AssetRecord] = []
    let header = try file.read { scanner, name throws(CacheProblem) in
      guard name == "assets" else { return false }
      try scanner.array { scanner throws(CacheProblem) in records.append(try scanner.asset()) }
      return true
    }
    return (records, header)
  }

  private static func readNames(_ file: CacheFile) throws(CacheProblem) -> [NameBook.Entry] {
    var entries: [NameBook.Entry] = []
    _ = try file.read { scanner, name throws(CacheProblem) in
      guard name == "names" else { return false }
      try scanner.array { scanner throws(CacheProblem) in entries.append(try scanner.name()) }
      return true
    }
    return entries
  }
}

extension LocationCache {
  /// Writes the client users.
  func save(_ users: UserTable, version: String?, at time: Date) throws {
    try file("users").write(CacheHeader(fetchedAt: time, versionID: version)) { $0.users(users) }
  }

  /// Writes the assets.
  func save(_ assets: AssetTable, at time: Date) throws {
    try file("assets").write(CacheHeader(fetchedAt: time)) { $0.assets(assets) }
  }

  /// Writes the assignments.
  ///
  /// A million rows take about 100 ms of one core (Docs/Benchmarks.md).
  package func saveAssignments(
    of snapshot: LocationSnapshot, version: String?, at time: Date
  ) throws {
    let header = CacheHeader(fetchedAt: time, versionID: version)
    try file("assignments").stream(header) { writer, flush in
      try writer.assignments(of: snapshot, flush: flush)
    }
  }

  /// Writes when the last sync and the last full walk ended; the last file of a sync.
  func saveTimes(fetchedAt: Date, fullWalkAt: Date?) throws {
    try file("location").write(CacheHeader(fetchedAt: fetchedAt, fullWalkAt: fullWalkAt)) { _ in }
  }

  /// Writes the names; a failure is noted and nothing more.
  func save(_ names: NameBook) {
    do {
      try prepare()
      let entries = names.entries.values.sorted { $0.adamId < $1.adamId }
      try file("names").write(CacheHeader(fetchedAt: now())) { writer in
        writer.array(#","names":"#, entries) { $0.name($1) }
      }
    } catch {
      note(String(describing: error))
    }
  }
}
