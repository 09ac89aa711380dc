import AppsAndBooks
import Console
import Files
import FoundationEssentials
import Glibc
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
        return (now, LocalTime(offset: Self.secondsEast(at: now)))
      },
      sleep: { try await context.clock.sleep(for: $0) })
    services.tokens = { tokenStatuses() }
    services.locations = { (try? locations()) ?? [] }
    services.load = { try load($0) }
    services.export = { try export($0) }
    services.words = { ToolError($0).message }
    services.copy = { [terminal] text in _ = await terminal.copy(Shown(text)) }
    services.bell = { [terminal] in await terminal.bell() }
    services.suspend = { [terminal] in await terminal.suspend() }
    let history = services.history
    services.history = { row in
      var found = await history(row)
      found.lists = (try? lists(naming: row)) ?? []
      return found
    }
    return services
  }

  /// Asks the token of every kept location at once; each answer comes as it arrives.
  private func tokenStatuses() -> AsyncStream<TokenStatus> {
    AsyncStream { continuation in
      let task = Task {
        let settings = session.settings
        let names = (try? settings.store.names()) ?? []
        await withTaskGroup(of: TokenStatus?.self) { group in
          for name in names {
            group.addTask {
              guard let source = try? settings.source(name: name),
                let check = try? await settings.check(source)
              else { return nil }
              return TokenStatus(check)
            }
          }
          for await status in group {
            if let status { continuation.yield(status) }
          }
        }
        continuation.finish()
      }
      continuation.onTermination = { _ in task.cancel() }
    }
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

  /// Reads the serial numbers of a file, or its users where it has no serial numbers.
  private func load(_ path: String) throws -> LoadedTargets {
    let context = session.settings.context
    let table = try InputFile.read(
      Self.expanded(path, context.environment), onlyColumn: .serialNumber, context)
    let meanings: [CSVMeaning] = [.serialNumber, .clientUserId, .email]
    guard let meaning = meanings.first(where: { table.index(of: $0) != nil }) else {
      throw ToolError(
        .usage, "\(path) has no column of serial numbers or users. Nothing was taken from it.")
    }
    let holders = (table.cells(of: meaning) ?? []).filter { !$0.text.isEmpty }.map { cell in
      meaning == .serialNumber
        ? Holder.device(SerialNumber(rawValue: cell.text.uppercased()))
        : holder(named: cell.text, meaning)
    }
    let understood = table.understood(meaning) { text in
      meaning != .serialNumber || Naming.isSerial(text)
    }
    return LoadedTargets(
      file: FilePath(path).lastComponent?.string ?? path, understood: understood ?? "",
      holders: holders)
  }

  /// A user by identifier, or by mail address where the column holds those.
  private func holder(named text: String, _ meaning: CSVMeaning) -> Holder {
    let users = session.store.current().users
    if meaning == .email,
      let index = (0..<users.activeCount).first(where: {
        users.user($0).email?.lowercased() == text.lowercased()
      })
    {
      return .clientUser(users.user(index).id)
    }
    return .clientUser(ClientUserID(rawValue: text))
  }

  /// Writes 0600, and never over a file unless the person said so.
  private func export(_ request: ExportRequest) throws -> ExportOutcome {
    let context = session.settings.context
    let file = FilePath(Self.expanded(request.path, context.environment))
    if !request.replaces, (try? context.files.status(at: file, followingLinks: false)) != nil {
      return .exists
    }
    try DurableFile.replace(file, with: ExportText.bytes(for: request), on: context.files)
    let rows = ExportText.rowCount(of: request.source)
    return .written("\(rows) \(rows == 1 ? "row" : "rows") written to \(request.path)")
  }

  /// `~/` at the start stands for the home folder, as a shell would have it.
  private static func expanded(_ path: String, _ environment: [String: String]) -> String {
    guard path.hasPrefix("~/"), let home = environment["HOME"] else { return path }
    return home + path.dropFirst(1)
  }

  private static func secondsEast(at date: Date) -> Int {
    var seconds = time_t(date.timeIntervalSince1970)
    var parts = tm()
    guard localtime_r(&seconds, &parts) != nil else { return 0 }
    return parts.tm_gmtoff
  }
}

extension TokenStatus {
  /// A check of the tool as the page shows it.
  fileprivate init(_ check: TokenCheck) {
    self.init(
      location: check.location, organization: check.organization ?? "",
      fingerprint: check.fingerprint ?? "")
    word = Word(rawValue: check.state.rawValue) ?? .unreachable
    days = check.daysLeft
    expires = check.expires
    asked = check.state == .unreachable ? nil : check.checkedAt
    reason = check.note
    owner =
      switch check.client {
      case .ours: .ours
      case .unclaimed: .unclaimed
      case .foreign(let info): .foreign(name: info.name, since: nil, wasOurs: false)
      case nil: .unknown
      }
  }
}
