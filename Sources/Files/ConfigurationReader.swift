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
    "allowedServiceHosts", "caFile", "clientId", "clientName", "columns", "confirmOnKeyUpTo",
    "customAppNames", "keys", "location", "mouse", "readOnly", "refresh", "theme",
  ]

  func read() throws(Problem) -> Configuration {
    let table: TOMLTable
    do {
      table = try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      throw Problem(
        file, line: error.source.begin.line,
        "\(error.description) (column \(error.source.begin.column)).")
    } catch {
      throw Problem(file, line: nil, "the text is not TOML.")
    }
    var settings = Configuration()
    for key in table.keys.sorted() {
      if let value = table[key] { try set(key, value, in: &settings) }
    }
    return settings
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
    case "refresh": settings.refresh = try refresh(value)
    case "customAppNames": settings.customAppNames = try flag(key, value)
    case "caFile": settings.caFile = try absolutePath(key, value)
    case "allowedServiceHosts": settings.allowedServiceHosts = try strings(key, value)
    case "readOnly": settings.readOnly = try names(key, value)
    case "confirmOnKeyUpTo": settings.confirmOnKeyUpTo = try confirmation(value)
    case "keys": settings.keys = try lists(key, value)
    case "columns": settings.columns = try lists(key, value)
    default: throw unknown(key)
    }
  }

  private func unknown(_ key: String) -> Problem {
    let nearest = NearestName.of(key, among: Self.keys)
    return Problem(
      file, line: line(of: key),
      "there is no setting '\(key)'." + (nearest.map { " The nearest is '\($0)'." } ?? ""))
  }

  private func problem(_ key: String, in table: String? = nil, _ what: String) -> Problem {
    Problem(file, line: line(of: key, in: table), "'\(key)' \(what)")
  }

  private func line(of key: String, in table: String? = nil) -> Int? {
    ConfigurationText.line(of: key, in: table, of: text)
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

  private func lists(
    _ key: String, _ value: any TOMLValueConvertible
  ) throws(Problem) -> [String: [String]] {
    guard let table = value.table else { throw problem(key, "is a table: write [\(key)].") }
    var lists: [String: [String]] = [:]
    for name in table.keys.sorted() {
      guard let value = table[name] else { continue }
      if let single = value.string {
        lists[name] = [single]
      } else {
        lists[name] = try strings(name, in: key, value)
      }
    }
    return lists
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
