import FoundationEssentials
import SystemPackage
import TOMLKit

/// Turns the text of `config.toml` into settings; a key that is unknown or has the wrong type is an error with its line.
struct ConfigurationReader {
  typealias Problem = Configuration.Problem

  let text: String
  let file: FilePath

  /// Every setting, sorted.
  static let keys = [
    "allowedServiceHosts", "bell", "caFile", "clientId", "clientName", "columns",
    "confirmOnKeyUpTo",
    "customAppNames", "keys", "location", "mouse", "readOnly", "refresh", "theme",
  ]
  /// The settings that are tables of lists.
  private static let tables = ["columns", "keys"]

  func read() throws(Problem) -> Configuration {
    let (settings, problems) = all()
    if let first = problems.first { throw first }
    return settings
  }

  /// The settings that can be read, and everything that is wrong, in the order of the lines.
  func all() -> (Configuration, [Problem]) {
    var settings = Configuration()
    let table: TOMLTable
    do {
      table = try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      let begin = error.source.begin
      let problem = Problem(
        file, line: begin.line, "\(error.description) (column \(begin.column)).")
      return (settings, [problem])
    } catch {
      return (settings, [Problem(file, line: nil, "the text is not TOML.")])
    }
    var problems: [Problem] = []
    for key in table.keys.sorted() {
      guard let value = table[key] else { continue }
      if Self.tables.contains(key), let table = value.table {
        problems += entries(of: key, table, in: &settings)
        continue
      }
      do {
        try set(key, value, in: &settings)
      } catch {
        problems.append(error)
      }
    }
    return (settings, problems.sorted { ($0.line ?? 0) < ($1.line ?? 0) })
  }

  /// Reads a table of lists, entry by entry.
  private func entries(
    of key: String, _ table: TOMLTable, in settings: inout Configuration
  ) -> [Problem] {
    var lists: [String: [String]] = [:]
    var problems: [Problem] = []
    for name in table.keys.sorted() {
      guard let value = table[name] else { continue }
      do throws(Problem) {
        if let single = value.string {
          lists[name] = [single]
        } else {
          lists[name] = try strings(name, in: key, value)
        }
        if key == "columns", let names = lists[name] { try check(columns: names, of: name) }
      } catch {
        lists[name] = nil
        problems.append(error)
      }
    }
    if key == "keys" { settings.keys = lists } else { settings.columns = lists }
    return problems
  }

  private func set(
    _ key: String, _ value: any TOMLValueConvertible, in settings: inout Configuration
  ) throws(Problem) {
    switch key {
    case "location": settings.location = try name(key, string(key, value))
    case "clientId": settings.clientID = try uuid(key, value)
    case "clientName": settings.clientName = try string(key, value)
    case "theme": settings.theme = try string(key, value)
    case "mouse": settings.mouse = try flag(key, value)
    case "bell": settings.bell = try flag(key, value)
    case "refresh": settings.refresh = try refresh(value)
    case "customAppNames": settings.customAppNames = try flag(key, value)
    case "caFile": settings.caFile = try absolutePath(key, value)
    case "allowedServiceHosts": settings.allowedServiceHosts = try strings(key, value)
    case "readOnly": settings.readOnly = try names(key, value)
    case "confirmOnKeyUpTo": settings.confirmOnKeyUpTo = try confirmation(value)
    case "keys", "columns": throw problem(key, "is a table: write [\(key)].")
    default: throw unknown(key)
    }
  }

  private func unknown(_ key: String) -> Problem {
    let nearest = NearestName.of(key, among: Self.keys)
    return Problem(
      file, line: line(of: key), key: key,
      "there is no setting '\(key)'." + (nearest.map { " The nearest is '\($0)'." } ?? ""))
  }

  private func problem(_ key: String, in table: String? = nil, _ what: String) -> Problem {
    Problem(
      file, line: line(of: key, in: table), key: table.map { "\($0).\(key)" } ?? key,
      "'\(key)' \(what)")
  }

