import Foundation

extension Checker {
  /// I6: the token stands in no file but its own; `files` are names and bytes, the token's own file left out.
  ///
  /// Looks for the token whole and for any 24 bytes of it.
  package static func tokenLeaks(_ token: String, in files: [String: [UInt8]]) -> [Violation] {
    let secret = Array(token.utf8)
    let windows =
      secret.count <= 24
      ? [secret]
      : stride(from: 0, through: secret.count - 24, by: 12).map { Array(secret[$0..<$0 + 24]) }
    return files.sorted { $0.key < $1.key }.compactMap { name, bytes in
      let data = Data(bytes)
      guard windows.contains(where: { data.firstRange(of: Data($0)) != nil }) else { return nil }
      return Violation(invariant: "I6", text: "\(name) holds a part of the token")
    }
  }

  /// I8: no temporary file is left; the names are those of files anywhere below Purser's folders.
  package static func temporaryFiles(among names: [String]) -> [Violation] {
    names.sorted().compactMap { name in
      let last = name.split(separator: "/").last ?? ""
      guard last.hasPrefix(".") else { return nil }
      return Violation(invariant: "I8", text: "the temporary file \(name) is left")
    }
  }

  /// The verdicts of `history.jsonl`; which way a pair went is looked up in the journal.
  package static func verdicts(history: [UInt8], journal: [JournalRow]) throws -> [Verdict] {
    let plans = JournalHistory(journal).operations
    return try history.split(separator: UInt8(ascii: "\n")).compactMap { line in
      let tree = try JSONDecoder().decode(JSONTree.self, from: Data(line))
      guard let operation = tree["operation"]?.integer, let word = tree["outcome"]?.text else {
        return nil
      }
      guard let pair = Self.pair(tree) else {
        guard let id = tree["clientUserId"]?.text else { return nil }
        let wanted: Bool? =
          switch tree["kind"]?.text {
          case "userCreate": true
          case "userRetire": false
          default: nil
          }
        return Verdict(operation: operation, subject: .user(id), wanted: wanted, word: word)
      }
      return Verdict(
        operation: operation, subject: .pair(pair),
        wanted: plans[operation]?.wanted.contains(pair) ?? false, word: word)
    }
  }
}
