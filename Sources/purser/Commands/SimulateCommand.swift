import ArgumentParser
import Files
import FoundationEssentials
import Glibc
import SimulatedService
import SystemPackage

/// `purser simulate`: the simulated service alone, until interrupted.
struct SimulateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Run the simulated service on loopback until interrupted.",
    discussion: """
      When ready it prints one JSON line with url, tokenFile and uId. The location is unclaimed \
      unless --client names who manages it.
      """)

  @Option(help: "0 picks a free one.")
  var port = 0

  @OptionGroup var size: SimulatedSize

  @Option(help: ArgumentHelp("Rows on a page.", valueName: "n"))
  var pageSize = 1_000

  @Option(help: ArgumentHelp("How long an event takes.", valueName: "seconds"))
  var eventDelay = 2.0

  @Option(help: ArgumentHelp("Waited before each request.", valueName: "seconds"))
  var latency = 0.0

  @Option(help: ArgumentHelp("Requests per second before 429; 0 lifts the limit.", valueName: "n"))
  var rate = 0

  @Option(help: ArgumentHelp("Who manages the location at start.", valueName: "id:name"))
  var client: String?

  @Option(
    help: ArgumentHelp(
      "Where the token is written, 0600; by default in a temporary folder.", valueName: "path"))
  var tokenFile: String?

  func validate() throws {
    guard (0...65_535).contains(port) else {
      throw ValidationError("--port takes 0 to 65535.")
    }
    guard (0...86_400).contains(eventDelay), (0...3_600).contains(latency), rate >= 0 else {
      throw ValidationError("--event-delay, --latency and --rate take no such number.")
    }
    if let client, !client.contains(":") || client.hasPrefix(":") {
      throw ValidationError("--client takes ID:NAME.")
    }
  }

  func run() async throws {
    let context = ToolContext.current
    let service = try await SimulatedLocationStart.start(options(), context)
    let place = try TokenPlace(tokenFile, files: context.files)
    do {
      try DurableFile.replace(
        place.file, with: Array((service.token + "\n").utf8), on: context.files)
      context.output.line(
        simulatorReadyLine(url: service.url, tokenFile: place.file.string, uID: service.uID))
      context.output.flush()
      await context.interrupt()
    } catch {
      place.removeFolder()
      await service.stop()
      throw error
    }
    place.removeFolder()
    await service.stop()
  }

  private func options() -> SimulatorOptions {
    var options = SimulatorOptions()
    size.apply(to: &options)
    options.port = port
    options.pageSize = pageSize
    options.eventDelay = .seconds(eventDelay)
    options.latency = .seconds(latency)
    options.rate = rate
    options.client = client.flatMap { text in
      text.firstIndex(of: ":").map { colon in
        (id: String(text[..<colon]), name: String(text[text.index(after: colon)...]))
      }
    }
    return options
  }
}

/// How large a simulated location is.
struct SimulatedSize: ParsableArguments {
  @Option(help: ArgumentHelp("Assets.", valueName: "n"))
  var assets: Int?

  @Option(help: ArgumentHelp("Active client users.", valueName: "n"))
  var users: Int?

  @Option(help: ArgumentHelp("Devices.", valueName: "n"))
  var devices: Int?

  @Option(help: ArgumentHelp("Assignments.", valueName: "n"))
  var assignments: Int?

  @Option(help: ArgumentHelp("The same number makes the same location.", valueName: "n"))
  var seed: UInt64?

  /// Sets what was named.
  func apply(to options: inout SimulatorOptions) {
    options.assets = assets ?? options.assets
    options.users = users ?? options.users
    options.devices = devices ?? options.devices
    options.assignments = assignments ?? options.assignments
    options.seed = seed ?? options.seed
  }
}

/// Starts a simulated location; what it can't be is a usage error.
enum SimulatedLocationStart {
  static func start(
    _ options: SimulatorOptions, _ context: ToolContext
  ) async throws -> SimulatedService {
    do {
      return try await SimulatedService.start(options, clock: context.clock, now: context.now)
    } catch let error as SimulatorError {
      throw ToolError(.usage, error.description)
    } catch {
      throw ToolError(
        .usage, "The simulated service could not listen on port \(options.port): \(error)")
    }
  }
}

/// Where the token of a simulated location lies.
private struct TokenPlace {
  let file: FilePath
  private let folder: FilePath?
  private let files: any FileSystem

  init(_ path: String?, files: any FileSystem) throws {
    self.files = files
    if let path {
      file = FilePath(path)
      folder = nil
    } else {
      let made = try TemporaryPlace.make()
      folder = made
      file = made.appending("simulated.vpptoken")
    }
  }

  func removeFolder() {
    guard let folder else { return }
    try? files.unlink(file)
    _ = folder.withPlatformString { rmdir($0) }
  }
}

/// Folders of this process under the system's temporary one.
enum TemporaryPlace {
  /// Removes a folder and everything in it; what can't be removed stays.
  static func remove(_ folder: FilePath) {
    let path = folder.string
    guard let handle = opendir(path) else { return }
    while let entry = readdir(handle) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard name != ".", name != ".." else { continue }
      let inner = folder.appending(name)
      if entry.pointee.d_type == UInt8(DT_DIR) {
        remove(inner)
      } else {
        unlink(inner.string)
      }
    }
    closedir(handle)
    rmdir(path)
  }

  /// Makes a folder of mode 0700 with a name nobody can guess.
  static func make() throws -> FilePath {
    var template = Array("/tmp/purser-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw ToolError(.storage, "No folder could be made under /tmp.")
    }
    return FilePath(
      String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self))
  }
}
