import AppsAndBooks
import ArgumentParser
import Console
import Files
import FoundationEssentials
import LocationStore
import Operations
import Screen
import SystemPackage
import Terminal

/// What the console asks of disk, clock and terminal, which it knows nothing of itself.
struct ConsoleServices: Sendable {
  let session: LocationSession
  let terminal: CursesTerminal

  /// The services of a connection, with everything only the tool can do.
  func services(_ connection: Connection) -> Services {
    let context = session.settings.context
    var services = Services(
      connection,
      now: {
        let now = context.now()
        return (now, LocalTime(offset: LocalZone.secondsEast(at: now)))
      },
      sleep: { try await context.clock.sleep(for: $0) })
    services.tokens = { [session] in TokenStatuses.stream(session) }
    services.locations = { (try? locations()) ?? [] }
    services.load = { try await load($0) }
    services.themes = { themes.choices() }
    services.export = { try await export($0) }
    services.words = { ToolError($0).message }
    services.copy = { [terminal] text in
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      _ = await terminal.copy(lines.map { Shown(String($0)) })
    }
    services.bell = { [terminal] in await terminal.bell() }
    services.dropKeys = { [terminal] in await terminal.dropInput() }
    services.redraw = { [terminal] in await terminal.redraw() }
    services.suspend = { [terminal] in await terminal.suspend() }
    let history = services.history
    services.history = { row in
      var found = await history(row)
      found.lists = (try? lists(naming: row)) ?? []
      found.listed = (try? lists(holding: row)) ?? []
      return found
    }
    return services
  }

  private var themes: ThemeShelf {
    ThemeShelf(places: session.settings.places, files: session.settings.context.files)
  }

  private func locations() throws -> [LocationChoice] {
    try session.settings.store.names().map { name in
      let source = try? session.settings.source(name: name)
      return LocationChoice(
        name: name.rawValue, organization: source?.token.organizationName ?? "",
        isOpen: name.rawValue == session.location.name)
    }
  }

  /// The names of the loaded lists that hold a device.
  private func lists(naming row: RowID) throws -> [String] {
    guard case .device(let serial) = row else { return [] }
    let lists = DeviceLists(
      places: session.settings.places, key: session.key, files: session.settings.context.files)
    return try lists.names().filter { name in
      try lists.devices(in: name).contains { $0.serialNumber == serial.rawValue }
    }.map(\.rawValue)
  }

  /// How many devices of each loaded list hold an asset.
  private func lists(holding row: RowID) throws -> [RowHistory.Listed] {
    guard case .asset(let id) = row else { return [] }
    let snapshot = session.store.current()
    guard let asset = snapshot.assets.index(of: id) else { return [] }
    var serials: Set<String> = []
    for assignment in snapshot.assignments.rows(ofAsset: asset) {
      guard case .device(let device) = snapshot.assignments.holder(assignment) else { continue }
      serials.insert(snapshot.devices.serial(device))
    }
    let lists = DeviceLists(
      places: session.settings.places, key: session.key, files: session.settings.context.files)
    return try lists.names().compactMap { name in
      let count = try lists.devices(in: name).count { serials.contains($0.serialNumber) }
      return count > 0 ? RowHistory.Listed(list: name.rawValue, devices: count) : nil
    }
  }

  /// Reads the holders of a file; one with serial numbers and users is refused, as on the command line.
  private func load(_ path: String) async throws -> LoadedTargets {
    let context = session.settings.context
    let file = Self.expanded(path, context.environment)
    let builder = PairBuilder(
      try PairOptions.parse([]), Naming(session), isQuiet: true, context)
    let read = try await builder.targets(of: file)
    return LoadedTargets(
      file: FilePath(file).lastComponent?.string ?? path, understood: read.understood,
      holders: read.holders)
  }

  /// Writes 0600, and never over a file unless the person said so.
  private func export(_ request: ExportRequest) async throws -> ExportOutcome {
    let context = session.settings.context
    let file = FilePath(Self.expanded(request.path, context.environment))
    if !request.replaces, (try? context.files.status(at: file, followingLinks: false)) != nil {
      return .exists
    }
    if case .theme = request.source {
      // Nothing of the location is in it, so the audit has nothing to say.
      let themes = session.settings.places.themes
      if file.removingLastComponent() == themes {
        try PrivateDirectory.ensure(themes, on: context.files)
      }
      try DurableFile.replace(file, with: ExportText.bytes(for: request), on: context.files)
      return .written("the theme is written to \(request.path)")
    }
    let rows = ExportText.rowCount(of: request.source)
    try await session.settings.audit(
      .export(list: request.source.word, rows: rows, file: file.string),
      at: session.key, fingerprint: session.fingerprint, orElse: "Nothing was exported.")
    try DurableFile.replace(file, with: ExportText.bytes(for: request), on: context.files)
    return .written("\(rows) \(rows == 1 ? "row" : "rows") written to \(request.path)")
  }

  /// `~/` at the start stands for the home folder, as a shell would have it.
  private static func expanded(_ path: String, _ environment: [String: String]) -> String {
    guard path.hasPrefix("~/"), let home = environment["HOME"] else { return path }
    return home + path.dropFirst(1)
  }
}
