import Foundation

/// A source file of this checkout as the structure tests read it.
struct SourceFile {
  /// The folder that holds Package.swift.
  static let root: String = {
    var folder = URL(filePath: #filePath)
    for _ in 0..<3 { folder.deleteLastPathComponent() }
    return folder.path
  }()

  /// The path from the top of the checkout.
  let path: String
  /// The whole text.
  let text: String
  /// Its lines, without the last empty one.
  let lines: [String]

  /// Every file of the product, read once.
  static let sources = Result { try all(under: "Sources") }
  /// Every file of the tests, read once.
  static let tests = Result { try all(under: "Tests") }

  /// The name of the target it belongs to.
  var room: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }

  /// Whether a program wrote it: such files say so in their first line.
  var isGenerated: Bool { lines.first?.contains("Generated") ?? false }

  /// The modules it imports.
  var imports: [String] {
    lines.compactMap { line in
      guard line.utf8.starts(with: "import ".utf8) || line.contains(" import ") else { return nil }
      let pattern =
        #/^(?:@\w+(?:\(\w+\))? )*(?:(?:package|public|internal|private) )?import (?:(?:struct|class|enum|func|protocol|var) )?(\w+)/#
      return line.firstMatch(of: pattern).map { String($0.1) }
    }
  }

  /// Where each function begins, and its number of lines from brace to brace.
  var functions: [(line: Int, length: Int)] {
    var result: [(Int, Int)] = []
    for (index, line) in lines.enumerated() {
      let start = line.utf8.drop { $0 == 0x20 }
      // The pattern is slow in debug builds: most lines are told apart without it.
      guard start.first != UInt8(ascii: "/"), line.contains("func ") || line.contains("init"),
        line.contains(#/^ *(?:[@\w()]+ )*(?:func \S|init[?(<]|deinit)/#)
      else { continue }
      if let end = closingLine(from: index) { result.append((index + 1, end - index + 1)) }
    }
    return result
  }

  /// The line that closes what opens at or after `start`, by its indentation, as the formatter sets it.
  private func closingLine(from start: Int) -> Int? {
    let indent = lines[start].prefix { $0 == " " }
    for index in start..<lines.count {
      if index > start, lines[index].hasPrefix(indent + "}") { return index }
      if index == start, lines[index].hasSuffix("}") { return index }
      if index > start, lines[index].prefix(while: { $0 == " " }).count < indent.count,
        !lines[index].isEmpty
      {
        return nil
      }
    }
    return nil
  }

  /// Every Swift file under a folder of the checkout, sorted by path.
  private static func all(under folder: String) throws -> [SourceFile] {
    let top = URL(filePath: root).appending(path: folder)
    let files = FileManager.default.enumerator(atPath: top.path)
    let names = (files?.allObjects as? [String] ?? []).filter { $0.hasSuffix(".swift") }.sorted()
    return try names.map { name in
      let text = try String(contentsOf: top.appending(path: name), encoding: .utf8)
      var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      if lines.last == "" { lines.removeLast() }
      return SourceFile(path: "\(folder)/\(name)", text: text, lines: lines)
    }
  }
}
