import AppsAndBooks
import ArgumentParser
import Files
import FoundationEssentials

/// `purser status`: is the token good; the exit codes and the performance data of a Nagios plugin.
struct StatusCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Check the token: one line, and the exit codes of a Nagios plugin.",
    discussion: """
      0 OK. 1 WARNING: 30 days or less left, or another client owns the location. 2 CRITICAL: \
      expired, revoked, refused. 3 UNKNOWN: no answer.
      """)

  @OptionGroup var common: CommonOptions
  @OptionGroup var output: FormatOptions

  @Flag(help: "Check every kept token.")
  var all = false

  func validate() throws {
    if all, common.location != nil || common.tokenFile != nil || common.tokenCommand != nil {
      throw ValidationError("--all checks every kept token; it goes with none named.")
    }
  }

  func run() async throws {
    let context = ToolContext.current
    let checks: [TokenCheck]
    do {
      guard !common.offline else {
        throw ToolError(.unreachable, "--offline asks nobody, so the token can't be checked.")
      }
      checks = try await self.checks(context)
    } catch {
      let problem = ToolError(error)
      let code: Int32 = problem.code == ExitStatus.token.rawValue ? 2 : 3
      context.errors.line("purser: " + SafeText.lines(problem.message))
      if output.format == .table {
        context.output.line("PURSER \(StatusText.word(code)): " + SafeText.line(problem.message))
      }
      throw ToolError(silent: code)
    }
    print(checks, to: context.output)
    let worst: Int32? = [2, 3, 1].first { code in checks.contains { $0.code == code } }
    if let worst { throw ToolError(silent: worst) }
  }

  private func checks(_ context: ToolContext) async throws -> [TokenCheck] {
    let settings = try ToolSettings(context, serviceURL: common.serviceUrl)
    guard all else { return [try await settings.check(settings.tokenSource(common))] }
    let names = try settings.store.names()
    guard !names.isEmpty else {
      throw ToolError(.token, "No token is kept yet. Add one: purser token add FILE")
    }
    return await withTaskGroup(of: TokenCheck.self) { group in
      for name in names {
        group.addTask { await check(name, settings) }
      }
      var checks: [TokenCheck] = []
      for await check in group { checks.append(check) }
      return checks.sorted { $0.location < $1.location }
    }
  }

  private func check(_ name: LocationName, _ settings: ToolSettings) async -> TokenCheck {
    do {
      return try await settings.check(settings.source(name: name))
    } catch {
      return TokenCheck(
        location: name.rawValue, state: .invalid, checkedAt: settings.context.now(),
        note: ToolError(error).message)
    }
  }

  private func print(_ checks: [TokenCheck], to output: Output) {
    switch self.output.format {
    case .table:
      for line in StatusText.lines(checks, isSummary: all) { output.line(line) }
    case let format:
      var printer = RecordPrinter(
        format == .csv ? StatusRecord.flatColumns : StatusRecord.columns, format: format,
        to: output)
      for check in checks {
        printer.row(format == .csv ? StatusRecord.flat(check) : StatusRecord.nested(check))
      }
      printer.finish()
    }
  }
}

/// The lines of a Nagios plugin.
enum StatusText {
  static func word(_ code: Int32) -> String {
    ["OK", "WARNING", "CRITICAL", "UNKNOWN"][Int(code)]
  }

  static func lines(_ checks: [TokenCheck], isSummary: Bool) -> [String] {
    if !isSummary, let check = checks.first {
      let data = performance(check, label: "days_left")
      return ["PURSER \(word(check.code)): \(text(check))" + (data.map { " | \($0)" } ?? "")]
    }
    let worst: Int32 = [2, 3, 1].first { code in checks.contains { $0.code == code } } ?? 0
    let counts = [(2, "critical"), (3, "unknown"), (1, "warning"), (0, "ok")]
      .compactMap { code, name in
        let count = checks.count { $0.code == code }
        return count == 0 ? nil : "\(count) \(name)"
      }
    let data = checks.compactMap { performance($0, label: $0.location) }
    let noun = checks.count == 1 ? "location" : "locations"
    let summary =
      "PURSER \(word(worst)): \(checks.count) \(noun), \(counts.joined(separator: ", "))"
      + (data.isEmpty ? "" : " | " + data.joined(separator: " "))
    return [summary] + checks.map { "\(word($0.code)): \(text($0))" }
  }

  private static func text(_ check: TokenCheck) -> String {
    var parts: [String] = []
    switch check.state {
    case .ok, .expiring:
      parts.append(check.daysLeft.map { "token \($0) d" } ?? "token ok, its end is not known")
      parts.append(contentsOf: client(check.client).map { [$0] } ?? [])
      if let note = check.note { parts.append(note) }
    case .expired, .revoked, .invalid:
      parts.append("token \(check.state == .invalid ? "refused" : check.state.rawValue)")
      if let note = check.note { parts.append(note) }
    case .unreachable:
      parts.append("no answer")
      if let note = check.note { parts.append(note) }
    }
    if let clock = check.clock { parts.append(clock) }
    let plain = "\(check.location): \(parts.joined(separator: ", "))"
    // A bar would begin the performance data.
    return SafeText.line(plain).replacing("|", with: "¦")
  }

  private static func client(_ state: ClientState?) -> String? {
    switch state {
    case .ours: "ours"
    case .unclaimed: "unclaimed"
    case .foreign(let info): "managed by \(info.name.isEmpty ? info.id : info.name)"
    case nil: nil
    }
  }

  private static func performance(_ check: TokenCheck, label: String) -> String? {
    switch check.state {
    case .ok, .expiring, .expired:
      check.daysLeft.map { "\(label)=\($0);\(TokenCheck.warningDays + 1):;0:" }
    case .revoked, .invalid, .unreachable: nil
    }
  }
}

/// The records of `status` in JSON and CSV.
enum StatusRecord {
  static let columns = ["location", "organization", "uId", "token", "client", "checkedAt"]
    .map { RecordColumn($0, nil) }
  static let flatColumns = [
    "location", "organization", "uId", "tokenState", "expires", "daysLeft", "fingerprint",
    "clientState", "clientId", "clientName", "clientMetadata", "checkedAt",
  ].map { RecordColumn($0, nil) }

  static func nested(_ check: TokenCheck) -> [RecordValue] {
    let client = client(check.client)
    return [
      .text(check.location), .text(check.organization), .text(check.uID),
      .object([
        RecordField("state", .text(check.state.rawValue)),
        RecordField("expires", .date(check.expires)),
        RecordField("daysLeft", .number(check.daysLeft)),
        RecordField("fingerprint", .text(check.fingerprint)),
      ]),
      check.client == nil
        ? .text(nil)
        : .object(
          zip(["state", "id", "name", "metadata"], client).map { RecordField($0, .text($1)) }),
      .date(check.checkedAt),
    ]
  }

  static func flat(_ check: TokenCheck) -> [RecordValue] {
    let client = client(check.client).map(RecordValue.text)
    return [
      .text(check.location), .text(check.organization), .text(check.uID),
      .text(check.state.rawValue), .date(check.expires), .number(check.daysLeft),
      .text(check.fingerprint),
    ] + client + [.date(check.checkedAt)]
  }

  private static func client(_ state: ClientState?) -> [String?] {
    switch state {
    case .ours(let info): ["ours", info.id, info.name, info.metadata]
    case .foreign(let info): ["foreign", info.id, info.name, info.metadata]
    case .unclaimed: ["unclaimed", nil, nil, nil]
    case nil: [nil, nil, nil, nil]
    }
  }
}
