import ArgumentParser
import Files
import FoundationEssentials
import Operations
import SimulatedService
import SystemPackage

/// `purser demo`: the console on a simulated location inside this process.
struct DemoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Open the console on a simulated location: no token, nothing beyond loopback.",
    discussion: """
      The service answers over real HTTP on loopback and works on changes as Apple's does. \
      Nothing is kept: everything lies in a temporary folder that goes with the demo.
      """)

  @OptionGroup var size: SimulatedSize

  @Option(help: ArgumentHelp("The theme of the console.", valueName: "name"))
  var theme: String?

  @Flag(help: "Use no colours.")
  var noColor = false

  func run() async throws {
    var context = ToolContext.current
    guard context.isInteractive, context.output.isTerminal else {
      throw ToolError(
        .usage, "The demo is a console and needs a terminal. For scripts: purser simulate")
    }
    let folder = try TemporaryPlace.make()
    defer { TemporaryPlace.remove(folder) }
    let client = UUID().uuidString
    var options = SimulatorOptions()
    size.apply(to: &options)
    options.client = (id: client, name: "Purser on \(Person.hostName)")
    // Long enough to be seen pending, short enough that the first question after a second ends it.
    options.eventDelay = .milliseconds(900)
    let service = try await SimulatedLocationStart.start(options, context)
    for (variable, name) in [
      ("XDG_CONFIG_HOME", "config"), ("XDG_CACHE_HOME", "cache"), ("XDG_STATE_HOME", "state"),
    ] {
      context.environment[variable] = folder.appending(name).string
    }
    context.environment["PURSER_TOKEN_FILE"] = nil
    context.environment["PURSER_SERVICE_URL"] = service.url
    try prepare(service, client: client, folder, context)
    do {
      try await open(context)
    } catch {
      await service.stop()
      throw error
    }
    await service.stop()
  }

  /// Keeps the token and our client id where a real location would have them.
  private func prepare(
    _ service: SimulatedService, client: String, _ folder: FilePath, _ context: ToolContext
  ) throws {
    let settings = try ToolSettings(context)
    guard let name = LocationName("campus-nord") else { return }
    let token = try TokenText(trimming: Array(service.token.utf8), from: folder)
    try settings.store.keep(token, as: name)
    try Configuration.write(.clientId, client, places: settings.places, on: context.files)
    try Configuration.write(.location, name.rawValue, places: settings.places, on: context.files)
  }

  private func open(_ context: ToolContext) async throws {
    var arguments: [String] = []
    if let theme { arguments += ["--theme", theme] }
    if noColor { arguments.append("--no-color") }
    let common = try CommonOptions.parse(arguments)
    try await ToolContext.$current.withValue(context) {
      try await ConsoleRunner(context: context, label: "demo").run(common)
    }
  }
}
