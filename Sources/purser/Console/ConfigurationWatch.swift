import Console
import Files
import Operations
import Screen
import Synchronization
import SystemPackage

/// The configuration of an open console, and whether the file says something else by now.
///
/// Read again are keys, columns, theme, mouse, bell and times; what a location is opened with (token, owner,
/// certificates, hosts, read-only) is not, since a change of it under way could send to another place.
final class ConfigurationWatch: Sendable {
  private struct Memory {
    var configuration: Configuration
    var theme: Theme
    /// What was wrong with the file the last time, so that it is said once.
    var problem: String?
  }

  private let memory: Mutex<Memory>
  private let settings: ToolSettings
  /// The theme that was asked for on the command line, or the one without colours.
  private let fixedTheme: String?

  /// Begins with the settings that a console is opened with.
  ///
  /// - Throws: `ToolError` about the theme or the keys.
  init(_ settings: ToolSettings, _ options: CommonOptions, isMono: Bool) throws {
    self.settings = settings
    fixedTheme = isMono ? "mono" : options.theme
    let theme = try Self.theme(settings.configuration, fixedTheme, settings)
    memory = Mutex(Memory(configuration: settings.configuration, theme: theme))
  }

  /// The theme of the last look.
  var theme: Theme { memory.withLock { $0.theme } }

  private static func theme(
    _ configuration: Configuration, _ fixed: String?, _ settings: ToolSettings
  ) throws -> Theme {
    try ThemeShelf(places: settings.places, files: settings.context.files)
      .theme(named: fixed ?? configuration.theme ?? "purser-dark")
  }

  /// The console's settings by the last look.
  func settings(glyphs: GlyphSet, depth: ColorDepth) throws -> ConsoleSettings {
    let configuration = memory.withLock { $0.configuration }
    return ConsoleSettings(
      keys: try configuration.keyMap(in: settings.places), glyphs: glyphs,
      mouse: configuration.mouse, bell: configuration.bell,
      refresh: Int((configuration.refresh / .seconds(60)).rounded(.up)),
      clientName: configuration.clientName ?? "Purser on \(Person.hostName)",
      columns: ColumnChoice(configuration.columns), depth: depth, themesFolder: themesFolder)
  }

  /// The folder of own themes as a person writes it.
  private var themesFolder: String {
    let folder = settings.places.themes.string
    guard let home = settings.context.environment["HOME"], folder.hasPrefix(home + "/") else {
      return folder
    }
    return "~" + folder.dropFirst(home.count)
  }

  /// Reads the file again; nil where it says what it said before.
  ///
  /// - Throws: `Failure` about a file that can't be used, once for each mistake unless `asked`. The settings of
  ///   the last good look stay.
  func look(asked: Bool, glyphs: GlyphSet, depth: ColorDepth) throws -> NewSettings? {
    let files = settings.context.files
    do {
      let configuration = try Configuration.read(places: settings.places, on: files)
      _ = try configuration.keyMap(in: settings.places)
      let theme = try Self.theme(configuration, fixedTheme, settings)
      let (isNew, isOther) = memory.withLock { memory in
        let isOther = memory.theme != theme
        let isNew = isOther || memory.configuration != configuration
        memory = Memory(configuration: configuration, theme: theme)
        return (isNew, isOther)
      }
      guard isNew else { return nil }
      return NewSettings(
        settings: try settings(glyphs: glyphs, depth: depth), theme: isOther ? theme : nil)
    } catch {
      let problem = ToolError(error).message
      let isKnown = memory.withLock { memory in
        defer { memory.problem = problem }
        return memory.problem == problem
      }
      if isKnown, !asked { return nil }
      throw Failure(problem)
    }
  }
}
