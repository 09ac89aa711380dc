/// One thing wrong with a CSV file, with the place where it is.
package struct CSVProblem: Sendable, Equatable, CustomStringConvertible {
  /// The physical line, from 1.
  package let line: Int
  /// The field within the record, from 1; nothing where the line as a whole is meant.
  package let column: Int?
  /// What is wrong.
  package let sentence: String

  /// A problem at a place.
  package init(line: Int, column: Int? = nil, _ sentence: String) {
    self.line = line
    self.column = column
    self.sentence = sentence
  }

  package var description: String {
    column.map { "line \(line), column \($0): \(sentence)" } ?? "line \(line): \(sentence)"
  }
}

/// Why a CSV file is refused as a whole: up to fifty problems; nothing of the file is used.
package struct CSVProblems: Error, Equatable, CustomStringConvertible {
  /// The most that are listed.
  package static let limit = 50

  /// The first problems, in the order of the file.
  package private(set) var problems: [CSVProblem] = []
  /// How many there are, listed or not.
  package private(set) var count = 0

  /// The refusal with what was found.
  package init(_ problems: [CSVProblem] = []) {
    for problem in problems { add(problem) }
  }

  /// Whether nothing is wrong.
  package var isEmpty: Bool { count == 0 }

  /// Adds what was found later in the file.
  package mutating func add(_ problem: @autoclosure () -> CSVProblem) {
    count += 1
    if problems.count < Self.limit { problems.append(problem()) }
  }

  /// Adds what another look at the same file found.
  package mutating func merge(_ others: CSVProblems) {
    count += others.count
    let all = (problems + others.problems).sorted { $0.line < $1.line }
    problems = Array(all.prefix(Self.limit))
  }

  package var description: String {
    let more = count - problems.count
    return (problems.map(\.description) + (more > 0 ? ["and \(more) more."] : []))
      .joined(separator: "\n")
  }
}

extension String {
  /// A text of the file as a sentence repeats it: its beginning, without line ends and other controls.
  var quoted: String {
    let start = unicodeScalars.prefix(60).map { scalar -> Unicode.Scalar in
      scalar.properties.generalCategory == .control ? " " : scalar
    }
    let text = String(String.UnicodeScalarView(start))
    return unicodeScalars.count > 60 ? "'\(text)…'" : "'\(text)'"
  }
}
