/// Finds and changes lines of `config.toml` without touching the others.
enum ConfigurationText {
  /// The line (from 1) on which a key is set, at the top or in a table.
  static func line(of key: String, in table: String?, of text: String) -> Int? {
    var current: String?
    let dotted = table.map { "\($0).\(key)" }
    for (index, line) in lines(of: text).enumerated() {
      if let header = header(line) {
        current = header
        if table == nil && header.split(separator: ".").first.map(String.init) == key {
          return index + 1
        }
      } else if let name = self.key(line) {
        let isMeant =
          current == table && name == key
          || current == nil && (name == dotted || table == nil && name.hasPrefix("\(key)."))
        if isMeant { return index + 1 }
      }
    }
    return nil
  }

  /// The text with a top-level key set to a quoted text.
  static func setting(_ key: String, to value: String, in text: String) -> String {
    var lines = lines(of: text).map(String.init)
    let entry = "\(key) = \(quoted(value))"
    if let line = line(of: key, in: nil, of: text) {
      lines[line - 1] = entry + comment(lines[line - 1])
    } else {
      var place = lines.firstIndex { header($0) != nil } ?? lines.count
      while place > 0, lines[place - 1].allSatisfy(\.isWhitespace) { place -= 1 }
      lines.insert(entry, at: place)
    }
    let joined = lines.joined(separator: "\n")
    return joined.hasSuffix("\n") ? joined : joined + "\n"
  }

  private static func lines(of text: String) -> [Substring] {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.hasSuffix("\r") ? $0.dropLast() : $0 }
  }

  private static func header(_ line: some StringProtocol) -> String? {
    let trimmed = line.drop(while: \.isWhitespace)
    guard trimmed.hasPrefix("[") else { return nil }
    let name = trimmed.drop { $0 == "[" }.prefix { $0 != "]" }
    return String(name.filter { !$0.isWhitespace })
  }

  private static func key(_ line: some StringProtocol) -> String? {
    let trimmed = line.drop(while: \.isWhitespace)
    guard let equals = trimmed.firstIndex(of: "="), !trimmed.hasPrefix("#") else { return nil }
    var name = trimmed[..<equals]
    while name.last?.isWhitespace == true { name = name.dropLast() }
    if name.count >= 2, let quote = name.first, quote == name.last, "\"'".contains(quote) {
      name = name.dropFirst().dropLast()
    }
    return String(name)
  }

  /// The comment behind a value that is one quoted text.
  private static func comment(_ line: String) -> String {
    guard let open = line.firstIndex(where: { "\"'".contains($0) }) else { return "" }
    let after = line[line.index(after: open)...]
    guard let close = after.firstIndex(of: line[open]),
      let hash = after[close...].firstIndex(of: "#")
    else { return "" }
    return "  " + after[hash...]
  }

  private static func quoted(_ text: String) -> String {
    var bytes = JSONText()
    bytes.string(text)
    return String(decoding: bytes.bytes, as: UTF8.self)
  }
}
