import ArgumentParser
import Console
import Files
import Screen

/// `purser keys`: the key table, with the changes of the configuration.
struct KeysCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keys", abstract: "List the keys of the console and the names of its commands.")

  @OptionGroup var output: FormatOptions

  func run() throws {
    let context = ToolContext.current
    let keys = try ToolSettings(context).keyMap()
    var printer = RecordPrinter(
      [
        RecordColumn("keys", "Key"), RecordColumn("command", "Command"),
        RecordColumn("summary", "What it does"), RecordColumn("group", nil),
        RecordColumn("places", nil),
      ], format: output.format, to: context.output)
    for info in CommandTable.all {
      printer.row([
        .list(keys.keys(of: info.command).map(\.description)), .text(info.command.name),
        .text(info.summary), .text(info.group.rawValue),
        .list(info.contexts.map(\.rawValue).sorted()),
      ])
    }
    printer.finish()
  }
}

extension ToolSettings {
  /// The keys of the console, with the changes of the configuration.
  func keyMap() throws -> KeyMap { try configuration.keyMap(in: places) }
}

extension Configuration {
  /// The keys of the console with the changes of this configuration.
  func keyMap(in places: Places) throws -> KeyMap {
    do {
      return try KeyMap(changes: keys.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    } catch {
      throw ToolError(.usage, "\(places.configurationFile): \(error.description)")
    }
  }
}
