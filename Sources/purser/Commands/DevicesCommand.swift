import AppsAndBooks
import ArgumentParser
import Files
import LocationStore
import SystemPackage

/// `purser devices`: serial numbers seen in assignments or loaded from lists.
struct DevicesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "devices",
    abstract: "List the devices seen in assignments and in loaded lists.",
    discussion: """
      --load keeps a list from elsewhere: serial numbers, and a label if the file has one (name, \
      room, asset tag).
      """)

  @OptionGroup var common: CommonOptions
  @OptionGroup var output: FormatOptions
  @OptionGroup var filter: FilterOption

  @Option(help: ArgumentHelp("Keep the list in this file.", valueName: "file.csv"))
  var load: String?

  @Option(help: ArgumentHelp("Forget a loaded list.", valueName: "name"))
  var forget: String?

  func validate() throws {
    if load != nil, forget != nil { throw ValidationError("Name --load or --forget, not both.") }
  }

  func run() async throws {
    let context = ToolContext.current
    let query = try filter.query(.devices)
    let session = try await LocationSession.openReading(common, context)
    let lists = DeviceLists(
      places: session.settings.places, key: session.key, files: context.files)
    if let load { return try keep(load, lists, context) }
    if let forget { return try drop(forget, lists, context) }
    if session.client == nil {
      try session.requireCache(try await session.load(), isQuiet: common.quiet)
    } else {
      try await session.topUp(isQuiet: common.quiet)
    }
    let snapshot = session.store.current()
    let rows = try await snapshot.rows(of: .devices, filter: query, sort: SortOrder(.serial))
    var printer = RecordPrinter(ListRecords.devices, format: output.format, to: context.output)
    for row in rows.rows.map(Int.init) {
      printer.row(ListRecords.values(.devices, row, in: snapshot))
    }
    printer.finish()
  }

  private func keep(_ path: String, _ lists: DeviceLists, _ context: ToolContext) throws {
    guard let name = LocationName(fileName: path) else {
      throw ToolError(.usage, "No list name can be made of '\(path)'. Rename the file.")
    }
    let table = try InputFile.read(
      path, unnamed: [.serialNumber], wanted: [.serialNumber], context)
    guard let cells = table.cells(of: .serialNumber) else {
      throw ToolError(.usage, "\(path) has no column of serial numbers. Nothing was kept.")
    }
    let labels = table.cells(of: .label)
    var mistakes = InputMistakes()
    var devices: [DeviceListEntry] = []
    var seen: Set<String> = []
    for (row, cell) in cells.enumerated() where !cell.text.isEmpty {
      if let problem = Naming.serialProblem(cell.text) {
        mistakes.add(path, cell.problem(problem))
        continue
      }
      let serial = cell.text.uppercased()
      if seen.insert(serial).inserted {
        let label = labels?[row].text ?? ""
        devices.append(
          DeviceListEntry(serialNumber: serial, label: label.isEmpty ? nil : label))
      }
    }
    InputFile.tell(table, [.serialNumber], isQuiet: common.quiet, context)
    InputFile.tell(table, [.label], isKey: false, isQuiet: common.quiet, context)
    if let error = mistakes.error(ending: "Nothing was kept.") { throw error }
    guard !devices.isEmpty else {
      throw ToolError(.usage, "\(path) names no device. Nothing was kept.")
    }
    try lists.keep(devices, as: name, source: path, now: context.now())
    let noun = devices.count == 1 ? "device" : "devices"
    context.output.line("Kept the list \(name): \(Numbers.grouped(devices.count)) \(noun).")
  }

  private func drop(_ text: String, _ lists: DeviceLists, _ context: ToolContext) throws {
    let names = try lists.names()
    guard let name = LocationName(text), names.contains(name) else {
      let kept = names.isEmpty ? "none" : names.map(\.rawValue).joined(separator: ", ")
      throw ToolError(.usage, "No device list is called '\(text)'. Loaded: \(kept).")
    }
    try lists.forget(name)
    context.output.line("Forgot the list \(name).")
  }
}