  private func line(of key: String, in table: String? = nil) -> Int? {
    // A table can stand in one line too.
    ConfigurationText.line(of: key, in: table, of: text)
      ?? table.flatMap { ConfigurationText.line(of: $0, in: nil, of: text) }
  }

  private func string(
    _ key: String, _ value: any TOMLValueConvertible
  ) throws(Problem) -> String {
    guard let text = value.string, !text.isEmpty else {
      throw problem(key, "takes text in quotes.")
    }
    return text
  }

  private func uuid(_ key: String, _ value: any TOMLValueConvertible) throws(Problem) -> UUID {
    guard let id = UUID(uuidString: try string(key, value)) else {
      throw problem(key, "is not a UUID.")
    }
    return id
  }

  private func absolutePath(
    _ key: String, _ value: any TOMLValueConvertible
  ) throws(Problem) -> FilePath {
    let path = FilePath(try string(key, value))
    guard path.isAbsolute else { throw problem(key, "is not an absolute path.") }
    return path
  }

  private func flag(_ key: String, _ value: any TOMLValueConvertible) throws(Problem) -> Bool {
    guard let flag = value.bool else { throw problem(key, "takes true or false.") }
    return flag
  }

  private func strings(
    _ key: String, in table: String? = nil, _ value: any TOMLValueConvertible
  ) throws(Problem) -> [String] {
    let array = value.array.map { Array($0) }
    let texts = array?.compactMap(\.string)
    guard let array, let texts, texts.count == array.count else {
      throw problem(key, in: table, "takes a list of texts, such as [\"one\", \"two\"].")
    }
    return texts
  }

  private func name(_ key: String, _ text: String) throws(Problem) -> LocationName {
    guard let name = LocationName(text) else {
      throw problem(key, "names no location. \(LocationName.rule)")
    }
    return name
  }

  private func names(
    _ key: String, _ value: any TOMLValueConvertible
  ) throws(Problem) -> [LocationName] {
    var names: [LocationName] = []
    for text in try strings(key, value) { names.append(try name(key, text)) }
    return names
  }

  /// Minutes as a number, or a text with its unit: 5, "90s", "5m".
  private func refresh(_ value: any TOMLValueConvertible) throws(Problem) -> Duration {
    var seconds: Int?
    if let minutes = value.int {
      seconds = (0...1440).contains(minutes) ? minutes * 60 : nil
    } else if let text = value.string, let number = Int(text.dropLast()), number >= 0 {
      switch text.last {
      case "s" where number <= 86_400: seconds = number
      case "m" where number <= 1440: seconds = number * 60
      default: break
      }
    }
    guard let seconds, seconds == 0 || seconds >= 30 else {
      throw problem(
        "refresh", "takes minutes (5) or a text such as \"90s\"; 30 s is the least, 0 is off.")
    }
    return .seconds(seconds)
  }

  private func confirmation(_ value: any TOMLValueConvertible) throws(Problem) -> Int {
    guard let count = value.int, (0...25).contains(count) else {
      throw problem("confirmOnKeyUpTo", "takes a number from 0 to 25.")
    }
    return count
  }
}

/// Finds the name that a mistyped one may stand for.
package enum NearestName {
  /// The nearest of `names` by edits, if it is near enough to be meant.
  package static func of(_ word: String, among names: [String]) -> String? {
    let ranked = names.map { (distance(word.lowercased(), $0.lowercased()), $0) }
    guard let best = ranked.min(by: { $0.0 < $1.0 }) else { return nil }
    return best.0 <= max(2, word.count / 3) ? best.1 : nil
  }

  private static func distance(_ left: String, _ right: String) -> Int {
    let right = Array(right)
    var row = Array(0...right.count)
    for (index, character) in left.enumerated() {
      var diagonal = row[0]
      row[0] = index + 1
      for column in right.indices {
        let cost = diagonal + (character == right[column] ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = min(cost, diagonal + 1, row[column] + 1)
      }
    }
    return row[right.count]
  }
}
