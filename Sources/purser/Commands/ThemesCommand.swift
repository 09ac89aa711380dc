import ArgumentParser
import Console
import Files
import Screen
import SystemPackage

/// `purser themes`: shipped and own themes, with a preview on a terminal.
struct ThemesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "themes", abstract: "List the themes, with a preview on a terminal.")

  @Flag(help: "Use no colours.")
  var noColor = false

  @OptionGroup var output: FormatOptions

  func run() throws {
    let context = ToolContext.current
    let settings = try ToolSettings(context)
    let shelf = ThemeShelf(places: settings.places, files: context.files)
    var printer = RecordPrinter(
      [
        RecordColumn("name", "Theme"), RecordColumn("variant", "Ground"),
        RecordColumn("origin", "From"), RecordColumn("problem", "Problem"),
      ], format: output.format, to: context.output)
    let isPreview = output.format == .table && context.output.isTerminal
    for entry in try shelf.entries() {
      if isPreview {
        context.output.line(entry.preview(depth: context.colorDepth(noColor: noColor)))
      } else {
        printer.row([
          .text(entry.name), .text(entry.theme?.variant.rawValue), .text(entry.origin),
          .text(entry.problem),
        ])
      }
    }
    if !isPreview { printer.finish() }
  }
}

/// The themes that can be chosen: the person's own before the shipped ones of the same name.
struct ThemeShelf {
  /// One theme, or why it can't be used.
  struct Entry {
    let name: String
    let origin: String
    let theme: Theme?
    let error: ThemeError?
    /// Why it can't be used.
    var problem: String? { error?.description }
  }

  let places: Places
  let files: any FileSystem

  /// A theme by its name.
  func theme(named name: String) throws -> Theme {
    do {
      return try Theme.load(name, find: source)
    } catch {
      throw ToolError(.usage, error.description)
    }
  }

  /// Every theme, own ones first.
  func entries() throws -> [Entry] {
    let own = ownNames()
    let shipped = Theme.shippedNames.filter { !own.contains($0) }
    return own.map { entry($0, "own") } + shipped.map { entry($0, "shipped") }
  }

  private func entry(_ name: String, _ origin: String) -> Entry {
    do {
      return Entry(
        name: name, origin: origin, theme: try Theme.load(name, find: source), error: nil)
    } catch {
      return Entry(name: name, origin: origin, theme: nil, error: error)
    }
  }

  /// Every theme as the console's page lists it, with its file's text to begin an own one with.
  func choices() -> [ThemeChoice] {
    ((try? entries()) ?? []).map { entry in
      ThemeChoice(
        name: entry.name, isOwn: entry.origin == "own", theme: entry.theme,
        problem: entry.problem ?? "",
        text: source(entry.name)?.text ?? Theme.shippedText(entry.name) ?? "")
    }
  }

  private func ownNames() -> [String] {
    let ending = ".toml"
    return ((try? files.names(in: places.themes)) ?? [])
      .filter { $0.hasSuffix(ending) }.map { String($0.dropLast(ending.count)) }
  }

  private func source(_ name: String) -> ThemeSource? {
    guard !name.isEmpty, !name.contains("/") else { return nil }
    let path = places.themes.appending(name + ".toml")
    guard let bytes = try? DurableFile.read(path, limit: 1 << 20, on: files) else { return nil }
    return ThemeSource(file: path.string, text: String(decoding: bytes, as: UTF8.self))
  }
}

extension ThemeShelf.Entry {
  /// One line in the theme's colours.
  fileprivate func preview(depth: ColorDepth) -> String {
    let head = Shown(name)
    let gap = String(repeating: " ", count: max(1, 18 - head.width))
    guard let theme else { return head.text + gap + Shown(problem ?? "").text }
    let samples: [(String, Role)] = [
      ("Keynote", .text), ("pending", .statePending), ("done", .stateDone),
      ("failed", .stateFailed), ("unknown", .stateUnknown), ("12 d left", .headerWarning),
    ]
    return head.text + gap
      + samples.map { text, role in
        theme.style(of: role, depth: depth).painted(" \(text) ")
      }.joined()
  }
}

extension ResolvedStyle {
  /// Text of ours in this style.
  func painted(_ text: String) -> String {
    var codes: [String] = []
    let named: [(TextAttributes, String)] = [
      (.bold, "1"), (.dim, "2"), (.italic, "3"), (.underline, "4"), (.reverse, "7"),
    ]
    for (attribute, code) in named where attributes.contains(attribute) { codes.append(code) }
    codes += Self.codes(foreground, base: 38) + Self.codes(background, base: 48)
    return codes.isEmpty ? text : "\u{1B}[\(codes.joined(separator: ";"))m\(text)\u{1B}[0m"
  }

  private static func codes(_ color: TerminalColor, base: Int) -> [String] {
    switch color {
    case .standard: []
    case .indexed(let index): ["\(base)", "5", "\(index)"]
    case .rgb(let red, let green, let blue): ["\(base)", "2", "\(red)", "\(green)", "\(blue)"]
    }
  }
}

extension ToolContext {
  /// How many colours standard output shows, by the environment.
  func colorDepth(noColor: Bool) -> ColorDepth {
    let term = environment["TERM"] ?? "dumb"
    let isOff = noColor || environment["NO_COLOR"].map { !$0.isEmpty } ?? false
    let colors = term == "dumb" || term.hasPrefix("vt") ? 0 : term.contains("256color") ? 256 : 8
    return .detected(
      term: term, colorTerm: environment["COLORTERM"], noColor: isOff, colors: colors)
  }
}
