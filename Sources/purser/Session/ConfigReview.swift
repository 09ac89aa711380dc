import Console
import Files
import Screen
import SystemPackage

/// Everything that is wrong with config.toml and the own themes, beyond what one reading of it tells.
struct ConfigReview {
  typealias Problem = Configuration.Problem

  let check: ConfigurationCheck
  let places: Places
  let files: any FileSystem

  private var settings: Configuration { check.configuration }

  /// Every mistake: of the file first, in the order of its lines.
  var mistakes: [Problem] {
    let own = check.problems + commands + theme + location + caFile + hosts
    return own.sorted { ($0.line ?? 0) < ($1.line ?? 0) } + themes
  }

  /// What may be meant as it is and is worth a look.
  var notes: [String] {
    let kept = keptNames
    return settings.readOnly.map(\.rawValue).filter { !kept.contains($0) }.map { name in
      "readOnly names '\(name)', and no token is kept under that name here."
        + nearest(name, among: kept)
    }
  }

  /// How many themes are the person's own.
  var ownThemes: Int { ownEntries.count }

  private func problem(_ key: String, in table: String? = nil, _ sentence: String) -> Problem {
    Problem(
      check.file, line: check.line(of: key, in: table) ?? table.flatMap { check.line(of: $0) },
      key: table.map { "\($0).\(key)" } ?? key, sentence)
  }

  private func nearest(_ word: String, among names: [String]) -> String {
    NearestName.of(word, among: names).map { " The nearest is '\($0)'." } ?? ""
  }

  /// Commands and keys of `[keys]`, each looked at alone, then all together.
  private var commands: [Problem] {
    let names = Command.allCases.map(\.rawValue)
    var problems: [Problem] = []
    var good: [(command: String, chords: [String])] = []
    for (name, chords) in settings.keys.sorted(by: { $0.key < $1.key }) {
      guard Command(rawValue: name) != nil else {
        problems.append(
          problem(
            name, in: "keys",
            "there is no command '\(name)'." + nearest(name, among: names)))
        continue
      }
      let (fit, wrong) = split(chords, of: name)
      problems += wrong.map { problem(name, in: "keys", $0) }
      good.append((name, fit))
    }
    do {
      _ = try KeyMap(changes: good)
    } catch {
      let name = if case .takenTwice(_, _, let second) = error { second } else { "" }
      problems.append(problem(name, in: "keys", error.description))
    }
    return problems
  }

  private func split(
    _ chords: [String], of name: String
  ) -> (fit: [String], wrong: [String]) {
    var (fit, wrong): ([String], [String]) = ([], [])
    for chord in chords {
      do {
        _ = try KeyMap(changes: [(name, [chord])])
        fit.append(chord)
      } catch {
        wrong.append(error.description)
      }
    }
    return (fit, wrong)
  }

  private var theme: [Problem] {
    guard let name = settings.theme else { return [] }
    let shelf = ThemeShelf(places: places, files: files)
    do {
      _ = try shelf.theme(named: name)
      return []
    } catch {
      let entries = (try? shelf.entries()) ?? []
      // What is wrong within an own theme is told with that theme.
      if entries.contains(where: { $0.name == name }) { return [] }
      return [
        problem(
          "theme", "there is no theme '\(name)'." + nearest(name, among: entries.map(\.name)))
      ]
    }
  }

  private var location: [Problem] {
    let kept = keptNames
    guard let name = settings.location?.rawValue, !kept.contains(name) else { return [] }
    return [
      problem(
        "location", "no token is kept under the name '\(name)'." + nearest(name, among: kept))
    ]
  }

  private var caFile: [Problem] {
    guard let path = settings.caFile else { return [] }
    do {
      guard try files.status(at: path, followingLinks: true).kind != .regular else { return [] }
      return [problem("caFile", "\(path) is not a file.")]
    } catch {
      return [problem("caFile", FileError.system(error, path, "can't be read").description)]
    }
  }

  private var hosts: [Problem] {
    settings.allowedServiceHosts.filter { host in
      let address = try? ServiceAddress("https://\(host)", allowedHosts: [host])
      return address?.authority != host.lowercased()
    }.map {
      problem(
        "allowedServiceHosts", "'\($0)' is not a host alone, such as \"apps.example.org\".")
    }
  }

  private var keptNames: [String] {
    ((try? TokenStore(places: places, files: files).names()) ?? []).map(\.rawValue)
  }

  private var ownEntries: [ThemeShelf.Entry] {
    let entries = (try? ThemeShelf(places: places, files: files).entries()) ?? []
    return entries.filter { $0.origin == "own" }
  }

  private var themes: [Problem] {
    ownEntries.compactMap { entry in
      entry.error.map { error in
        let place = error.line.map { "\(error.file):\($0): " } ?? "\(error.file): "
        return Problem(
          FilePath(error.file), line: error.line, String(error.description.dropFirst(place.count)))
      }
    }
  }
}
