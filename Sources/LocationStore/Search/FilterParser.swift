/// Reads the text of a filter, one character after the other.
struct FilterParser {
  let kind: ListKind
  private(set) var terms: [FilterTerm] = []
  private(set) var problems: [String] = []

  init(kind: ListKind) {
    self.kind = kind
  }

  mutating func read(_ text: String) {
    for word in Self.words(of: text) { take(word) }
  }

  /// A word with its quotes resolved; `colon` is where an unquoted colon stands first.
  struct Word {
    var text = ""
    var colon: String.Index?
    var excludes = false
    var begun = false
  }

  /// Cuts a text at blanks outside quotes; a quote that never ends reaches to the end.
  static func words(of text: String) -> [Word] {
    var words: [Word] = []
    var word = Word()
    var quoted = false
    for character in text {
      if character == "\"" {
        quoted.toggle()
        word.begun = true
      } else if !quoted, character == " " || character == "\t" {
        if word.begun { words.append(word) }
        word = Word()
      } else if !quoted, character == "!", !word.begun {
        word.excludes = true
        word.begun = true
      } else {
        if !quoted, character == ":", word.colon == nil { word.colon = word.text.endIndex }
        word.text.append(character)
        word.begun = true
      }
    }
    if word.begun { words.append(word) }
    return words
  }

  private mutating func take(_ word: Word) {
    guard let colon = word.colon else {
      let columns = kind.columns.filter { !$0.isNumber }
      return addText(word.text, in: columns, excludes: word.excludes)
    }
    let name = word.text[..<colon]
    let value = String(word.text[word.text.index(after: colon)...])
    guard let column = kind.columns.first(where: { $0.rawValue == name.lowercased() }) else {
      let known = kind.columns.map(\.rawValue).joined(separator: " ")
      return problems.append("no column «\(name)» here; columns are \(known)")
    }
    if column.isNumber {
      addNumber(value, in: column, excludes: word.excludes)
    } else {
      addText(value, in: [column], excludes: word.excludes)
    }
  }

  private mutating func addText(_ text: String, in columns: [ListColumn], excludes: Bool) {
    let needle = Folding.folded(text)
    if needle.isEmpty { return }
    terms.append(FilterTerm(test: .text(needle, in: columns), excludes: excludes))
  }

  private mutating func addNumber(_ text: String, in column: ListColumn, excludes: Bool) {
    let relations: [NumberTest.Relation] = [.lessOrEqual, .greaterOrEqual, .less, .greater, .equal]
    let relation = relations.first { text.hasPrefix($0.rawValue) }
    let digits = text.dropFirst(relation?.rawValue.count ?? 0).filter { $0 != "," }
    if digits.isEmpty { return }
    guard let number = digits == "∞" ? Int.max : Int(digits) else {
      return problems.append(
        "«\(column.rawValue)» compares numbers, as in \(column.rawValue):0 or \(column.rawValue):<10"
      )
    }
    let test = NumberTest(relation: relation ?? .equal, number: number)
    terms.append(FilterTerm(test: .number(column, test), excludes: excludes))
  }
}
