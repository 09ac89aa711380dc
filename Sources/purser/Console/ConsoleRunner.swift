import AppsAndBooks
import Console
import Files
import FoundationEssentials
import LocationStore
import Operations
import Screen
import SystemPackage
import Terminal

/// Opens the console on a location and runs it until the person leaves.
struct ConsoleRunner: Sendable {
  let context: ToolContext
  /// What the header says in place of the service's host; nil for the host itself.
  var label: String?

  /// Runs until the person quits, going from location to location as asked.
  ///
  /// - Throws: `ToolError`; the terminal is as it was before.
  @MainActor
  func run(_ options: CommonOptions) async throws {
    var options = options
    if options.isUnnamed { options.location = try lastUsed(options) }
    while true {
      let mode: LocationSession.Mode = options.readOnly ? .reading : .changing
      let session = try await LocationSession.open(
        options, options.offline ? .offline : mode, context)
      // A write that waits for the disk, so not before the first paint.
      let remembering = Task.detached { remember(session) }
      let exit: ConsoleApp.Exit
      do {
        exit = try await run(session, options)
      } catch {
        await remembering.value
        throw error
      }
      await remembering.value
      // A request in flight is answered before the process ends; the rest of its operation is held.
      await session.finish(within: .seconds(10))
      await session.tellUnwritten()
      switch exit {
      case .quit: return await session.tellUnfinished()
      case .open(let name):
        options.tokenFile = nil
        options.tokenCommand = nil
        options.location = name
      }
    }
  }

  @MainActor
  private func run(
    _ session: LocationSession, _ options: CommonOptions
  ) async throws -> ConsoleApp.Exit {
    let configuration = session.settings.configuration
    let watch = try ConfigurationWatch(
      session.settings, options, isMono: isMono(options))
    let terminal = try open(configuration, options)
    defer { terminal.restore() }
    let connection = Connection(
      store: session.store, operations: options.offline ? nil : session.operations,
      host: session.settings.address.host, serviceLabel: serviceLabel(session),
      isReadOnly: options.readOnly)
    var services = ConsoleServices(session: session, terminal: terminal).services(connection)
    let isOffline = options.offline
    // The first paint waits for neither the cache nor the journal, the first top-up for both.
    services.openCache = {
      _ = try? await session.load()
      if !isOffline { await session.operations.recover() }
    }
    let (glyphs, depth) = (terminal.glyphs, terminal.depth)
    let settings = try watch.settings(glyphs: glyphs, depth: depth)
    services.configuration = { asked in
      guard let new = try watch.look(asked: asked, glyphs: glyphs, depth: depth) else { return nil }
      await terminal.setMouse(new.settings.mouse)
      return new
    }
    let (now, zone) = services.now()
    let world = World(
      settings: settings, theme: watch.theme, size: terminal.size, now: now, zone: zone,
      snapshot: session.store.current())
    let app = ConsoleApp(state: AppState(world: world), services: services) { canvas, theme in
      terminal.present(canvas, theme: theme)
    }
    return await app.run(events: terminal.events)
  }

  @MainActor
  private func open(
    _ configuration: Configuration, _ options: CommonOptions
  ) throws -> CursesTerminal {
    let environment = context.environment
    do {
      return try CursesTerminal(
        configuration: TerminalConfiguration(
          term: environment["TERM"], colorTerm: environment["COLORTERM"],
          noColor: context.isColorOff(options),
          locale: environment["LC_ALL"] ?? environment["LC_CTYPE"] ?? environment["LANG"],
          mouse: configuration.mouse))
    } catch {
      throw ToolError(.usage, error.description)
    }
  }

  /// Whether the terminal or the person wants no colours.
  private func isMono(_ options: CommonOptions) -> Bool {
    context.isColorOff(options) || context.environment["TERM"]?.hasPrefix("vt") == true
  }

  private func serviceLabel(_ session: LocationSession) -> String? {
    label ?? (session.settings.address.isApple ? nil : session.settings.address.host)
  }

  /// The location opened last, where several are kept and none is named (product.md section 2).
  private func lastUsed(_ options: CommonOptions) throws -> String? {
    let settings = try ToolSettings(context, serviceURL: options.serviceUrl)
    let names = try settings.store.names()
    let isNamed = context.environment["PURSER_TOKEN_FILE"].map { !$0.isEmpty } ?? false
    guard !isNamed, settings.configuration.location == nil, names.count > 1 else { return nil }
    let known = (try? settings.locations.read()) ?? [:]
    let used = names.compactMap { name in
      (try? settings.source(name: name)).flatMap { known[$0.fingerprint]?.lastUsed }
        .map { (name: name, at: $0) }
    }
    return (used.max { $0.at < $1.at }?.name ?? names.first)?.rawValue
  }

  private func remember(_ session: LocationSession) {
    let known = KnownLocation(
      key: session.key, name: session.location.name, organization: session.location.organization,
      lastUsed: context.now())
    // Only which location opens first the next time hangs on it.
    try? session.settings.locations.remember(
      known, fingerprint: session.fingerprint, now: context.now())
  }
}

extension CommonOptions {
  /// Whether nothing says which location is meant.
  fileprivate var isUnnamed: Bool { location == nil && tokenFile == nil && tokenCommand == nil }
}

extension ToolContext {
  /// Whether the person wants no colour (NO_COLOR, `--no-color`).
  func isColorOff(_ options: CommonOptions) -> Bool {
    options.noColor || environment["NO_COLOR"].map { !$0.isEmpty } ?? false
  }
}
