import AppsAndBooks
import FoundationEssentials
import LocationStore
import Operations
import Screen

/// What a pasted text or a file of targets named, each word with what it stands for (frame 8).
package struct PastedTargets: Equatable, Sendable {
  /// What a word stands for.
  enum Meaning: Equatable, Sendable {
    /// A row of the list.
    case found(RowID)
    /// The beginning, the name or the mail address of several rows; the first few, and how many there are.
    case ambiguous([RowID], count: Int)
    /// A serial number never seen here, which Apple would take.
    case unknown(SerialNumber)
    /// Nothing that could be taken, and why.
    case unusable(String)
  }

  /// A word and what it stands for.
  struct Entry: Equatable, Sendable {
    var word: String
    var meaning: Meaning
  }

  /// «Pasted», or the name of a file.
  var source: String
  /// How a file was understood.
  var understood: String?
  /// Words read, repeated ones included.
  private(set) var wordCount = 0
  /// Whether every word stood on a line of its own.
  private(set) var isLines = true
  /// Different words in their order.
  private(set) var entries: [Entry] = []
  /// Words that named again what was named before.
  private(set) var repeated: [String] = []
  /// Every word and every row named so far, to tell a repeated one at once.
  private var words: Set<String> = []
  private var rows: Set<RowID> = []

  /// Begins without words.
  init(source: String = "Pasted", understood: String? = nil) {
    self.source = source
    self.understood = understood
  }

  /// Most candidates kept of an ambiguous word.
  static let mostCandidates = 5

  /// Adds the words of a text; what was named before counts as repeated.
  mutating func add(_ text: String, in list: ListID, of snapshot: LocationSnapshot) {
    var finder = TargetFinder(list: list, snapshot: snapshot)
    for line in text.split(whereSeparator: \.isNewline) {
      let words = Self.split(line, in: list, finder: &finder)
      if words.count > 1 { isLines = false }
      for word in words { add(word, finder.meaning(of: word)) }
    }
  }

  private mutating func add(_ word: String, _ meaning: Meaning) {
    wordCount += 1
    var isNew = words.insert(word).inserted
    if isNew, case .found(let row) = meaning { isNew = rows.insert(row).inserted }
    if isNew {
      entries.append(Entry(word: word, meaning: meaning))
    } else {
      repeated.append(word)
    }
  }

  /// A line is one name where the list has such a name, else words between blanks and commas.
  private static func split(
    _ line: Substring, in list: ListID, finder: inout TargetFinder
  ) -> [String] {
    let whole = String(line.trimmed { $0.isWhitespace || "\"',;".contains($0) })
    if whole.isEmpty { return [] }
    if whole.contains(where: \.isWhitespace), case .found = finder.meaning(of: whole) {
      return [whole]
    }
    return line.split { $0.isWhitespace || $0 == "," || $0 == ";" }
      .map { String($0.trimmed { $0 == "\"" || $0 == "'" }) }
      .filter { !$0.isEmpty }
  }

  /// The rows that were found, in the order of the text.
  var found: [RowID] {
    entries.compactMap { if case .found(let row) = $0.meaning { row } else { nil } }
  }

  /// The serial numbers never seen here.
  var unknown: [SerialNumber] {
    entries.compactMap { if case .unknown(let serial) = $0.meaning { serial } else { nil } }
  }

  /// Words that could be several rows.
  var ambiguous: [Entry] {
    entries.filter { if case .ambiguous = $0.meaning { true } else { false } }
  }

  /// Words that can't be taken, with the reason.
  var unusable: [(word: String, reason: String)] {
    entries.compactMap { entry in
      if case .unusable(let reason) = entry.meaning { (entry.word, reason) } else { nil }
    }
  }
}

extension Substring {
  /// The text without such characters at both ends.
  fileprivate func trimmed(_ drops: (Character) -> Bool) -> Substring {
    var rest = self.drop(while: drops)
    while let last = rest.last, drops(last) { rest.removeLast() }
    return rest
  }
}
