import AppsAndBooks
import ArgumentParser
import FoundationEssentials
import LocationStore

/// `purser sync`: imports or tops up the cache.
struct SyncCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sync", abstract: "Read the location into the cache, or top it up.")

  @OptionGroup var common: CommonOptions
  @OptionGroup var output: FormatOptions

  @Flag(help: "Read everything anew; happens by itself after 24 h.")
  var full = false

  func run() async throws {
    let context = ToolContext.current
    guard !common.offline else {
      throw ToolError(.usage, "--offline and sync do not go together.")
    }
    let session = try await LocationSession.openReading(common, context)
    try await session.load()
    let report = try await session.sync(full: full, isQuiet: common.quiet)
    for note in report.notes + session.cache.problems {
      context.errors.line("purser: " + SafeText.line(note))
    }
    print(report, session.location.name, to: context.output)
    if report.notes.contains(where: { $0.hasPrefix("The cache was not saved") }) {
      throw ToolError(silent: ExitStatus.storage.rawValue)
    }
  }

  private func print(_ report: SyncReport, _ location: String, to output: Output) {
    guard self.output.format != .table else { return output.line(Self.text(report, location)) }
    let values: [(String, RecordValue)] = [
      ("location", .text(location)), ("kind", .text(report.kind.rawValue)),
      ("users", .number(report.users)), ("assets", .number(report.assets)),
      ("assignments", .number(report.assignments)), ("added", .number(report.added)),
      ("removed", .number(report.removed)), ("requests", .number(report.requests)),
      ("seconds", .decimal(report.seconds)),
      ("changing", .list(report.changing.map(\.adamID.rawValue))),
    ]
    RecordPrinter.printOne(values, format: self.output.format, to: output)
  }

  /// «campus-nord: 2,431 users, 123 assets, 112,004 assignments · full · 113 requests · 48 s · +12 −3».
  static func text(_ report: SyncReport, _ location: String) -> String {
    func count(_ number: Int, _ noun: String) -> String {
      "\(Numbers.grouped(number)) \(noun)\(number == 1 ? "" : "s")"
    }
    var parts = [
      "\(location): \(count(report.users, "user")), \(count(report.assets, "asset")), "
        + count(report.assignments, "assignment"),
      report.kind.rawValue, count(report.requests, "request"), Numbers.seconds(report.seconds),
      "+\(Numbers.grouped(report.added)) −\(Numbers.grouped(report.removed))",
    ]
    if !report.changing.isEmpty { parts.append("\(report.changing.count) still changing") }
    return parts.joined(separator: " · ")
  }
}

extension LocationSession {
  /// Syncs with a progress line.
  func sync(full: Bool = false, isQuiet: Bool) async throws -> SyncReport {
    let line = ProgressLine(settings.context, isQuiet: isQuiet)
    let progress = store.progress
    let watcher = Task {
      for await progress in progress { line.show(SyncText.line(progress, location.name)) }
    }
    defer {
      watcher.cancel()
      line.clear()
    }
    return try await store.sync(full: full)
  }

  /// Brings the cache up to date: an increment, an import where there is none.
  func topUp(isQuiet: Bool) async throws {
    try await load()
    let report = try await sync(isQuiet: isQuiet)
    for note in report.notes { settings.context.errors.line("purser: " + SafeText.line(note)) }
  }
}

/// The progress of a sync as one line.
enum SyncText {
  static func line(_ progress: SyncProgress, _ location: String) -> String {
    guard
      let part = progress.parts.last(where: { !$0.isDone && $0.pages > 0 }) ?? progress.parts.last
    else { return "\(location): reading" }
    let pages = part.totalPages.map { "page \(part.pages) of \($0)" } ?? "page \(part.pages)"
    let left = progress.secondsLeft.map { ", about \($0) s left" } ?? ""
    return "\(location): \(name(part.list)), \(pages), \(Numbers.grouped(part.rows)) rows\(left)"
  }

  private static func name(_ list: SyncProgress.List) -> String {
    switch list {
    case .clientUsers: "users"
    case .assets: "assets"
    case .names: "names"
    case .assignments: "assignments"
    case .repair: "assets that moved"
    case .retiredUsers: "retired users"
    }
  }
}

/// Numbers for people.
enum Numbers {
  /// Thousands with commas.
  static func grouped(_ number: Int) -> String {
    let digits = String(number.magnitude)
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return number < 0 ? "−\(text)" : text
  }

  /// Seconds, with a digit behind the point below ten.
  static func seconds(_ seconds: Double) -> String {
    guard seconds < 10 else { return "\(grouped(Int(seconds.rounded()))) s" }
    let tenths = Int((seconds * 10).rounded())
    return "\(tenths / 10).\(tenths % 10) s"
  }
}
